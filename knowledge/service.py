"""What people do with knowledge: draft, submit, review, publish, withdraw, supersede. One method per deed.

Every method works inside the caller's session, appends to the outbox what the indexer must follow, and writes the
audit log. None commits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.clock import Clock
from core.errors import InvalidInputError
from core.ids import new_id
from core.messages import message
from knowledge.bounds import require_own_region
from knowledge.changes import announce
from knowledge.comparison import Comparison, compare
from knowledge.describing import describe
from knowledge.duplicates import find_duplicate
from knowledge.errors import DuplicateEntryError, IncompleteEntryError, OwnWorkError, StaleEntryError, WrongStatusError
from knowledge.extractions import load_extraction
from knowledge.guard import missing_fields
from knowledge.originals import Original
from knowledge.relations import RelationRepository, carried_over
from knowledge.repository import ID_PREFIX, EditState, EntryFilter, KnowledgeRepository, VersionKey
from knowledge.reviewing import begin_anew
from knowledge.succession import Succession, before
from knowledge.types import (
    EntryDraft,
    EntryKind,
    EntryStatus,
    EntrySummary,
    EntryVersion,
    RelationDraft,
    RelationKind,
    RelationOrigin,
)


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

    def whole(self, session: Session, entry_id: str, version: int) -> EntryDraft:
        """Return the content of a version with its relations and the text before cleaning: what `revise` takes."""
        return self._whole(session, KnowledgeRepository(session).get(entry_id, version))

    def versions(self, session: Session, entry_id: str) -> list[EntrySummary]:
        """Return all versions of an entry, newest first. Raises EntryNotFoundError."""
        return KnowledgeRepository(session).versions(entry_id)

    def changes(
        self, session: Session, entry_id: str, version: int, *, against: int | None = None
    ) -> tuple[EntryVersion, EntryVersion, Comparison]:
        """Return the version compared with, the version, and what changed, clause by clause.

        Compared with version `against`; by default with the published one, or for that one with the one before it, or
        for a first version with what it replaces. Raises EntryNotFoundError, NothingToCompareError.
        """
        new = KnowledgeRepository(session).get(entry_id, version)
        key = before(session, VersionKey(entry_id, version)) if against is None else VersionKey(entry_id, against)
        old = KnowledgeRepository(session).get(key.entry_id, key.version)
        return old, new, compare(old.content, new.content)

    def original(self, session: Session, entry_id: str, version: int) -> Original:
        """Return a version with the text before cleaning. Raises EntryNotFoundError."""
        entry = KnowledgeRepository(session).get(entry_id, version)
        return Original(entry, load_extraction(session, entry_id, version))

    # -- drafting ----------------------------------------------------------------------------------------------

    def create(self, session: Session, draft: EntryDraft, actor: Actor) -> EntryVersion:
        """Store a new entry as a draft. Raises DuplicateEntryError when the base holds it already (DOMAIN §2.3)."""
        return self._read(session, self._create(session, draft, actor))

    def revise(
        self, session: Session, entry_id: str, draft: EntryDraft, actor: Actor, *, lock: int | None = None
    ) -> EntryVersion:
        """Store new content: into the newest version while that is a draft, otherwise as version n+1 in draft.

        Raises StaleEntryError when `lock` is given and the newest version was changed meanwhile, WrongStatusError
        while the newest version is in review.
        """
        return self._read(session, self._revise(session, entry_id, draft, actor, lock))

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
        duplicate = find_duplicate(session, current.content, but_not=entry_id)
        if duplicate is not None:
            missing["duplicate"] = message(f"duplicate.{duplicate.rule}", title=duplicate.title)
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
        current = self.approvable(session, entry_id, version, actor)
        self._publish(session, current, actor, lock=lock, reason=reason)
        return KnowledgeRepository(session).get(entry_id, version)

    def approvable(self, session: Session, entry_id: str, version: int, actor: Actor) -> EntryVersion:
        """Return a version that `actor` may publish now. Raises WrongStatusError, OwnWorkError."""
        current = self._expect(session, entry_id, version, EntryStatus.IN_REVIEW, "approve")
        if actor.id == current.author_id or actor.id in self._editors(session, current):
            raise OwnWorkError()
        return current

    def publish_unreviewed(self, session: Session, key: VersionKey, actor: Actor, *, reason: str) -> None:
        """Publish a version that has yet to be: of an operator's import, or on trial in a session that is rolled back.

        Raises WrongStatusError.
        """
        current = KnowledgeRepository(session).get(key.entry_id, key.version)
        if current.status not in (EntryStatus.DRAFT, EntryStatus.IN_REVIEW):
            raise WrongStatusError("publish", current.status, EntryStatus.IN_REVIEW)
        self._publish(session, current, actor, lock=None, reason=reason)

    def roll_back(
        self, session: Session, entry_id: str, version: int, *, actor: Actor, reason: str, lock: int | None = None
    ) -> EntryVersion:
        """Undo the publishing of a version in one step: what was published before it governs again, from now on.

        The text before it is published anew as the next version, behind which a draft under way moves; the first
        version of an entry is withdrawn, and what it replaced is in force again. Needs no review: it was reviewed
        before. Raises WrongStatusError, while a newer version is in review too.
        """
        if not reason.strip():
            raise InvalidInputError("Say why it is rolled back; the reason is kept with the entry.")
        current = self._expect(session, entry_id, version, EntryStatus.PUBLISHED, "roll back")
        former = KnowledgeRepository(session).published_before(VersionKey(entry_id, version))
        if former is None:
            return self.withdraw(session, entry_id, version, actor=actor, reason=reason, lock=lock)
        if lock is not None and lock != current.lock:
            raise StaleEntryError(entry_id, version)
        restored = self._whole(session, KnowledgeRepository(session).get(entry_id, former))
        pending = self._pending(session, entry_id)
        key = self._revise(session, entry_id, restored, actor)
        self._audit(session, actor, "knowledge.roll_back", key, reason=reason, from_version=version, to_version=former)
        self._publish(session, KnowledgeRepository(session).newest(entry_id), actor, lock=None, reason=reason)
        KnowledgeRepository(session).change(key, lock=None, at=self._clock.now(), status_reason=reason)
        if pending is not None:
            self._revise(session, entry_id, self._whole(session, pending), actor)
        return self._read(session, key)

    def publish_import(
        self, session: Session, draft: EntryDraft, actor: Actor, *, continues: str | None = None
    ) -> EntryVersion:
        """Publish an operator's import without review; what the guard finds stays with it as work for curators.

        See `store_import`. Raises DuplicateEntryError.
        """
        return self._read(session, self.take_in(session, draft, actor, publish=True, continues=continues))

    def store_import(
        self, session: Session, draft: EntryDraft, actor: Actor, *, continues: str | None = None
    ) -> EntryVersion:
        """Store an imported draft: as the next version of the entry it `continues`, otherwise as a new entry.

        Who does not say what a document continues has it looked for: the one entry that was read from a file of the
        same name and has its title or number. Raises DuplicateEntryError.
        """
        return self._read(session, self.take_in(session, draft, actor, publish=False, continues=continues))

    def take_in(
        self, session: Session, draft: EntryDraft, actor: Actor, *, publish: bool, continues: str | None = None
    ) -> VersionKey:
        """Do as `publish_import` or `store_import`; return where it is, because reading it again costs time."""
        key = self._store_import(session, draft, actor, continues)
        if publish:
            stored = KnowledgeRepository(session).newest(key.entry_id)
            self._publish(session, stored, actor, lock=None, reason="import")
        return key

    def withdraw(
        self, session: Session, entry_id: str, version: int, *, actor: Actor, reason: str, lock: int | None = None
    ) -> EntryVersion:
        """Take a published version down at once, with a reason."""
        if not reason.strip():
            raise InvalidInputError("Say why it is withdrawn; the reason is kept with the entry.")
        current = self._expect(session, entry_id, version, EntryStatus.PUBLISHED, "withdraw")
        values = {"status": EntryStatus.WITHDRAWN.value, "reviewer_id": actor.id, "status_reason": reason}
        self._move(session, current, actor, "knowledge.withdraw", lock, reason, values)
        Succession(session, self._clock).withdrawn(VersionKey(entry_id, version))
        return KnowledgeRepository(session).get(entry_id, version)

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
        require_own_region(session, actor, VersionKey(entry_id, version))
        current = self._expect(session, entry_id, version, EntryStatus.PUBLISHED, "supersede")
        successor = repository.live_version(successor_id)
        if successor is None or successor_id == entry_id:
            raise InvalidInputError(f"'{successor_id}' is not another published entry; publish the successor first.")
        relation = RelationDraft(
            kind=RelationKind.REPLACES,
            target_entry_id=entry_id,
            effective_on=effective_on,
            origin=RelationOrigin.CURATOR,
        )
        RelationRepository(session).add(VersionKey(successor_id, successor), relation)
        key = VersionKey(entry_id, version)
        repository.change(key, lock=current.lock if lock is None else lock, at=self._clock.now())
        self._audit(session, actor, "knowledge.supersede", key, successor_id=successor_id)
        Succession(session, self._clock).settle([entry_id])
        return self._read(session, key)

    def settle_due(self, session: Session) -> int:
        """Move published versions whose last day has passed to expired or superseded; return how many (daily job)."""
        return Succession(session, self._clock).due()

    # -- rules -------------------------------------------------------------------------------------------------

    def _create(self, session: Session, draft: EntryDraft, actor: Actor) -> VersionKey:
        duplicate = find_duplicate(session, draft)
        if duplicate is not None:
            raise DuplicateEntryError(duplicate.entry_id, duplicate.title, duplicate.rule)
        repository, now = KnowledgeRepository(session), self._clock.now()
        key = VersionKey(new_id(ID_PREFIX[draft.kind]), 1)
        repository.add_entry(key.entry_id, draft.kind, at=now)
        repository.add_version(key.entry_id, draft, status=EntryStatus.DRAFT, author_id=actor.id, at=now)
        require_own_region(session, actor, key)
        RelationRepository(session).store(key, draft.relations)
        self._audit(session, actor, "knowledge.create", key, title=draft.title)
        return key

    def _revise(
        self, session: Session, entry_id: str, draft: EntryDraft, actor: Actor, lock: int | None = None
    ) -> VersionKey:
        repository, now = KnowledgeRepository(session), self._clock.now()
        newest = repository.newest(entry_id)
        if newest.status is EntryStatus.IN_REVIEW:
            raise WrongStatusError("edit", newest.status, EntryStatus.DRAFT)
        if lock is not None and lock != newest.lock:
            raise StaleEntryError(entry_id, newest.version)
        relations = RelationRepository(session)
        decided = carried_over(relations.of_version(VersionKey(entry_id, newest.version)), draft.relations)
        key = VersionKey(entry_id, newest.version)
        require_own_region(session, actor, key)
        if newest.status is EntryStatus.DRAFT:
            repository.replace_content(key, draft, lock=newest.lock, at=now)
        else:
            version = repository.add_version(entry_id, draft, status=EntryStatus.DRAFT, author_id=actor.id, at=now)
            key = VersionKey(entry_id, version)
        require_own_region(session, actor, key)  # the new words may name another one
        relations.store(key, decided)
        self._audit(session, actor, "knowledge.revise", key, title=draft.title)
        return key

    def _store_import(self, session: Session, draft: EntryDraft, actor: Actor, continues: str | None) -> VersionKey:
        if continues is None and draft.kind not in (EntryKind.FAQ, EntryKind.SERVICE_ITEM):
            continues = KnowledgeRepository(session).find_continued(draft)
        if continues is not None:
            return self._revise(session, continues, draft, actor)
        return self._create(session, draft, actor)

    def _publish(
        self, session: Session, current: EntryVersion | EditState, actor: Actor, *, lock: int | None, reason: str
    ) -> None:
        values = {"status": EntryStatus.PUBLISHED.value, "reviewer_id": actor.id, "published_at": self._clock.now()}
        self._move(session, current, actor, "knowledge.publish", lock, reason, values)
        begin_anew(session, current.entry_id, self._clock.today())
        Succession(session, self._clock).published(VersionKey(current.entry_id, current.version))

    def _read(self, session: Session, key: VersionKey) -> EntryVersion:
        return KnowledgeRepository(session).get(key.entry_id, key.version)

    def _pending(self, session: Session, entry_id: str) -> EntryVersion | None:
        """Return the draft that somebody has begun on top of what is published, with all it holds."""
        newest = KnowledgeRepository(session).newest(entry_id)
        return self._read(session, VersionKey(entry_id, newest.version)) if newest.status is EntryStatus.DRAFT else None

    def _expect(self, session: Session, entry_id: str, version: int, status: EntryStatus, action: str) -> EntryVersion:
        current = KnowledgeRepository(session).get(entry_id, version)
        if current.status is not status:
            raise WrongStatusError(action, current.status, status)
        return current

    def _move(
        self,
        session: Session,
        current: EntryVersion | EditState,
        actor: Actor,
        action: str,
        lock: int | None,
        reason: str,
        values: dict[str, Any],
    ) -> None:
        key = VersionKey(current.entry_id, current.version)
        require_own_region(session, actor, key)
        lock = current.lock if lock is None else lock
        KnowledgeRepository(session).change(key, lock=lock, at=self._clock.now(), **values)
        self._audit(session, actor, action, key, reason=reason, status=values["status"])
        announce(session, key, at=self._clock.now())

    def _editors(self, session: Session, version: EntryVersion) -> frozenset[str]:
        object_id = f"{version.entry_id}.{version.version}"
        return audit.actors_of(session, "knowledge.revise", object_type="knowledge_entry", object_id=object_id)

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
            relations=tuple(RelationRepository(session).of_version(key)),
            extraction=load_extraction(session, key.entry_id, key.version),
        )
