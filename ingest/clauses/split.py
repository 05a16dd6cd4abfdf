"""Passages: what is indexed. Passages are clauses (DESIGN §5.2); only long ones are cut, at their own joints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.clauses.tree import is_furniture
from knowledge.types import Clause, ClauseKind, PassageDraft

MAX_CHARS = 350
"""A clause up to this length stays whole; longer ones are cut at paragraphs, items, then sentences."""
_INLINE_MIN_CHARS = 120
_MAX_LEAD_IN = 80
_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’）》]*|\n|$)")
_DIVISIONS = frozenset({ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.SECTION})
_PACKABLE = frozenset(
    {
        ClauseKind.PARAGRAPH,
        ClauseKind.ITEM,
        ClauseKind.POINT,
        ClauseKind.TEXT,
        ClauseKind.LEVEL3,
        ClauseKind.LEVEL4,
        ClauseKind.LEVEL5,
    }
)


def split(body: str, clauses: Sequence[Clause]) -> tuple[PassageDraft, ...]:
    """Return the passages of a document in reading order. Every passage is a span of `body`, none longer than
    MAX_CHARS unless a single sentence or table row is."""
    return tuple(_Splitter(body, clauses).passages())


class _Splitter:
    def __init__(self, body: str, clauses: Sequence[Clause]) -> None:
        self._body = body
        self._by_id = {clause.id: clause for clause in clauses}
        self._children: dict[str | None, list[Clause]] = {}
        for clause in clauses:
            self._children.setdefault(clause.parent_id, []).append(clause)
        self._divided = self._clauses_to_divide(clauses)

    def passages(self) -> Iterator[PassageDraft]:
        yield from self._pack(self._children.get(None, []), parent=None)

    def _clauses_to_divide(self, clauses: Sequence[Clause]) -> set[str]:
        """Clauses that are cut even when short: they hold an article, a table, or a long sentence of inline items."""
        found: set[str] = set()
        for clause in clauses:
            if clause.kind in (ClauseKind.TABLE, ClauseKind.ARTICLE) or (
                clause.kind is ClauseKind.INLINE_ITEM and self._is_long_list(clause)
            ):
                parent = clause.parent_id
                while parent is not None and parent not in found:
                    found.add(parent)
                    parent = self._by_id[parent].parent_id
        return found

    def _is_long_list(self, item: Clause) -> bool:
        parent = self._by_id[item.parent_id or ""]
        return parent.end - parent.start >= _INLINE_MIN_CHARS

    def _pack(self, siblings: Sequence[Clause], parent: Clause | None) -> Iterator[PassageDraft]:
        """Put small neighbours together; give everything else passages of its own."""
        group: list[Clause] = []
        for clause in siblings:
            if group and not self._fits(group, clause):
                yield self._together(group, parent)
                group = []
            if self._is_small(clause) and clause.kind in _PACKABLE:
                group.append(clause)
            else:
                yield from self._one(clause)
        if group:
            yield self._together(group, parent)

    def _is_small(self, clause: Clause) -> bool:
        return (
            not is_furniture(clause.id)
            and clause.id not in self._divided
            and clause.subtree_end - clause.start <= MAX_CHARS
        )

    def _fits(self, group: Sequence[Clause], clause: Clause) -> bool:
        return (
            clause.kind in _PACKABLE
            and self._is_small(clause)
            and not clause.heading
            and clause.subtree_end - group[0].start <= MAX_CHARS
            and not self._body[group[-1].subtree_end : clause.start].strip()
        )

    def _together(self, group: Sequence[Clause], parent: Clause | None) -> PassageDraft:
        first = group[0]
        owner = parent if len(group) > 1 and parent is not None and parent.kind not in _DIVISIONS else first
        return PassageDraft(owner.id, first.start, group[-1].subtree_end, self._context(first))

    def _one(self, clause: Clause) -> Iterator[PassageDraft]:
        children = [c for c in self._children.get(clause.id, []) if c.kind is not ClauseKind.INLINE_ITEM]
        if is_furniture(clause.id):
            return
        if clause.kind is ClauseKind.TABLE:
            yield from self._table(clause, children)
        elif clause.kind in _DIVISIONS or clause.kind is ClauseKind.APPENDIX:
            yield from self._pack(children, clause)
        elif self._is_small(clause):
            yield PassageDraft(clause.id, clause.start, clause.subtree_end, self._context(clause))
        else:
            yield from self._with_lead_in(clause, list(self._own(clause, children)), list(self._pack(children, clause)))

    def _with_lead_in(
        self, clause: Clause, own: list[PassageDraft], inner: list[PassageDraft]
    ) -> Iterator[PassageDraft]:
        """Put a short lead-in (第三条, 应当符合下列条件：) into one passage with what it introduces."""
        if len(own) == 1 and inner and own[0].end - own[0].start <= _MAX_LEAD_IN:
            first = inner[0]
            is_next = not self._body[own[0].end : first.start].strip()
            if is_next and first.end - own[0].start <= MAX_CHARS + _MAX_LEAD_IN:
                owner = first.clause_id if clause.kind is ClauseKind.ARTICLE else clause.id
                own, inner = [PassageDraft(owner, own[0].start, first.end, own[0].context)], inner[1:]
        yield from own
        yield from inner

    def _own(self, clause: Clause, children: Sequence[Clause]) -> Iterator[PassageDraft]:
        """The clause's own text. A bare heading before its children is context, not a passage."""
        text = self._body[clause.start : clause.end]
        is_heading = (
            bool(clause.heading) and len(text) <= len(clause.heading) + 8 and clause.kind is not ClauseKind.ARTICLE
        )
        if children and is_heading:
            return
        inline = [c for c in self._children.get(clause.id, []) if c.kind is ClauseKind.INLINE_ITEM]
        context = self._context(clause)
        if inline and len(text) >= _INLINE_MIN_CHARS:
            lead = self._body[clause.start : inline[0].start].strip()
            yield from self._sentences(clause.id, clause.start, inline[0].start, context)
            for item in inline:
                yield from self._sentences(item.id, item.start, item.end, _joined(context, lead[-_MAX_LEAD_IN:]))
        else:
            yield from self._sentences(clause.id, clause.start, clause.end, context)

    def _sentences(self, clause_id: str, start: int, end: int, context: str) -> Iterator[PassageDraft]:
        """Cut a span at sentence ends into pieces of at most MAX_CHARS, without leaving a scrap at the end."""
        begin = position = start
        for match in _SENTENCE.finditer(self._body, start, end):
            if match.end() - begin > MAX_CHARS and position > begin:
                yield from self._piece(clause_id, begin, position, context)
                begin = position
            position = match.end()
        yield from self._piece(clause_id, begin, end, context)

    def _piece(self, clause_id: str, start: int, end: int, context: str) -> Iterator[PassageDraft]:
        text = self._body[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        if start < end:
            yield PassageDraft(clause_id, start, end, context)

    def _table(self, table: Clause, rows: Sequence[Clause]) -> Iterator[PassageDraft]:
        header = self._body[table.start : table.end]
        if not rows:
            yield PassageDraft(table.id, table.start, table.end, self._context(table))
        for row in rows:
            yield PassageDraft(row.id, row.start, row.end, _joined(self._context(table), table.heading, header))

    def _context(self, clause: Clause) -> str:
        """The headings above a clause, and what introduces it when it is an item."""
        steps: list[str] = []
        parent = self._by_id.get(clause.parent_id) if clause.parent_id else None
        while parent is not None:
            steps.insert(0, self._introduction(parent))
            parent = self._by_id.get(parent.parent_id) if parent.parent_id else None
        return _joined(*steps)

    def _introduction(self, clause: Clause) -> str:
        if clause.kind is ClauseKind.ARTICLE:
            text = self._body[clause.start : clause.end].strip()
            return text if len(text) <= _MAX_LEAD_IN else clause.label
        if clause.heading:
            return clause.heading
        text = self._body[clause.start : clause.end].strip()
        return text if len(text) <= _MAX_LEAD_IN else text[-_MAX_LEAD_IN:]


def _joined(*parts: str) -> str:
    """Join headings with blanks, leaving out empty ones and repeats."""
    return " ".join(dict.fromkeys(part for part in parts if part))
