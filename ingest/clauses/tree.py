"""The clause tree while it is being built: nodes that grow, and the ids they get."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.clauses.numbering import Mark
from ingest.cleaning.lines import Line
from knowledge.types import Clause, ClauseKind

KIND_OF_MARK = {
    Mark.PART: ClauseKind.PART,
    Mark.SUBPART: ClauseKind.PART,
    Mark.CHAPTER: ClauseKind.CHAPTER,
    Mark.SECTION: ClauseKind.SECTION,
    Mark.ARTICLE: ClauseKind.ARTICLE,
    Mark.LEVEL1: ClauseKind.LEVEL1,
    Mark.LEVEL2: ClauseKind.LEVEL2,
    Mark.LEVEL3: ClauseKind.LEVEL3,
    Mark.LEVEL4: ClauseKind.LEVEL4,
    Mark.LEVEL5: ClauseKind.LEVEL5,
    Mark.APPENDIX: ClauseKind.APPENDIX,
}
PREFIX_OF_MARK = {
    Mark.PART: "b",
    Mark.SUBPART: "f",
    Mark.CHAPTER: "c",
    Mark.SECTION: "s",
    Mark.ARTICLE: "t",
    Mark.LEVEL1: "l1-",
    Mark.LEVEL2: "l2-",
    Mark.LEVEL3: "l3-",
    Mark.LEVEL4: "l4-",
    Mark.LEVEL5: "l5-",
    Mark.APPENDIX: "a",
}
FURNITURE = ("head", "sign", "toc", "att")
"""Id prefixes of text that frames a document: shown with it, never indexed by itself."""


def is_furniture(clause_id: str) -> bool:
    """Say whether a clause only frames the document (title lines, signature, contents, list of annexes)."""
    return clause_id.rsplit(".", 1)[-1].rstrip("0123456789~") in FURNITURE


@dataclass(slots=True, eq=False)
class Node:
    """A clause under construction. `counts` numbers its unnumbered children."""

    id: str
    parent: Node | None
    kind: ClauseKind
    number: str
    heading: str
    start: int
    end: int
    original_start: int | None
    original_end: int | None
    mark: Mark | None = None
    label: str = ""
    word: str = ""  # how an annex calls itself: 附件, 附表 or 附录
    counts: dict[str, int] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def extend(self, line: Line) -> None:
        """Let the node's own text run on to the end of `line`."""
        self.end = line.end
        self.original_end = line.original_end


class Tree:
    """Collects nodes in document order and keeps their ids unique."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._ids: set[str] = set()

    def add(
        self,
        line: Line,
        kind: ClauseKind,
        step: str,
        *,
        parent: Node | None,
        base: str,
        number: str = "",
        heading: str = "",
        mark: Mark | None = None,
        span: tuple[int, int] | None = None,
    ) -> Node:
        """Add a node for `line`, or for the characters `span` of it. Its id is `base` + `step`."""
        first, last = span or (0, len(line.text))
        whole = span is None or (first == 0 and last == len(line.text))
        original = (line.original_start, line.original_end) if whole else _part_of_original(line, first, last)
        node = Node(
            self._unique(base + step),
            parent,
            kind,
            number,
            heading,
            line.start + first,
            line.start + last,
            *original,
            mark=mark,
        )
        if parent is not None:
            parent.children.append(node)
        self.nodes.append(node)
        return node

    def _unique(self, wanted: str) -> str:
        chosen, copy = wanted, 2
        while chosen in self._ids:
            chosen, copy = f"{wanted}~{copy}", copy + 1
        self._ids.add(chosen)
        return chosen

    def clauses(self) -> tuple[Clause, ...]:
        """Return the nodes as clauses, in document order."""
        ends: dict[Node, int] = {}
        for node in reversed(self.nodes):
            ends[node] = max([node.end, *(ends[child] for child in node.children)])
        return tuple(
            Clause(
                id=node.id,
                parent_id=node.parent.id if node.parent else None,
                kind=node.kind,
                number=node.number,
                heading=node.heading,
                label=node.label,
                start=node.start,
                end=node.end,
                subtree_end=ends[node],
                original_start=node.original_start,
                original_end=node.original_end,
            )
            for node in self.nodes
        )


def _part_of_original(line: Line, first: int, last: int) -> tuple[int | None, int | None]:
    """Return the original span of a part of a line; exact where cleaning kept the line's length, else near."""
    if line.original_start is None or line.original_end is None:
        return None, None
    excess = (line.original_end - line.original_start) - (line.end - line.start)
    start = line.original_start + (first + excess if first and excess > 0 else first)
    end = line.original_end if last == len(line.text) else line.original_start + last
    return min(start, line.original_end), max(end, start)
