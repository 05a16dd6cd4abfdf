"""Making citations: a verbatim span of an archived version, labelled by the innermost clause that holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from assistant.sentences import without_number
from assistant.types import Citation
from core.database import Database
from knowledge.pages import page_at, page_of
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.types import Clause, ClauseKind, EntryVersion, FaqDetails, Passage

_BASIS = re.compile(r"^(?P<number>.*?[〔\[(（]\d{4}[〕\])）]\d+号)(?:《[^》]*》)?(?P<label>.*)$")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a written basis led to: a citation of the clause and its text; or nothing, or something that is over."""

    citation: Citation | None = None
    text: str = ""
    is_over: bool = False


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

    def window(self, passage: Passage, beyond: int) -> str:
        """Return the passage's text with up to `beyond` characters of the document that follow it."""
        with self._database.reading() as session:
            key = VersionKey(passage.entry_id, passage.version)
            repository = KnowledgeRepository(session)
            end = repository.quotable_until(key, passage.end, passage.end + beyond)
            span = repository.body_span(key, passage.start, end)
        return span or passage.text

    def table_header(self, passage: Passage) -> str:
        """Return the header row of the table that a row passage belongs to, empty for anything else."""
        with self._database.reading() as session:
            return _table_header(
                KnowledgeRepository(session), VersionKey(passage.entry_id, passage.version), passage.start, passage.end
            )

    def bases_of(self, passage: Passage, day: date) -> list[Basis]:
        """Resolve what an FAQ entry rests on, as its curator wrote it ("云高管规〔2025〕3号第六条")."""
        with self._database.reading() as session:
            repository = KnowledgeRepository(session)
            details = repository.get(passage.entry_id, passage.version).content.details
            written = details.basis if isinstance(details, FaqDetails) else ()
            return [_resolve(repository, basis, day) for basis in written]

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


def _resolve(repository: KnowledgeRepository, basis: str, day: date) -> Basis:
    match = _BASIS.match(basis.strip())
    if match is None:
        return Basis()
    version = repository.find_by_number(match["number"])
    if version is None:
        return Basis()
    content = version.content
    began = content.description.effective_from is None or content.description.effective_from <= day
    if not began or (version.in_force_until is not None and version.in_force_until < day):
        return Basis(is_over=True)
    clause = next((c for c in content.clauses if c.label == match["label"].strip()), None)
    if clause is None:
        return Basis()
    start = without_number(content.body, clause.start)
    text = content.body[start : clause.subtree_end].rstrip()
    return Basis(_cite_clause(version, clause, start, text), text)


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
