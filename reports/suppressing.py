"""Public editions: what fewer than three enterprises stand behind is not shown, nor can it be worked out (DOMAIN §5).

A row that is too small is blanked. Totals stay, so the smallest row that is large enough goes too: otherwise the
difference would tell. A second-level row goes with its first-level one.
"""

from __future__ import annotations

from dataclasses import replace

from reports.types import Edition, Row, Table

_PARENT_OF = {"subcategory": "category"}
_GROUPED = frozenset({"channel", "nature", "category", "subcategory", "region", "industry", "size", "department"})
_INTERNAL = frozenset({"issues", "suggestions"})
"""Sections that name single categories and departments with their numbers."""
_NOT_COMPARED = frozenset({"previous", "year_before"})
"""Of a small group in the past nothing is known here, so comparisons of groups are not published."""


def public_edition(edition: Edition, *, group_min: int) -> Edition:
    """Return what may leave the house: no internal tables, no small groups, no petition numbers."""
    hidden: dict[str, frozenset[str]] = {}
    sections = []
    for section in edition.sections:
        if section.key in _INTERNAL:
            continue
        tables = []
        for table in section.tables:
            if table.is_internal or table.key == "assessment":
                continue
            if table.key in _GROUPED:
                gone = hidden.get(_PARENT_OF.get(table.key, ""), frozenset())
                hidden[table.key] = _hidden_rows(table, gone, group_min)
                table = _blanked(table, hidden[table.key])
            tables.append(table)
        sections.append(replace(section, tables=tuple(tables)))
    return replace(edition, sections=tuple(sections))


def _hidden_rows(table: Table, hidden_parents: frozenset[str], group_min: int) -> frozenset[str]:
    hidden = {row.code for row in table.rows if row.parent in hidden_parents}
    for parent in {row.parent for row in table.rows}:
        group = [row for row in table.rows if row.parent == parent and row.code not in hidden]
        small = {row.code for row in group if _volume(row) and (row.enterprises or 0) < group_min}
        if small:
            large = [row for row in group if row.code not in small and _volume(row)]
            cover = min(large, key=lambda row: (_volume(row), row.code), default=None)
            hidden |= small | ({cover.code} if cover else set())
    return frozenset(hidden)


def _blanked(table: Table, hidden: frozenset[str]) -> Table:
    kept = [place for place, column in enumerate(table.columns) if column.key not in _NOT_COMPARED]

    def cut(row: Row) -> Row:
        if row.code in hidden:
            return replace(row, cells=(None,) * len(kept), enterprises=None, is_hidden=True)
        return replace(row, cells=tuple(row.cells[place] for place in kept), enterprises=None)

    total = tuple(table.total[place] for place in kept) if table.total else None
    columns = tuple(table.columns[place] for place in kept)
    return replace(table, columns=columns, rows=tuple(map(cut, table.rows)), total=total)


def _volume(row: Row) -> float:
    return float(row.cells[0]) if isinstance(row.cells[0], float | int) else 0.0
