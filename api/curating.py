"""Which knowledge a staff member may read and change, and what may be done with a version next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from api.accounts.errors import MissingPermissionError
from api.accounts.permissions import Scope
from api.dependencies import StaffCall
from api.reading import is_public
from api.runtime import Runtime
from api.schemas.knowledge import DescriptionPatch, ListQuery
from core.actors import Actor
from core.messages import message
from knowledge.bounds import may_work_on
from knowledge.guard import NO_NUMBER
from knowledge.listing import ReviewDue
from knowledge.repository import EntryFilter
from knowledge.types import EntryKind, EntryStatus, EntryVersion

_INTERPRETED_FIELDS = frozenset({"summary"})
"""What the person who interprets a policy may correct (DOMAIN §1: summary, 解读)."""


def review_due(runtime: Runtime) -> ReviewDue:
    """Return what is to be looked at again now."""
    clock = runtime.clock
    return ReviewDue(clock.now(), clock.today(), runtime.settings.reports.knowledge_review_days)


def scoped_filter(call: StaffCall, asked: ListQuery, due: ReviewDue, *, offset: int, limit: int) -> EntryFilter:
    """Return the list filter of this caller: everything, own department tree, or else what everybody may read."""
    today = due.today
    sees_all = Scope.ALL in call.scopes
    public_only = not sees_all and not call.departments
    status = EntryStatus(asked.status) if asked.status else None
    return EntryFilter(
        status=EntryStatus.PUBLISHED if public_only else status,
        kind=EntryKind(asked.kind) if asked.kind else None,
        department_codes=None if sees_all or public_only else call.departments,
        text=asked.q.strip() or None,
        public_only=public_only,
        ends_between=(today, today + timedelta(days=asked.ends_within_days)) if asked.ends_within_days else None,
        incomplete=asked.incomplete,
        review=due if asked.review_due else None,
        tag=asked.tag.strip() or None,
        offset=offset,
        limit=limit,
    )


def may_read(call: StaffCall, entry: EntryVersion) -> bool:
    """Say whether this caller may open a version: by scope, by department tree, as interpreter, or as everybody."""
    if Scope.ALL in call.scopes or is_public(entry) or interprets(call.actor, entry):
        return True
    return entry.content.description.department_code in call.departments


def may_edit(call: StaffCall, entry: EntryVersion, changes: Mapping[str, Any]) -> bool:
    """Say whether this caller may make these changes; an interpreter only those to the interpreted summary."""
    if Scope.ALL in call.scopes:
        return True
    return Scope.INTERPRETED in call.scopes and interprets(call.actor, entry) and set(changes) <= _INTERPRETED_FIELDS


def require_full(call: StaffCall) -> None:
    """Raise MissingPermissionError when the caller may edit some entries only."""
    if Scope.ALL not in call.scopes:
        raise MissingPermissionError("kb.edit")


def interprets(actor: Actor, entry: EntryVersion) -> bool:
    """Say whether the actor is the named interpreter (解读人) of this version."""
    return bool(actor.name) and actor.name in (entry.content.description.interpreter or "").split()


def changes_of(patch: DescriptionPatch) -> dict[str, Any]:
    """Return only the fields that were sent; null clears a field. "无" as a number means: it has none."""
    changes = patch.model_dump(exclude_unset=True, exclude={"lock"})
    if changes.get("document_number") == message("api.no_document_number"):
        changes["document_number"] = NO_NUMBER
    for name in ("issuing_bodies", "tags"):
        if name in changes and changes[name] is None:
            changes[name] = []
    return changes


def allowed_steps(entry: EntryVersion, actor: Actor, permitted: frozenset[str]) -> list[str]:
    """Return the steps that this caller may take with the version now; none with one of another division's."""
    if not may_work_on(actor, entry.content.description.region_code):
        return []
    steps = []
    if "kb.edit" in permitted and entry.status is not EntryStatus.IN_REVIEW:
        steps.append("edit")
        if entry.status is EntryStatus.DRAFT:
            steps.append("submit")
    if "kb.approve" in permitted and entry.status is EntryStatus.IN_REVIEW:
        steps += ["reject"] if entry.author_id == actor.id else ["approve", "reject"]
    if "kb.withdraw" in permitted and entry.status is EntryStatus.PUBLISHED:
        steps += ["withdraw", "supersede", "roll_back"]
    return steps
