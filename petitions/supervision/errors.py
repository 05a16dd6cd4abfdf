"""Why a step of supervision is refused."""

from __future__ import annotations

from core.errors import ConflictError, NotAllowedError, NotFoundError
from core.messages import message


class OrderNotFoundError(NotFoundError):
    """There is no such order, or it is of a petition this caller may not see."""

    code = "order_not_found"

    def __init__(self, *, is_hidden: bool = False) -> None:
        super().__init__(message("supervision.error.not_found"), is_hidden=is_hidden)


class OtherLevelError(NotAllowedError):
    """The order or flag belongs to another level of supervision."""

    code = "other_level"

    def __init__(self, level: int) -> None:
        super().__init__(message("supervision.error.level", level=message(f"supervision.level.{level}")))


class OrderStateError(ConflictError):
    """The order stands where this cannot be done any more."""

    code = "order_state"

    def __init__(self, state: str) -> None:
        super().__init__(message("supervision.error.state", state=message(f"supervision.state.{state}")))


class NobodyHandlesError(ConflictError):
    """A petition that lies with no department yet has nobody to supervise."""

    code = "nobody_handles"

    def __init__(self) -> None:
        super().__init__(message("supervision.error.nobody"))


class FlagDecidedError(ConflictError):
    """Somebody decided about this flag before."""

    code = "flag_decided"

    def __init__(self) -> None:
        super().__init__(message("supervision.error.decided"))
