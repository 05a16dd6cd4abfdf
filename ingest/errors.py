"""Why a file could not be read."""

from __future__ import annotations

from pathlib import Path

from core.errors import AppError, ConflictError, InvalidInputError, NotFoundError
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


class ImportRunningError(ConflictError):
    """Another run over the same base is under way: two at once would read the same files twice."""

    code = "import_running"

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(message("ingest.running", owner=owner))


class ParserNotStartedError(AppError):
    """No parser process can be started: nothing can be read, and no file is to blame. The run can be resumed."""

    code = "parser_not_started"
    status = 503

    def __init__(self) -> None:
        super().__init__(message("ingest.parser_not_started"))


class RunNotFoundError(NotFoundError):
    """There is no run with this id."""

    code = "run_not_found"

    def __init__(self, run_id: str) -> None:
        super().__init__(message("ingest.no_such_run", run=run_id))


def _rebuild(reason: str, skipped: bool, params: dict[str, str]) -> UnreadableFileError:
    return UnreadableFileError(reason, skipped=skipped, **params)
