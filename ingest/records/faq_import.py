"""Importing a file of questions: a look at it first, then the drafts, once a curator has settled the columns."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from core.actors import Actor
from core.clock import Clock
from core.database import Database
from core.files import FileStore
from ingest.errors import UnreadableFileError
from ingest.records.known_faqs import FaqMatch, KnownFaqs
from ingest.records.types import FaqMapping, FaqSheet
from ingest.running.worker import ParserProcess
from ingest.types import ReadLimits, ReadOptions
from knowledge.bulk import BulkImport, new_rows
from knowledge.duplicates import find_duplicate
from knowledge.service import KnowledgeService
from knowledge.types import EntryDraft, EntryKind

_AT_ONCE = 100
"""Drafts stored in one transaction: ten thousand in one would keep everybody else from writing for minutes."""

_IDLE_SECONDS = 300.0


class FaqOutcome(StrEnum):
    """What became of one question. Each has a word in the catalogue under `faq.outcome.<outcome>`."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    IN_REVIEW = "in_review"  # left alone: its entry is being reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFaq:
    """One entry after an import; `finding_codes` are what its draft should be looked at for."""

    entry_id: str
    version: int
    question: str
    outcome: FaqOutcome
    finding_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqImportReport:
    """What an import gave, by sheet and by question."""

    sheets: tuple[FaqSheet, ...]
    stored: tuple[StoredFaq, ...]

    def count(self, outcome: FaqOutcome) -> int:
        return sum(faq.outcome is outcome for faq in self.stored)


class FaqImport:
    """Use cases of importing questions. Files are parsed in a process of their own, like any other."""

    def __init__(
        self, database: Database, knowledge: KnowledgeService, files: FileStore, clock: Clock, limits: ReadLimits
    ) -> None:
        self._database, self._knowledge, self._files, self._clock = database, knowledge, files, clock
        self._parser = ParserProcess(limits)
        self._one_at_a_time = threading.Lock()
        self._closing: threading.Timer | None = None

    def close(self) -> None:
        """End the parser process; it starts anew with the next file."""
        with self._one_at_a_time:
            if self._closing is not None:
                self._closing.cancel()
            self._parser.close()

    def preview(
        self, name: str, content: bytes, mappings: Mapping[str, FaqMapping] | None = None
    ) -> tuple[FaqSheet, ...]:
        """Return how every sheet would be read, by the mappings given and by looking at the others. Stores nothing.

        Raises UnreadableFileError when the file cannot be read or is no table.
        """
        return self._parse(name, content, ReadOptions(faq_mappings=dict(mappings or {}), faqs_only="every"))[1]

    def run(self, name: str, content: bytes, mappings: Mapping[str, FaqMapping], actor: Actor) -> FaqImportReport:
        """Store the questions of the sheets that are mapped, as drafts; return what became of each.

        Stored in several transactions; started again after a failure it finds what it stored and goes on.
        """
        drafts, sheets = self._parse(name, content, ReadOptions(faq_mappings=dict(mappings), faqs_only="mapped"))
        if drafts:
            self._files.put(content)
        stored: list[StoredFaq] = []
        with self._database.reading() as session:
            matches = KnownFaqs(session).match(drafts)
        for start in range(0, len(matches), _AT_ONCE):
            with self._database.unit_of_work() as session:
                stored += self._store_some(session, matches[start : start + _AT_ONCE], actor)
        return FaqImportReport(sheets=sheets, stored=tuple(stored))

    def _parse(self, name: str, content: bytes, options: ReadOptions) -> tuple[list[EntryDraft], tuple[FaqSheet, ...]]:
        with self._one_at_a_time:
            try:
                parsed = self._parser.parse(name, content, options)
            finally:
                self._close_when_idle()
        if not parsed.faq_sheets:
            raise UnreadableFileError("no_faq_table", file=name)
        now = self._clock.now()
        drafts = [
            replace(draft, source=replace(draft.source, collected_at=now))
            for draft in parsed.drafts
            if draft.kind is EntryKind.FAQ
        ]
        return drafts, parsed.faq_sheets

    def _close_when_idle(self) -> None:
        """A look is followed by corrections within minutes; after them the process is not kept."""
        if self._closing is not None:
            self._closing.cancel()
        self._closing = threading.Timer(_IDLE_SECONDS, self.close)
        self._closing.daemon = True
        self._closing.start()

    def _store_some(self, session: Session, matches: Sequence[FaqMatch], actor: Actor) -> list[StoredFaq]:
        new = new_rows(session, {n: match.draft for n, match in enumerate(matches) if match.continues is None})
        ids = dict(zip(new, BulkImport(self._clock).create(session, list(new.values()), actor), strict=True))
        return [
            _stored(ids[n], 1, match.draft, FaqOutcome.CREATED, [finding.code for finding in match.draft.findings])
            if n in ids
            else self._store(session, match, actor)
            for n, match in enumerate(matches)
        ]

    def _store(self, session: Session, match: FaqMatch, actor: Actor) -> StoredFaq:
        draft, findings = match.draft, tuple(finding.code for finding in match.draft.findings)
        if match.continues is None:  # the base, or a row above, holds the very same entry
            duplicate = find_duplicate(session, draft)
            assert duplicate is not None
            version = self._knowledge.versions(session, duplicate.entry_id)[0].version
            return _stored(duplicate.entry_id, version, draft, FaqOutcome.UNCHANGED, ())
        if match.is_known or match.is_in_review:
            version = self._knowledge.versions(session, match.continues)[0].version
            outcome = FaqOutcome.UNCHANGED if match.is_known else FaqOutcome.IN_REVIEW
            return _stored(match.continues, version, draft, outcome, ())
        revised = self._knowledge.revise(session, match.continues, draft, actor)
        return _stored(revised.entry_id, revised.version, draft, FaqOutcome.REVISED, findings)


def _stored(entry_id: str, version: int, draft: EntryDraft, outcome: FaqOutcome, findings: Sequence[str]) -> StoredFaq:
    return StoredFaq(
        entry_id=entry_id, version=version, question=draft.title, outcome=outcome, finding_codes=tuple(findings)
    )
