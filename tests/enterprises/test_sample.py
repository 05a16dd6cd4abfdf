"""The thirty fictional enterprises of the sample base: usable rows, every size, no real register entry."""

from __future__ import annotations

import csv
from importlib import resources

from enterprises.listing import read_rows
from enterprises.size import derive_size
from enterprises.types import Size
from enterprises.validation import find_problems
from petitions.sample.stories import load_stories
from tests.enterprises.test_listing import ORIGIN


def test_the_sample_has_thirty_enterprises_of_every_size() -> None:
    text = (resources.files("enterprises") / "sample" / "enterprises.csv").read_text("utf-8")
    listed, problems = read_rows(list(csv.reader(text.splitlines())), ORIGIN)
    assert problems == []
    assert [row.row for row in listed if find_problems(row.credit_code, row.facts, ORIGIN.as_of)] == []
    assert len({row.credit_code for row in listed}) == 30
    assert {derive_size(row.facts).size for row in listed} == set(Size)
    # 99 is no province of GB/T 2260, so no real enterprise can have such a code.
    assert all(row.credit_code[2:4] == "99" and row.facts.name.value.endswith("（示例）") for row in listed)


def test_the_sample_petitions_come_from_the_sample_enterprises() -> None:
    text = (resources.files("enterprises") / "sample" / "enterprises.csv").read_text("utf-8")
    names = {row["统一社会信用代码"]: row["企业名称"] for row in csv.DictReader(text.splitlines())}
    filed = [(story["credit_code"], story["enterprise"]) for story in load_stories()]
    assert len(filed) >= 60
    assert [found for found in filed if names.get(found[0]) != found[1]] == []
