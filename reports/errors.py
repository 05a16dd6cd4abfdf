"""What can go wrong with a report."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from core.messages import message


class EditionNotFoundError(NotFoundError):
    """No such edition, or this reader may not know of it."""

    code = "edition_not_found"

    def __init__(self) -> None:
        super().__init__(message("report.error.not_found"))


class ListNotFoundError(NotFoundError):
    """The edition has no list of this key: the number is 0, or it counts nothing that can be listed."""

    code = "list_not_found"

    def __init__(self, key: str) -> None:
        super().__init__(message("report.error.no_list", name=key))


class EditionReleasedError(ConflictError):
    """What is released stays as it is; a correction is a further edition and needs a reason."""

    code = "edition_released"

    def __init__(self, period: str) -> None:
        super().__init__(message("report.error.released", period=period))


class AlreadyReleasedError(ConflictError):
    code = "already_released"

    def __init__(self) -> None:
        super().__init__(message("report.error.already_released"))


class PeriodNotOverError(ConflictError):
    """The draft was cut off before its period ended."""

    code = "period_not_over"

    def __init__(self, period: str) -> None:
        super().__init__(message("report.error.not_over", period=period))


class FuturePeriodError(InvalidInputError):
    code = "future_period"

    def __init__(self, period: str) -> None:
        super().__init__(message("report.error.future", period=period))


class PartialReaderError(NotAllowedError):
    """Who may read part of an edition may not release or export it."""

    code = "partial_reader"

    def __init__(self) -> None:
        super().__init__(message("report.error.partial_reader"))


class NotReleasedError(ConflictError):
    """A public edition is made from a released one."""

    code = "not_released"

    def __init__(self) -> None:
        super().__init__(message("report.error.not_released"))


class PublicOfDepartmentError(ConflictError):
    """A public edition is about everything."""

    code = "public_of_department"

    def __init__(self) -> None:
        super().__init__(message("report.error.public_of_department"))
