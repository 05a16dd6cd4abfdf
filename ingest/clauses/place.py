"""Where the walk over the lines of a document stands: what is open, and what the ids begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.clauses.articles import Outline
from ingest.clauses.numbering import INLINE_ITEM
from ingest.clauses.tree import Node, Tree
from ingest.cleaning.lines import Line
from ingest.description.header import Frame
from knowledge.types import ClauseKind

_COUNTING = "一二三四五六七八九十"


@dataclass(slots=True)
class Place:
    """The open clauses. `root` is the open annex; `stack` holds official levels, or items under `paragraph`.

    `last_article` maps a line to the last article line of its part at or after it.
    """

    lines: Sequence[Line]
    frame: Frame
    plan: Outline
    last_article: dict[int, int]
    tree: Tree = field(default_factory=Tree)
    base: str = ""
    root: Node | None = None
    divisions: list[Node] = field(default_factory=list)
    article: Node | None = None
    paragraph: Node | None = None
    stack: list[Node] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def begin_part(self, base: str) -> None:
        """Close everything; the ids that follow begin with `base`."""
        self.base, self.root = base, None
        self.divisions, self.counts = [], {}
        self.close_article()

    def close_article(self) -> None:
        """Close the article with its paragraphs and items, and the official levels."""
        self.article, self.paragraph, self.stack = None, None, []

    def outer(self) -> Node | None:
        """The division or annex that is open."""
        return self.divisions[-1] if self.divisions else self.root

    def base_of(self, parent: Node | None) -> str:
        """What the id of a child of `parent` begins with."""
        return self.base if parent is None or parent is self.root else f"{parent.id}."

    def next_number(self, name: str) -> int:
        """Count the unnumbered clauses of one kind in this part of the document, from 1."""
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]

    def name_below(self, index: int) -> str | None:
        """Return the line under `index` when it can be the name of a heading that stands there alone."""
        if index + 1 >= len(self.lines) or index + 1 in self.frame.furniture or index + 1 in self.plan.contents:
            return None
        following = self.lines[index + 1]
        is_name = not following.is_table and not following.is_sentence and self.plan.openings[index + 1] is None
        return following.text if is_name else None

    def add_inline_items(self, line: Line, parent: Node, first: int) -> None:
        """Add 一是…二是… as children inside the parent's own text, if they count up from one (rule 5)."""
        marks = list(INLINE_ITEM.finditer(line.text, first))
        if len(marks) < 2 or [m[1] for m in marks] != [*_COUNTING][: len(marks)]:
            return
        ends = [*(m.start() for m in marks[1:]), len(line.text)]
        for number, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1):
            self.tree.add(
                line,
                ClauseKind.INLINE_ITEM,
                f"i{number}",
                parent=parent,
                base=f"{parent.id}.",
                number=str(number),
                span=(mark.start(), end),
            )
