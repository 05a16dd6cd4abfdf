"""Does a clause support a sentence? Every fact must stand in it, of the same thing, bounded alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.facts.alignment import Alignment, alignments
from assistant.facts.differences import Place, differences
from assistant.facts.exceptions import turned_round
from assistant.facts.reading import Reading, is_sign, read, segment_of
from assistant.facts.tables import states_row
from assistant.facts.types import NUMERIC, FactKind, Finding, Token, Why
from assistant.facts.values import same_bounds, same_value
from assistant.facts.words import words

_NEAR_VERBATIM = 0.7
_SAME_MATTER = 0.5
_MIN_SYMBOLS = 3
_MIN_WORDS = 2
_GROUND_PAIRS = 8
_GROUND_SHARE = 0.12
_WORDS_THAT_MUST_STAND = (FactKind.MODALITY, FactKind.QUANTIFIER, FactKind.FREQUENCY)
_FREE = ("must", "may", "some")
_WORDS = (FactKind.MODALITY, FactKind.FREQUENCY, FactKind.QUANTIFIER)
_ORDER = {kind: place for place, kind in enumerate((*NUMERIC, *_WORDS, *(set(FactKind) - {*NUMERIC, *_WORDS})))}


def findings_of(sentence: str, clause: str, context: str = "") -> list[Finding]:
    """Return what of `sentence` the text `clause` does not support, each once; empty when it supports all of it.

    Three looks: every fact must stand somewhere in the clause, or in what is known of its document (`context`: title,
    number, bodies, dates); where the clause speaks of the same thing in nearly the same words, it must say the same
    there; and what it says of all but some is not to be said of those. Never raises.
    """
    ours, theirs, known = read(sentence), read(clause), read(context)
    if not theirs.symbols:
        return [Finding(token.kind, token.text, Why.ABSENT) for token in _stated(ours)] + list(_bounds_alone(ours))
    is_row = states_row(sentence, clause)
    if is_row is False:
        return [Finding(FactKind.WORDING, ours.plain, Why.ELSEWHERE)]
    if is_row or _stands_whole(ours, theirs):
        return []
    found = [*_absent(ours, theirs, known), *_of_other_things(ours, theirs, known), *turned_round(ours, theirs)]
    once: dict[tuple[str, FactKind], Finding] = {}
    for finding in found:
        once.setdefault((finding.text, finding.kind), finding)
    return sorted(once.values(), key=lambda finding: (finding.kind not in NUMERIC, finding.kind is FactKind.BOUND))


def _stated(reading: Reading) -> Iterator[Token]:
    return (token for token in reading.tokens if token.kind in NUMERIC or _must_stand(token))


def _must_stand(token: Token) -> bool:
    return token.kind in _WORDS_THAT_MUST_STAND and token.value not in _FREE


def _bounds_alone(reading: Reading) -> Iterator[Finding]:
    for token in reading.tokens:
        for bound in token.bounds:
            yield Finding(FactKind.BOUND, bound.text, Why.ABSENT)


def _stands_whole(ours: Reading, theirs: Reading) -> bool:
    """Say whether the sentence stands in the clause word for word, from one full stop or comma to another."""
    edges = {edge for span in theirs.segments for edge in span}
    at = theirs.symbols.find(ours.symbols)
    while at >= 0:
        if {at, at + len(ours.symbols)} <= edges and all(
            same_value(token, theirs.facts[at + place]) and token.bounds == theirs.facts[at + place].bounds
            for place, token in ours.facts.items()
        ):
            return True
        at = theirs.symbols.find(ours.symbols, at + 1)
    return False


# -- every fact must stand somewhere ---------------------------------------------------------------------------------


def _absent(ours: Reading, theirs: Reading, known: Reading) -> Iterator[Finding]:
    for token in sorted(_stated(ours), key=lambda token: _ORDER[token.kind]):
        stated = (*theirs.tokens, *theirs.in_cells, *_known_of(token, ours, known))
        like = [other for other in stated if same_value(token, other)]
        if not like and not _counts_items(token, theirs):
            yield Finding(token.kind, token.text, Why.ABSENT)
        if token.bounds and not any(same_bounds(token, other) for other in like or stated):
            yield from _unlike_bounds(token, like, stated)
        elif like and not any(same_bounds(token, other) for other in like):
            yield Finding(FactKind.BOUND, token.text, Why.DROPPED, like[0].bounds[0].text if like[0].bounds else "")
    yield from _absent_names(ours, f"{theirs.symbols}\n{theirs.plain}\n{known.symbols}\n{known.plain}")
    if _is_about_something_else(ours, theirs, known):
        yield Finding(FactKind.GROUND, ours.plain, Why.ABSENT)


def _known_of(token: Token, ours: Reading, known: Reading) -> Iterable[Token]:
    """Return the facts known of the document that may support `token`.

    The days from and to which a document governs, each a line, are no closing dates: they support only what is said of
    its being in force.
    """
    if token.kind is not FactKind.DATE or words().validity.search(segment_of(token, ours)):
        return known.tokens
    lines = known.plain.splitlines()
    return [other for other in known.tokens if other.kind is not FactKind.DATE or other.text not in lines]


def _unlike_bounds(token: Token, like: list[Token], stated: Iterable[Token]) -> Iterator[Finding]:
    said = {bound.relation for other in (like or stated) for bound in other.bounds}
    unlike = [bound for bound in token.bounds if bound.relation not in said] or (list(token.bounds) if like else [])
    for bound in unlike:
        yield Finding(FactKind.BOUND, bound.text, Why.ABSENT)


def _counts_items(token: Token, theirs: Reading) -> bool:
    """Say whether "四个条件" is how many items the clause lists."""
    return token.kind is FactKind.COUNT and theirs.items > 1 and token.value == (theirs.items, "个")


def _absent_names(ours: Reading, known: str) -> Iterator[Finding]:
    """Sizes of enterprises and names of authorities that neither the clause nor its document knows."""
    lexicon = words()
    for name in lexicon.sizes.findall(ours.symbols):
        if name not in known:
            yield Finding(FactKind.SUBJECT, name, Why.ABSENT)
    for name in lexicon.bodies.findall(ours.plain):
        if name not in known and not any(name.endswith(word) for word in lexicon.everyday_words):
            yield Finding(FactKind.SUBJECT, name, Why.ABSENT)


def _is_about_something_else(ours: Reading, theirs: Reading, known: Reading) -> bool:
    pairs = [pair for pair in ours.pairs if not any(is_sign(symbol) for symbol in pair)]
    shared = sum(pair in theirs.pairs or pair in known.pairs for pair in pairs)
    return len(pairs) >= _GROUND_PAIRS and shared < _GROUND_SHARE * len(pairs)


# -- and of the same thing -------------------------------------------------------------------------------------------


def _of_other_things(ours: Reading, theirs: Reading, known: Reading) -> Iterator[Finding]:
    for start, end in ours.sentences:
        segments = [span for span in ours.segments if start <= span[0] and span[1] <= end]
        whole = _nearest(ours, (start, end), theirs, known)
        by_place = list(differences(whole, ours, theirs, known)) if whole else []
        clean = whole is not None and not by_place
        for span in segments:
            yield from _segment_findings(span, clean, by_place, (ours, theirs, known))


def _segment_findings(
    span: tuple[int, int], clean: bool, by_place: list[Place], readings: tuple[Reading, Reading, Reading]
) -> Iterator[Finding]:
    """Yield what differs in a segment: by the whole sentence where that lies along the clause, else by itself."""
    ours, theirs, known = readings
    here = [finding for place, finding in by_place if span[0] <= place < max(span[1], span[0] + 1)]
    if clean:
        return
    ways = _ways(ours, span, theirs)
    own = [[finding for _, finding in differences(way, ours, theirs, known)] for way in ways]
    is_verbatim = any(_is_segment(way, theirs) for way in ways) and not any(own)
    if here and not is_verbatim:
        yield from here
    elif own and all(own):
        yield from min(own, key=len)


def _is_segment(way: Alignment, theirs: Reading) -> bool:
    """Say whether a stretch stands in the clause word for word and is all that stands between two commas there."""
    at, _, length = way.blocks[0]
    return way.is_whole and (at, at + length) in theirs.segments


def _ways(ours: Reading, span: tuple[int, int], theirs: Reading) -> list[Alignment]:
    start, end = span
    symbols = ours.symbols[start:end]
    if end - start < _MIN_SYMBOLS or sum(not is_sign(symbol) for symbol in symbols) < _MIN_WORDS:
        return []
    return [way for way in alignments(ours, start, end, theirs) if way.coverage >= _SAME_MATTER]


def _nearest(ours: Reading, span: tuple[int, int], theirs: Reading, known: Reading) -> Alignment | None:
    """Return the way to lay a whole sentence along the clause that differs least, None when it lies nowhere."""
    ways = [way for way in _ways(ours, span, theirs) if way.coverage >= _NEAR_VERBATIM]
    return min(ways, key=lambda way: len(list(differences(way, ours, theirs, known))), default=None)


def stated_facts(reading: Reading) -> list[str]:
    """Return the facts of a text as words, each once: numbers of all sorts first, then words."""
    tokens = sorted(_stated(reading), key=lambda token: _ORDER[token.kind])
    bounds = [bound.text for token in reading.tokens for bound in token.bounds]
    return list(dict.fromkeys([*(token.text for token in tokens), *bounds]))
