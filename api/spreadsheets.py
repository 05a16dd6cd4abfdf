"""Lists that people keep in spreadsheets, as rows of text: small files only, read with the importer's own readers."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import InvalidInputError
from core.messages import message
from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.readers.sheet import read_csv
from ingest.readers.workbook import read_workbook
from ingest.types import ReadLimits

LIMITS = ReadLimits(
    max_bytes=5 * 1024 * 1024, max_unpacked_bytes=64 * 1024 * 1024, max_table_cells=200_000, max_archive_members=200
)
"""A list has thousands of rows at most; what is larger is another file, and is refused before it is read."""


def read_first_sheet(name: str, content: bytes) -> Sequence[Sequence[str]]:
    """Return the rows of a CSV, or of the first sheet of an XLSX that is not empty.

    Raises InvalidInputError for any other file, UnreadableFileError for one that is too large or broken.
    """
    if len(content) > LIMITS.max_bytes:
        raise UnreadableFileError("too_large", file=name, limit_mb=LIMITS.max_bytes // 1024**2)
    kind = detect(name, content)
    if kind is Format.SHEET:
        sheets = read_workbook(name, content, LIMITS).sheets
    elif kind in (Format.CSV, Format.TEXT):
        sheets = read_csv(name, content, LIMITS).sheets
    else:
        raise InvalidInputError(message("api.not_a_spreadsheet"))
    return sheets[0].rows if sheets else ()
