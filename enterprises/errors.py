"""What can go wrong with a profile."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.messages import message


class ProfileNotFoundError(NotFoundError):
    code = "profile_not_found"

    def __init__(self) -> None:
        super().__init__(message("enterprise.error.not_found"))


class ProfileExistsError(ConflictError):
    code = "profile_exists"

    def __init__(self, credit_code: str) -> None:
        super().__init__(message("enterprise.error.exists", credit_code=credit_code))


class ProfileChangedError(ConflictError):
    code = "profile_changed"

    def __init__(self) -> None:
        super().__init__(message("enterprise.error.changed"))


class UnusableProfileError(InvalidInputError):
    """Some fields cannot be used; `details` has one sentence for each."""

    code = "unusable_profile"

    def __init__(self, details: dict[str, str]) -> None:
        super().__init__(message("enterprise.error.fields", count=len(details)), details=details)


class UnusableProfileListError(InvalidInputError):
    """A file without a header that names credit code and name."""

    code = "unusable_profile_list"

    def __init__(self) -> None:
        super().__init__(message("enterprise.error.list"))
