"""Why a configuration is not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.messages import message
from petitions.catalogue.types import Holding


class UnusableRowsError(InvalidInputError):
    """Rows contradict each other or themselves; `details` names each by its number and column."""

    code = "unusable_rows"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(message("config.error.rows", count=len(problems)), details=dict(problems))


class ConfigChangedError(ConflictError):
    """Somebody else decided after the caller looked."""

    code = "config_changed"

    def __init__(self, seen: int, newest: int) -> None:
        super().__init__(message("config.error.changed", seen=seen, newest=newest))


class DepartmentInUseError(ConflictError):
    """A department that still holds something cannot be removed; the text lists what."""

    code = "department_in_use"

    def __init__(self, name: str, holdings: Sequence[Holding]) -> None:
        listed = message("petition.separator").join(
            message(f"config.holding.{holding.kind}", count=holding.count) for holding in holdings
        )
        super().__init__(message("config.error.department_in_use", department=name, holdings=listed))


class ConfigVersionNotFoundError(NotFoundError):
    """This kind of configuration has no such version."""

    code = "config_version_not_found"

    def __init__(self, version: int) -> None:
        super().__init__(message("config.error.no_version", version=version))
