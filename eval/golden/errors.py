"""What can go wrong with golden questions, each with what to do next."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from core.messages import message


class GoldenQuestionNotFoundError(NotFoundError):
    code = "golden_question_not_found"

    def __init__(self, question_id: str) -> None:
        super().__init__(f"There is no golden question '{question_id}'. Load the list again; it may be gone.")


class GoldenRunNotFoundError(NotFoundError):
    code = "golden_run_not_found"

    def __init__(self, entry_id: str, version: int) -> None:
        super().__init__(f"The golden questions were not tried on '{entry_id}' version {version} yet. Run them first.")


class StaleGoldenQuestionError(ConflictError):
    code = "stale_golden_question"

    def __init__(self, question_id: str) -> None:
        super().__init__(f"Somebody else changed golden question '{question_id}'. Load it again and repeat the change.")


class GoldenDraftError(InvalidInputError):
    """A golden question that cannot be kept; `details` names the field."""

    code = "golden_draft"

    def __init__(self, field: str, key: str, **values: object) -> None:
        text = message(key, **values)
        super().__init__(text, details={field: text})


class GoldenRunOutdatedError(ConflictError):
    code = "golden_run_outdated"

    def __init__(self) -> None:
        super().__init__(message("golden.run_outdated"))


class GoldenRegressionError(ConflictError):
    """A version breaks golden questions; `details` names every one."""

    code = "golden_regression"

    def __init__(self, broken: dict[str, str]) -> None:
        super().__init__(message("golden.regression", count=len(broken)), details=broken)


class OwnOverrideError(NotAllowedError):
    """Whoever let a regression pass may not publish it too."""

    code = "own_override"

    def __init__(self) -> None:
        super().__init__(message("golden.own_override"))
