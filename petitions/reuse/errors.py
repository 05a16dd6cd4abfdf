"""What may go wrong when a reply is reused."""

from __future__ import annotations

from core.errors import ConflictError
from core.messages import message
from petitions.reuse.types import Unfit


class UnfitReplyError(ConflictError):
    """The petition is confidential, open, or has no reply."""

    code = "reply_not_reusable"

    def __init__(self, number: str, reason: Unfit) -> None:
        why = message(f"reuse.unfit.{reason.value}")
        super().__init__(message("reuse.error.unfit", number=number, reason=why))


class AlreadyDraftedError(ConflictError):
    """An entry was drafted from this petition before."""

    code = "already_drafted"

    def __init__(self, number: str) -> None:
        super().__init__(message("reuse.error.drafted", number=number))
