"""Reading a text for verification: its facts, and a string of symbols in which every fact is one sign of its class.

Two texts that say the same of different numbers have the same symbols: so the place a sentence speaks of can be found
by its words, and what it states there be compared value by value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.facts.numerals import with_digits_for_halves, with_everyday_numerals
from assistant.facts.quantities import BEGINNINGS, PATTERNS, document_numbers
from assistant.facts.tables import amounts_in_units
from assistant.facts.types import QUANTITIES, Bound, FactKind, Token
from assistant.facts.words import words
from core.text import normalise_for_search

# A mark has at most two digits; "[2025]" is the year of a document number written with square brackets.
_MARKUP = re.compile(r"\[\d{1,2}\](?!号)|\*\*|^##\s*|^-\s+", re.MULTILINE)
_CIRCLED = re.compile(r"[①-⑳⑴-⒇❶-❿]")
_BLANK = re.compile(r"(?<![a-zA-Z0-9])[^\S\n]+|[^\S\n]+(?![a-zA-Z0-9])")
_ITEM_NUMBER = re.compile(
    r"(?:^|(?<=[\n。；：，;:,]))[\s“‘「]*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:、|\.(?!\d)|\.(?=\d{4}[年-])))"
)
_OPEN_RANGE = re.compile(r"(?<![零〇一二三四五六七八九两十百千])([一二三四五六七八九两十])(?=[至到~—-]\d)")
_VARIANTS = str.maketrans("馀", "余")  # what no converter makes one
_TO_DIGITS = {c: str(i) for i, c in enumerate("一二三四五六七八九十", start=1)} | {"两": "2"}
_INTRODUCTION = re.compile(r"^(?:根据|依据|按照|按|依照)(?:有关|相关|上述|以上|该|其)?(?:规定|条款|政策)[，,]")
_RANGE_SIGN = re.compile(r"^(?:[-~—–―－至到]+|元?至)$")
_BREAK = re.compile(r"[，。；：！？,;:!?\n|]")
_STOP = re.compile(r"[。！？!?\n]")
_LEFT_OUT = re.compile(r"[\ue000-\ue07f]|[^\w\u3400-\u9fff㎡]|_")
_BOUND_REACH = 8
_PRIVATE = 0xE000
_SIGNS = {kind: chr(_PRIVATE + place) for place, kind in enumerate(FactKind)}
_PERIODS = ("year", "half", "quarter", "month", "week", "day", "workday", "once", "instalments")
_UNITS = ("enterprise", "person", "time", "item")
_SIGN_OF_WORD = {
    word: chr(_PRIVATE + 0x40 + group) for group, words_ in enumerate((_PERIODS, _UNITS)) for word in words_
}
_LENGTHENED = re.compile(r"^[(（]?(不?含)(?:本数)?[)）]?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as verification sees it.

    `symbols` has one character per Han character, letter or fact, no punctuation; `facts` gives the token of a symbol
    by its place; `segments` are the stretches of `symbols` between commas, `sentences` those between full stops.
    """

    plain: str
    tokens: tuple[Token, ...]
    symbols: str
    facts: dict[int, Token]
    segments: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    listed: frozenset[int]  # places in `symbols` before which a 、 stands
    pairs: dict[str, list[int]]
    in_cells: tuple[Token, ...] = ()  # amounts whose unit stands in the heading of their column
    items: int = 0  # how many numbered items it lists


@lru_cache(maxsize=256)
def read(text: str) -> Reading:
    """Read `text`. Never raises, whatever the text."""
    lines = _lines(text)
    plain = _plain(lines)
    tokens = _bounded(tuple(_tokens(plain)), plain)
    in_cells = tuple(_tokens(amounts_in_units(plain))) if "|" in plain else ()
    return replace(_symbolised(plain, tokens), in_cells=in_cells, items=len(_ITEM_NUMBER.findall(lines)))


def _lines(text: str) -> str:
    """Return `text` without marks, markup and blanks, folded line by line, numerals as digits."""
    bare = _BLANK.sub("", _CIRCLED.sub("\n", _MARKUP.sub("", with_everyday_numerals(text.translate(_VARIANTS)))))
    return _BLANK.sub("", "\n".join(normalise_for_search(line) for line in bare.splitlines()))


