"""Rows as text read into what they mean, every problem at once; and what is in force written back as rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from core.calendar import FIRST_YEAR, LAST_YEAR, CalendarOverride
from core.departments import Department
from core.messages import message
from petitions.catalogue.errors import UnusableRowsError
from petitions.catalogue.types import COLUMNS, KEY_COLUMNS, ConfigKind, Route, Row
from petitions.taxonomy import Category, Taxonomy
from petitions.types import DEFAULT_RULES, WorkRules

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")
_CELL_CHARS = 200
_DEPARTMENT_CHARS = {"name": 100, "short_name": 40, "phone": 60, "hours": 100}
_SEPARATORS = re.compile(r"[\s,，、;；]+")


class _Problems(dict[str, str]):
    """Sentences by row and column; rows count from 1."""

    def note(self, row: int, column: str, key: str, **values: object) -> None:
        self.setdefault(f"{row}.{column}", message("config.problem.at", row=row, problem=message(key, **values)))

    def settle(self) -> None:
        if self:
            raise UnusableRowsError(self)


@cache
def words() -> dict[str, Any]:
    """Return the limits of each rule, the words for yes and no, and those that name statutory holidays."""
    text = (resources.files("petitions.catalogue") / "words.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def key_of(kind: ConfigKind, row: Row) -> str:
    """Return what tells a row from the others of its kind."""
    return "/".join(row.get(column, "") for column in COLUMNS[kind][: KEY_COLUMNS.get(kind, 1)])


def tidy(kind: ConfigKind, rows: Iterable[Row]) -> list[dict[str, str]]:
    """Return rows with every column of their kind, blanks trimmed; empty rows and other columns are dropped."""
    cleaned = ({column: str(row.get(column) or "").strip() for column in COLUMNS[kind]} for row in rows)
    return [row for row in cleaned if any(row.values())]


def read_taxonomy(version: str, effective_from: date, rows: Sequence[Row]) -> Taxonomy:
    """Return the taxonomy that rows make; departments it names may be set up later. Raises UnusableRowsError."""
    problems, categories = _checked(ConfigKind.TAXONOMY, rows), []
    tops = {row["code"] for row in rows if not row["parent_code"]}
    for number, row in enumerate(rows, 1):
        if not row["name"]:
            problems.note(number, "name", "config.problem.empty")
        if row["parent_code"] and row["parent_code"] not in tops:
            problems.note(number, "parent_code", "config.problem.no_parent", code=row["parent_code"])
        if len(row["code"]) > 8:
            problems.note(number, "code", "petition.field.too_long", max=8, count=len(row["code"]))
        categories.append(
            Category(
                code=row["code"],
                name=row["name"],
                department_codes=_listed(row["departments"]),
                parent_code=row["parent_code"] or None,
                import_only=_yes_or_no(problems, number, "import_only", row),
            )
        )
    if not any(c.parent_code is None and not c.import_only for c in categories):
        problems.note(1, "code", "config.problem.no_category")
    problems.settle()
    return Taxonomy(version, effective_from, tuple(categories))


def read_departments(rows: Sequence[Row]) -> list[Department]:
    """Return departments, each after the one it stands below. Raises UnusableRowsError, for circles too."""
    problems, found = _checked(ConfigKind.DEPARTMENTS, rows), {}
    codes = {row["code"] for row in rows}
    for number, row in enumerate(rows, 1):
        if not row["name"]:
            problems.note(number, "name", "config.problem.empty")
        if row["parent_code"] and row["parent_code"] not in codes:
            problems.note(number, "parent_code", "config.problem.no_parent", code=row["parent_code"])
        found[row["code"]] = Department(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            parent_code=row["parent_code"] or None,
            phone=row["phone"] or None,
            address=row["address"] or None,
            hours=row["hours"] or None,
            is_last_resort=_yes_or_no(problems, number, "is_last_resort", row),
        )
    if not any(department.is_last_resort for department in found.values()):
        problems.note(1, "is_last_resort", "config.problem.no_last_resort")
    problems.settle()
    ordered: list[Department] = []
    while left := [d for d in found.values() if d not in ordered]:
        placed = {d.code for d in ordered}
        ready = [d for d in left if d.parent_code is None or d.parent_code in placed]
        if not ready:
            number = next(n for n, row in enumerate(rows, 1) if row["code"] == left[0].code)
            problems.note(number, "parent_code", "config.problem.circle")
            problems.settle()
        ordered += ready
    return ordered


def check_routes(rows: Sequence[Row], taxonomy: Taxonomy, departments: frozenset[str]) -> None:
    """Raise UnusableRowsError unless every row names categories and departments there are."""
    problems = _checked(ConfigKind.DISPATCH, rows)
    for number, row in enumerate(rows, 1):
        if taxonomy.find(row["category_code"]) is None:
            problems.note(number, "category_code", "petition.field.category")
        if row["region_code"] and not re.fullmatch(r"\d{2,12}", row["region_code"]):
            problems.note(number, "region_code", "config.problem.region")
        if not row["lead"]:
            problems.note(number, "lead", "config.problem.empty")
        for column in ("lead", "assists", "last_resort"):
            for code in _listed(row[column]):
                if code not in departments:
                    problems.note(number, column, "config.problem.no_department", code=code)
    problems.settle()


def routes_of(rows: Sequence[Row]) -> tuple[Route, ...]:
    """Return the dispatch catalogue of rows that were checked when they were decided."""
    return tuple(
        Route(row["category_code"], row["region_code"], row["lead"], _listed(row["assists"]), row["last_resort"])
        for row in rows
    )


def departments_of(row: Row) -> frozenset[str]:
    """Return the departments that a row of the dispatch catalogue names."""
    return frozenset(code for column in ("lead", "assists", "last_resort") for code in _listed(row[column]))


def read_calendar(rows: Sequence[Row]) -> list[CalendarOverride]:
    """Return calendar days. A row that names a statutory holiday announces its year unless it says it does not.

    Raises UnusableRowsError.
    """
    problems, days = _checked(ConfigKind.CALENDAR, rows, code=False), []
    for number, row in enumerate(rows, 1):
        day = _date(row["date"])
        if day is None:
            problems.note(number, "date", "config.problem.date")
        if not row["reason"]:
            problems.note(number, "reason", "config.problem.empty")
        if not row["is_workday"]:
            problems.note(number, "is_workday", "config.problem.yes_or_no")
        is_holiday = any(word in row["reason"] for word in words()["holidays"])
        is_national = _yes_or_no(problems, number, "is_national", row) if row["is_national"] else is_holiday
        is_workday = _yes_or_no(problems, number, "is_workday", row)
        if day is not None:
            days.append(CalendarOverride(day, is_workday, row["reason"], row["source"], is_national))
    problems.settle()
    return days


def read_rules(base: WorkRules, rows: Sequence[Row]) -> WorkRules:
    """Return the working rules with some of them decided otherwise. Raises UnusableRowsError."""
    problems = _checked(ConfigKind.RULES, rows)
    values: dict[str, Any] = {}
    defaults = {name: getattr(base, name) for name in rule_names()}
    for number, row in enumerate(rows, 1):
        name, text = row["name"], row["value"]
        if name not in defaults:
            problems.note(number, "name", "config.problem.no_rule", name=name, names=", ".join(defaults))
        elif isinstance(defaults[name], bool):
            values[name] = _yes_or_no(problems, number, "value", row)
        elif isinstance(defaults[name], int):
            low, high = words()["limits"].get(name, (0, 1000))
            if not re.fullmatch(r"\d{1,4}", text) or not low <= int(text) <= high:
                problems.note(number, "value", "config.problem.number", low=low, high=high)
            else:
                values[name] = int(text)
        else:
            values[name] = frozenset(_listed(text))
    rules = replace(base, **values)
    if rules.opens_hour >= rules.closes_hour:
        problems.note(1, "value", "config.problem.hours")
    problems.settle()
    return rules


def rule_names() -> list[str]:
    """Return the rules that can be decided: numbers, yes or no, and lists of codes."""
    return [f.name for f in fields(WorkRules) if isinstance(getattr(DEFAULT_RULES, f.name), int | frozenset)]


def taxonomy_rows(taxonomy: Taxonomy) -> list[dict[str, str]]:
    """Return a taxonomy as rows."""
    return [
        {
            "code": c.code,
            "name": c.name,
            "parent_code": c.parent_code or "",
            "departments": ", ".join(c.department_codes),
            "import_only": _said(c.import_only),
        }
        for c in taxonomy.categories
    ]


def department_rows(departments: Iterable[Department]) -> list[dict[str, str]]:
    """Return departments as rows."""
    return [
        {column: str(getattr(d, column) or "") for column in COLUMNS[ConfigKind.DEPARTMENTS]}
        | {"is_last_resort": _said(d.is_last_resort)}
        for d in departments
    ]


def calendar_rows(days: Iterable[CalendarOverride]) -> list[dict[str, str]]:
    """Return calendar days as rows."""
    return [
        {
            "date": d.day.isoformat(),
            "is_workday": _said(d.is_working_day),
            "reason": d.reason,
            "source": d.source_document,
            "is_national": _said(d.is_national),
        }
        for d in days
    ]


def rule_rows(rules: WorkRules) -> list[dict[str, str]]:
    """Return working rules as rows, every one of them."""

    def shown(value: object) -> str:
        if isinstance(value, bool):
            return _said(value)
        return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)

    return [{"name": name, "value": shown(getattr(rules, name))} for name in rule_names()]


def _checked(kind: ConfigKind, rows: Sequence[Row], *, code: bool = True) -> _Problems:
    """Return problems with keys: empty or malformed ones, and ones that come twice."""
    problems, seen = _Problems(), set()
    first = COLUMNS[kind][0]
    for number, row in enumerate(rows, 1):
        key = key_of(kind, row)
        if code and not _CODE.fullmatch(row[first]):
            problems.note(number, first, "config.problem.code")
        for column in COLUMNS[kind]:
            most = _DEPARTMENT_CHARS.get(column, _CELL_CHARS) if kind is ConfigKind.DEPARTMENTS else _CELL_CHARS
            if len(row[column]) > most:
                problems.note(number, column, "petition.field.too_long", max=most, count=len(row[column]))
        if key in seen:
            problems.note(number, first, "config.problem.twice", code=key)
        seen.add(key)
    if not rows and kind in (ConfigKind.TAXONOMY, ConfigKind.DEPARTMENTS):
        problems.note(1, first, "config.problem.empty_list")
    return problems


def _yes_or_no(problems: _Problems, row: int, column: str, cells: Row) -> bool:
    text = cells[column].lower()
    if text and text not in words()["yes"] and text not in words()["no"]:
        problems.note(row, column, "config.problem.yes_or_no")
    return text in words()["yes"]


def _date(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?(?:\s*0{1,2}:00(?::00)?)?", text)
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _SEPARATORS.split(text) if part))


def _said(value: bool) -> str:
    return str(words()["yes" if value else "no"][0])
