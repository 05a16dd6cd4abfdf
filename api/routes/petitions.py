"""Petitions of enterprises, guests too: filing and everything after. Nothing personal stands in a URL."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.dependencies import OriginDep, RuntimeDep, limit, problems
from api.locating import located
from api.schemas.notices import NoticeOut
from api.schemas.petition_steps import RemindIn, ReopenIn, SupplyMaterialIn
from api.schemas.petitions import (
    CategoryOut,
    ExpectationOut,
    LookupIn,
    NatureCode,
    PetitionIn,
    ProgressOut,
    RateIn,
    ReceiptOut,
    WithdrawIn,
)
from api.views.notices import notice_out
from api.views.petitions import category_out, petition_draft, progress_out, receipt_out
from core.actors import GUEST
from petitions.types import Nature

router = APIRouter(prefix="/api/petitions", tags=["petitions"])

_GUESSING = [Depends(limit("lookup"))]
"""Number and phone tail can be tried out, so every route that takes them counts the tries."""


@router.get("/categories", response_model=list[CategoryOut], operation_id="listCategories")
def list_categories(runtime: RuntimeDep) -> list[CategoryOut]:
    """The first-level categories, with the names of those below."""
    return [category_out(category, runtime.petitions.taxonomy) for category in runtime.petitions.categories()]


@router.get("/expectation", response_model=ExpectationOut, operation_id="expectAnswer")
def expect_answer(runtime: RuntimeDep, nature: NatureCode = "consultation", policy: bool = False) -> ExpectationOut:
    """When an answer would come if a petition of this nature were accepted today; `policy`: a question about policy."""
    with runtime.database.reading() as session:
        expected = runtime.petitions.expectation(session, Nature(nature), is_policy_query=policy)
    return ExpectationOut(expected_by=expected.expected_by, expected_text=expected.expected_text)


@router.post(
    "",
    response_model=ReceiptOut,
    status_code=201,
    operation_id="filePetition",
    dependencies=[Depends(limit("petition"))],
    responses=problems(409, 429),
)
def file_petition(body: PetitionIn, runtime: RuntimeDep, origin: OriginDep) -> ReceiptOut:
    """File a petition. The same `submission_key` twice files one."""
    with runtime.database.unit_of_work() as session:
        draft = located(session, runtime.enterprises, petition_draft(body))
        petition = runtime.petitions.file(session, draft, GUEST, origin)
        return receipt_out(runtime.petitions.receipt(session, petition))


@router.post(
    "/lookup",
    response_model=ProgressOut,
    operation_id="lookUpPetition",
    dependencies=_GUESSING,
    responses=problems(404, 429),
)
def look_up(body: LookupIn, runtime: RuntimeDep) -> ProgressOut:
    """Progress, for whoever knows number and phone tail; a mismatch never says which of them is wrong."""
    with runtime.database.reading() as session:
        return progress_out(runtime.petitions.lookup(session, body.number, body.phone_tail))


@router.post(
    "/notices",
    response_model=list[NoticeOut],
    operation_id="listPetitionNotices",
    dependencies=_GUESSING,
    responses=problems(404, 429),
)
def list_notices(body: LookupIn, runtime: RuntimeDep) -> list[NoticeOut]:
    """What the petitioner was told, newest first, for whoever knows number and phone tail; read from now on."""
    with runtime.database.unit_of_work() as session:
        found = runtime.notices.of_petitioner(session, body.number, body.phone_tail)
    return [notice_out(notice) for notice in found]


@router.post(
    "/withdraw",
    response_model=ProgressOut,
    operation_id="withdrawPetition",
    dependencies=_GUESSING,
    responses=problems(404, 409, 429),
)
def withdraw(body: WithdrawIn, runtime: RuntimeDep, origin: OriginDep) -> ProgressOut:
    """Withdraw a petition that is not answered yet."""
    with runtime.database.unit_of_work() as session:
        progress = runtime.petitions.withdraw(session, body.number, body.phone_tail, body.reason, GUEST, origin)
        return progress_out(progress)


@router.post(
    "/rate",
    response_model=ProgressOut,
    operation_id="ratePetition",
    dependencies=_GUESSING,
    responses=problems(404, 409, 429),
)
def rate(body: RateIn, runtime: RuntimeDep, origin: OriginDep) -> ProgressOut:
    """Rate an answer: three stars or more close the petition, fewer have it handled again."""
    with runtime.database.unit_of_work() as session:
        progress = runtime.petitions.rate(
            session, body.number, body.phone_tail, body.stars, body.comment, GUEST, origin
        )
        return progress_out(progress)


@router.post(
    "/supply",
    response_model=ProgressOut,
    operation_id="supplyAsPetitioner",
    dependencies=_GUESSING,
    responses=problems(404, 409, 429),
)
def supply(body: SupplyMaterialIn, runtime: RuntimeDep, origin: OriginDep) -> ProgressOut:
    """Supply what the department asked for; the clock runs on."""
    with runtime.database.unit_of_work() as session:
        progress = runtime.petitions.supply_as_petitioner(
            session, body.number, body.phone_tail, body.text, GUEST, origin
        )
        return progress_out(progress)


@router.post(
    "/remind",
    response_model=ProgressOut,
    operation_id="remindDepartment",
    dependencies=_GUESSING,
    responses=problems(404, 409, 429),
)
def remind(body: RemindIn, runtime: RuntimeDep, origin: OriginDep) -> ProgressOut:
    """Remind the department (催办), once a day."""
    with runtime.database.unit_of_work() as session:
        progress = runtime.petitions.remind(session, body.number, body.phone_tail, body.text, GUEST, origin)
        return progress_out(progress)


@router.post(
    "/reopen",
    response_model=ProgressOut,
    operation_id="reopenAsPetitioner",
    dependencies=_GUESSING,
    responses=problems(404, 409, 429),
)
def reopen(body: ReopenIn, runtime: RuntimeDep, origin: OriginDep) -> ProgressOut:
    """Have a closed petition handled again because of new facts: once, within 30 days."""
    with runtime.database.unit_of_work() as session:
        progress = runtime.petitions.reopen_as_petitioner(
            session, body.number, body.phone_tail, body.new_facts, GUEST, origin
        )
        return progress_out(progress)
