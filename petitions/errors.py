"""What may go wrong with a petition, in sentences of the catalogue."""

from __future__ import annotations

from core.errors import ConflictError, NotAllowedError, NotFoundError
from core.messages import message
from petitions.types import State


class PetitionNotFoundError(NotFoundError):
    """No such petition, or this caller may not know of it. The text never says which part is wrong."""

    code = "petition_not_found"

    def __init__(self) -> None:
        super().__init__(message("petition.error.not_found"))


class TransitionRefusedError(ConflictError):
    """The table of DOMAIN §3.4 does not list this step from this state; nothing was changed."""

    code = "transition_refused"

    def __init__(self, event: str, state: State) -> None:
        super().__init__(
            message(
                "petition.error.transition",
                event=message(f"petition.command.{event}"),
                state=message(f"petition.state.{state.value}"),
            )
        )


class WrongRoleError(NotAllowedError):
    """The step is possible, but not for this caller's role."""

    code = "wrong_role"

    def __init__(self, event: str) -> None:
        super().__init__(message("petition.error.role", event=message(f"petition.command.{event}")))


class OtherDepartmentError(NotAllowedError):
    """The ticket lies with another department."""

    code = "other_department"

    def __init__(self) -> None:
        super().__init__(message("petition.error.other_department"))


class PetitionChangedError(ConflictError):
    """Somebody else changed the petition after the caller read it (optimistic lock)."""

    code = "petition_changed"

    def __init__(self, name: str, time: str) -> None:
        super().__init__(message("petition.error.changed", name=name, time=time))


class SubmissionKeyReusedError(ConflictError):
    """The submission key already filed a petition with other content."""

    code = "submission_key_reused"

    def __init__(self) -> None:
        super().__init__(message("petition.error.submission_key"))


class AlreadyRatedError(ConflictError):
    """The reply of this cycle was rated before."""

    code = "already_rated"

    def __init__(self) -> None:
        super().__init__(message("petition.error.rated"))


class WithdrawalHeldError(ConflictError):
    """Reports and safety matters are not withdrawn without a supervisor (T20)."""

    code = "withdrawal_held"

    def __init__(self) -> None:
        super().__init__(message("petition.error.withdrawal_held"))


class AssistsOpenError(ConflictError):
    """An assisting department has not finished, so the lead cannot answer yet (T14)."""

    code = "assists_open"

    def __init__(self, departments: str) -> None:
        super().__init__(message("petition.error.assists_open", departments=departments))
