"""What may go wrong with knowledge gaps."""

from __future__ import annotations

from core.errors import ConflictError, NotFoundError
from core.messages import message


class GapNotFoundError(NotFoundError):
    """There is no such gap, or its last question was erased."""

    code = "gap_not_found"

    def __init__(self, gap_id: str) -> None:
        super().__init__(message("gap.error.not_found", id=gap_id))


class GapStateError(ConflictError):
    """The gap is resolved or dismissed, or an entry is drafted for it already."""

    code = "gap_state"

    def __init__(self, reason: str) -> None:
        super().__init__(message(f"gap.error.{reason}"))
