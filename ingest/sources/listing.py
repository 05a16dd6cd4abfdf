"""The source list as a spreadsheet: reading one that people keep, and writing one that reads back the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import resources

from openpyxl import Workbook

from core.messages import message
from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.readers.sheet import Sheet, read_csv
from ingest.readers.workbook import read_workbook
from ingest.sources.errors import UnusableListError
from ingest.sources.types import ListedSite, RowProblem, Site, SiteDraft, SiteKind, SiteLevel
from ingest.types import ReadLimits

LIMITS = ReadLimits(
    max_bytes=2 * 1024 * 1024, max_unpacked_bytes=32 * 1024 * 1024, max_table_cells=50_000, max_archive_members=200
)
"""A source list has dozens of rows; what is larger is another file, and is refused before it is read."""

COLUMNS = (
    "name", "url", "level", "kind", "owner", "owner_department", "check_every_days", "is_active", "rules_off",
)  # fmt: skip
_HEADER_ROWS = 10
_FORMULA = re.compile(r"^[=+\-@\t\r]")


@cache
def _lexicon(section: str) -> dict[str, str]:
    text = (resources.files("ingest.lexicons") / "source_columns.json").read_text(encoding="utf-8")
    return {_bare(word): code for code, words in json.loads(text)[section].items() for word in words}


def read_list(name: str, content: bytes) -> tuple[list[ListedSite], list[RowProblem]]:
    """Return the sites of a CSV or XLSX, in order, and the rows that name none.

    Raises UnusableListError when the file is no such list, UnreadableFileError when it cannot be read.
    """
    if len(content) > LIMITS.max_bytes:
        raise UnreadableFileError("too_large", file=name, limit_mb=LIMITS.max_bytes // 1024**2)
    sites: list[ListedSite] = []
    problems: list[RowProblem] = []
    sheets = [(sheet, header) for sheet in _sheets(name, content) if (header := _header(sheet)) is not None]
    if not sheets:
        raise UnusableListError
    for sheet, header in sheets:
        fields = [_lexicon("columns").get(_bare(cell)) for cell in sheet.rows[header]]
        for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2):
            cells = {field: cell.strip() for field, cell in zip(fields, row, strict=False) if field and cell.strip()}
            found = _listed(number, cells)
            if isinstance(found, ListedSite):
                sites.append(found)
            elif found is not None:
                problems.append(found)
    return sites, problems


def write_list(sites: Iterable[Site], owner_of: Callable[[Site], tuple[str, str]], *, as_workbook: bool) -> bytes:
    """Return the list as XLSX or as CSV (UTF-8 with a mark, which Excel needs). `owner_of` gives person and department.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    rows = [[message(f"sources.column.{column}") for column in COLUMNS]]
    rows += [[_safe(cell) for cell in _cells(site, *owner_of(site))] for site in sites]
    if not as_workbook:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        return text.getvalue().encode("utf-8-sig")
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = message("sources.list_title")
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheets(name: str, content: bytes) -> Sequence[Sheet]:
    kind = detect(name, content)
    if kind is Format.SHEET:
        return read_workbook(name, content, LIMITS).sheets
    if kind in (Format.CSV, Format.TEXT):
        return read_csv(name, content, LIMITS).sheets
    raise UnusableListError


def _header(sheet: Sheet) -> int | None:
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        if {"name", "url"} <= {_lexicon("columns").get(_bare(cell)) for cell in row}:
            return number
    return None


def _listed(row: int, cells: dict[str, str]) -> ListedSite | RowProblem | None:
    """Return the site of a row, what is wrong with it, or None for a row that only heads or counts others."""
    if "url" not in cells:
        return RowProblem(row=row, code="no_url", value=cells["name"]) if len(cells) > 1 and "name" in cells else None
    codes = {}
    for field, default in (("level", "city"), ("kind", "department"), ("check_every_days", "1"), ("is_active", "yes")):
        written = cells.get(field)
        code = default if written is None else _lexicon(field).get(_bare(written))
        if code is None and field == "check_every_days" and (days := re.search(r"\d{1,3}", written or "")):
            code = days[0]
        if code is None:
            return RowProblem(row=row, code=field, value=written or "")
        codes[field] = code
    draft = SiteDraft(
        name=cells.get("name", cells["url"]),
        url=cells["url"],
        level=SiteLevel(codes["level"]),
        kind=SiteKind(codes["kind"]),
        owner_department=cells.get("owner_department"),
        check_every_days=int(codes["check_every_days"]),
        is_active=codes["is_active"] == "yes",
        rules_off=tuple(re.findall(r"C\d{1,2}", cells.get("rules_off", "").upper())),
    )
    return ListedSite(row=row, draft=draft, owner=cells.get("owner", ""))


def _cells(site: Site, owner: str, department: str) -> Sequence[str]:
    content = site.content
    return (
        content.name,
        content.url,
        message(f"sources.level.{content.level.value}"),
        message(f"sources.kind.{content.kind.value}"),
        owner,
        department,
        str(content.check_every_days),
        message("sources.yes") if content.is_active else message("sources.no"),
        " ".join(content.rules_off),
    )


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _bare(word: str) -> str:
    return re.sub(r"[\s*：:（）()]", "", word).lower()
