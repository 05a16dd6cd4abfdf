"""What is read from words before anything was learned."""

from __future__ import annotations

import pytest

from petitions.suggesting.cues import Cues
from petitions.taxonomy import load_taxonomy
from petitions.types import Nature, Urgency


@pytest.fixture(scope="module")
def cues() -> Cues:
    return Cues(load_taxonomy())


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("用电报装迟迟没有批复，变压器容量不够", "11-3"),
        ("拖欠工程款两年未付", "13-1"),
        ("高新技术企业认定材料怎么准备", "03-1"),
        ("营业执照法人变更办不下来", "08-1"),
        ("孩子入学学位不足", "13-5"),
    ],
)
def test_the_cues_of_a_category_point_to_it(cues: Cues, title: str, code: str) -> None:
    found = cues.categories(title, "")
    assert max(found, key=lambda each: found[each].weight) == code
    assert all(term in title for term in found[code].terms)


def test_a_petition_without_cues_points_nowhere(cues: Cues) -> None:
    assert cues.categories("你好", "在吗") == {}


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("请问首贷贴息怎么申请？", Nature.CONSULTATION),
        ("举报邻厂夜间偷排废水", Nature.REPORT),
        ("投诉窗口乱收费、态度恶劣", Nature.COMPLAINT),
        ("感谢窗口人员，特此表扬", Nature.PRAISE),
        ("建议优化停车位设置，呼吁完善标线", Nature.SUGGESTION),
        ("厂房停产，恳请帮助协调", Nature.HELP),
        ("路灯", Nature.CONSULTATION),
    ],
)
def test_the_nature_is_that_with_the_most_cues(cues: Cues, text: str, nature: Nature) -> None:
    assert cues.nature("", text).value is nature


def test_danger_is_more_urgent_than_loss_and_loss_than_nothing(cues: Cues) -> None:
    assert cues.urgency("", "车间发生泄漏，已停产").value is Urgency.EXTRA_URGENT
    assert cues.urgency("", "车间停产三天").terms == ("停产",)
    assert cues.urgency("", "车间很大").value is Urgency.NORMAL


def test_only_a_consultation_is_a_policy_query(cues: Cues) -> None:
    assert cues.is_policy_query("", "请问技改补贴的条件是什么？").value
    assert not cues.is_policy_query("", "举报有人骗取补贴，非法造假").value


def test_every_second_level_category_has_cues_of_its_own() -> None:
    taxonomy = load_taxonomy()
    for category in taxonomy.categories:
        if category.parent_code is not None:
            assert Cues(taxonomy).categories(category.name, "").get(category.code), category.name
