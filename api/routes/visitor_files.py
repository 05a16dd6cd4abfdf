"""Reading a visitor's notice, so that it can be asked about. The file is read and forgotten."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, UploadFile

from api.dependencies import RuntimeDep, limit, problems
from api.errors import BodyTooLargeError
from api.runtime import Runtime
from api.schemas.chat import FileDocumentOut, FileReadOut
from core.errors import InvalidInputError
from core.masking import mask
from core.messages import message
from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.visitor_files import FileText
from knowledge.published import published_as

router = APIRouter(prefix="/api/chat", tags=["chat"])

_TAKEN = frozenset({Format.PDF, Format.WORD, Format.OLD_TEXT, Format.ENCRYPTED, Format.IMAGE, Format.OFD, Format.HTML})
_KEPT_REASONS = frozenset({"image", "picture_without_text", "no_text", "too_slow"})
"""Why a file that is sound cannot be read here; it can still go to a department as an attachment."""
_TEXT_CHARS = 60_000


@router.post(
    "/files",
    response_model=FileReadOut,
    operation_id="readFile",
    dependencies=[Depends(limit("file"))],
    responses=problems(413, 422, 429, 503),
)
def read_file(file: Annotated[UploadFile, File()], runtime: RuntimeDep) -> FileReadOut:
    """Read a picture, PDF or Word file and say which published document it is, when it is one. Nothing is stored.

    `outcome` is `kept` for a sound file that cannot be read here (a scan without the `ocr` extra): `message` says so,
    and that it can be sent along with a petition.
    """
    name = file.filename or message("api.unnamed_file")
    most = runtime.settings.server.upload_max_mb
    content = file.file.read(most * 1024**2 + 1)
    if len(content) > most * 1024**2:
        raise BodyTooLargeError(most)
    if not content or detect(name, content) not in _TAKEN:
        raise InvalidInputError(message("api.visitor_file.wrong_kind", file=name))
    try:
        notice = runtime.visitor_files.read(name, content)
    except UnreadableFileError as error:
        if error.reason not in _KEPT_REASONS:
            raise
        return FileReadOut(outcome="kept", message=message("api.visitor_file.kept", file=name))
    return _read(runtime, name, notice)


def _read(runtime: Runtime, name: str, notice: FileText) -> FileReadOut:
    with runtime.database.reading() as session:
        known = published_as(session, notice.title, notice.document_number)
    return FileReadOut(
        outcome="read",
        message=message("api.visitor_file.read", file=name, count=len(notice.text)),
        char_count=len(notice.text),
        text=mask(notice.text[:_TEXT_CHARS]),
        document=FileDocumentOut(title=known.title, url=f"/doc/{known.entry_id}") if known else None,
    )