def _plain(lines: str) -> str:
    plain = _OPEN_RANGE.sub(lambda match: _TO_DIGITS[match[1]], _ITEM_NUMBER.sub("", _INTRODUCTION.sub("", lines)))
    return with_digits_for_halves(plain)


@lru_cache(maxsize=1)
def _reader() -> tuple[re.Pattern[str], list[tuple[FactKind, Callable[[re.Match[str]], Hashable]]]]:
    """One pattern for all facts, its alternatives named t0, t1, …, and what each means."""
    alternatives = [(kind, pattern, value) for kind, pattern, value in PATTERNS]
    alternatives += [(kind, pattern, _constant(value)) for kind, value, pattern in words().patterns]
    pattern = "|".join(f"(?P<t{place}>{pattern})" for place, (_, pattern, _) in enumerate(alternatives))
    # Most characters begin no fact: looking at them once instead of once per alternative makes this ten times faster.
    guarded = f"(?=[{BEGINNINGS}{words().beginnings}])(?:{pattern})"
    return re.compile(guarded), [(kind, value) for kind, _, value in alternatives]


def _constant(value: str) -> Callable[[re.Match[str]], Hashable]:
    return lambda _: value


def _tokens(plain: str) -> Iterator[Token]:
    done = 0
    for start, end, value in document_numbers(plain):
        if start >= done:
            yield from _other_tokens(plain, done, start)
            yield Token(FactKind.DOCUMENT_NUMBER, value, plain[start:end], start, end)
            done = end
    yield from _other_tokens(plain, done, len(plain))


def _other_tokens(plain: str, start: int, end: int) -> Iterator[Token]:
    pattern, meanings = _reader()
    for match in pattern.finditer(plain, start, end):
        kind, value = meanings[int((match.lastgroup or "t0")[1:])]
        yield Token(kind, value(match), match[0], match.start(), match.end())


# -- bounds and ranges -----------------------------------------------------------------------------------------------


def _bounded(tokens: tuple[Token, ...], plain: str) -> tuple[Token, ...]:
    """Give each quantity the bounds beside it, and the unit of the range it begins; bounds of nothing are no facts."""
    kept: list[Token] = []
    pending: list[Token] = []
    for token in tokens:
        if token.kind is not FactKind.BOUND:
            if token.kind in QUANTITIES:
                token = replace(token, bounds=tuple(_bounds_before(pending, token, plain)))
                if kept and kept[-1].kind in QUANTITIES and _RANGE_SIGN.match(plain[kept[-1].end : token.start]):
                    kept[-1], token = _in_range(kept[-1], token)
                pending = []
            kept.append(token)
        elif str(token.value).startswith("-"):
            pending = [other for other in pending if not _BREAK.search(plain[other.end : token.start])] + [token]
        elif kept and kept[-1].kind in QUANTITIES and _touches(kept[-1], token, plain):
            kept[-1] = replace(kept[-1], bounds=(*kept[-1].bounds, _bound_after(kept[-1], token, plain)))
    return _with_years(kept)


def _bounds_before(pending: list[Token], token: Token, plain: str) -> Iterator[Bound]:
    for word in pending:
        between = plain[word.end : token.start]
        reach = 0 if word.value in ("->", "-<", "-~") else _BOUND_REACH
        bounds_between = sum(other.end - other.start for other in pending if other.start >= word.end)
        if len(between) - bounds_between <= reach and not _BREAK.search(between):
            yield Bound(str(word.value)[1:], word.text, word.start, word.end)


def _touches(quantity: Token, word: Token, plain: str) -> bool:
    between = plain[quantity.end : word.start]
    return not between or _LENGTHENED.match(between) is not None


def _bound_after(quantity: Token, word: Token, plain: str) -> Bound:
    said = _LENGTHENED.match(plain[quantity.end : word.start]) or _LENGTHENED.match(
        plain[word.end : word.end + 4].rstrip()
    )
    relation = str(word.value)
    if said and said[1].startswith("不"):
        relation = relation.rstrip("=")
    return Bound(relation, word.text, word.start, word.end)


