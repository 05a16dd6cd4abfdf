"""Reading documents: the archived text with clause anchors, and the original file."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.dependencies import RuntimeDep, problems
from api.reading import document_of, no_such_document, public_version
from api.schemas.documents import DocumentOut

router = APIRouter(prefix="/api/documents", tags=["documents"])

EntryId = Annotated[str, Path(min_length=1, max_length=64)]
VersionNumber = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("/{entry_id}", response_model=DocumentOut, operation_id="readDocument", responses=problems(404))
def read_document(entry_id: EntryId, runtime: RuntimeDep) -> DocumentOut:
    """The version in force; when there is none, the last one that was published."""
    with runtime.database.reading() as session:
        return document_of(runtime, session, public_version(runtime, session, entry_id, None))


@router.get(
    "/{entry_id}/versions/{version}",
    response_model=DocumentOut,
    operation_id="readDocumentVersion",
    responses=problems(404),
)
def read_version(entry_id: EntryId, version: VersionNumber, runtime: RuntimeDep) -> DocumentOut:
    """One archived version as it was published; how it stands today is in `validity`."""
    with runtime.database.reading() as session:
        return document_of(runtime, session, public_version(runtime, session, entry_id, version))


@router.get(
    "/{entry_id}/versions/{version}/original",
    response_class=Response,
    operation_id="downloadOriginal",
    responses={
        200: {"description": "The original file.", "content": {"application/octet-stream": {}}},
        **problems(404),
    },
)
def download_original(entry_id: EntryId, version: VersionNumber, runtime: RuntimeDep) -> Response:
    """The file the version was read from, byte for byte, always as a download."""
    with runtime.database.reading() as session:
        source = public_version(runtime, session, entry_id, version).content.source
    if source.sha256 is None:
        raise no_such_document()
    return attachment(runtime.files.get(source.sha256), source.file_name or f"{entry_id}.{version}")


def attachment(content: bytes, file_name: str) -> Response:
    """Return a download that no browser opens in place, whatever it holds and however it is named."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in file_name) or "file"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
    return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": disposition})
