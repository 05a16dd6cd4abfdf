"""The category taxonomy (DOMAIN §3.2): data with a version; codes are stable, names and departments may change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from core.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Category:
    """One category. `department_codes` are its default handling departments, the likeliest first."""

    code: str
    name: str
    department_codes: tuple[str, ...]
    department_label: str = ""
    parent_code: str | None = None
    import_only: bool = False


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All categories of both levels, in the order of the file."""

    version: str
    effective_from: date
    categories: tuple[Category, ...]

    def find(self, code: str) -> Category | None:
        """Return the first-level ("04") or second-level ("04-1") category with this code, or None."""
        return next((c for c in self.categories if c.code == code), None)

    def top_level(self) -> list[Category]:
        """Return the first-level categories a petitioner may choose."""
        return [c for c in self.categories if c.parent_code is None and not c.import_only]

    def children(self, code: str) -> list[Category]:
        """Return the second-level categories below `code`."""
        return [c for c in self.categories if c.parent_code == code]

    def name(self, code: str | None) -> str | None:
        """Return the name with its parent's ("人力资源 / 招聘用工"); None without or with an unknown code."""
        category = self.find(code) if code else None
        if category is None:
            return None
        parent = self.find(category.parent_code) if category.parent_code else None
        return f"{parent.name} / {category.name}" if parent else category.name

    def is_choosable(self, code: str) -> bool:
        """Say whether people may choose `code`; rows for imports only are not."""
        category = self.find(code)
        return category is not None and not category.import_only


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read the taxonomy of a deployment from `path`, or the shipped one.

    Raises InvalidInputError when the file is not a taxonomy or gives a code twice.
    """
    source = path or resources.files("petitions") / "taxonomy.json"
    try:
        raw = json.loads(source.read_text(encoding="utf-8"))
        categories = tuple(category for entry in raw["categories"] for category in _read(entry))
        taxonomy = Taxonomy(str(raw["version"]), date.fromisoformat(raw["effective_from"]), categories)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            f"'{source}' is not a taxonomy: {error!r}. Compare it with the shipped file."
        ) from error
    codes = [c.code for c in categories]
    if len(set(codes)) != len(codes):
        raise InvalidInputError(f"'{source}' gives a category code twice. Codes must be unique.")
    return taxonomy


def _read(entry: dict[str, Any]) -> list[Category]:
    codes = tuple(entry.get("department_codes", ()))
    top = Category(
        code=entry["code"],
        name=entry["name"],
        department_codes=codes,
        department_label=entry.get("department_label", ""),
        import_only=bool(entry.get("import_only", False)),
    )
    below = [
        Category(child["code"], child["name"], tuple(child.get("department_codes", codes)), parent_code=top.code)
        for child in entry.get("children", ())
    ]
    return [top, *below]
