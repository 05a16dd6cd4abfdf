"""What looks wrong about the numbers of an official text: they should count up from one under each heading."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.clauses.tree import Node
from knowledge.types import ClauseKind, Finding

_COUNTED = (ClauseKind.LEVEL1, ClauseKind.LEVEL2, ClauseKind.CHAPTER, ClauseKind.SECTION, ClauseKind.ITEM)
_MOST = 5


def level_findings(nodes: Iterable[Node]) -> list[Finding]:
    """Return a warning for each place where a number is left out or repeated, at most five of them.

    Not blocking: real texts number loosely, and a heading is cited by its words too.
    """
    found: list[Finding] = []
    previous: dict[tuple[str, ClauseKind], int] = {}
    last_chapter = 0  # chapters of a code count on through its books
    for node in nodes:
        if node.kind not in _COUNTED or not node.number.isdecimal():
            continue
        key = (node.id.rpartition(".")[0], node.kind)
        number, before = int(node.number), previous.get(key, 0)
        counts_on = node.kind is ClauseKind.CHAPTER and number == last_chapter + 1
        if number != before + 1 and not counts_on and not (number == 1 and before):
            found.append(Finding("level_gap", {"label": node.label, "before": str(before)}))
        previous[key] = number
        last_chapter = number if node.kind is ClauseKind.CHAPTER else last_chapter
    return found[:_MOST]
