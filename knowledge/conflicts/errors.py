"""What can go wrong with conflicts, each with what to do next."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
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


class EndingDraftError(InvalidInputError):
    """What cannot be asked of a reviewer; `details` names the field."""

    code = "ending_draft"

    def __init__(self, field: str, key: str) -> None:
        text = message(key)
        super().__init__(text, details={field: text})


class NothingAskedError(ConflictError):
    code = "nothing_asked"

    def __init__(self) -> None:
        super().__init__(message("conflict.nothing_asked"))


class OwnRequestError(NotAllowedError):
    """Whoever asks for an ending may not grant it too."""

    code = "own_request"

    def __init__(self) -> None:
        super().__init__(message("conflict.own_request"))
