"""What people do with knowledge: draft, submit, review, publish, withdraw, supersede. One method per deed.

Every method works inside the caller's session, appends to the outbox what the indexer must follow, and writes the
audit log. None commits.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core import audit, outbox
from core.actors import Actor
from core.clock import SHANGHAI, Clock
from core.errors import InvalidInputError
from core.ids import new_id
from knowledge.errors import (
    DuplicateEntryError,
    IncompleteEntryError,
    OwnWorkError,
    StaleEntryError,
    WrongStatusError,
)
from knowledge.extractions import load_extraction
from knowledge.guard import NO_NUMBER, missing_fields
from knowledge.repository import EntryFilter, KnowledgeRepository, VersionKey
from knowledge.types import (
    Description,
    EntryDraft,
    EntryKind,
    EntryStatus,
    EntrySummary,
    EntryVersion,
    Evidence,
    RelationDraft,
    RelationKind,
    Visibility,
)
from knowledge.validity import Successor, last_day_in_force, status_on

CHANGED_TOPIC = "knowledge.changed"
_SETTLED = (EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED)
_ENDING = (RelationKind.REPEALS, RelationKind.REPLACES)
ID_PREFIX = {
    EntryKind.POLICY_DOCUMENT: "pol",
    EntryKind.NOTICE: "not",
    EntryKind.SERVICE_ITEM: "svc",
    EntryKind.FAQ: "faq",
    EntryKind.INTERPRETATION: "int",
    EntryKind.ARTICLE: "art",
}
_DESCRIBED = {f.name for f in fields(Description)} - {"evidence"}


class KnowledgeService:
    """Use cases of curating. Permissions by role are the entry point's; rules about the work itself stand here."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    # -- reading -----------------------------------------------------------------------------------------------

    def list_entries(self, session: Session, wanted: EntryFilter) -> tuple[int, list[EntrySummary]]:
        """Return how many entries match and one page of them."""
        return KnowledgeRepository(session).list_entries(wanted)

    def get_version(self, session: Session, entry_id: str, version: int) -> EntryVersion:
        """Return one version. Raises EntryNotFoundError."""
        return KnowledgeRepository(session).get(entry_id, version)

    def get_live(self, session: Session, entry_id: str) -> EntryVersion:
        """Return the published version, or else the newest one. Raises EntryNotFoundError."""
        repository = KnowledgeRepository(session)
        live = repository.live_version(entry_id)
        return repository.get(entry_id, live if live is not None else repository.versions(entry_id)[0].version)

    def live_version(self, session: Session, entry_id: str) -> int | None:
        """Return the number of the published version, None when nothing is published."""
        return KnowledgeRepository(session).live_version(entry_id)

    def versions(self, session: Session, entry_id: str) -> list[EntrySummary]:
        """Return all versions of an entry, newest first. Raises EntryNotFoundError."""
        return KnowledgeRepository(session).versions(entry_id)

    # -- drafting ----------------------------------------------------------------------------------------------

    def create(self, session: Session, draft: EntryDraft, actor: Actor) -> EntryVersion:
        """Store a new entry as a draft. Raises DuplicateEntryError when the base holds it already (DOMAIN §2.3)."""
        repository = KnowledgeRepository(session)
        duplicate = repository.find_duplicate(draft)
        if duplicate is not None:
            raise DuplicateEntryError(duplicate, draft.title)
        entry_id, now = new_id(ID_PREFIX[draft.kind]), self._clock.now()
        repository.add_entry(entry_id, draft.kind, at=now)
        repository.add_version(entry_id, draft, status=EntryStatus.DRAFT, author_id=actor.id, at=now)
        self._audit(session, actor, "knowledge.create", VersionKey(entry_id, 1), title=draft.title)
        return repository.get(entry_id, 1)

    def revise(
        self, session: Session, entry_id: str, draft: EntryDraft, actor: Actor, *, lock: int | None = None
    ) -> EntryVersion:
        """Store new content: into the newest version while that is a draft, otherwise as version n+1 in draft.

        Raises StaleEntryError when `lock` is given and the newest version was changed meanwhile, WrongStatusError
        while the newest version is in review.
        """
        repository, now = KnowledgeRepository(session), self._clock.now()
        newest = repository.get(entry_id, repository.versions(entry_id)[0].version)
        if newest.status is EntryStatus.IN_REVIEW:
            raise WrongStatusError("edit", newest.status, EntryStatus.DRAFT)
        if lock is not None and lock != newest.lock:
            raise StaleEntryError(entry_id, newest.version)
        if newest.status is EntryStatus.DRAFT:
            key = VersionKey(entry_id, newest.version)
            repository.replace_content(key, draft, lock=newest.lock if lock is None else lock, at=now)
        else:
            version = repository.add_version(entry_id, draft, status=EntryStatus.DRAFT, author_id=actor.id, at=now)
            key = VersionKey(entry_id, version)
        self._audit(session, actor, "knowledge.revise", key, title=draft.title)
        return repository.get(entry_id, key.version)

    def change_description(
        self, session: Session, entry_id: str, version: int, changes: dict[str, Any], *, lock: int, actor: Actor
    ) -> EntryVersion:
        """Correct title, visibility or described fields; a published version gets a successor in draft.

        Raises InvalidInputError for an unknown field, StaleEntryError when `version` is not the newest one: what
        somebody wrote after it must not be lost.
        """
        repository = KnowledgeRepository(session)
        current = repository.get(entry_id, version)
        if repository.versions(entry_id)[0].version != version:
            raise StaleEntryError(entry_id, version)
        return self.revise(session, entry_id, describe(self._whole(session, current), changes), actor, lock=lock)

    # -- review ------------------------------------------------------------------------------------------------

    def submit(
        self, session: Session, entry_id: str, version: int, *, actor: Actor, lock: int | None = None, reason: str = ""
    ) -> EntryVersion:
        """Hand a draft to review. Raises IncompleteEntryError naming every missing field."""
        current = self._expect(session, entry_id, version, EntryStatus.DRAFT, "submit")
        missing = missing_fields(current.content)
        if missing:
            raise IncompleteEntryError(missing)
        values = {"status": EntryStatus.IN_REVIEW.value, "submitted_at": self._clock.now(), "status_reason": None}
        self._move(session, current, actor, "knowledge.submit", lock, reason, values)
        return KnowledgeRepository(session).get(entry_id, version)

    def reject(
        self, session: Session, entry_id: str, version: int, *, actor: Actor, reason: str, lock: int | None = None
    ) -> EntryVersion:
        """Send a version back to its author, with a reason."""
        if not reason.strip():
            raise InvalidInputError("Say why it is sent back, so that the author can mend it.")
        current = self._expect(session, entry_id, version, EntryStatus.IN_REVIEW, "reject")
        values = {"status": EntryStatus.DRAFT.value, "reviewer_id": actor.id, "status_reason": reason}
        self._move(session, current, actor, "knowledge.reject", lock, reason, values)
        return KnowledgeRepository(session).get(entry_id, version)

    def approve(
        self, session: Session, entry_id: str, version: int, *, actor: Actor, lock: int | None = None, reason: str = ""
    ) -> EntryVersion:
        """Publish a reviewed version. Raises OwnWorkError when the reviewer wrote or edited it."""
        current = self._expect(session, entry_id, version, EntryStatus.IN_REVIEW, "approve")
        if actor.id == current.author_id or actor.id in self._editors(session, current):
            raise OwnWorkError()
        return self._publish(session, current, actor, lock=lock, reason=reason)

    def publish_import(self, session: Session, draft: EntryDraft, actor: Actor) -> EntryVersion:
        """Publish an operator's import without review; what the guard finds stays with it as work for curators.

        A draft from a file whose name is known becomes the next version of that entry. Raises DuplicateEntryError.
        """
        stored = self.store_import(session, draft, actor)
        return self._publish(session, stored, actor, lock=None, reason="import")

    def store_import(self, session: Session, draft: EntryDraft, actor: Actor) -> EntryVersion:
        """Store an imported draft: as the next version when its file is known already, otherwise as a new entry."""
        name = draft.source.file_name
        known = KnowledgeRepository(session).find_by_source_name(name, draft.kind) if name else None
        if known is not None and draft.kind not in (EntryKind.FAQ, EntryKind.SERVICE_ITEM):
            return self.revise(session, known, draft, actor)
        return self.create(session, draft, actor)

    def withdraw(
        self, session: Session, entry_id: str, version: int, *, actor: Actor, reason: str, lock: int | None = None
    ) -> EntryVersion:
        """Take a published version down at once, with a reason."""
        if not reason.strip():
            raise InvalidInputError("Say why it is withdrawn; the reason is kept with the entry.")
        current = self._expect(session, entry_id, version, EntryStatus.PUBLISHED, "withdraw")
        values = {"status": EntryStatus.WITHDRAWN.value, "reviewer_id": actor.id, "status_reason": reason}
        self._move(session, current, actor, "knowledge.withdraw", lock, reason, values)
        repository, key = KnowledgeRepository(session), VersionKey(entry_id, version)
        if repository.live_version(entry_id) == version:
            repository.set_live(entry_id, None)
        self._settle_all(session, [*_all_versions(repository, entry_id), *self._ended_by(repository, key)])
        return repository.get(entry_id, version)

    def supersede(
        self,
        session: Session,
        entry_id: str,
        version: int,
        *,
        successor_id: str,
        effective_on: date | None,
        actor: Actor,
        lock: int | None = None,
    ) -> EntryVersion:
        """Record that a published entry takes over from this one, on `effective_on` or when it takes effect itself."""
        repository = KnowledgeRepository(session)
        current = self._expect(session, entry_id, version, EntryStatus.PUBLISHED, "supersede")
        successor = repository.live_version(successor_id)
        if successor is None or successor_id == entry_id:
            raise InvalidInputError(f"'{successor_id}' is not another published entry; publish the successor first.")
        relation = RelationDraft(kind=RelationKind.REPLACES, target_entry_id=entry_id, effective_on=effective_on)
        repository.add_relation(VersionKey(successor_id, successor), relation)
        key = VersionKey(entry_id, version)
        repository.change(key, lock=current.lock if lock is None else lock, at=self._clock.now())
        self._audit(session, actor, "knowledge.supersede", key, successor_id=successor_id)
        self._settle(session, key)
        return repository.get(entry_id, version)

    def settle_due(self, session: Session) -> int:
        """Move published versions whose last day has passed to expired or superseded; return how many (daily job)."""
        repository = KnowledgeRepository(session)
        due = repository.due_for_status(self._clock.today())
        # Every version of the entry: when one ends, the next one becomes the live one.
        self._settle_all(session, [key for ended in due for key in _all_versions(repository, ended.entry_id)])
        return len(due)

    # -- rules -------------------------------------------------------------------------------------------------

    def _publish(
        self, session: Session, current: EntryVersion, actor: Actor, *, lock: int | None, reason: str
    ) -> EntryVersion:
        repository = KnowledgeRepository(session)
        key = VersionKey(current.entry_id, current.version)
        values = {
            "status": EntryStatus.PUBLISHED.value,
            "reviewer_id": actor.id,
            "published_at": self._clock.now(),
            "in_force_until": current.content.description.effective_to,
        }
        self._move(session, current, actor, "knowledge.publish", lock, reason, values)
        own = _all_versions(repository, key.entry_id)
        ended = [other for version in own for other in self._ended_by(repository, version)]
        self._settle_all(session, [*(other for other in own if other != key), *ended, key])
        return repository.get(key.entry_id, key.version)

    def _ended_by(self, repository: KnowledgeRepository, key: VersionKey) -> list[VersionKey]:
        """Return the versions whose validity a change of `key` may end or restore."""
        ended = []
        for relation in repository.relations(key):
            target = relation.target_entry_id or repository.find_target(relation, but_not=key.entry_id)
            if target is not None and relation.kind in _ENDING and relation.scope is None:
                ended += _all_versions(repository, target)
        return ended

    def _settle_all(self, session: Session, keys: list[VersionKey]) -> None:
        for key in dict.fromkeys(keys):
            self._settle(session, key)

    def _settle(self, session: Session, key: VersionKey) -> None:
        """Derive last day, status and live mark of a published version anew from what is published around it."""
        repository, today = KnowledgeRepository(session), self._clock.today()
        current = repository.get(key.entry_id, key.version)
        if current.status not in _SETTLED:
            return
        successors = self._successors(repository, key)
        last_day, successor = last_day_in_force(current.content.description.effective_to, successors)
        status = status_on(today, last_day, successor)
        changed = (status, last_day, successor) != (current.status, current.in_force_until, current.superseded_by)
        if changed:
            values = {"status": status.value, "in_force_until": last_day, "superseded_by": successor}
            repository.change(key, lock=None, at=self._clock.now(), **values)
            self._announce(session, key)
        live = repository.live_version(key.entry_id)
        begun = (current.content.description.effective_from or today) <= today
        if status is EntryStatus.PUBLISHED and live != key.version and (begun or live is None):
            repository.set_live(key.entry_id, key.version)
        elif status is not EntryStatus.PUBLISHED and live == key.version:
            repository.set_live(key.entry_id, None)

    def _successors(self, repository: KnowledgeRepository, key: VersionKey) -> list[Successor]:
        """Return what ends `key`: a newer published version of the entry, or a document that repeals or replaces it.

        A newer version that was withdrawn still ends the older ones: withdrawing an entry must not bring back a text
        that it had corrected. A withdrawn *document* ends nothing any more, so what it replaced is in force again.
        """
        published = [
            repository.get(s.entry_id, s.version)
            for s in repository.versions(key.entry_id)
            if s.version > key.version and s.status in (*_SETTLED, EntryStatus.WITHDRAWN)
        ]
        successors = [Successor(v.entry_id, takeover_day(v, self._clock)) for v in published]
        for relation in repository.relations_that_mean(key, _ENDING):
            if relation.draft.scope is None:
                source = repository.get(relation.source.entry_id, relation.source.version)
                begins = relation.draft.effective_on or source.content.description.effective_from
                successors.append(Successor(source.entry_id, begins or takeover_day(source, self._clock)))
        return successors

    def _expect(self, session: Session, entry_id: str, version: int, status: EntryStatus, action: str) -> EntryVersion:
        current = KnowledgeRepository(session).get(entry_id, version)
        if current.status is not status:
            raise WrongStatusError(action, current.status, status)
        return current

    def _move(
        self,
        session: Session,
        current: EntryVersion,
        actor: Actor,
        action: str,
        lock: int | None,
        reason: str,
        values: dict[str, Any],
    ) -> None:
        repository, key = KnowledgeRepository(session), VersionKey(current.entry_id, current.version)
        repository.change(key, lock=current.lock if lock is None else lock, at=self._clock.now(), **values)
        self._audit(session, actor, action, key, reason=reason, status=values["status"])
        self._announce(session, key)

    def _editors(self, session: Session, version: EntryVersion) -> frozenset[str]:
        object_id = f"{version.entry_id}.{version.version}"
        return audit.actors_of(session, "knowledge.revise", object_type="knowledge_entry", object_id=object_id)

    def _announce(self, session: Session, key: VersionKey) -> None:
        payload = {"entry_id": key.entry_id, "version": key.version}
        outbox.put(session, CHANGED_TOPIC, payload, at=self._clock.now())

    def _audit(
        self, session: Session, actor: Actor, action: str, key: VersionKey, *, reason: str = "", **changes: Any
    ) -> None:
        audit.record(
            session,
            actor,
            action,
            object_type="knowledge_entry",
            object_id=f"{key.entry_id}.{key.version}",
            changes={name: [None, value] for name, value in changes.items()},
            reason=reason or None,
            at=self._clock.now(),
        )

    def _whole(self, session: Session, current: EntryVersion) -> EntryDraft:
        key = VersionKey(current.entry_id, current.version)
        return replace(
            current.content,
            relations=tuple(KnowledgeRepository(session).relations(key)),
            extraction=load_extraction(session, key.entry_id, key.version),
        )


