"""Why an appeal is refused."""

from __future__ import annotations

from datetime import date

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from core.messages import message


class AppealNotFoundError(NotFoundError):
    code = "appeal_not_found"

    def __init__(self) -> None:
        super().__init__(message("appeal.error.not_found"))


class NotYourAssessmentError(NotAllowedError):
    """A department appeals against its own assessment, and somebody else rules on it."""

    code = "not_your_assessment"

    def __init__(self) -> None:
        super().__init__(message("appeal.error.not_yours"))


class AppealTooLateError(ConflictError):
    code = "appeal_too_late"

    def __init__(self, until: date) -> None:
        super().__init__(message("appeal.error.too_late", until=until.isoformat()))


class AppealStateError(ConflictError):
    """One appeal at a time; a ruling is made once; a draft is no assessment yet. `reason` names the sentence."""

    code = "appeal_state"

    def __init__(self, reason: str) -> None:
        super().__init__(message(f"appeal.error.{reason}"))


class EmptyAppealError(InvalidInputError):
    code = "empty_appeal"

    def __init__(self) -> None:
        text = message("appeal.error.empty")
        super().__init__(text, details={"text": text})
