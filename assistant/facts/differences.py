"""What differs between a sentence and the clause it lies along, and which differences change what is said."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.facts.alignment import Alignment
from assistant.facts.reading import Reading, is_sign
from assistant.facts.types import NEGATIVE, NUMERIC, QUANTITIES, FactKind, Finding, Token, Why
from assistant.facts.values import same_bounds, same_value
from assistant.facts.words import words

_PER = {
    "year",
    "half",
    "quarter",
    "month",
    "week",
    "day",
    "workday",
    "enterprise",
    "person",
    "time",
    "item",
    "total",
    "running",
}
_MUST_NOT_BE_DROPPED = {
    FactKind.MODALITY: set(NEGATIVE),
    FactKind.QUANTIFIER: {"only"},
    FactKind.FREQUENCY: _PER | {"first"},
}
_MUST_NOT_BE_ADDED = {
    FactKind.MODALITY: set(NEGATIVE),
    FactKind.QUANTIFIER: {"only", "all", "any", "each"},
    FactKind.FREQUENCY: _PER | {"once", "instalments"},
}
_NEW_WORDS = 2
_LONGER = 4

Place = tuple[int, Finding]


def differences(way: Alignment, ours: Reading, theirs: Reading, known: Reading) -> Iterator[Place]:
    """Yield the differences that change what is said, each with its place in the sentence.

    `known` is what is known of the clause's document: its title may stand where the clause says "本办法".
    """
    stated = f"{theirs.symbols}\n{known.symbols}"
    if _is_permutation(way, ours, theirs):
        return
    for at, place, length in way.blocks:
        for offset in range(length):
            if is_sign(ours.symbols[place + offset]):
                yield from _unlike(place + offset, ours.facts[place + offset], theirs.facts[at + offset])
    for in_clause, in_sentence in _gaps(way, ours, theirs):
        yield from _gap(in_clause, in_sentence, ours, theirs, stated)
    for in_clause, in_sentence in _edges(way, ours, theirs):
        yield from _edge(in_clause, in_sentence, ours, theirs, stated)
    yield from _dropped_in_front(way, ours, theirs)
    yield from _numbers_of_others(way, ours, theirs)


def _numbers_of_others(way: Alignment, ours: Reading, theirs: Reading) -> Iterator[Place]:
    """Yield numbers that lie beside no number of the clause, where its segments state others of their kind."""
    for start, end in ours.segments:
        blocks = [block for block in way.blocks if start <= block[1] < end]
        matched = {place for _, at, length in blocks for place in range(at, at + length)}
        touched = [
            slice(_begin(theirs, at), _end(theirs, at + length)) for at, _, length in blocks if length >= _NEW_WORDS
        ]
        said = [fact for span in touched for fact in _facts(theirs, span)]
        for place in range(max(start, way.start), min(end, way.end)):
            fact = ours.facts.get(place) if place not in matched else None
            if fact and fact.kind in QUANTITIES:
                alike = [other for other in said if other.kind is fact.kind]
                if alike and not any(same_value(fact, other) for other in alike):
                    yield place, Finding(fact.kind, fact.text, Why.ELSEWHERE, alike[0].text)


def _unlike(place: int, mine: Token, theirs: Token) -> Iterator[Place]:
    if not same_value(mine, theirs):
        yield place, Finding(mine.kind, mine.text, Why.CONTRADICTED, theirs.text)
    elif not same_bounds(mine, theirs):
        text = mine.bounds[0].text if mine.bounds else mine.text
        said = theirs.bounds[0].text if theirs.bounds else ""
        yield place, Finding(FactKind.BOUND, text, Why.CONTRADICTED if mine.bounds else Why.DROPPED, said)


def _gaps(way: Alignment, ours: Reading, theirs: Reading) -> Iterator[tuple[slice, slice]]:
    """Yield the gaps of an alignment; where both texts have a comma in one, what stands before and after it apart."""
    for in_clause, in_sentence in way.gaps():
        mine, said = _breaks(ours, in_sentence), _breaks(theirs, in_clause)
        if not mine or not said:
            yield in_clause, in_sentence
            continue
        for clause_part, sentence_part in (
            (slice(in_clause.start, said[0]), slice(in_sentence.start, mine[0])),
            (slice(said[-1], in_clause.stop), slice(mine[-1], in_sentence.stop)),
        ):
            if clause_part.start < clause_part.stop or sentence_part.start < sentence_part.stop:
                yield clause_part, sentence_part


def _breaks(reading: Reading, span: slice) -> list[int]:
    return [start for start, _ in reading.segments if span.start <= start <= span.stop and start > 0]


def _gap(in_clause: slice, in_sentence: slice, ours: Reading, theirs: Reading, stated: str) -> Iterator[Place]:
    mine, said = ours.symbols[in_sentence], theirs.symbols[in_clause]
    my_facts, their_facts = _facts(ours, in_sentence), _facts(theirs, in_clause)
    place = in_sentence.start
    for fact in _one_sided(my_facts, their_facts, _MUST_NOT_BE_ADDED):
        yield place, Finding(fact.kind, fact.text, Why.ADDED)
    for fact in _one_sided(list(_tied(in_clause, in_sentence, ours, theirs)), my_facts, _MUST_NOT_BE_DROPPED):
        yield place, Finding(fact.kind, fact.text, Why.DROPPED, fact.text)
    if not _content(mine) and not _content(said):
        yield from ((place, finding) for finding in _numbers_differ(my_facts, their_facts))
    yield from ((place, finding) for finding in _words_differ(mine, said, stated))


def _numbers_differ(mine: list[Token], said: list[Token]) -> Iterator[Finding]:
    """Nothing but a number of one sort where the clause has one of another sort."""
    numbers, theirs = ([fact for fact in facts if fact.kind in NUMERIC] for facts in (mine, said))
    if numbers and theirs and not any(same_value(fact, other) for fact in numbers for other in theirs):
        yield Finding(numbers[0].kind, numbers[0].text, Why.CONTRADICTED, theirs[0].text)


def _tied(in_clause: slice, in_sentence: slice, ours: Reading, theirs: Reading) -> Iterator[Token]:
    """Yield the facts in a gap of the clause that belong to what is matched beside it.

    Segments left out whole are not missed. Where the sentence begins a segment, only what stands right before counts.
    """
    begins = in_sentence.stop in {start for start, _ in ours.segments}
    edges = [edge for start, _ in theirs.segments if in_clause.start <= (edge := start) <= in_clause.stop]
    left_end, right_start = (edges[0], edges[-1]) if edges else (in_clause.stop, in_clause.stop)
    for at in range(in_clause.start, in_clause.stop):
        if is_sign(theirs.symbols[at]):
            is_beside = at == in_clause.stop - 1 and theirs.facts[at].kind is FactKind.MODALITY
            if (
                (at < left_end and not begins)
                or (at >= right_start and not begins)
                or (is_beside and edges[-1:] != [in_clause.stop])
            ):
                yield theirs.facts[at]


def _edges(way: Alignment, ours: Reading, theirs: Reading) -> Iterator[tuple[slice, slice]]:
    """Yield what stands before the first and after the last matched block, as far as the segment it is in goes.

    Of a list in front, only the item beside what is matched stands in the place.
    """
    at, place, _ = way.blocks[0]
    item = max((start for start in theirs.listed if _begin(theirs, at) < start < at), default=_begin(theirs, at))
    yield slice(item, at), slice(max(way.start, _begin(ours, place)), place)
    at, place, length = way.blocks[-1]
    at, place = at + length, place + length
    yield slice(at, _end(theirs, at)), slice(place, min(way.end, _end(ours, place)))


def _begin(reading: Reading, place: int) -> int:
    return max((start for start, _ in reading.segments if start <= place), default=0)


def _end(reading: Reading, place: int) -> int:
    return min((end for _, end in reading.segments if end >= place), default=len(reading.symbols))


def _edge(in_clause: slice, in_sentence: slice, ours: Reading, theirs: Reading, stated: str) -> Iterator[Place]:
    """Words before or after what is matched may be left out; what stands in their place must not say another thing."""
    mine = _facts(ours, in_sentence)
    for fact in _one_sided(mine, _facts(theirs, in_clause), _MUST_NOT_BE_ADDED):
        yield in_sentence.start, Finding(fact.kind, fact.text, Why.ADDED)
    my_words, their_words = _content(ours.symbols[in_sentence]), _content(theirs.symbols[in_clause])
    if _say_different_things(my_words, their_words, stated):
        yield in_sentence.start, Finding(FactKind.WORDING, my_words, Why.CONTRADICTED, their_words)
    elif len(my_words) == 1 and my_words in words().negating:
        yield in_sentence.start, Finding(FactKind.MODALITY, my_words, Why.ADDED)
    elif my_words and my_words in words().prefixes and not their_words:
        yield in_sentence.start, Finding(FactKind.SUBJECT, my_words, Why.ADDED)
    elif not my_words and not their_words:
        yield from ((in_sentence.start, finding) for finding in _numbers_differ(mine, _facts(theirs, in_clause)))


def _facts(reading: Reading, span: slice) -> list[Token]:
    return [reading.facts[place] for place in range(span.start, span.stop) if is_sign(reading.symbols[place])]


def _one_sided(here: list[Token], there: list[Token], heavy: dict[FactKind, set[str]]) -> Iterator[Token]:
    for fact in here:
        if fact.value in heavy.get(fact.kind, ()) and not any(same_value(fact, other) for other in there):
            yield fact


def _words_differ(mine: str, said: str, stated: str) -> Iterator[Finding]:
    """Yield a finding when other words stand where the clause has its own, or new ones where it has none."""
    lexicon = words()
    my_words, their_words = _content(mine), _content(said)
    negations = [sum(symbol in lexicon.negating for symbol in text) for text in (my_words, their_words)]
    if negations[0] != negations[1]:
        why = Why.ADDED if negations[0] > negations[1] else Why.DROPPED
        yield Finding(FactKind.MODALITY, my_words or their_words, why, their_words)
    elif _say_different_things(my_words, their_words, stated):
        yield Finding(FactKind.WORDING, my_words, Why.CONTRADICTED, their_words)
    elif (my_words in lexicon.prefixes and not their_words) or (their_words in lexicon.prefixes and not my_words):
        yield Finding(FactKind.SUBJECT, my_words or their_words, Why.ADDED if my_words else Why.DROPPED)
    elif len(my_words) >= _NEW_WORDS and not their_words and my_words not in stated:
        yield Finding(FactKind.WORDING, my_words, Why.ADDED)
    elif my_words and their_words and not _is_within(my_words, their_words) and my_words not in stated:
        yield Finding(FactKind.WORDING, my_words, Why.ADDED, their_words)
    roles = [{symbol for symbol in text if symbol in lexicon.roles} for text in (mine, said)]
    if roles[0] and roles[1] and not roles[0] & roles[1]:
        yield Finding(FactKind.SUBJECT, mine, Why.CONTRADICTED, said)


def _say_different_things(mine: str, said: str, stated: str) -> bool:
    """Say whether words stand in the place of others; a word in the place of a long phrase only sums it up."""
    if not mine or not said or _is_within(mine, said) or _is_within(said, mine) or len(said) > 2 * len(mine) + _LONGER:
        return False
    return not (said in words().self_references and mine in stated)


def _content(text: str) -> str:
    lexicon = words()
    return "".join(s for s in lexicon.light.sub("", text) if not is_sign(s) and s not in lexicon.glue)


def _is_within(short: str, long: str) -> bool:
    """Say whether `short` is `long` with characters left out: an abbreviation."""
    rest = iter(long)
    return all(symbol in rest for symbol in short)


def _dropped_in_front(way: Alignment, ours: Reading, theirs: Reading) -> Iterator[Place]:
    """A negation right before the place where the sentence sets in turns it round."""
    at, place, _ = way.blocks[0]
    if at in {start for start, _ in theirs.segments} or at == 0:
        return
    before = theirs.symbols[at - 1]
    mine = ours.facts.get(place - 1) if place else None
    if is_sign(before):
        fact = theirs.facts[at - 1]
        if fact.kind is FactKind.MODALITY and fact.value in NEGATIVE and not (mine and same_value(mine, fact)):
            yield place, Finding(fact.kind, fact.text, Why.DROPPED, fact.text)
    elif before in words().negating and (place == 0 or ours.symbols[place - 1] not in words().negating):
        yield place, Finding(FactKind.MODALITY, ours.symbols[place : place + 2], Why.DROPPED, before)


def _is_permutation(way: Alignment, ours: Reading, theirs: Reading) -> bool:
    """Say whether the sentence only lists the same items in another order.

    Numbers alone are no items: which belongs to what is said by their order ("分别给予50万元、20万元").
    """
    if not ours.listed & set(range(way.start, way.end)):
        return False
    mine = _items(ours, way.start, way.end)
    begins = {at - (place - way.start) for at, place, _ in (way.blocks[0], way.blocks[-1])}
    others = [_items(theirs, begin, begin + way.end - way.start) for begin in begins if begin >= 0]
    if not any(mine != said and sorted(mine) == sorted(said) for said in others):
        return False
    return not any(_is_bound_to_order(place, ours) for place in range(way.start, way.end))


def _items(reading: Reading, start: int, end: int) -> list[str]:
    """The items of a list, facts written out; the first and the last have what stands before and after the list."""
    items = [""]
    for place in range(start, min(end, len(reading.symbols))):
        symbol = reading.symbols[place]
        is_and = is_sign(symbol) and reading.facts[place].kind is FactKind.CONNECTIVE
        if place in reading.listed or is_and:
            items.append("")
        if not is_and:
            items[-1] += reading.facts[place].text if is_sign(symbol) else symbol
    return items


def _is_bound_to_order(place: int, reading: Reading) -> bool:
    """Say whether a symbol is 分别, or a quantity that stands as an item by itself."""
    if not is_sign(reading.symbols[place]):
        return False
    fact = reading.facts[place]
    stands_alone = place in reading.listed and (place + 1 in reading.listed or place + 1 == len(reading.symbols))
    return fact.value == "each" or (fact.kind in QUANTITIES and stands_alone)
