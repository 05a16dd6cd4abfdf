"""The categories of DOMAIN §3.2."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InvalidInputError
from petitions.taxonomy import load_taxonomy

SHIPPED = load_taxonomy()


def test_thirteen_categories_with_five_below_each_can_be_chosen() -> None:
    top = SHIPPED.top_level()
    assert [category.code for category in top] == [f"{n:02d}" for n in range(1, 14)]
    assert {len(SHIPPED.children(category.code)) for category in top} == {5}
    assert all(category.department_codes for category in top)


def test_names_carry_their_parent() -> None:
    assert SHIPPED.name("04-1") == "人力资源 / 招聘用工"
    assert SHIPPED.name("04") == "人力资源"
    assert SHIPPED.name("77") is None
    assert SHIPPED.name(None) is None


def test_the_row_for_imports_is_known_but_not_chosen() -> None:
    assert SHIPPED.name("99") == "其他"
    assert not SHIPPED.is_choosable("99")
    assert not SHIPPED.is_choosable("77")
    assert SHIPPED.is_choosable("13-5")


def test_departments_below_are_inherited_or_their_own() -> None:
    inherited, own = SHIPPED.find("06-1"), SHIPPED.find("06-4")
    assert inherited is not None
    assert own is not None
    assert (inherited.department_codes, own.department_codes) == (("taxation", "treasury"), ("treasury",))


def test_another_table_swaps_names_without_code(tmp_path: Path) -> None:
    path = tmp_path / "taxonomy.json"
    path.write_text(
        '{"version": "9", "effective_from": "2027-01-01", "categories": [{"code": "01", "name": "甲"}]}', "utf-8"
    )
    assert load_taxonomy(path).name("01") == "甲"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "not json",
        '{"version": "9", "effective_from": "2027-01-01", "categories": [{"name": "甲"}]}',
        '{"version": "9", "effective_from": "2027-01-01", "categories": '
        '[{"code": "01", "name": "甲"}, {"code": "01", "name": "乙"}]}',
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "taxonomy.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInputError):
        load_taxonomy(path)