def _in_range(first: Token, token: Token) -> tuple[Token, Token]:
    """Return both ends of a range ("20至50万元"): the first has the unit of the second.

    They are bounded as in "20万元以上50万元以下", which says the same.
    """
    if (
        first.kind is FactKind.COUNT
        and re.fullmatch(r"[\d.]+[百千万亿]*", first.text)
        and token.kind is not FactKind.DATE
    ):
        unit = re.sub(r"^[\d.]+", "", token.text)
        if re.search(r"[百千万亿]", first.text):
            unit = re.sub(r"^[百千万亿]+", "", unit)
        whole = next(iter(_tokens(first.text + unit)), first)
        first = replace(first, kind=whole.kind, value=whole.value) if whole.kind is token.kind else first
    if first.kind is not token.kind or first.kind in (FactKind.DATE, FactKind.TIME):
        return first, token
    least, most = (Bound(relation, "", token.start, token.start) for relation in (">=", "<="))
    return replace(first, bounds=first.bounds or (least,)), replace(token, bounds=token.bounds or (most,))


def _with_years(tokens: list[Token]) -> tuple[Token, ...]:
    """In "2026年11月2日至12月18日" the second date is of the year of the first."""
    year: int | None = None
    dated: list[Token] = []
    for token in tokens:
        if token.kind is FactKind.DATE and isinstance(token.value, tuple):
            year = token.value[0] or year
            token = replace(token, value=(*token.value, year))
        dated.append(token)
    return tuple(dated)


def segment_of(token: Token, reading: Reading) -> str:
    """Return the words between commas that hold `token`; where it says from when, those behind the comma too."""
    before, behind = reading.plain[: token.start], reading.plain[token.end :]
    says_from = any(bound.relation == "from" for bound in token.bounds)
    parts = _BREAK.split(behind, maxsplit=2)[: 2 if says_from else 1]
    return _BREAK.split(before)[-1] + token.text + "".join(parts)


# -- symbols ---------------------------------------------------------------------------------------------------------


def _symbolised(plain: str, tokens: tuple[Token, ...]) -> Reading:
    symbols: list[str] = []
    facts: dict[int, Token] = {}
    listed: set[int] = set()
    cuts: list[int] = []
    stops: list[int] = []
    for piece in _pieces(plain, tokens):
        if isinstance(piece, Token):
            facts[len(symbols)] = piece
            symbols.append(_sign(piece))
            continue
        for char in one_wording(piece):
            if _BREAK.match(char):
                cuts.append(len(symbols))
            if _STOP.match(char):
                stops.append(len(symbols))
            if char == "、":
                listed.add(len(symbols))
            if not _LEFT_OUT.match(char):
                symbols.append(char)
    joined = "".join(symbols)
    spans, sentences = _spans(cuts, len(joined)), _spans(stops, len(joined))
    return Reading(plain, tokens, joined, facts, spans, sentences, frozenset(listed), _pairs(joined))


def _sign(fact: Token) -> str:
    """Return the sign of a fact's class: facts of one class can stand in each other's place."""
    if fact.kind is FactKind.FREQUENCY:
        return _SIGN_OF_WORD.get(str(fact.value), chr(_PRIVATE + 0x50 + len(str(fact.value))))
    return _SIGNS[fact.kind]


def _pieces(plain: str, tokens: tuple[Token, ...]) -> Iterator[str | Token]:
    """Yield facts and the text between them in order; bounds belong to their quantities and are left out."""
    bounds = [(bound.start, bound.end, None) for token in tokens for bound in token.bounds]
    place = 0
    for start, end, fact in sorted(
        [*bounds, *((token.start, token.end, token) for token in tokens)], key=lambda s: s[:2]
    ):
        yield plain[place:start]
        place = max(place, end)
        if fact:
            yield fact
    yield plain[place:]


def one_wording(text: str) -> str:
    """Return `text` with one word for what is called by several."""
    for pattern, word in words().synonyms:
        text = pattern.sub(word, text)
    return text


def _pairs(symbols: str) -> dict[str, list[int]]:
    pairs: dict[str, list[int]] = {}
    for start in range(len(symbols) - 1):
        pairs.setdefault(symbols[start : start + 2], []).append(start)
    return pairs


def _spans(cuts: list[int], end: int) -> tuple[tuple[int, int], ...]:
    edges = sorted({0, end, *cuts})
    return tuple(pairwise(edges))


def is_sign(symbol: str) -> bool:
    """Say whether a symbol stands for a fact."""
    return _PRIVATE <= ord(symbol) < _PRIVATE + 0x80
