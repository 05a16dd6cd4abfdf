"""What may go wrong with a petition, in sentences of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError, TooManyRequestsError
from core.messages import message
from petitions.types import RequestKind, State


class PetitionNotFoundError(NotFoundError):
    """No such petition, or this caller may not know of it. The text never says which part is wrong."""

    code = "petition_not_found"

    def __init__(self, *, is_hidden: bool = False) -> None:
        super().__init__(message("petition.error.not_found"), is_hidden=is_hidden)


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


class AssistsOpenError(ConflictError):
    """An assisting department has not finished, so the lead cannot answer yet (T14)."""

    code = "assists_open"

    def __init__(self, departments: str) -> None:
        super().__init__(message("petition.error.assists_open", departments=departments))


class StepRefusedError(ConflictError):
    """The state would allow the step, but a precondition of DOMAIN §3.4 is not met; `reason` names the sentence."""

    code = "step_refused"

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(message(f"petition.refused.{reason}", **values))
        self.reason = reason


class RequestPendingError(ConflictError):
    """One such request waits for its ruling already."""

    code = "request_pending"

    def __init__(self, event: str) -> None:
        super().__init__(message("petition.error.pending", event=message(f"petition.command.{event}")))


class NothingToRuleOnError(ConflictError):
    """No such request waits for a ruling."""

    code = "nothing_to_rule_on"

    def __init__(self, kind: RequestKind) -> None:
        super().__init__(message("petition.error.nothing_pending", kind=message(f"petition.request.{kind.value}")))


class SecondApproverError(NotAllowedError):
    """The second extension of a cycle needs a supervisor (T13)."""

    code = "second_approver"

    def __init__(self) -> None:
        super().__init__(message("petition.error.second_approver"))


class RemindedLatelyError(TooManyRequestsError):
    """The petitioner reminded the department a short while ago."""

    code = "reminded_lately"

    def __init__(self, *, retry_after_seconds: int) -> None:
        hours = -(-retry_after_seconds // 3600)
        super().__init__(
            message("petition.error.reminded_lately", hours=hours), retry_after_seconds=retry_after_seconds
        )


class ReplyNotReadyError(InvalidInputError):
    """The check of a reply's quality found something, and no reason was given to send it all the same."""

    code = "reply_not_ready"

    def __init__(self, findings: Sequence[str]) -> None:
        details = {f"text_{place}": finding for place, finding in enumerate(findings, start=1)}
        super().__init__(message("quality.not_ready", count=len(findings)), details=details)
