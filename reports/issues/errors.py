"""Why a step on a hot issue is refused."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from core.messages import message
from reports.issues.types import IssueState


class IssueNotFoundError(NotFoundError):
    """There is no such issue, or this caller may not know of it."""

    code = "issue_not_found"

    def __init__(self, *, is_hidden: bool = False) -> None:
        super().__init__(message("issue.error.not_found"), is_hidden=is_hidden)


class WrongIssueRoleError(NotAllowedError):
    """The step is possible, but not for this caller's role or department."""

    code = "wrong_issue_role"

    def __init__(self, step: str) -> None:
        super().__init__(message("issue.error.role", step=message(f"issue.step.{step}")))


class IssueStateError(ConflictError):
    """The issue stands where this cannot be done; nothing was changed."""

    code = "issue_state"

    def __init__(self, step: str, state: IssueState) -> None:
        super().__init__(
            message(
                "issue.error.state", step=message(f"issue.step.{step}"), state=message(f"issue.state.{state.value}")
            )
        )


class NotSignedError(ConflictError):
    """A direct report that no supervisor signed goes to nobody (DOMAIN §8, 信息直报)."""

    code = "not_signed"

    def __init__(self) -> None:
        super().__init__(message("issue.error.not_signed"))


class IssueChangedError(ConflictError):
    """Somebody else changed the issue after the caller read it (optimistic lock)."""

    code = "issue_changed"

    def __init__(self) -> None:
        super().__init__(message("issue.error.changed"))


class NotARecipientError(NotAllowedError):
    """Only those whom a direct report went to can say that they have read it."""

    code = "not_a_recipient"

    def __init__(self) -> None:
        super().__init__(message("issue.error.not_a_recipient"))


class UnfinishedIssueError(ConflictError):
    """An issue closes with a result and the words for the public, not without (DOMAIN §8, 督查跟踪)."""

    code = "issue_unfinished"

    def __init__(self, missing: list[str]) -> None:
        names = message("petition.separator").join(message(f"issue.field.{name}") for name in missing)
        super().__init__(message("issue.error.unfinished", names=names))


class UnusableIssueFieldsError(InvalidInputError):
    """Fields that cannot be used; `details` has one sentence for each."""

    code = "unusable_issue_fields"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(message("issue.error.fields", count=len(fields)), details=fields)
