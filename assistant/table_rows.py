"""Rows of a table that tell cases apart: which cells say whom a row is for, and which row a question means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.slots import is_same_value, slots_of
from assistant.spans import CELL, cells_of
from core.text import fold_for_comparison
from knowledge.types import Passage

_ORDINAL = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]+[档类级]?)$")
_BOUND = re.compile(r"以上|以下|以内|不足|不满|超过|低于|高于")
_VALUE = re.compile(r"\d.*(?:%|元|倍|折)|^[\d.,]+$|百分之|不收费|免费")
_NUMBER = r"(\d+(?:\.\d+)?)\s*(亿|万)?元?"
_FROM = re.compile(rf"{_NUMBER}(?:\(含\)|（含）)?及?以上|(?:超过|高于|不低于){_NUMBER}")
_TO = re.compile(rf"(?:不足|不满|低于|不超过)\s*{_NUMBER}|{_NUMBER}(?:以下|以内)")
_ASKED_MONEY = re.compile(r"(\d+(?:\.\d+)?)\s*(亿|万)元?")
_FACTOR = {"亿": 10_000.0, "万": 1.0, None: 0.0001, "": 0.0001}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with its header."""

    passage: Passage
    header: tuple[str, ...]
    cells: tuple[str, ...]


def row_of(passage: Passage) -> Row | None:
    """Return the row that a passage is, None when it is none or its header is not known."""
    cells = cells_of(passage.text)
    first, *others = passage.context.split(CELL)
    header = (first.rsplit(" ", 1)[-1], *(cell.strip() for cell in others))
    return Row(passage, header, cells) if len(cells) > 1 and len(cells) == len(header) else None


def telling_columns(rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the columns that say whom each row is for: they differ between rows, and are no values or numbers."""
    width = len(rows[0].header)
    return tuple(
        column
        for column in range(width)
        if len({row.cells[column] for row in rows}) > 1
        and not all(_ORDINAL.match(row.cells[column]) for row in rows)
        and not any(_is_value(row.cells[column]) for row in rows)
    )


def rows_meant(question: str, rows: Sequence[Row], columns: Sequence[int]) -> list[Row]:
    """Return the rows that a question tells apart by these columns; all of them when it says nothing about any.

    A column counts when the question names a value of it or an amount that falls between its bounds.
    """
    meant = list(rows)
    for column in columns:
        named = [row for row in meant if _is_named(question, row.cells[column])]
        meant = named or [row for row in meant if _is_meant(question, row.cells[column])] or meant
    return meant


def labels_of(rows: Sequence[Row], columns: Sequence[int]) -> list[str]:
    """Return what tells each of `rows` from the others, one label per row."""
    telling = [column for column in columns if len({row.cells[column] for row in rows}) > 1] or list(columns[:1])
    return ["，".join(dict.fromkeys(row.cells[column] for column in telling)) for row in rows]


def _is_named(question: str, cell: str) -> bool:
    folded = fold_for_comparison(cell)
    return bool(folded) and folded in fold_for_comparison(question)


def _is_meant(question: str, cell: str) -> bool:
    if _BOUND.search(cell):
        return _between(question, cell)
    return any(is_same_value(value, cell) for value in slots_of(question).values())


def _between(question: str, cell: str) -> bool:
    """Say whether an amount of the question falls between the bounds of a cell; 以上 includes its number."""
    low, high = _bound(_FROM, cell), _bound(_TO, cell)
    for number, unit in _ASKED_MONEY.findall(question):
        amount = float(number) * _FACTOR[unit]
        if (low is None or amount >= low) and (high is None or amount < high) and (low, high) != (None, None):
            return True
    return False


def _bound(pattern: re.Pattern[str], cell: str) -> float | None:
    match = pattern.search(cell)
    if match is None:
        return None
    number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    return float(number) * _FACTOR[unit]


def _is_value(cell: str) -> bool:
    return bool(_VALUE.search(cell)) and not _BOUND.search(cell)
