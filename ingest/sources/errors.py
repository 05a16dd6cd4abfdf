"""What can go wrong with the source list, each with what to do next."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from core.messages import message


class SiteNotFoundError(NotFoundError):
    code = "site_not_found"

    def __init__(self) -> None:
        super().__init__(message("sources.error.not_found"))


class StaleSiteError(ConflictError):
    code = "stale_site"

    def __init__(self, name: str) -> None:
        super().__init__(message("sources.error.stale", name=name))


class DuplicateSiteError(ConflictError):
    code = "duplicate_site"

    def __init__(self, name: str) -> None:
        super().__init__(message("sources.error.duplicate", name=name))


class InactiveSiteError(ConflictError):
    code = "inactive_site"

    def __init__(self, name: str) -> None:
        super().__init__(message("sources.error.inactive", name=name))


class NotOwnerError(NotAllowedError):
    code = "not_owner"

    def __init__(self) -> None:
        super().__init__(message("sources.error.not_owner"))


class UnusableSiteError(InvalidInputError):
    """`details` names every field."""

    code = "unusable_site"

    def __init__(self, details: dict[str, str]) -> None:
        super().__init__(message("sources.error.unusable"), details=details)


class UnusableListError(InvalidInputError):
    code = "unusable_source_list"

    def __init__(self) -> None:
        super().__init__(message("sources.error.list"), details={"file": message("sources.error.list")})
