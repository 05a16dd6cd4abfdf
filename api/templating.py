"""The templates of notices as a table: code and text, in and out."""

from __future__ import annotations

from collections.abc import Iterable

from api.spreadsheets import read_first_sheet
from core.errors import InvalidInputError
from core.messages import message
from petitions.notices.types import Template

_COLUMNS = ("code", "text")


def template_table(templates: Iterable[Template]) -> list[list[str]]:
    """Return templates as a table with its header."""
    return [_header(), *([template.code, template.text] for template in templates)]


def read_templates(name: str, content: bytes) -> list[tuple[str, str]]:
    """Return code and text of each row of a CSV or XLSX. Raises InvalidInputError without these two columns."""
    rows = read_first_sheet(name, content)
    known = dict(zip(_header(), _COLUMNS, strict=True)) | {column: column for column in _COLUMNS}
    header = [known.get(cell.strip().lower()) for cell in rows[0]] if rows else []
    if not set(_COLUMNS) <= set(header):
        columns = message("petition.separator").join(_header())
        raise InvalidInputError(message("notice.error.columns", columns=columns))
    code, text = header.index("code"), header.index("text")
    return [(row[code].strip(), row[text]) for row in rows[1:] if len(row) > max(code, text) and any(row)]


def _header() -> list[str]:
    return [message(f"notice.column.{column}") for column in _COLUMNS]
