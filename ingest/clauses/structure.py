"""The clause tree of a cleaned document (DOMAIN §2.4), in statute style, official style, or both in turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clauses.articles import Outline, outline
from ingest.clauses.labels import label_all
from ingest.clauses.numbering import DIVISIONS, INLINE_ITEM, LISTS, Mark, Opening
from ingest.clauses.parts import last_articles, part_starts
from ingest.clauses.table_rows import add_table
from ingest.clauses.tree import KIND_OF_MARK, PREFIX_OF_MARK, Node, Tree
from ingest.cleaning.lines import Line
from ingest.description.header import Frame
from ingest.types import BlockKind
from knowledge.types import Clause, ClauseKind, Finding

_ARTICLE_HEADING = re.compile(r"^[^\S\n]*(?:[（(【\[]([^（）()【】\[\]，。]{1,30})[）)】\]])")
_HEADING_END = re.compile(r"[。：；！？]")
_ATTACHED = re.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|ofd|pptx?)$", re.IGNORECASE)
_MAX_HEADING = 40


@dataclass(frozen=True, slots=True)
class Structure:
    """The clauses of a document in reading order, and what looked wrong about its numbering."""

    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]
    is_statute: bool


def structure(lines: Sequence[Line], frame: Frame) -> Structure:
    """Build the clause tree. Every line ends up in exactly one clause's own text (inline items lie inside theirs)."""
    plan = outline(lines)
    builder = _Builder(lines, frame, plan)
    builder.build()
    label_all(builder.tree)
    findings = tuple(Finding("numbering_gap", {"number": gap}, blocks_publishing=True) for gap in plan.gaps)
    is_statute = any(o is not None and o.mark is Mark.ARTICLE for o in plan.openings)
    return Structure(builder.tree.clauses(), findings, is_statute)


