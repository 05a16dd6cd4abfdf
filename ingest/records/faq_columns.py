"""Guessing which column of a table holds the question, which the answer, and so on: by header, then by content."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ingest.readers.sheet import Sheet
from ingest.records.types import FaqColumn, FaqGuess, FaqMapping

HEADER_ROWS = 10
"""A header stands among the first rows, below a title and notes; what looks like one further down is content."""

SURE, NAMED = 1.0, 0.8
"""Confidence of a header that is a known word, and of one that ends or begins with it."""

_SAMPLE = 200
_LONGEST_HEADER = 16
_QUESTION_SHARE = 0.5
_SHARE = 0.6
_ASKS = re.compile(
    r"[?？]\s*$|[吗呢]\s*$|什么|如何|怎么|怎样|哪些|哪里|哪个|哪种|是否|能否|可否|多少|多久|多长|为何|几个?[天年月日次]"
)
_DEPARTMENT = re.compile(
    r"[\u4e00-\u9fff]{1,18}(?:局|委|委员会|办|办公室|中心|厅|部|院|处|科|支队|大队|管委会|公司|银行)"
)
_DATE = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:\s.*)?|长期有效?|永久")
_BASIS = re.compile(r"《[^》]+》|[〔\[（(](?:19|20)\d{2}[〕\]）)]\s*\d+\s*号|第[一二三四五六七八九十百零\d]+条")
_ANNOTATION = re.compile(r"[（(\[【].*?[）)\]】]|[\s*：:]|^\d+[.、]")
_NUMBERED_SIMILAR = re.compile(r"(?:相似|扩展|同义)问(?:题|法)?\d+|similar(?:_question)?_?\d+")


@dataclass(frozen=True, slots=True)
class _Look:
    """What the cells of a column look like: shares of those that are filled, and their mean length."""

    filled: int
    length: float
    asks: float
    departments: float
    dates: float
    bases: float
    distinct: float


@cache
def _words() -> dict[str, str]:
    text = (resources.files("ingest.lexicons") / "faq_columns.json").read_text(encoding="utf-8")
    return {name.lower(): field for field, names in json.loads(text).items() for name in names}


def field_of_column(header: str) -> str | None:
    """Return the FAQ field that a column header or record key names, or None."""
    bare = _ANNOTATION.sub("", header).lower()
    found = _words().get(bare)
    return "similar" if found is None and _NUMBERED_SIMILAR.fullmatch(bare) else found


def guess_mapping(sheet: Sheet) -> FaqGuess:
    """Return the likeliest mapping of a sheet, each column with the confidence of its field."""
    header = _header_row(sheet)
    width = max((len(row) for row in sheet.rows), default=0)
    names = _padded(sheet.rows[header] if header is not None else (), width)
    body = sheet.rows[0 if header is None else header + 1 :]
    looks = [_look([row[n] for row in body[:_SAMPLE] if n < len(row) and row[n].strip()]) for n in range(width)]
    found = [_by_header(name) for name in names]
    _settle_questions(found, looks)
    _fill_by_content(found, looks)
    columns = tuple(
        FaqColumn(header=name, field=field, confidence=round(confidence, 2))
        for name, (field, confidence) in zip(names, found, strict=True)
    )
    mapping = FaqMapping(header_row=header, fields=tuple(field for field, _ in found))
    return FaqGuess(mapping=mapping, columns=columns, is_faq=_is_faq(found, looks))


def columns_of(sheet: Sheet, mapping: FaqMapping) -> tuple[FaqColumn, ...]:
    """Return the columns of a mapping that a curator made: what is said by hand is sure."""
    names = sheet.rows[mapping.header_row] if mapping.header_row is not None else ()
    padded = _padded(names, len(mapping.fields))
    return tuple(
        FaqColumn(header=name, field=field, confidence=SURE)
        for name, field in zip(padded, mapping.fields, strict=False)
    )


def _header_row(sheet: Sheet) -> int | None:
    """Return the first row that names question and answer; else one that names any field; else a row of short words."""
    best = None
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        fields = {field for cell in row if (field := _by_header(cell)[0]) is not None}
        if {"question", "answer"} <= fields:
            return number
        filled = [cell for cell in row if cell.strip()]
        if best is None and fields and len(filled) > 1 and all(len(cell) <= _LONGEST_HEADER for cell in filled):
            best = number
    return best


def _by_header(header: str) -> tuple[str | None, float]:
    field = field_of_column(header)
    if field is not None:
        return field, SURE
    bare = _ANNOTATION.sub("", header).lower()
    if len(bare) > _LONGEST_HEADER:
        return None, 0.0
    ends = [word for word in _words() if len(word) > 1 and bare.endswith(word)]
    begins = [word for word in _words() if len(word) > 1 and bare.startswith(word)]
    for words in (ends, begins):
        if words:
            return _words()[max(words, key=len)], NAMED
    return None, 0.0


def _look(cells: Sequence[str]) -> _Look:
    count = max(len(cells), 1)

    def share(pattern: re.Pattern[str], *, whole: bool) -> float:
        match = pattern.fullmatch if whole else pattern.search
        return sum(match(cell.strip()) is not None for cell in cells) / count

    return _Look(
        filled=len(cells),
        length=sum(map(len, cells)) / count,
        asks=sum(len(cell) <= 200 and _ASKS.search(cell) is not None for cell in cells) / count,
        departments=share(_DEPARTMENT, whole=True),
        dates=share(_DATE, whole=True),
        bases=share(_BASIS, whole=False),
        distinct=len(set(cells)) / count,
    )


def _settle_questions(found: list[tuple[str | None, float]], looks: Sequence[_Look]) -> None:
    """Keep one question column, the surest and most questioning; the others are phrasings if they ask, else nothing."""
    rivals = [n for n, (field, _) in enumerate(found) if field == "question"]
    if len(rivals) < 2:
        return
    kept = max(rivals, key=lambda n: (looks[n].asks, found[n][1], -n))
    for n in rivals:
        if n != kept:
            asks = looks[n].asks >= _QUESTION_SHARE
            found[n] = ("similar", NAMED) if asks else (None, 0.0)


def _fill_by_content(found: list[tuple[str | None, float]], looks: Sequence[_Look]) -> None:
    """Give fields that no header named to the columns whose cells look like them."""

    def has(field: str) -> bool:
        return any(known == field for known, _ in found)

    def open_columns() -> list[int]:
        return [n for n, (field, _) in enumerate(found) if field is None and looks[n].filled]

    if not has("question"):
        asking = [n for n in open_columns() if looks[n].asks >= _QUESTION_SHARE and looks[n].length <= 150]
        if asking:
            first = max(asking, key=lambda n: (round(looks[n].asks, 1), -n))
            found[first] = ("question", 0.4 + 0.35 * looks[first].asks)
    for field, share in (("effective_to", "dates"), ("department", "departments"), ("basis", "bases")):
        fitting = [n for n in open_columns() if getattr(looks[n], share) >= _SHARE and looks[n].length <= 60]
        if not has(field) and fitting:
            found[fitting[0]] = (field, 0.3 + 0.4 * getattr(looks[fitting[0]], share))
    if not has("answer"):
        long = [n for n in open_columns() if looks[n].length >= 8 and looks[n].asks < _QUESTION_SHARE]
        if long:
            chosen = max(long, key=lambda n: looks[n].length)
            found[chosen] = ("answer", 0.7 if looks[chosen].length >= 25 else 0.5)


def _is_faq(found: Sequence[tuple[str | None, float]], looks: Sequence[_Look]) -> bool:
    """Say whether both question and answer are found, and at least one of them not merely by its looks."""
    question = next((n for n, (field, _) in enumerate(found) if field == "question"), None)
    answer = next((n for n, (field, _) in enumerate(found) if field == "answer"), None)
    if question is None or answer is None:
        return False
    named = [found[n][1] >= NAMED for n in (question, answer)]
    return all(named) or (looks[question].asks >= _SHARE and looks[question].filled > 1)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))
