"""Why a file could not be read."""

from __future__ import annotations

from core.errors import InvalidInputError
from core.messages import message


class UnreadableFileError(InvalidInputError):
    """A file cannot be used. `reason` names the sentence `ingest.reason.<reason>`; `skipped` when it is not a fault."""

    code = "unreadable_file"

    def __init__(self, reason: str, *, skipped: bool = False, **params: object) -> None:
        self.reason = reason
        self.params = {name: str(value) for name, value in params.items()}
        self.skipped = skipped
        super().__init__(message(f"ingest.reason.{reason}", **self.params))

    def __reduce__(self) -> tuple[object, ...]:
        # Crosses the process boundary of the parser.
        return (_rebuild, (self.reason, self.skipped, self.params))


def _rebuild(reason: str, skipped: bool, params: dict[str, str]) -> UnreadableFileError:
    return UnreadableFileError(reason, skipped=skipped, **params)
