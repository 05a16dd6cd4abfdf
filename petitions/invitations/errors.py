"""Why a link to rate does not open."""

from __future__ import annotations

from core.errors import AppError, ConflictError, NotFoundError
from core.messages import message


class LinkInvalidError(NotFoundError):
    """The link was not made here, or was cut short on its way."""

    code = "rating_link_invalid"

    def __init__(self) -> None:
        super().__init__(message("invitation.error.invalid"))


class LinkUsedError(ConflictError):
    """Somebody rated by this link, or by number and phone tail."""

    code = "rating_link_used"

    def __init__(self) -> None:
        super().__init__(message("invitation.error.used"))


class LinkExpiredError(AppError):
    """The time to rate is over, or the petition was handled again since."""

    code = "rating_link_expired"
    status = 410

    def __init__(self) -> None:
        super().__init__(message("invitation.error.expired"))
