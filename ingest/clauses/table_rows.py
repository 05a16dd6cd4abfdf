"""Tables as clauses: the header is the table's own text, every other row is a clause."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.clauses.tree import Node, Tree
from ingest.cleaning.lines import Line
from knowledge.types import ClauseKind


def add_table(tree: Tree, rows: Sequence[Line], *, parent: Node | None, base: str, number: int, caption: str) -> Node:
    """Add a table and its rows. Rows are numbered from the one under the header (附表第1行)."""
    table = tree.add(
        rows[0],
        ClauseKind.TABLE,
        f"tab{number}",
        parent=parent,
        base=base,
        number=str(number) if number > 1 else "",
        heading=caption,
    )
    for position, row in enumerate(rows[1:], start=1):
        tree.add(row, ClauseKind.ROW, f"r{position}", parent=table, base=f"{table.id}.", number=str(position))
    return table
