"""What can go wrong when a person is asked for."""

from __future__ import annotations

from core.errors import ConflictError, NotAllowedError, NotFoundError
from core.messages import message


class NobodyOnDutyError(ConflictError):
    """Nobody would take the conversation over now; the petition form is the way on."""

    code = "nobody_on_duty"


class HandOverNotFoundError(NotFoundError):
    code = "hand_over_not_found"

    def __init__(self) -> None:
        super().__init__(message("takeover.not_found"))


class AlreadyTakenError(ConflictError):
    """Somebody was faster, or the enterprise no longer waits."""

    code = "already_taken"

    def __init__(self, agent_name: str | None) -> None:
        if agent_name:
            super().__init__(message("takeover.taken", name=agent_name))
        else:
            super().__init__(message("takeover.no_longer_waits"))


class NotHeldError(ConflictError):
    """No agent holds the conversation (any more), so there is nobody to write to."""

    code = "not_held"

    def __init__(self) -> None:
        super().__init__(message("takeover.not_held"))


class HeldByAnotherError(NotAllowedError):
    """A conversation belongs to the agent who took it."""

    code = "held_by_another"

    def __init__(self) -> None:
        super().__init__(message("takeover.held_by_another"))
