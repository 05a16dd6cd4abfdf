"""Tables in and out: reading an uploaded CSV or XLSX, and writing one that a spreadsheet opens without surprises."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Literal
from urllib.parse import quote

from fastapi import Response
from openpyxl import Workbook

from core.errors import InvalidInputError
from core.messages import message
from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.readers.sheet import read_csv
from ingest.readers.workbook import read_workbook
from ingest.types import ReadLimits
from petitions.exchange.types import Table

SheetFormat = Literal["csv", "xlsx"]

LIMITS = ReadLimits(
    max_bytes=20 * 1024 * 1024, max_unpacked_bytes=256 * 1024 * 1024, max_table_cells=500_000, max_archive_members=500
)
"""Twenty thousand petitions with every column fit well; what is larger is refused before it is read."""

_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def read_tables(name: str, content: bytes) -> list[Table]:
    """Return the sheets of a CSV (any Chinese encoding) or XLSX, told apart by content.

    Raises InvalidInputError for anything else, UnreadableFileError for what is empty, damaged or over a limit.
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
    return [Table(sheet.name, sheet.rows) for sheet in sheets]


def read_first_sheet(name: str, content: bytes) -> Sequence[Sequence[str]]:
    """Return the rows of a CSV, or of the first sheet of an XLSX that is not empty. Raises as `read_tables` does."""
    tables = read_tables(name, content)
    return tables[0].rows if tables else ()


def write_table(rows: Iterable[Sequence[object]], *, as_workbook: bool, title: str) -> bytes:
    """Return rows, header first, as XLSX or as CSV (UTF-8 with a mark, which Excel needs).

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    shown = [[_safe(cell) for cell in row] for row in rows]
    if not as_workbook:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(shown)
        return text.getvalue().encode("utf-8-sig")
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = title
    for row in shown:
        sheet.append(row)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def table_response(rows: Iterable[Sequence[object]], *, title: str, format: SheetFormat) -> Response:
    """Return rows as a file to download."""
    content = write_table(rows, as_workbook=format == "xlsx", title=title)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{title}.{format}')}"}
    return Response(content, media_type=_MEDIA_TYPES[format], headers=headers)


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) else text
