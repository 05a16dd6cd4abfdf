"""What can go wrong with an evaluation: nearly always a file that is not what it should be."""

from __future__ import annotations

from pathlib import Path

from core.errors import InvalidInputError


class DatasetError(InvalidInputError):
    """A data set cannot be used; the message names the file, the line and what belongs there."""

    code = "dataset"

    def __init__(self, path: Path, reason: str, *, line: int | None = None) -> None:
        where = f"'{path}'" if line is None else f"'{path}' line {line}"
        super().__init__(f"{where}: {reason}")
