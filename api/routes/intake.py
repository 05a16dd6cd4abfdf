"""Petitions that other systems hand in with a key, and how those stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from api.dependencies import OriginDep, RuntimeDep, get_runtime, get_surroundings, problems
from api.keys.errors import KeyRefusedError
from api.keys.service import ApiKey, KeyScope
from api.locating import located
from api.schemas.api_keys import IntakePetitionIn
from api.schemas.petitions import ProgressOut, ReceiptOut
from api.views.petitions import petition_draft, progress_out, receipt_out
from petitions.types import Channel

router = APIRouter(prefix="/api/intake", tags=["intake"])


def key_for(scope: KeyScope) -> Callable[[Request], ApiKey]:
    """Return a dependency that lets pass whoever shows a key good for `scope`, as a bearer token.

    Tries with bad keys are counted for the address, uses of a good one for the key.
    """

    def check(request: Request) -> ApiKey:
        around, runtime = get_surroundings(request), get_runtime(request)
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        try:
            if kind.lower() != "bearer" or not secret.strip():
                raise KeyRefusedError
            with runtime.database.reading() as session:
                key = runtime.api_keys.resolve(session, secret.strip(), scope)
        except KeyRefusedError:
            around.limiter.take("bad_key", around.proxies.client_address(request))
            raise
        around.limiter.take("intake", key.id)
        return key

    return check


@router.post(
    "/petitions", response_model=ReceiptOut, status_code=201, operation_id="handInPetition",
    responses=problems(401, 403, 409, 429),
)  # fmt: skip
def hand_in(
    key: Annotated[ApiKey, Depends(key_for(KeyScope.FILE))],
    body: IntakePetitionIn,
    runtime: RuntimeDep,
    origin: OriginDep,
) -> ReceiptOut:
    """File a petition under its number in the other system; the same number again returns the same receipt."""
    draft = replace(petition_draft(body), channel=Channel.API)
    with runtime.database.unit_of_work() as session:
        draft = located(session, runtime.enterprises, draft)
        petition = runtime.petition_import.hand_in(session, draft, key.source, body.external_number, key.actor, origin)
        runtime.api_keys.note_use(session, key)
        return receipt_out(runtime.petitions.receipt(session, petition))


@router.get(
    "/petitions/{number}", response_model=ProgressOut, operation_id="readHandedIn",
    responses=problems(401, 403, 404, 429),
)  # fmt: skip
def read_handed_in(
    key: Annotated[ApiKey, Depends(key_for(KeyScope.READ))],
    number: Annotated[str, Path(max_length=40)],
    runtime: RuntimeDep,
) -> ProgressOut:
    """How a petition stands that came from this key's source."""
    with runtime.database.reading() as session:
        petition = runtime.petition_import.of_source(session, number, key.source)
        return progress_out(runtime.petitions.steps.progress(session, petition))
