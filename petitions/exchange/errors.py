"""Why a table of petitions cannot be imported."""

from __future__ import annotations

from core.errors import InvalidInputError
from core.messages import message


class UnusableTableError(InvalidInputError):
    """No sheet of the file says what the petitions are about; `reason` names `exchange.error.<reason>`."""

    code = "unusable_table"

    def __init__(self, reason: str, **params: object) -> None:
        super().__init__(message(f"exchange.error.{reason}", **params))
