"""What can go wrong with a staff account."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotLoggedInError
from core.messages import message


class LoginFailedError(NotLoggedInError):
    """One sentence for every reason, so that it tells nobody which accounts exist."""

    code = "login_failed"

    def __init__(self) -> None:
        super().__init__(message("auth.login_failed"))


class WeakPasswordError(InvalidInputError):
    code = "weak_password"

    def __init__(self, key: str, **values: object) -> None:
        text = message(key, **values)
        super().__init__(text, details={"new_password": text})


class WrongPasswordError(InvalidInputError):
    code = "wrong_password"

    def __init__(self) -> None:
        text = message("auth.wrong_password")
        super().__init__(text, details={"old_password": text})


class UserNameTakenError(ConflictError):
    code = "user_name_taken"

    def __init__(self, user_name: str) -> None:
        super().__init__(message("auth.user_name_taken", user_name=user_name))


class OwnAccountError(ConflictError):
    """Nobody gives himself a role, and the acting administrator stays one: so there is always one left."""

    code = "own_account"

    def __init__(self) -> None:
        super().__init__(message("auth.own_account"))


class PasswordChangeRequiredError(NotAllowedError):
    code = "password_change_required"

    def __init__(self) -> None:
        super().__init__(message("auth.password_change_required"))


class MissingPermissionError(NotAllowedError):
    code = "missing_permission"

    def __init__(self, permission: str) -> None:
        super().__init__(message("auth.missing_permission", permission=permission))


class CsrfError(NotAllowedError):
    code = "csrf_failed"

    def __init__(self) -> None:
        super().__init__(message("auth.csrf_failed"))
