"""Importing petitions from another system's table: look, correct the columns, import; and what goes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from core.actors import Actor, Role
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.database import GIVE_WAY_SECONDS, Database
from core.errors import InvalidInputError
from petitions.errors import PetitionNotFoundError
from petitions.exchange.columns import as_told, guess
from petitions.exchange.errors import UnusableTableError
from petitions.exchange.repository import OpenPetition, SourceRepository
from petitions.exchange.rows import UNCLASSIFIED, read_rows
from petitions.exchange.twins import Twins, digest_of
from petitions.exchange.types import (
    Guess,
    ImportReport,
    ListedPetition,
    Mapping,
    PetitionSource,
    Preview,
    RatedPetition,
    RowOutcome,
    RowProblem,
    Table,
)
from petitions.intake import normalise_number
from petitions.service import PetitionService
from petitions.types import Petition, PetitionDraft
from petitions.validation import check_draft

REGISTRAR = Actor(id="operator", name="operator", roles=frozenset({Role.AGENT}))
"""Whoever imports petitions with the `youda` command on the machine."""

TWIN_DAYS = 30
MAX_ROWS = 20_000
_ROWS_AT_ONCE = 100
_SAMPLES = 5


@dataclass(slots=True)
class _Run:
    """What one import has come to so far."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    unclassified: int = 0


