"""Guessing which column of another system's table holds what: by its header, then by what its cells look like."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import resources

from core.masking import is_credit_code
from petitions.exchange.errors import UnusableTableError
from petitions.exchange.types import FIELDS, Column, Guess, Mapping, Table
from petitions.validation import normalise_phone, phone_error

HEADER_ROWS = 10
SURE, NAMED, LOOKS = 1.0, 0.8, 0.5
"""Confidence of a header that is a known word, of one that contains it, and of cells that look like it."""

_SAMPLE, _SHARE, _LONGEST_HEADER, _CONTENT_CHARS = 200, 0.6, 20, 15
_ANNOTATION = re.compile(r"[（(\[【].*?[）)\]】]|[\s*：:]")


@cache
def words(section: str) -> dict[str, str]:
    """Return the codes of one section of the lexicon, by each word that stands for them."""
    text = (resources.files("petitions.exchange") / "columns.json").read_text(encoding="utf-8")
    return {bare(word): code for code, known in json.loads(text)[section].items() for word in known}


def bare(word: str) -> str:
    """Return a header or value without blanks, brackets and marks, in half-width small letters."""
    return _ANNOTATION.sub("", unicodedata.normalize("NFKC", word)).lower()


def guess(table: Table) -> Guess:
    """Return the likeliest mapping of a table; its columns carry how sure each is."""
    header = _header_row(table)
    width = max((len(row) for row in table.rows), default=0)
    names = _padded(table.rows[header] if header is not None else (), width)
    found = [_by_header(name) for name in names]
    _keep_surest(found)
    _fill_by_looks(found, table.rows[0 if header is None else header + 1 :][:_SAMPLE])
    columns = tuple(Column(name, *field) for name, field in zip(names, found, strict=True))
    return Guess(Mapping(table.name, header, tuple(field for field, _ in found)), columns)


def as_told(table: Table, mapping: Mapping) -> Guess:
    """Return a mapping that a person made. Raises UnusableTableError when it names what is not there, or one twice."""
    named = [field for field in mapping.fields if field is not None]
    if not set(named) <= set(FIELDS) or len(set(named)) != len(named):
        raise UnusableTableError("mapping")
    if mapping.header_row is not None and not 0 <= mapping.header_row < len(table.rows):
        raise UnusableTableError("mapping")
    names = table.rows[mapping.header_row] if mapping.header_row is not None else ()
    columns = zip(_padded(names, len(mapping.fields)), mapping.fields, strict=False)
    return Guess(mapping, tuple(Column(name, field, SURE) for name, field in columns))


def _header_row(table: Table) -> int | None:
    """Return the row among the first that names the most fields, at least two."""
    counts = [len({_by_header(cell)[0] for cell in row} - {None}) for row in table.rows[:HEADER_ROWS]]
    best = max(range(len(counts)), key=lambda n: (counts[n], -n), default=None)
    return best if best is not None and counts[best] >= 2 else None


def _by_header(header: str) -> tuple[str | None, float]:
    name = bare(header)
    if not name or len(name) > _LONGEST_HEADER:
        return None, 0.0
    known = words("columns")
    if name in known:
        return known[name], SURE
    inside = [word for word in known if len(word) > 1 and (name.endswith(word) or name.startswith(word))]
    return (known[max(inside, key=len)], NAMED) if inside else (None, 0.0)


def _keep_surest(found: list[tuple[str | None, float]]) -> None:
    """Leave each field to one column: the surest, the first among equals."""
    for field in FIELDS:
        rivals = [n for n, (known, _) in enumerate(found) if known == field]
        for n in sorted(rivals, key=lambda n: (-found[n][1], n))[1:]:
            found[n] = (None, 0.0)


def _fill_by_looks(found: list[tuple[str | None, float]], rows: Sequence[Sequence[str]]) -> None:
    """Give fields that no header named to columns whose cells look like them."""

    def cells(n: int) -> list[str]:
        return [row[n].strip() for row in rows if n < len(row) and row[n].strip()]

    def open_columns() -> list[int]:
        return [n for n, (field, _) in enumerate(found) if field is None and cells(n)]

    named = {field for field, _ in found}
    for field, fits in (("credit_code", _is_code), ("contact_phone", _is_phone)):
        fitting = [n for n in open_columns() if sum(map(fits, cells(n))) / len(cells(n)) >= _SHARE]
        if field not in named and fitting:
            found[fitting[0]] = (field, LOOKS)
    lengths = {n: sum(map(len, cells(n))) / len(cells(n)) for n in open_columns()}
    longest = max(lengths, key=lambda n: lengths[n], default=None)
    if "content" not in named and longest is not None and lengths[longest] >= _CONTENT_CHARS:
        found[longest] = ("content", LOOKS)


def _is_code(cell: str) -> bool:
    return is_credit_code(cell.upper())


def _is_phone(cell: str) -> bool:
    return phone_error(normalise_phone(cell)) is None


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))
