"""Why a key opens nothing."""

from __future__ import annotations

from core.errors import NotAllowedError, NotFoundError, NotLoggedInError
from core.messages import message


class KeyRefusedError(NotLoggedInError):
    """No key, a forged one, or one that was revoked; the text never says which."""

    code = "key_refused"

    def __init__(self) -> None:
        super().__init__(message("api_key.refused"))


class KeyScopeError(NotAllowedError):
    """The key is good, but not for this."""

    code = "key_scope"

    def __init__(self) -> None:
        super().__init__(message("api_key.scope"))


class KeyNotFoundError(NotFoundError):
    """There is no such key."""

    code = "key_not_found"

    def __init__(self) -> None:
        super().__init__(message("api_key.not_found"))
