"""Uploaded files on their way into a petition, and a stored one on its way out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import Response, UploadFile

from api.runtime import Runtime
from api.schemas.attachments import PetitionFileOut
from core.messages import message
from petitions.attachments.types import MAX_BYTES, Attachment, CheckedFile


def checked_files(runtime: Runtime, files: Sequence[UploadFile]) -> list[CheckedFile]:
    """Return uploads whose content is what their names say; each is read just past the limit, never further."""
    named = ((file.filename or message("api.unnamed_file"), file.file.read(MAX_BYTES + 1)) for file in files)
    return runtime.attachments.check(named)


def attachments_out(attachments: Sequence[Attachment]) -> list[PetitionFileOut]:
    """Return files as clients see them; who added them and where they stand is not theirs to know."""
    return [PetitionFileOut.model_validate(attachment, from_attributes=True) for attachment in attachments]


def attachment_response(attachment: Attachment, content: bytes) -> Response:
    """Return a file to save: never shown inside our pages, never taken for another type."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }
    return Response(content, media_type=attachment.media_type, headers=headers)
