"""Keys of other systems, kept by the administrator."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.keys.service import ApiKey, KeyScope
from api.schemas.api_keys import ApiKeyIn, ApiKeyOut, NewApiKeyOut

router = APIRouter(prefix="/api/staff/api-keys", tags=["staff configuration"])

Administrator = Annotated[StaffCall, Depends(require("config.edit"))]


@router.get("", response_model=list[ApiKeyOut], operation_id="listApiKeys", responses=problems(401, 403))
def list_keys(runtime: RuntimeDep, _call: Administrator) -> list[ApiKeyOut]:
    """Every key, revoked ones too."""
    with runtime.database.reading() as session:
        return [_out(key) for key in runtime.api_keys.list_keys(session)]


@router.post(
    "", response_model=NewApiKeyOut, status_code=201, operation_id="createApiKey", responses=problems(401, 403)
)
def create_key(body: ApiKeyIn, runtime: RuntimeDep, call: Administrator) -> NewApiKeyOut:
    """A new key; its secret is in this answer and nowhere else."""
    scopes = frozenset(KeyScope(scope) for scope in body.scopes)
    with runtime.database.unit_of_work() as session:
        key, secret = runtime.api_keys.create(session, body.name, body.source, scopes, call.actor, call.origin)
    return NewApiKeyOut(**_out(key).model_dump(), secret=secret)


@router.delete("/{key_id}", response_model=ApiKeyOut, operation_id="revokeApiKey", responses=problems(401, 403, 404))
def revoke_key(key_id: Annotated[str, Path(max_length=40)], runtime: RuntimeDep, call: Administrator) -> ApiKeyOut:
    """End a key at once and for good."""
    with runtime.database.unit_of_work() as session:
        return _out(runtime.api_keys.revoke(session, key_id, call.actor, call.origin))


def _out(key: ApiKey) -> ApiKeyOut:
    return ApiKeyOut.model_validate(
        {name: getattr(key, name) for name in ApiKeyOut.model_fields} | {"scopes": sorted(key.scopes)}
    )
