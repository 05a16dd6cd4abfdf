"""What can go wrong with a questionnaire."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.messages import message


class QuestionnaireNotFoundError(NotFoundError):
    code = "questionnaire_not_found"

    def __init__(self) -> None:
        super().__init__(message("questionnaire.error.not_found"))


class QuestionnaireClosedError(ConflictError):
    code = "questionnaire_closed"

    def __init__(self) -> None:
        super().__init__(message("questionnaire.error.closed"))


class QuestionnaireAnsweredError(ConflictError):
    """This visitor has answered."""

    code = "questionnaire_answered"

    def __init__(self) -> None:
        super().__init__(message("questionnaire.error.answered"))


class UnusableQuestionnaireError(InvalidInputError):
    """Fields that cannot be used; `details` has one sentence for each."""

    code = "unusable_questionnaire"

    def __init__(self, fields: dict[str, str]) -> None:
        details = {field: message(f"questionnaire.field.{code}") for field, code in fields.items()}
        super().__init__(message("questionnaire.error.fields", count=len(fields)), details=details)