class _Builder:
    """Walks the lines once, with the open articles and numbered levels on a stack."""

    def __init__(self, lines: Sequence[Line], frame: Frame, plan: Outline) -> None:
        self.tree = Tree()
        self._lines, self._frame, self._plan = lines, frame, plan
        self._base = "n." if frame.inner_start else ""
        self._parts = 1
        self._root: Node | None = None  # the appendix that is open
        self._divisions: list[Node] = []
        self._article: Node | None = None
        self._stack: list[Node] = []  # official levels, or items under the open paragraph
        self._paragraph: Node | None = None
        self._counts: dict[str, int] = {}
        self._part_starts = part_starts(lines, frame, plan)
        self._last_article = last_articles(plan)
        self._signed = max((s.date for s in frame.signatures if s.date is not None), default=-1)

    def build(self) -> None:
        index = 0
        while index < len(self._lines):
            if index == self._frame.inner_start:
                self._begin_part("")
            elif index in self._part_starts and index != 0:
                self._parts += 1
                self._begin_part(f"d{self._parts}.")
            index = self._take(index)

    def _begin_part(self, base: str) -> None:
        self._base, self._root = base, None
        self._divisions, self._counts = [], {}
        self._close_article()

    def _close_article(self) -> None:
        self._article, self._paragraph, self._stack = None, None, []

    def _take(self, index: int) -> int:
        """Add what stands on line `index`; return the next line to read."""
        line, opening = self._lines[index], self._plan.openings[index]
        if line.is_table:
            return self._take_table(index)
        if index in self._frame.furniture or index in self._plan.contents:
            return self._take_furniture(index)
        if _ATTACHED.search(line.text) and len(line.text) <= _MAX_HEADING * 2:
            self.tree.add(line, ClauseKind.TEXT, "att", parent=None, base=self._base)
        elif opening is None:
            self._take_text(index, line)
        elif opening.mark is Mark.APPENDIX:
            return self._take_appendix(index, opening)
        elif opening.mark is Mark.ARTICLE:
            self._take_article(line, opening)
        elif opening.mark in DIVISIONS:
            return self._take_division(index, opening)
        elif self._article is not None and not self._leaves_article(index, opening):
            self._take_item(line, opening)
        else:
            self._take_level(line, opening)
        return index + 1

    # -- frame ---------------------------------------------------------------------------------------------

    def _take_furniture(self, index: int) -> int:
        """One clause for a run of lines of the same kind."""
        step = self._furniture_kind(index)
        node = self.tree.add(self._lines[index], ClauseKind.TEXT, step, parent=None, base=self._base)
        if step.startswith("sign"):
            self._close_article()
        while index + 1 < len(self._lines) and self._joins(index + 1, step):
            index += 1
            node.extend(self._lines[index])
        return index + 1

    def _joins(self, index: int, step: str) -> bool:
        is_frame = index in self._frame.furniture or index in self._plan.contents
        starts = index == self._frame.inner_start or index in self._part_starts
        return is_frame and not starts and not self._lines[index].is_table and self._furniture_kind(index) == step

    def _furniture_kind(self, index: int) -> str:
        if index in self._plan.contents:
            return "toc"
        signed = {i for s in self._frame.signatures for i in (*s.bodies, s.date)}
        return "sign" if index in signed else "head"

    # -- statute style -------------------------------------------------------------------------------------

    def _take_division(self, index: int, opening: Opening) -> int:
        line = self._lines[index]
        self._close_article()
        depth = DIVISIONS.index(opening.mark)
        while self._divisions and DIVISIONS.index(self._divisions[-1].mark or Mark.SECTION) >= depth:
            self._divisions.pop()
        parent = self._divisions[-1] if self._divisions else self._root
        heading, last = line.text[opening.end :].strip(), index
        following = self._lines[index + 1] if index + 1 < len(self._lines) else None
        if not heading and following and self._plan.openings[index + 1] is None and not following.is_sentence:
            heading, last = following.text, index + 1
        base = f"{self._divisions[-1].id}." if self._divisions else self._base
        node = self.tree.add(
            line,
            KIND_OF_MARK[opening.mark],
            PREFIX_OF_MARK[opening.mark] + opening.number,
            parent=parent,
            base=base,
            number=opening.number,
            heading=heading,
            mark=opening.mark,
        )
        if last != index:
            node.extend(self._lines[last])
        self._divisions.append(node)
        return last + 1

    def _take_article(self, line: Line, opening: Opening) -> None:
        self._close_article()
        rest = line.text[opening.end :].lstrip("：: ")
        heading = _ARTICLE_HEADING.match(line.text[opening.end :])
        own_end = opening.end + heading.end() if heading else opening.end
        text_start = len(line.text) - len(line.text[own_end:].lstrip("：: "))
        is_title_only = bool(rest) and not heading and len(rest) <= 25 and not _HEADING_END.search(rest + " ")
        if is_title_only and not re.search("[，、]", rest):
            own_end = text_start = len(line.text)
        name = heading[1] if heading else (rest if own_end == len(line.text) else "")
        parent = self._divisions[-1] if self._divisions else self._root
        self._article = self.tree.add(
            line,
            ClauseKind.ARTICLE,
            f"t{opening.number}",
            parent=parent,
            base=self._base,
            number=opening.number,
            heading=name,
            mark=Mark.ARTICLE,
            span=(0, own_end),
        )
        if text_start < len(line.text):
            self._add_paragraph(line, text_start)

    def _add_paragraph(self, line: Line, first: int = 0) -> None:
        article = self._article
        assert article is not None
        number = article.counts["k"] = article.counts.get("k", 0) + 1
        self._paragraph = self.tree.add(
            line,
            ClauseKind.PARAGRAPH,
            f"k{number}",
            parent=article,
            base=f"{article.id}.",
            number=str(number),
            span=(first, len(line.text)),
        )
        self._stack = []
        self._add_inline_items(line, self._paragraph, first)

    def _take_item(self, line: Line, opening: Opening) -> None:
        if self._paragraph is None:
            # An article whose heading stands alone and whose items follow at once.
            self._paragraph = self._article
        marks = [node.mark for node in self._stack]
        if opening.mark in marks:
            del self._stack[marks.index(opening.mark) :]
        parent = self._stack[-1] if self._stack else self._paragraph
        assert parent is not None
        kind = ClauseKind.POINT if self._stack else ClauseKind.ITEM
        step = f"{'m' if self._stack else 'x'}{opening.number}"
        node = self.tree.add(
            line,
            kind,
            step,
            parent=parent,
            base=f"{parent.id}.",
            number=opening.number,
            mark=opening.mark,
            heading=_heading(line.text, opening.end),
        )
        self._stack.append(node)
        self._add_inline_items(line, node, 0)

    def _leaves_article(self, index: int, opening: Opening) -> bool:
        """After the last article of a part, 一、 that no colon announces begins the annexed text."""
        if opening.mark is not Mark.LEVEL1 or index < self._last_article.get(index, index):
            return False
        before = self._lines[index - 1]
        leaves = not self._stack and not before.text.endswith(("：", ":"))
        if leaves:
            self._close_article()
        return leaves

    # -- official style and plain text ---------------------------------------------------------------------

    def _take_level(self, line: Line, opening: Opening) -> None:
        rank = LISTS.index(opening.mark)
        while self._stack and (self._stack[-1].mark is None or LISTS.index(self._stack[-1].mark) >= rank):
            if self._stack[-1].mark is None and not any(n.mark is opening.mark for n in self._stack):
                break  # a plain sub-heading holds numbered points
            self._stack.pop()
        parent = self._stack[-1] if self._stack else self._outer()
        node = self.tree.add(
            line,
            KIND_OF_MARK[opening.mark],
            PREFIX_OF_MARK[opening.mark] + opening.number,
            parent=parent,
            base=self._base_of(parent),
            number=opening.number,
            mark=opening.mark,
            heading=_heading(line.text, opening.end),
        )
        self._stack.append(node)
        self._add_inline_items(line, node, 0)

    def _take_text(self, index: int, line: Line) -> None:
        if line.kind is BlockKind.HEADING and not line.is_sentence:
            self._take_heading(line)
        elif self._article is None:
            self._add_text(line)
        elif line.is_sentence or index < self._last_article.get(index, -1):
            self._add_paragraph(line)
        else:
            self._close_article()
            self._divisions = []
            self._add_text(line)

    def _take_heading(self, line: Line) -> None:
        self._close_article()
        self._divisions = []
        number = self._next("h")
        node = self.tree.add(
            line,
            ClauseKind.TEXT,
            f"h{number}",
            parent=self._root,
            base=self._base,
            number=str(number),
            heading=line.text,
        )
        self._stack = [node]

    def _add_text(self, line: Line) -> None:
        parent = self._stack[-1] if self._stack else self._outer()
        counts = parent.counts if parent is not None else self._counts
        number = counts["p"] = counts.get("p", 0) + 1
        node = self.tree.add(
            line, ClauseKind.TEXT, f"p{number}", parent=parent, base=self._base_of(parent), number=str(number)
        )
        self._add_inline_items(line, node, 0)

    def _add_inline_items(self, line: Line, parent: Node, first: int) -> None:
        """一是…二是…: children inside the parent's own text, if they count up from one."""
        marks = list(INLINE_ITEM.finditer(line.text, first))
        if len(marks) < 2 or [m[1] for m in marks] != [*"一二三四五六七八九十"][: len(marks)]:
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

    # -- annexes and tables --------------------------------------------------------------------------------

    def _take_appendix(self, index: int, opening: Opening) -> int:
        line = self._lines[index]
        if self._is_list_of_annexes(index, opening):
            return self._take_list_of_annexes(index)
        number = self._next_appendix(opening.number)
        heading, last = line.text[opening.end :].strip("：:. 　"), index
        following = self._lines[index + 1] if index + 1 < len(self._lines) else None
        if (
            not heading
            and following
            and not following.is_table
            and not following.is_sentence
            and self._plan.openings[index + 1] is None
            and index + 1 not in self._frame.furniture
        ):
            heading, last = following.text, index + 1
        self._begin_part("")
        self._root = self.tree.add(
            line,
            ClauseKind.APPENDIX,
            f"a{number}",
            parent=None,
            base="",
            number=opening.number,
            heading=heading,
            mark=Mark.APPENDIX,
        )
        if last != index:
            self._root.extend(self._lines[last])
        self._base = f"{self._root.id}."
        return last + 1

    def _next_appendix(self, number: str) -> str:
        return number or "1"

    def _is_list_of_annexes(self, index: int, opening: Opening) -> bool:
        """附件：1.… 2.… above a signature only lists what follows later."""
        rest = self._lines[index].text[opening.end :].strip("：: ")
        inner = self._frame.inner_start
        return bool(rest) and index < (self._signed if inner is None else max(self._signed, inner))

    def _take_list_of_annexes(self, index: int) -> int:
        self._close_article()
        node = self.tree.add(self._lines[index], ClauseKind.TEXT, "att", parent=None, base=self._base)
        index += 1
        while index < len(self._lines) and self._is_listed(index):
            node.extend(self._lines[index])
            index += 1
        return index

    def _is_listed(self, index: int) -> bool:
        opening = self._plan.openings[index]
        line = self._lines[index]
        return (
            index not in self._frame.furniture
            and not line.is_sentence
            and not line.is_table
            and (opening is not None and opening.mark is Mark.LEVEL3)
        )

    def _take_table(self, index: int) -> int:
        last = index
        while last + 1 < len(self._lines) and self._lines[last + 1].block == self._lines[index].block:
            last += 1
        parent = self._stack[-1] if self._stack else self._article or self._outer()
        number = self._next("tab")
        caption = self._lines[index - 1].text if index and not self._lines[index - 1].is_sentence else ""
        add_table(
            self.tree, self._lines[index : last + 1], parent=parent, base=self._base, number=number, caption=caption
        )
        return last + 1

    def _next(self, name: str) -> int:
        self._counts[name] = self._counts.get(name, 0) + 1
        return self._counts[name]

    def _outer(self) -> Node | None:
        return self._divisions[-1] if self._divisions else self._root

    def _base_of(self, parent: Node | None) -> str:
        return self._base if parent is None or parent is self._root else f"{parent.id}."


def _heading(text: str, end: int) -> str:
    """Return the heading behind a mark: the line itself when short, else its first sentence when that is short."""
    rest = text[end:].strip()
    if (match := _HEADING_END.search(rest)) is None:
        return rest if len(rest) <= _MAX_HEADING else ""
    first, is_whole = rest[: match.start()], match.end() == len(rest)
    is_heading = match[0] == "：" or (match[0] == "。" and not is_whole)
    return first if is_heading and len(first) <= _MAX_HEADING // 2 and "，" not in first else ""
