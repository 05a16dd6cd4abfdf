"""Writing service guides, and the windows of application notices."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter

from api.curating import require_full
from api.dependencies import RuntimeDep, problems
from api.reading import no_such_document
from api.routes.documents import EntryId
from api.routes.staff_knowledge import Editor, detail_of
from api.schemas.details import LimitIn, NoticeIn, ServiceItemIn
from api.schemas.knowledge import EntryDetail, ReviewDateIn
from core.errors import InvalidInputError
from core.messages import message
from knowledge.drafts import DraftFrame, service_item_draft
from knowledge.types import (
    Description,
    EntryDraft,
    EntryKind,
    Material,
    NoticeDetails,
    ServiceItemDetails,
)

router = APIRouter(prefix="/api/staff/knowledge", tags=["staff knowledge"])


@router.post(
    "/service-items",
    response_model=EntryDetail,
    status_code=201,
    operation_id="createServiceItem",
    responses=problems(401, 403, 409),
)
def create_service_item(body: ServiceItemIn, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """A new service guide, as a draft."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        created = runtime.knowledge.create(session, _guide(body, None), call.actor)
        return detail_of(runtime, session, created, call)


@router.put(
    "/{entry_id}/service-item",
    response_model=EntryDetail,
    operation_id="changeServiceItem",
    responses=problems(401, 403, 404, 409),
)
def change_service_item(entry_id: EntryId, body: ServiceItemIn, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """New content of a service guide; a published one stays live until the new version is published."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        newest = runtime.knowledge.versions(session, entry_id)[0].version
        current = runtime.knowledge.get_version(session, entry_id, newest).content
        if current.kind is not EntryKind.SERVICE_ITEM:
            raise no_such_document()
        changed = runtime.knowledge.revise(session, entry_id, _guide(body, current), call.actor, lock=body.lock)
        return detail_of(runtime, session, changed, call)


@router.put(
    "/{entry_id}/review-date",
    response_model=EntryDetail,
    operation_id="setReviewDate",
    responses=problems(401, 403, 404),
)
def set_review_date(entry_id: EntryId, body: ReviewDateIn, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """When to look at an entry again; it belongs to the entry, so no version is made. The newest version comes back."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        runtime.review_dates.set(session, entry_id, body.next_review_on, call.actor)
        newest = runtime.knowledge.versions(session, entry_id)[0].version
        return detail_of(runtime, session, runtime.knowledge.get_version(session, entry_id, newest), call)


@router.put(
    "/{entry_id}/notice",
    response_model=EntryDetail,
    operation_id="changeNotice",
    responses=problems(401, 403, 404, 409),
)
def change_notice(entry_id: EntryId, body: NoticeIn, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """The window of an application notice; its text stays as it was issued."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        newest = runtime.knowledge.versions(session, entry_id)[0].version
        current = runtime.knowledge.whole(session, entry_id, newest)
        if current.kind is not EntryKind.NOTICE:
            raise no_such_document()
        changed = runtime.knowledge.revise(
            session, entry_id, replace(current, details=_window(body)), call.actor, lock=body.lock
        )
        return detail_of(runtime, session, changed, call)


def _guide(body: ServiceItemIn, existing: EntryDraft | None) -> EntryDraft:
    details = ServiceItemDetails(
        item_code=body.item_code.strip(),
        item_type=body.item_type.strip(),
        implementing_body=body.implementing_body.strip(),
        legal_basis=_clean(body.legal_basis),
        eligibility=_clean(body.eligibility),
        required_materials=tuple(Material(**material.model_dump()) for material in body.required_materials),
        statutory_limit=_limit(body.statutory_limit),
        committed_limit=_limit(body.committed_limit),
        fee=body.fee.strip(),
        windows=_clean(body.windows),
        online_url=body.online_url,
        consult_phone=body.consult_phone,
        complaint_phone=body.complaint_phone,
        steps=_clean(body.steps),
        onsite_visits=body.onsite_visits,
    )
    known = existing.description if existing else Description()
    description = replace(known, department_code=body.department_code or known.department_code)
    if existing is None:
        return service_item_draft(details, body.title.strip(), DraftFrame(description=description))
    frame = DraftFrame(description=description, source=existing.source, visibility=existing.visibility)
    return service_item_draft(details, body.title.strip(), frame)


def _window(body: NoticeIn) -> NoticeDetails:
    """Return a window. Raises InvalidInputError, naming the field, for one that cannot be."""
    wrong: dict[str, str] = {}
    if body.year_round and (body.window_start or body.window_end):
        wrong["year_round"] = message("notice_window.both")
    elif not body.year_round and body.window_end is None:
        wrong["window_end"] = message("notice_window.end_needed")
    elif body.window_start and body.window_end and body.window_end < body.window_start:
        wrong["window_end"] = message("notice_window.backwards")
    url, offline = (body.apply_url or "").strip(), message("notice_window.offline")
    if url and url != offline and not url.startswith(("http://", "https://")):
        wrong["apply_url"] = message("notice_window.bad_url", offline=offline)
    if wrong:
        raise InvalidInputError(next(iter(wrong.values())), details=wrong)
    return NoticeDetails(
        window_start=body.window_start,
        window_end=body.window_end,
        year_round=body.year_round,
        apply_url=url or None,
        contact=(body.contact or "").strip() or None,
    )


def _limit(limit: LimitIn | None) -> tuple[int, str] | None:
    return None if limit is None else (limit.days, limit.unit)


def _clean(texts: list[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())
