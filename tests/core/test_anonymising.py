"""Taking out who somebody is: names that are known, and those that only stand out by what is around them."""

from __future__ import annotations

import pytest

from core.anonymising import anonymise

NAME = "云岭星屿软件有限公司（示例）"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭星屿软件有限公司（示例）能申请吗", "某企业能申请吗"),
        ("云岭星屿软件有限公司能申请吗", "某企业能申请吗"),
        ("云岭星屿软件能申请吗", "某企业能申请吗"),
        ("我们星屿软件去年迁入园区", "我们某企业去年迁入园区"),
        ("我们青禾精密制造有限公司去年迁入园区", "我们某企业去年迁入园区"),
        ("请联系星海科技股份有限公司", "请联系某企业"),
        ("云岭高新区对有限公司的补贴", "云岭高新区对有限公司的补贴"),
        ("我公司能申请吗，集团公司呢", "我公司能申请吗，集团公司呢"),
        ("高新区主任办公会议定的标准", "高新区主任办公会议定的标准"),
    ],
)
def test_an_enterprise_is_not_named(text: str, expected: str) -> None:
    assert anonymise(text, enterprise=NAME) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系人：王小明，电话13900001234", "联系人：王**，电话139****1234"),
        ("我叫李想，想问补贴", "我叫李*，想问补贴"),
        ("张国强经理说可以补报", "张**经理说可以补报"),
        ("陆离在窗口交过材料", "陆*在窗口交过材料"),
        ("负责人应当在场", "负责人应当在场"),
    ],
)
def test_a_person_is_not_named(text: str, expected: str) -> None:
    assert anonymise(text, person="陆离") == expected


def test_a_credit_code_is_masked_and_a_document_number_stays() -> None:
    text = anonymise("统一社会信用代码91990101MA000001XN，依据云高管规〔2025〕3号")
    assert "MA000001" not in text
    assert "云高管规〔2025〕3号" in text
