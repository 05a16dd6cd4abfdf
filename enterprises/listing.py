"""A list of enterprises as people keep it in a spreadsheet: header words, units, and what each row says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from enterprises.errors import UnusableProfileListError
from enterprises.industries import industry_codes, industry_name
from enterprises.types import Fact, Facts, FactSource, ListedProfile, RowProblem

_HEADER_ROWS = 10
_NAMES = frozenset({"name", "region_name"})
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\D*)")
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_INDUSTRY = re.compile(r"[A-Ta-t]\d{2,4}")


@dataclass(frozen=True, slots=True)
class ListOrigin:
    """What the person who imports a list says about all of it; a row's own date wins over `as_of`."""

    source: FactSource
    as_of: date
    verified: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    field: str
    factor: float  # how many 万元 the header's unit is


def read_rows(rows: Sequence[Sequence[str]], origin: ListOrigin) -> tuple[list[ListedProfile], list[RowProblem]]:
    """Return what the rows of a sheet say, in order, and the rows that cannot be read.

    Row numbers count from 1 as spreadsheets show them. Raises UnusableProfileListError without a usable header.
    """
    header = next((place for place, row in enumerate(rows[:_HEADER_ROWS]) if _is_header(row)), None)
    if header is None:
        raise UnusableProfileListError
    columns = [_column(cell) for cell in rows[header]]
    listed: list[ListedProfile] = []
    problems: list[RowProblem] = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {c.field: (c, _read(c, cell)) for c, cell in zip(columns, row, strict=False) if c and cell.strip()}
        if not cells:
            continue
        try:
            listed.append(_listed(number, cells, origin))
        except _UnreadableCellError as error:
            problems.append(RowProblem(number, error.code, error.value))
    return listed, problems


class _UnreadableCellError(ValueError):
    def __init__(self, code: str, value: str) -> None:
        super().__init__(code)
        self.code, self.value = code, value


def _listed(number: int, cells: dict[str, tuple[_Column, str]], origin: ListOrigin) -> ListedProfile:
    as_of = _day(cells["as_of"][1]) if "as_of" in cells else origin.as_of

    def fact(value: Any) -> Fact[Any] | None:
        return None if value is None else Fact(value, origin.source, as_of, origin.verified)

    def text(field: str) -> str | None:
        return cells[field][1] if field in cells else None

    employees = _amount("employees", cells)
    if employees is not None and not employees.is_integer():
        raise _UnreadableCellError("employees", cells["employees"][1])
    return ListedProfile(
        row=number,
        credit_code=text("credit_code") or "",
        facts=Facts(
            name=Fact(text("name") or "", origin.source, as_of, origin.verified),
            industry=fact(_industry(text("industry"))),
            region=fact(text("region")),
            region_name=fact(text("region_name")),
            employees=fact(None if employees is None else int(employees)),
            revenue=fact(_amount("revenue", cells)),
            total_assets=fact(_amount("total_assets", cells)),
        ),
    )


def _amount(field: str, cells: dict[str, tuple[_Column, str]]) -> float | None:
    """Return a number in people or 万元; a unit in the cell wins over the one in the header."""
    if field not in cells:
        return None
    column, text = cells[field]
    found = _NUMBER.fullmatch(text.replace(",", ""))
    if found is None:
        raise _UnreadableCellError("number", text)
    unit = found[2].strip()
    if field == "employees":
        if unit and unit not in _lexicon()["people"]:
            raise _UnreadableCellError("number", text)
        return float(found[1])
    factor = _lexicon()["units"].get(unit) if unit else column.factor
    if factor is None:
        raise _UnreadableCellError("number", text)
    return float(found[1]) * factor


def _industry(text: str | None) -> str | None:
    """Return the code of "C35", "C35 专用设备制造业" or "专用设备制造业"; what is none of them stays for the checks."""
    if text is None:
        return None
    if found := _INDUSTRY.match(text):
        return found[0].upper()
    return next((code for code in industry_codes() if len(code) > 1 and industry_name(code) == text), text)


def _day(text: str) -> date:
    found = _DAY.match(text)
    try:
        if found is None:
            raise ValueError(text)
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise _UnreadableCellError("as_of", text) from error


def _is_header(row: Iterable[str]) -> bool:
    return {"credit_code", "name"} <= {column.field for cell in row if (column := _column(cell))}


def _column(header: str) -> _Column | None:
    text = _plain(header).lower()
    bare = re.sub(r"[\s*:]", "", _BRACKETS.sub("", text))
    field = _fields().get(bare)
    if field is None:
        return None
    unit = next((word for word in _lexicon()["units"] if word in text), None)
    return _Column(field, _lexicon()["units"][unit] if unit else 1.0)


def _read(column: _Column, cell: str) -> str:
    """Return a cell as it is compared; names keep the full-width brackets they are registered with."""
    return cell.strip() if column.field in _NAMES else _plain(cell)


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip().lstrip("'")


@cache
def _lexicon() -> dict[str, Any]:
    text = (resources.files("enterprises") / "data" / "columns.json").read_text(encoding="utf-8")
    lexicon: dict[str, Any] = json.loads(text)
    return lexicon


@cache
def _fields() -> dict[str, str]:
    return {word: field for field, words in _lexicon()["columns"].items() for word in words}