class PetitionImport:
    """Takes tables in. Rows are stored a hundred at a time: an import cut off goes on where it was when repeated."""

    def __init__(self, database: Database, petitions: PetitionService, clock: Clock) -> None:
        self._database, self._petitions, self._clock = database, petitions, clock
        self._sources = SourceRepository()

    def look(self, tables: Sequence[Table], source: str, mapping: Mapping | None = None) -> Preview:
        """Return how the file would be read, with the rows that cannot be; stores nothing.

        Where no sheet seems to say what the petitions are about, the first is shown, to be corrected by hand.
        Raises UnusableTableError for a file without any row, or a mapping that does not fit.
        """
        table, found = _chosen(tables, mapping, must_be_usable=False)
        rows = list(read_rows(table, found.mapping, source, self._petitions.taxonomy))
        problems = [row if isinstance(row, RowProblem) else self._check(row) for row in rows]
        first = 0 if found.mapping.header_row is None else found.mapping.header_row + 1
        return Preview(
            guess=found,
            sheets=tuple(t.name for t in tables),
            samples=table.rows[first : first + _SAMPLES],
            row_count=len(rows),
            problems=tuple(problem for problem in problems if problem is not None),
        )

    def run(
        self,
        tables: Sequence[Table],
        source: str,
        mapping: Mapping | None = None,
        actor: Actor = REGISTRAR,
        origin: Origin = UNKNOWN_ORIGIN,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> ImportReport:
        """File every good row and list every bad one.

        A number that this source brought before changes nothing; the same report of another source, still open and
        at most 30 days old, is joined to that petition, which keeps both sources. Raises UnusableTableError when no
        sheet says what the petitions are about, or the mapping does not fit.
        """
        table, found = _chosen(tables, mapping, must_be_usable=True)
        rows = list(read_rows(table, found.mapping, source, self._petitions.taxonomy))
        with self._database.reading() as session:
            since = self._clock.now() - timedelta(days=TWIN_DAYS)
            twins = Twins.of(self._sources.open_since(session, since))
        run = _Run()
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            with self._database.unit_of_work() as session:
                for row in rows[start : start + _ROWS_AT_ONCE]:
                    self._take(session, row, twins, run, actor, origin)
            if on_progress is not None:
                on_progress(min(start + _ROWS_AT_ONCE, len(rows)), len(rows))
            time.sleep(GIVE_WAY_SECONDS)
        others = tuple(t.name for t in tables if t is not table)
        return ImportReport(table.name, others, tuple(run.outcomes), tuple(run.problems), run.unclassified)

    def hand_in(
        self, session: Session, draft: PetitionDraft, source: str, external_number: str, actor: Actor, origin: Origin
    ) -> Petition:
        """File one petition of another system; a number that this source brought before returns that petition."""
        digest = digest_of(draft.content, draft.credit_code or draft.enterprise_name or draft.contact.phone)
        listed = ListedPetition(0, draft, source, external_number, None)
        known = self._sources.number_of(session, listed, digest)
        if known is not None:
            return self.of_source(session, known, source)
        filed = self._petitions.file(session, draft, actor, origin)
        self._sources.add(session, filed.id, listed, digest, self._clock.now())
        return filed

    def of_source(self, session: Session, number: str, source: str) -> Petition:
        """Return a petition that came from this source. Raises PetitionNotFoundError for any other."""
        petition = self._petitions.steps.repository.get(session, normalise_number(number))
        if petition is None or source not in {s.source for s in self.sources_of(session, petition.id)}:
            raise PetitionNotFoundError
        return petition

    def sources_of(self, session: Session, petition_id: str) -> list[PetitionSource]:
        """Return where a petition came from, the first source first; empty for what was filed here."""
        return self._sources.of_petition(session, petition_id)

    def ratings(self, session: Session, source: str | None = None) -> list[RatedPetition]:
        """Return the ratings to hand back, oldest first: of petitions of one source, or of all."""
        return self._sources.ratings(session, source)

    def _take(
        self,
        session: Session,
        row: ListedPetition | RowProblem,
        twins: Twins,
        run: _Run,
        actor: Actor,
        origin: Origin,
    ) -> None:
        if isinstance(row, RowProblem):
            run.problems.append(row)
            return
        draft, now = row.draft, self._clock.now()
        digest = digest_of(draft.content, draft.credit_code or draft.enterprise_name or draft.contact.phone)
        known = self._sources.number_of(session, row, digest)
        if known is not None:
            run.outcomes.append(RowOutcome(row.row, known, "known", row.external_number))
            return
        twin = twins.find(draft.credit_code, draft.enterprise_name, draft.content)
        if twin is not None:
            self._sources.add(session, twin.id, row, digest, now)
            run.outcomes.append(RowOutcome(row.row, twin.number, "joined", row.external_number))
            return
        try:
            filed = self._petitions.file(session, draft, actor, origin)
        except InvalidInputError as error:
            run.problems.append(_problem(row.row, error))
            return
        self._sources.add(session, filed.id, row, digest, now)
        twins.add(OpenPetition(filed.id, filed.number, filed.credit_code, filed.enterprise_name, filed.content))
        run.unclassified += filed.category_code == UNCLASSIFIED
        run.outcomes.append(RowOutcome(row.row, filed.number, "filed", row.external_number))

    def _check(self, listed: ListedPetition) -> RowProblem | None:
        try:
            check_draft(listed.draft, self._petitions.taxonomy)
        except InvalidInputError as error:
            return _problem(listed.row, error)
        return None


def _chosen(tables: Sequence[Table], mapping: Mapping | None, *, must_be_usable: bool) -> tuple[Table, Guess]:
    """Return the sheet that is meant: the one a mapping names, else the first that says what petitions are about."""
    if mapping is not None:
        table = next((t for t in tables if t.name == mapping.sheet), None)
        if table is None or (must_be_usable and not mapping.is_usable):
            raise UnusableTableError("mapping")
        chosen = table, as_told(table, mapping)
    else:
        guesses = [(table, guess(table)) for table in tables]
        usable = [found for found in guesses if found[1].mapping.is_usable]
        if not (usable if must_be_usable else guesses):
            raise UnusableTableError("no_content")
        chosen = (usable or guesses)[0]
    if len(chosen[0].rows) > MAX_ROWS:
        raise UnusableTableError("too_many_rows", most=MAX_ROWS, count=len(chosen[0].rows))
    return chosen


def _problem(row: int, error: InvalidInputError) -> RowProblem:
    field_, text = next(iter(error.details.items()), ("", error.message))
    return RowProblem(row, field_, text)
