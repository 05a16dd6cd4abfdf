"""Making citations: a verbatim span of an archived version, labelled by the innermost clause that holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from assistant.spans import without_number
from assistant.types import Citation
from core.database import Database
from knowledge.bases import BasisRepository
from knowledge.pages import page_at, page_of
from knowledge.passages import PassageRepository
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.types import Clause, ClauseKind, EntryStatus, EntryVersion, Passage

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(（]\d{4}[〕\])）]\d+号")
_AS_PUBLISHED = str.maketrans("[(（])）", "〔〔〔〕〕〕")
_TITLE = re.compile(r"《([^《》]+)》")
_BETWEEN = re.compile(r"^[\s）)，,的]+")  # what may stand between a document and its clause


@dataclass(frozen=True, slots=True)
class Basis:
    """What a written basis led to: a citation of the clause and its text; or nothing, or something that is over."""

    citation: Citation | None = None
    text: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A passage in its document: `text` begins at `start` of the body. What stands before the passage is there to be
    understood; whether it may be quoted is another question."""

    text: str
    start: int
    passage: Passage

    @property
    def begin(self) -> int:
        """Where in `text` the passage begins."""
        return self.passage.start - self.start

    @property
    def limit(self) -> int:
        """Where in `text` the passage ends."""
        return self.passage.end - self.start


def cite_clause(version: EntryVersion, marker: int, clause_id: str, start: int, end: int) -> Citation | None:
    """Cite body[start:end] of a version under one of its clauses; None when there is no such clause or stretch."""
    clause = next((each for each in version.content.clauses if each.id == clause_id), None)
    quote = version.content.body[start:end]
    if clause is None or not quote.strip() or not 0 <= start < end:
        return None
    return replace(_cite_clause(version, clause, start, quote), marker=marker)


class Citer:
    """Reads the truth, not the index: what a citation quotes is cut from the stored body at that moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cite(self, marker: int, passage: Passage, start: int, end: int) -> Citation:
        """Cite `passage.text[start:end]`. Offsets of the citation are into the body."""
        with self._database.reading() as session:
            return _cite(session, marker, passage, passage.start + start, passage.start + end)

    def cite_all(self, parts: Sequence[tuple[Passage, int, int]]) -> list[Citation]:
        """Cite body[start:end] of each passage's version, numbered from 1."""
        with self._database.reading() as session:
            return [_cite(session, n, *part) for n, part in enumerate(parts, start=1)]

    def window(self, passage: Passage, before: int, beyond: int) -> Window:
        """Return the passage with up to `before` and `beyond` characters of the document around it."""
        with self._database.reading() as session:
            key = VersionKey(passage.entry_id, passage.version)
            repository = KnowledgeRepository(session)
            start = max(0, passage.start - before)
            end = repository.quotable_until(key, passage.end, passage.end + beyond)
            text = repository.body_span(key, start, end)
        if text and len(text) < end - start:
            text += "\n"  # the last line of the document is a whole one
        return Window(text, start, passage) if text else Window(passage.text, passage.start, passage)

    def is_quotable(self, passage: Passage, start: int, end: int) -> bool:
        """Say whether body[start:end] of a passage's version may be quoted."""
        if passage.start <= start and end <= passage.end:
            return True
        with self._database.reading() as session:
            key = VersionKey(passage.entry_id, passage.version)
            return KnowledgeRepository(session).is_quotable(key, start, end)

    def table_header(self, passage: Passage) -> str:
        """Return the header row of the table that a row passage belongs to, empty for anything else."""
        with self._database.reading() as session:
            return _table_header(
                KnowledgeRepository(session), VersionKey(passage.entry_id, passage.version), passage.start, passage.end
            )

    def bases_of(self, passage: Passage, day: date) -> list[Basis]:
        """Resolve what an FAQ entry rests on, as its curator wrote it ("云高管规〔2025〕3号第六条")."""
        with self._database.reading() as session:
            written = BasisRepository(session).written(VersionKey(passage.entry_id, passage.version))
            return [_resolve(session, basis, day) for basis in written]

    def clause_text(self, citation: Citation) -> str:
        """Return the text of the outermost clause below chapters that holds the quote: what verification reads."""
        key = VersionKey(citation.document_id, citation.version)
        with self._database.reading() as session:
            repository = KnowledgeRepository(session)
            around = [
                c for c in repository.clauses_around(key, citation.start, citation.end) if c.id == citation.clause_id
            ]
            start = min([citation.start, *(c.start for c in around)])
            end = max([citation.end, *(c.subtree_end for c in around)])
            header = _table_header(repository, key, citation.start, citation.end)
            return "\n".join(filter(None, (header, repository.body_span(key, start, end))))


