"""What an enterprise may take over from its profile into a petition form, having shown that it filed one before."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.dependencies import RuntimeDep, limit, problems
from api.schemas.enterprises import PrefillIn, PrefillOut
from api.views.enterprises import prefill_out
from petitions.errors import PetitionNotFoundError

router = APIRouter(prefix="/api/enterprises", tags=["petitions"])


@router.post(
    "/prefill",
    response_model=PrefillOut,
    operation_id="prefillPetition",
    dependencies=[Depends(limit("lookup"))],
    responses=problems(404, 429),
)
def prefill(body: PrefillIn, runtime: RuntimeDep) -> PrefillOut:
    """Facts of the public register for whoever knows number and phone tail of a petition of this enterprise.

    Every mismatch is the same 404: an unknown number, a wrong tail, another enterprise, no profile.
    """
    with runtime.database.reading() as session:
        filed_under = runtime.petitions.credit_code_of(session, body.number, body.phone_tail)
        found = runtime.enterprises.prefill(session, body.credit_code)
        if found is None or found.credit_code != filed_under:
            raise PetitionNotFoundError
    return prefill_out(found)
