"""Rows of tables said as a sentence: "规模：小型；比例：30%" is what a row says under its header, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from core.text import fold_for_comparison

_UNIT = re.compile(r"(?:[(（]|单位[:：]?)(万元|亿元|元|%|个?工作日|日|天|个月|年)(?=[/)）人户月年]|$)")
_CELL = "|"
_BETWEEN = ";"
_NAMED_CELLS = 2
_LIST_SIGN = "- "


def states_row(sentence: str, clause: str) -> bool | None:
    """Say whether `sentence` gives cells of one row of a table in `clause`, each behind the name of its column.

    None when the sentence is not written like that at all.
    """
    if _CELL not in clause:
        return None
    said = fold_for_comparison(sentence.removeprefix(_LIST_SIGN)).rstrip("。")
    names = {pair.partition(":")[0] for pairs in _rows(clause) for pair in pairs}
    if sum(piece.rpartition(":")[0] in names for piece in said.split(_BETWEEN)) < _NAMED_CELLS:
        return None
    return any(_consists_of(said, pairs) for pairs in _rows(clause))


def amounts_in_units(plain: str) -> str:
    """Return the cells under headings that name a unit, with it, a line each: "6000" under "(元/月)" is "6000元"."""
    lines = [line.split(_CELL) for line in plain.splitlines() if _CELL in line]
    found: list[str] = []
    for place, header in enumerate(lines):
        units = [_UNIT.search(name) for name in header]
        for cells in lines[place + 1 :] if any(units) else ():
            if len(cells) == len(header):
                found += [f"{cell.strip()}{unit[1]}" for cell, unit in zip(cells, units, strict=True) if unit]
    return "\n".join(found)


@lru_cache(maxsize=64)
def _rows(clause: str) -> tuple[tuple[str, ...], ...]:
    """Return every row below a header as folded "name:value" pairs, empty cells left out."""
    return tuple(_pairs(clause))


def _pairs(clause: str) -> Iterator[tuple[str, ...]]:
    lines = [[fold_for_comparison(cell) for cell in line.split(_CELL)] for line in clause.splitlines() if _CELL in line]
    for place, header in enumerate(lines):
        for cells in lines[place + 1 :]:
            if len(cells) == len(header):
                yield tuple(f"{name}:{cell}" for name, cell in zip(header, cells, strict=True) if cell)


def _consists_of(said: str, pairs: tuple[str, ...]) -> bool:
    """Say whether `said` is some of `pairs`, in order."""
    place = 0
    for pair in pairs:
        if said.startswith(pair, place):
            place += len(pair)
            if place == len(said):
                return True
            place += said[place] == _BETWEEN
    return False