def _table_header(repository: KnowledgeRepository, key: VersionKey, start: int, end: int) -> str:
    table = next((c for c in repository.clauses_around(key, start, end) if c.kind is ClauseKind.TABLE), None)
    return (repository.body_span(key, table.start, table.end) or "").strip() if table and table.start < start else ""


def _cite(session: Session, marker: int, passage: Passage, start: int, end: int) -> Citation:
    repository, key = KnowledgeRepository(session), VersionKey(passage.entry_id, passage.version)
    around = _labelled(repository, key, start, end) or _labelled(repository, key, start, start + 1)
    clause_id, label = (around[-1].id, around[-1].label) if around else (passage.clause_id, passage.clause_label)
    return Citation(
        marker=marker,
        document_id=passage.entry_id,
        version=passage.version,
        title=passage.title,
        document_number=passage.document_number,
        issuing_bodies=passage.issuing_bodies,
        clause_id=clause_id,
        clause_label=label,
        quote=repository.body_span(key, start, end) or "",
        start=start,
        end=end,
        status=passage.status.value,
        effective_from=passage.effective_from,
        effective_to=passage.effective_to,
        superseded_by=passage.superseded_by,
        page=page_at(session, key.entry_id, key.version, start),
    )


def _labelled(repository: KnowledgeRepository, key: VersionKey, start: int, end: int) -> list[Clause]:
    return [clause for clause in repository.clauses_around(key, start, end) if clause.label]


def _resolve(session: Session, basis: str, day: date) -> Basis:
    """Find the clause that is meant in the text that governs on `day`.

    It is over when the base knows the document and no text of it governs then, or the clause was repealed by itself.
    """
    number, title = _NUMBER.search(basis), _TITLE.search(basis)
    if number is None and title is None:
        return Basis()
    bases = BasisRepository(session)
    known = bases.standings_called(number[0].translate(_AS_PUBLISHED) if number else None, title[1] if title else None)
    governing = [each for each in known if each.status is not EntryStatus.WITHDRAWN and each.in_force_on(day)]
    if not governing:
        return Basis(is_over=bool(known))
    newest = max(governing, key=lambda each: (each.text_day or date.min, each.version))
    key = VersionKey(newest.entry_id, newest.version)
    label = _BETWEEN.sub("", basis[max(found.end() for found in (number, title) if found) :]).strip()
    clause = bases.clause(key, label)
    passages = PassageRepository(session).of_clause(key, clause) if clause is not None else []
    if clause is None or not passages:
        return Basis()
    if any(passage.ended_before(day) for passage in passages):
        return Basis(is_over=True)
    body = KnowledgeRepository(session).body_span(key, clause.start, clause.subtree_end) or ""
    skipped = without_number(body, 0)
    text = body[skipped:].rstrip()
    start = clause.start + skipped
    cited = _cite(session, 0, passages[0], start, start + len(text))
    return Basis(replace(cited, clause_id=clause.id, clause_label=clause.label), text)


def _cite_clause(version: EntryVersion, clause: Clause, start: int, text: str) -> Citation:
    content = version.content
    return Citation(
        marker=0,
        document_id=version.entry_id,
        version=version.version,
        title=content.title,
        document_number=content.description.document_number,
        issuing_bodies=content.description.issuing_bodies,
        clause_id=clause.id,
        clause_label=clause.label,
        quote=text,
        start=start,
        end=start + len(text),
        status=version.status.value,
        effective_from=content.description.effective_from,
        effective_to=content.description.effective_to,
        superseded_by=version.superseded_by,
        page=page_of(content.page_starts, start),
    )
