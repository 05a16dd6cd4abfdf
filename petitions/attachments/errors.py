"""Why a file is not taken."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.messages import message


class AttachmentRefusedError(InvalidInputError):
    """A file is empty, too large, of another kind, or not what its name says: `attachment.refused.<reason>`."""

    code = "attachment_refused"

    def __init__(self, reason: str, name: str, **params: object) -> None:
        text = message(f"attachment.refused.{reason}", file=name, **params)
        super().__init__(text, details={"files": text})


class TooManyAttachmentsError(ConflictError):
    """The petition would have more files than it may."""

    code = "too_many_attachments"

    def __init__(self, most: int, present: int) -> None:
        super().__init__(message("attachment.too_many", most=most, present=present))


class AttachmentNotFoundError(NotFoundError):
    """This petition has no such file."""

    code = "attachment_not_found"

    def __init__(self) -> None:
        super().__init__(message("attachment.not_found"))
