"""Volume by channel, nature, category, region, industry, size. Every petition is in one row of each table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from core.messages import has_message, message
from enterprises.industries import industry_name
from reports.facts import Facts, Integers, Mask, Texts
from reports.lists import PETITIONS, ListBuilder
from reports.types import Column, Row, Table, Unit

UNKNOWN = "unknown"
_UNSPECIFIED = "0"
_COLUMNS = (
    Column("volume", Unit.COUNT),
    Column("share", Unit.SHARE),
    Column("previous", Unit.COUNT),
    Column("year_before", Unit.COUNT),
)
Labeller = Callable[[str], str]


def volume_tables(
    facts: Facts, volumes: Sequence[Mask], category_name: Callable[[str], str | None], lists: ListBuilder
) -> tuple[Table, ...]:
    """Return one table per dimension. `volumes` are the petitions counted now, in the period before, a year before."""
    p = facts.petitions
    first_level = np.array([code.split("-")[0] for code in p.category], dtype=np.str_)
    second_level = np.array([_second_level(code) for code in p.category], dtype=np.str_)

    def category(code: str) -> str:
        if code.endswith(f"-{_UNSPECIFIED}"):
            parent = code.split("-")[0]
            return message("report.label.unspecified", category=category_name(parent) or parent)
        return category_name(code) or code

    dimensions: tuple[tuple[str, Texts, Labeller, bool], ...] = (
        ("channel", p.channel, _from_catalogue("petition.channel"), False),
        ("nature", p.nature, _from_catalogue("petition.nature"), False),
        ("category", first_level, category, False),
        ("subcategory", second_level, category, True),
        ("region", p.region, lambda code: facts.region_labels.get(code, code), False),
        ("industry", p.industry, industry_name, False),
        ("size", p.size, _from_catalogue("enterprise.size"), False),
    )
    return tuple(
        _table(key, codes, label, p.enterprise, volumes, lists, is_below=is_below)
        for key, codes, label, is_below in dimensions
    )


def _second_level(code: str) -> str:
    return code if "-" in code or not code else f"{code}-{_UNSPECIFIED}"


def _from_catalogue(prefix: str) -> Labeller:
    return lambda code: message(f"{prefix}.{code}") if has_message(f"{prefix}.{code}") else code


def _table(
    key: str,
    codes: Texts,
    label: Labeller,
    enterprise: Integers,
    volumes: Sequence[Mask],
    lists: ListBuilder,
    *,
    is_below: bool,
) -> Table:
    """Return the rows of one dimension, the largest first, those without a code last."""
    found, places = np.unique(codes, return_inverse=True)
    counts = [np.bincount(places[volume], minlength=len(found)) for volume in volumes]
    different = _different(places, enterprise, volumes[0], len(found))
    total = float(counts[0].sum())
    rows = []
    for place in sorted(range(len(found)), key=lambda n: (found[n] == "", -counts[0][n], found[n])):
        if not any(count[place] for count in counts):
            continue
        code, number = str(found[place]) or UNKNOWN, float(counts[0][place])
        name = message(f"report.unknown.{key}") if code == UNKNOWN else label(code)
        cells = (number, number / total if total else None, *(float(count[place]) for count in counts[1:]))
        parent = code.split("-")[0] if is_below else ""
        rows.append(Row(code, name, cells, enterprises=int(different[place]), parent=parent))
        lists.add(f"{key}.{code}.volume", PETITIONS, volumes[0] & (places == place))
    sums = (total, 1.0 if total else None, *(float(count.sum()) for count in counts[1:]))
    return Table(key, _COLUMNS, tuple(rows), total=sums)


def _different(places: Integers, enterprise: Integers, volume: Mask, count: int) -> Integers:
    """Return how many different enterprises stand behind each row; unknown ones do not count."""
    known = volume & (enterprise >= 0)
    pairs = np.unique(np.stack([places[known], enterprise[known]]), axis=1)
    return np.bincount(pairs[0], minlength=count)
