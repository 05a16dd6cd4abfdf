"""What can go wrong with conflicts, each with what to do next."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.messages import message


class ConflictNotFoundError(NotFoundError):
    code = "conflict_not_found"

    def __init__(self, conflict_id: int) -> None:
        super().__init__(f"There is no conflict {conflict_id}. Load the work list again; it may be settled already.")


class DecidedMeanwhileError(ConflictError):
    code = "decided_meanwhile"

    def __init__(self, conflict_id: int) -> None:
        super().__init__(f"Somebody else decided conflict {conflict_id} meanwhile. Load it again and compare.")


class NoReasonError(InvalidInputError):
    code = "no_reason"

    def __init__(self) -> None:
        text = message("conflict.reason_needed")
        super().__init__(text, details={"reason": text})
