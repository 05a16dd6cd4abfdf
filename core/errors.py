"""The error hierarchy. Each error has a stable `code`, an HTTP status, and a message that says what to do next."""

from __future__ import annotations


class AppError(Exception):
    """Base of every error a user may meet.

    `message` says what happened, with which value, and what to do; it never holds a secret or personal data.
    `details` maps a field name to the sentence about it, for forms that show errors beside their fields.
    """

    code = "error"
    status = 500

    def __init__(self, message: str, *, details: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = details or {}


class InvalidInputError(AppError):
    """The caller sent something that cannot be used."""

    code = "invalid_input"
    status = 422


class NotLoggedInError(AppError):
    """The caller must log in first."""

    code = "not_logged_in"
    status = 401


class NotAllowedError(AppError):
    """The caller is known, but may not do this."""

    code = "not_allowed"
    status = 403


class NotFoundError(AppError):
    """The thing does not exist, or (`is_hidden`) this caller may not know that it does; both read the same."""

    code = "not_found"
    status = 404

    def __init__(self, message: str, *, is_hidden: bool = False) -> None:
        super().__init__(message)
        self.is_hidden = is_hidden


class ConflictError(AppError):
    """The thing is not in a state that allows this, or somebody else changed it first."""

    code = "conflict"
    status = 409


class TooManyRequestsError(AppError):
    """The caller must wait; `retry_after_seconds` says how long."""

    code = "too_many_requests"
    status = 429

    def __init__(self, message: str, *, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class StorageError(AppError):
    """A database, index or file store failed, or does not fit this version."""

    code = "storage_error"
    status = 503


class UpstreamError(AppError):
    """A service outside this process (chat model, embeddings endpoint) failed."""

    code = "upstream_error"
    status = 502