def _all_versions(repository: KnowledgeRepository, entry_id: str) -> list[VersionKey]:
    return [VersionKey(s.entry_id, s.version) for s in reversed(repository.versions(entry_id))]


def takeover_day(version: EntryVersion, clock: Clock) -> date:
    """Return the day from which `version` governs: its effective date, but never before it was published.

    A correction published today does not rewrite what was in force yesterday.
    """
    day = (version.published_at or clock.now()).astimezone(SHANGHAI).date()
    effective = version.content.description.effective_from
    return max(day, effective) if effective else day


def describe(draft: EntryDraft, changes: dict[str, Any]) -> EntryDraft:
    """Return `draft` with described fields changed by a person: each change is its own evidence, confidence 1."""
    changes = dict(changes)
    title = changes.pop("title", None) or draft.title
    visibility = Visibility(changes.pop("visibility", None) or draft.visibility)
    unknown = set(changes) - _DESCRIBED
    if unknown:
        known = ", ".join(sorted(_DESCRIBED))
        raise InvalidInputError(f"Unknown fields: {', '.join(sorted(unknown))}. Known: {known}.")
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in changes.items()}
    evidence = [e for e in draft.description.evidence if e.field not in changes]
    if values.get("document_number") == NO_NUMBER:
        values["document_number"] = None
        evidence.append(Evidence("document_number", NO_NUMBER, ""))
    if "effective_from" in values:
        values["effective_from_inferred"] = False
    description = replace(draft.description, **values, evidence=tuple(evidence))
    return replace(draft, title=title, visibility=visibility, description=description)
