"""Working out which version governs: after every change around it, first day, last day, status and live mark anew.

What ends a version: a newer version of its entry; a document that repeals or replaces it; a later text of the same
instrument. A document takes over on the day it takes effect, not on the day it is uploaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.clock import Clock
from knowledge.changes import announce
from knowledge.errors import NothingToCompareError
from knowledge.instruments import are_one_instrument
from knowledge.relations import ENDING, RelationRepository, StoredRelation
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.types import EntryStatus, Finding, RelationDraft, RelationKind, RelationOrigin
from knowledge.validity import (
    Standing,
    Successor,
    first_day_in_force,
    first_day_of_later_text,
    is_made_after,
    last_day_in_force,
    status_on,
    takeover_day,
)

_SETTLED = (EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED)
SAME_TITLE = "same_title_later"
"""Code of the finding: this text was taken for the successor of one with the same title and an earlier date."""


class Succession:
    """Settles versions inside the caller's session."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session, self._clock = session, clock
        self._entries, self._relations = KnowledgeRepository(session), RelationRepository(session)

    def published(self, key: VersionKey) -> None:
        """Work out what changes because `key` is published now."""
        joined = self._infer(key)
        # Its own entry first: an older version that this one corrects must no longer speak about others.
        self.settle([key.entry_id, *sorted(joined | self._ended_by(key.entry_id))])
        # Which text of an instrument is the newest is known only now; what ends "the" instrument ends that one.
        if moved := self._relations.adopt(key):
            self.settle(moved)

    def withdrawn(self, key: VersionKey) -> None:
        """Work out what is in force again because `key` was withdrawn."""
        live = self._entries.live_version(key.entry_id)
        if live == key.version:
            self._entries.set_live(key.entry_id, None)
        self.settle([key.entry_id, *sorted(self._ended_by(key.entry_id) | self._joined_to(key.entry_id))])

    def decided(self, before: StoredRelation, after: StoredRelation) -> None:
        """Work out what changes because a curator decided what a relation means."""
        if before.draft.kind in ENDING:
            targets = {before.draft.target_entry_id, after.draft.target_entry_id}
            self.settle([before.source.entry_id, *sorted(filter(None, targets))])

    def due(self) -> int:
        """Settle published versions whose last day has passed; return how many there were."""
        due = self._entries.due_for_status(self._clock.today())
        # Every version of the entry: when one ends, the next one becomes the live one.
        self.settle(key.entry_id for key in due)
        return len(due)

    def settle(self, entry_ids: Iterable[str]) -> None:
        """Derive how every version of these entries stands from what is published around it."""
        for entry_id in dict.fromkeys(entry_ids):
            standings = self._entries.standings(entry_id)
            ending = self._relations.that_mean(entry_id, ENDING)
            for standing in standings:
                if standing.status in _SETTLED:
                    self._settle(standing, standings, ending)

    # -- one version -------------------------------------------------------------------------------------------

    def _settle(self, current: Standing, versions: list[Standing], ending: list[StoredRelation]) -> None:
        key, today = VersionKey(current.entry_id, current.version), self._clock.today()
        whole = [relation for relation in ending if relation.draft.scope is None]
        last_day, successor = last_day_in_force(current.effective_to, self._successors(current, versions, whole))
        first_day = first_day_in_force(current.effective_from, self._takeovers(current, versions))
        status = status_on(today, last_day, successor)
        stands = (current.status, current.in_force_from, current.in_force_until, current.superseded_by)
        if (status, first_day, last_day, successor) != stands:
            values = {"in_force_from": first_day, "in_force_until": last_day, "superseded_by": successor}
            self._entries.change(key, lock=None, at=self._clock.now(), status=status.value, **values)
            if status is not current.status:
                announce(self._session, key, at=self._clock.now())
        self._settle_clauses(current, key, [relation for relation in ending if relation.draft.scope is not None])
        live = self._entries.live_version(key.entry_id)
        begun = (first_day or today) <= today
        if status is EntryStatus.PUBLISHED and live != key.version and (begun or live is None):
            self._entries.set_live(key.entry_id, key.version)
        elif status is not EntryStatus.PUBLISHED and live == key.version:
            self._entries.set_live(key.entry_id, None)

    def _settle_clauses(self, current: Standing, key: VersionKey, ending: list[StoredRelation]) -> None:
        """Let single clauses end that another document repeals."""
        ends: dict[str, date] = {}
        for relation in ending:
            begins = self._begins(relation, current)
            if begins is not None and relation.draft.scope is not None:
                last_day = begins - timedelta(days=1)
                ends[relation.draft.scope] = min(last_day, ends.get(relation.draft.scope, last_day))
        if self._entries.end_clauses(key, ends):
            kept = [f for f in self._entries.findings(key) if f.code != "clause_repealed"]
            noted = [Finding("clause_repealed", {"label": label, "day": str(day)}) for label, day in ends.items()]
            self._entries.set_findings(key, [*kept, *noted])

    def _successors(self, current: Standing, versions: list[Standing], ending: list[StoredRelation]) -> list[Successor]:
        """Return what ends `current`.

        A newer version that was withdrawn still ends the older ones: withdrawing an entry must not bring back a text
        that it had corrected. A withdrawn *document* ends nothing any more, so what it replaced is in force again.
        """
        newer = [v for v in versions if v.version > current.version and v.status in (*_SETTLED, EntryStatus.WITHDRAWN)]
        successors = [Successor(v.entry_id, takeover_day(v, current, self._clock.now())) for v in newer]
        for relation in ending:
            begins = self._begins(relation, current)
            if begins is not None:
                successors.append(Successor(relation.source.entry_id, begins))
        return successors

    def _begins(self, relation: StoredRelation, target: Standing) -> date | None:
        """Return the day on which a relation ends its target; None when it does not."""
        source = self._entries.standing(relation.source)
        if relation.draft.origin is RelationOrigin.INFERRED:
            return first_day_of_later_text(source, target)
        begins = relation.draft.effective_on or source.effective_from or takeover_day(source, target, self._clock.now())
        is_stated = relation.draft.origin is RelationOrigin.TEXT
        return None if is_stated and is_made_after(target, begins, source) else begins

    def _takeovers(self, current: Standing, versions: list[Standing]) -> list[date]:
        """Return the days on which `current` took over from earlier texts: before them it did not govern."""
        older = [v for v in versions if v.version < current.version and v.status in _SETTLED]
        days = [takeover_day(current, version, self._clock.now()) for version in older]
        for relation in self._relations.stored_of(VersionKey(current.entry_id, current.version)):
            if self._is_inferred(relation) and relation.draft.target_entry_id is not None:
                for earlier in self._entries.standings(relation.draft.target_entry_id):
                    day = first_day_of_later_text(current, earlier) if earlier.status in _SETTLED else None
                    days += [day] if day is not None else []
        return days

    # -- what belongs together ---------------------------------------------------------------------------------

    def _ended_by(self, entry_id: str) -> set[str]:
        """Return the entries whose validity a change of this one may end or restore."""
        stated = [
            relation.draft
            for version in self._entries.standings(entry_id)
            for relation in self._relations.stored_of(VersionKey(entry_id, version.version))
        ]
        return {r.target_entry_id for r in stated if r.target_entry_id is not None and r.kind in ENDING}

    def _joined_to(self, entry_id: str) -> set[str]:
        """Return the entries of later texts of this instrument: their first day depends on this one."""
        ending = self._relations.that_mean(entry_id, ENDING)
        return {r.source.entry_id for r in ending if self._is_inferred(r)}

    def _infer(self, key: VersionKey) -> set[str]:
        """Join `key` to earlier and later texts of its instrument; return the entries it was joined to.

        Curators see the finding and can undo each relation; one that was dismissed is not inferred again.
        """
        current = self._entries.standing(key)
        joined: set[str] = set()
        for other in self._entries.standings_titled(current.title_folded, current.kind, but_not=key.entry_id):
            for later, earlier in ((current, other), (other, current)):
                if are_one_instrument(later, earlier) and first_day_of_later_text(later, earlier) is not None:
                    self._join(later, earlier)
                    joined.add(other.entry_id)
        return joined

    def _join(self, later: Standing, earlier: Standing) -> None:
        key = VersionKey(later.entry_id, later.version)
        known = [r for r in self._relations.stored_of(key) if r.draft.target_entry_id == earlier.entry_id]
        if any(r.draft.dismissed or r.draft.origin is not RelationOrigin.TEXT for r in known):
            return
        relation = RelationDraft(
            kind=RelationKind.REPLACES, target_entry_id=earlier.entry_id, origin=RelationOrigin.INFERRED
        )
        self._relations.add(key, relation)
        found = [f for f in self._entries.findings(key) if f.params.get("entry") != earlier.entry_id]
        params = {"day": str(earlier.text_day), "entry": earlier.entry_id}
        self._entries.set_findings(key, [*found, Finding(SAME_TITLE, params)])

    @staticmethod
    def _is_inferred(relation: StoredRelation) -> bool:
        return relation.draft.origin is RelationOrigin.INFERRED and not relation.draft.dismissed


def before(session: Session, key: VersionKey) -> VersionKey:
    """Return what `key` is compared with: the published version, the one before it, or the document it replaces.

    Raises NothingToCompareError when it is the first text of all.
    """
    entries = KnowledgeRepository(session)
    live = entries.live_version(key.entry_id)
    if live is not None and live != key.version:
        return VersionKey(key.entry_id, live)
    older = [s.version for s in entries.standings(key.entry_id) if s.version < key.version]
    if older:
        return VersionKey(key.entry_id, max(older))
    for relation in RelationRepository(session).of_version(key):
        replaced = relation.target_entry_id
        if relation.kind in ENDING and relation.scope is None and replaced and not relation.dismissed:
            return VersionKey(replaced, entries.live_version(replaced) or entries.newest_version(replaced))
    raise NothingToCompareError(key.entry_id, key.version)
