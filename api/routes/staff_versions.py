"""Keeping up: what changed between versions, the original beside the clause, and relations that wait for a curator."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.curating import may_read, require_full
from api.dependencies import RuntimeDep, StaffCall, problems
from api.reading import no_such_document
from api.routes.documents import EntryId, VersionNumber, attachment
from api.routes.staff_knowledge import Editor, Reader
from api.schemas.versions import ChangesOut, OriginalOut, RelationList, RelationOut, RelationWorkList, ResolveIn
from api.views.versions import changes_out, open_relation_out, original_out, relation_out
from knowledge.types import EntryVersion

router = APIRouter(prefix="/api/staff/knowledge", tags=["staff knowledge"])

RelationId = Annotated[int, Path(ge=1, le=2**31 - 1)]
Offset = Annotated[int | None, Query(ge=0, le=100_000_000)]


@router.get(
    "/{entry_id}/versions/{version}/changes",
    response_model=ChangesOut,
    operation_id="readChanges",
    responses=problems(401, 403, 404),
)
def read_changes(
    entry_id: EntryId,
    version: VersionNumber,
    runtime: RuntimeDep,
    call: Reader,
    against: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> ChangesOut:
    """What changed, clause by clause: against the published version unless another is named."""
    with runtime.database.reading() as session:
        _must_read(call, runtime.knowledge.get_version(session, entry_id, version))
        old, new, comparison = runtime.knowledge.changes(session, entry_id, version, against=against)
        _must_read(call, old)
        return changes_out(old, new, comparison, live=runtime.knowledge.live_version(session, old.entry_id))


@router.get(
    "/{entry_id}/versions/{version}/original",
    response_model=OriginalOut,
    operation_id="readOriginal",
    responses=problems(401, 403, 404),
)
def read_original(
    entry_id: EntryId,
    version: VersionNumber,
    runtime: RuntimeDep,
    call: Reader,
    start: Offset = None,
    end: Offset = None,
) -> OriginalOut:
    """The text before cleaning with every edit; `start` and `end` of the body are shown in it."""
    with runtime.database.reading() as session:
        original = runtime.knowledge.original(session, entry_id, version)
    _must_read(call, original.entry)
    return original_out(original, (start, end) if start is not None and end is not None else None)


@router.get(
    "/{entry_id}/versions/{version}/original/file",
    response_class=Response,
    operation_id="downloadSource",
    responses={
        200: {"description": "The file, byte for byte.", "content": {"application/octet-stream": {}}},
        **problems(401, 403, 404),
    },
)
def download_source(entry_id: EntryId, version: VersionNumber, runtime: RuntimeDep, call: Reader) -> Response:
    """The file a version was read from, of a draft too; always as a download."""
    with runtime.database.reading() as session:
        entry = runtime.knowledge.get_version(session, entry_id, version)
    _must_read(call, entry)
    source = entry.content.source
    if source.sha256 is None:
        raise no_such_document()
    response = attachment(runtime.files.get(source.sha256), source.file_name or f"{entry_id}.{version}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@router.get(
    "/{entry_id}/versions/{version}/relations",
    response_model=RelationList,
    operation_id="listRelations",
    responses=problems(401, 403, 404),
)
def list_relations(entry_id: EntryId, version: VersionNumber, runtime: RuntimeDep, call: Reader) -> RelationList:
    """How a version stands to other entries: stated by its text, by a curator, or inferred."""
    with runtime.database.reading() as session:
        _must_read(call, runtime.knowledge.get_version(session, entry_id, version))
        found = runtime.relations.of_version(session, entry_id, version)
    return RelationList(rows=[relation_out(relation) for relation in found])


@router.get(
    "/relations",
    response_model=RelationWorkList,
    operation_id="listUnresolvedRelations",
    responses=problems(401, 403),
)
def list_unresolved(
    runtime: RuntimeDep,
    call: Editor,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RelationWorkList:
    """Relations whose target is not in the base, or not the only one of its name; those that end others come first."""
    require_full(call)
    with runtime.database.reading() as session:
        total, rows = runtime.relations.unresolved(session, offset=offset, limit=limit)
    return RelationWorkList(total=total, rows=[open_relation_out(row) for row in rows])


@router.post(
    "/relations/{relation_id}/resolve",
    response_model=RelationOut,
    operation_id="resolveRelation",
    responses=problems(401, 403, 404),
)
def resolve(relation_id: RelationId, body: ResolveIn, runtime: RuntimeDep, call: Editor) -> RelationOut:
    """Say which entry is meant, or "none"; what follows for validity is worked out at once."""
    require_full(call)
    target = None if body.target_entry_id == "none" else body.target_entry_id
    with runtime.database.unit_of_work() as session:
        return relation_out(runtime.relations.resolve(session, relation_id, target, call.actor))


def _must_read(call: StaffCall, entry: EntryVersion) -> None:
    """Raise NotFoundError for what this caller may not know of."""
    if not may_read(call, entry):
        raise no_such_document(is_hidden=True)
