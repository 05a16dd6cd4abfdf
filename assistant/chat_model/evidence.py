"""Numbers the clauses a model may use: whole articles where they are short, never the same words twice."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.chat_model.types import NumberedClause
from assistant.citing import Citer
from assistant.spans import cells_of, without_number
from assistant.types import Citation
from core.database import Database
from core.messages import message
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.types import ClauseKind, Passage, SearchHit

_PROMPT_CHARS = 6_000
_ARTICLE_CHARS = 700
_DIVISIONS = frozenset({ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.SECTION, ClauseKind.APPENDIX})
_TABLES = frozenset({ClauseKind.TABLE, ClauseKind.ROW})


class ClauseNumbering:
    """Reads clauses from the database, as citing does."""

    def __init__(self, database: Database, citer: Citer) -> None:
        self._database = database
        self._citer = citer

    def number(self, hits: Sequence[SearchHit], *, most: int) -> list[NumberedClause]:
        """Return up to `most` clauses from the best quotable hits, as many as a prompt has room for; at least one.

        An item of a list stands there with its whole article, when that is short: alone it says little.
        """
        clauses: list[NumberedClause] = []
        room = _PROMPT_CHARS
        for passage in (hit.passage for hit in hits if hit.passage.quotable):
            start, end = self._around(passage)
            if any(_holds(clause.citation, passage, start, end) for clause in clauses):
                continue
            room -= end - start
            if len(clauses) == most or (clauses and room < 0):
                break
            clauses.append(self._numbered(len(clauses) + 1, passage, start, end))
        return clauses

    def _around(self, passage: Passage) -> tuple[int, int]:
        """Return the span of the short clause around a passage, or that of the passage itself."""
        key = VersionKey(passage.entry_id, passage.version)
        with self._database.reading() as session:
            repository = KnowledgeRepository(session)
            around = repository.clauses_around(key, passage.start, passage.end)
            if any(clause.kind in _TABLES for clause in around):
                return passage.start, passage.end
            for clause in around:
                start, end = clause.start, clause.subtree_end
                if clause.kind in _DIVISIONS or end - start > _ARTICLE_CHARS:
                    continue
                if repository.quotable_until(key, start, end) == end:
                    text = repository.body_span(key, start, end) or ""
                    return start + without_number(text, 0), start + len(text.rstrip())
        return passage.start, passage.end

    def _numbered(self, number: int, passage: Passage, start: int, end: int) -> NumberedClause:
        citation = self._citer.cite(number, passage, start - passage.start, end - passage.start)
        header = self._citer.table_header(passage)
        context = passage.context if passage.context not in passage.title else ""
        shown = _row(header, citation.quote) if header else "\n".join(filter(None, (context, citation.quote)))
        return NumberedClause(number, citation, shown, self._citer.clause_text(citation))


def _row(header: str, row: str) -> str:
    """Return a table row with each cell behind the name of its column: a model that sees bars writes bars."""
    names, cells = cells_of(header), cells_of(row)
    if len(names) != len(cells):
        return f"{header}\n{row}"
    shown = [message("answer.cell", name=name, value=cell) for name, cell in zip(names, cells, strict=True)]
    return message("answer.list_separator").join(shown)


def _holds(citation: Citation, passage: Passage, start: int, end: int) -> bool:
    same = (citation.document_id, citation.version) == (passage.entry_id, passage.version)
    return same and citation.start <= start and end <= citation.end
