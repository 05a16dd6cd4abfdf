"""Where a document holds and what it is about: only what it says itself."""

from __future__ import annotations

import re

import pytest

from core.messages import has_message
from ingest.description.regions import find_region
from ingest.description.tags import tag_label
from ingest.lexicons import divisions, tag_keywords
from ingest.service import read_file
from knowledge.types import EntryDraft, Evidence


def issued_by(*bodies: str) -> list[Evidence]:
    return [Evidence("issuing_bodies", body, body) for body in bodies]


def read(text: str, name: str = "文件.txt") -> EntryDraft:
    return read_file(name, text.encode())[0]


@pytest.mark.parametrize(
    ("bodies", "title", "expected"),
    [
        (["苏州市人民政府办公室"], "关于稳岗的通知", ("苏州市", "320500")),
        (["广东省财政厅"], "关于补贴的通知", ("广东省", "440000")),
        (["江苏省苏州市人民政府"], "通知", ("苏州市", "320500")),
        (["广州市天河区教育局"], "招生方案", ("广州市天河区", None)),
        (["中共徐州市委组织部"], "通知", ("徐州市", "320300")),
        (["阿坝州人民政府办公室"], "通知", ("阿坝州", "513200")),
        ([], "温州市优化营商环境条例", ("温州市", "330300")),
        ([], "广州市居家社区养老服务管理办法", ("广州市", "440100")),
    ],
)
def test_a_region_is_read_from_its_bodies_or_its_title(
    bodies: list[str], title: str, expected: tuple[str, str | None]
) -> None:
    region = find_region(issued_by(*bodies), title)
    assert region is not None
    assert (region.name, region.code) == expected


@pytest.mark.parametrize(
    ("bodies", "title"),
    [
        (["国务院办公厅"], "关于苏州市试点的批复"),
        (["市科学技术局"], "温州市奖励办法"),
        (["苏州市财政局", "无锡市财政局"], "关于互认的通知"),
        (["云岭高新区管理委员会"], "奖励办法"),
        ([], "关于推进苏州市试点的意见"),
    ],
)
def test_a_region_that_is_not_explicit_is_unknown(bodies: list[str], title: str) -> None:
    assert find_region(issued_by(*bodies), title) is None


def test_a_navigation_bar_of_places_gives_no_region() -> None:
    draft = read("最新 溫州市 紹興市 衢州市 杭州市 寧波市 嘉興市 湖州市\n政务服务改革报道\n各地推进改革。\n")
    assert draft.description.region_code is None


def test_every_code_of_a_division_is_of_the_standard_and_named_once() -> None:
    assert all(re.fullmatch(r"\d{4}00", code) for code in divisions().values())
    assert len([code for code in divisions().values() if code.endswith("0000")]) >= 34
    assert len({code for code in divisions().values() if not code.endswith("0000")}) == 333


def test_every_tag_has_its_words() -> None:
    tags = [f"{dimension}:{code}" for dimension, codes in tag_keywords().items() for code in codes]
    assert all(tag_label(tag) for tag in tags)
    assert sum(tag.startswith("topic:") for tag in tags) == 56
    assert all(has_message(f"tag.topic.{number}") for number in range(1, 10))


def test_a_title_gives_tags_with_the_place_of_the_word() -> None:
    draft = read("青川市高新技术企业贷款贴息办法\n第一条 对高新技术企业的贷款给予贴息。\n第二条 其他。\n")
    assert set(draft.description.tags) >= {
        "qualification:high_tech_enterprise",
        "support:interest_guarantee",
        "service:finance",
        "topic:203",
        "topic:301",
    }
    for evidence in draft.description.evidence:
        if evidence.field == "tags" and evidence.start is not None:
            assert draft.body[evidence.start : evidence.end] == evidence.quote


def test_a_word_named_in_passing_gives_no_tag() -> None:
    text = "青川市会议制度\n第一条 会议按时召开。\n第二条 讨论物流和首台套等事项。\n第三条 本制度由办公室解释。\n"
    assert not {"topic:505", "topic:606", "industry:G"} & set(read(text).description.tags)
