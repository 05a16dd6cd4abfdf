"""A row of another system's table, read as a petition or refused with a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from core.clock import SHANGHAI
from core.messages import message
from petitions.exchange.columns import bare, words
from petitions.exchange.types import ListedPetition, Mapping, RowProblem, Table
from petitions.taxonomy import Taxonomy
from petitions.types import Channel, Contact, Identity, Nature, PetitionDraft
from petitions.validation import TITLE_MAX_CHARS

UNCLASSIFIED = "99"
"""其他: only for imports, until a dispatcher classifies the petition (DOMAIN §3.2)."""

SOURCE_MAX_CHARS = NUMBER_MAX_CHARS = 60
_HOTLINE = "12345"
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:：时](\d{1,2})分?(?:[:：]?(\d{1,2})秒?)?)?"
)


def read_rows(table: Table, mapping: Mapping, source: str, taxonomy: Taxonomy) -> Iterator[ListedPetition | RowProblem]:
    """Yield every row below the header, in order, as a petition or as a problem."""
    first = 0 if mapping.header_row is None else mapping.header_row + 1
    for number, row in enumerate(table.rows[first:], start=first + 1):
        cells = {field: cell.strip() for field, cell in zip(mapping.fields, row, strict=False) if field}
        yield _listed(number, {field: cell for field, cell in cells.items() if cell}, source, taxonomy)


def _listed(row: int, cells: dict[str, str], source: str, taxonomy: Taxonomy) -> ListedPetition | RowProblem:
    if "content" not in cells:
        return RowProblem(row, "content", message("exchange.problem.no_content"), cells.get("title", ""))
    source, number = cells.get("source", source), cells.get("external_number")
    for field, text, most in (("source", source, SOURCE_MAX_CHARS), ("external_number", number, NUMBER_MAX_CHARS)):
        if text is not None and len(text) > most:
            return RowProblem(row, field, message("petition.field.too_long", max=most, count=len(text)), text[:most])
    coded = {}
    for field, default in (("nature", Nature.HELP.value), ("identity", Identity.NAMED.value)):
        code = words(field).get(bare(cells[field])) if field in cells else default
        if code is None:
            return RowProblem(row, field, message(f"exchange.problem.{field}"), cells[field])
        coded[field] = code
    received_at = read_time(cells["received_at"]) if "received_at" in cells else None
    if "received_at" in cells and received_at is None:
        return RowProblem(row, "received_at", message("exchange.problem.received_at"), cells["received_at"])
    title, content = _title(cells)
    draft = PetitionDraft(
        title=title,
        content=content,
        contact=Contact(cells.get("contact_name", ""), cells.get("contact_phone", "")),
        enterprise_name=cells.get("enterprise_name", ""),
        credit_code=cells.get("credit_code", ""),
        identity=Identity(coded["identity"]),
        nature=Nature(coded["nature"]),
        category_code=category_of(cells.get("category", ""), taxonomy),
        demand=cells.get("demand", ""),
        channel=Channel.HOTLINE_12345 if _HOTLINE in source else Channel.IMPORT,
        consent=True,  # given to the system that took the petition
    )
    return ListedPetition(row, draft, source, number, received_at)


def category_of(text: str, taxonomy: Taxonomy) -> str:
    """Return the code that a table's word for a category stands for: its code, or its name at either level."""
    wanted = bare(text).replace("/", "").replace("-", "")
    for category in sorted(taxonomy.categories, key=lambda c: c.parent_code is None):
        names = {category.code.replace("-", ""), bare(category.name), bare(taxonomy.name(category.code) or "")}
        if not category.import_only and wanted in {name.replace("/", "") for name in names}:
            return category.code
    return UNCLASSIFIED


def read_time(text: str) -> datetime | None:
    """Return the instant a cell names, Asia/Shanghai where it says no other; None when it names none."""
    found = _DATE.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]
    except ValueError:
        return None


def _title(cells: dict[str, str]) -> tuple[str, str]:
    """Return title and content; a title that is missing or too long is cut from what there is, and nothing is lost."""
    title, content = cells.get("title", ""), cells["content"]
    if len(title) > TITLE_MAX_CHARS:
        content = f"{title}\n{content}"
    whole = title or _SENTENCE_END.split(content, maxsplit=1)[0] or content
    return (whole if len(whole) <= TITLE_MAX_CHARS else f"{whole[: TITLE_MAX_CHARS - 1]}…"), content
