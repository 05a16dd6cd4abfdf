"""What is excluded is never quoted as if it were included: items with their lead-in, rules with their exception."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.service import Assistant
from assistant.types import Outcome
from core.clock import FixedClock
from core.database import Database
from ingest.service import read_file
from tests.support.assistants import answer_to, shipped_assistant
from tests.support.base import Base, open_base

LEAD_IN = "有下列情形之一的企业，不予扶持："
ITEM = "（八）近两年内因拖欠职工工资受到人力资源社会保障部门行政处罚，或者因拖欠职工工资引发群体性事件的企业。"
ITEMS = (
    "（一）在高新区注册未满一年且未在本区缴纳增值税、企业所得税，或者注册地址与实际经营地址不一致的企业；",
    "（二）近三年内在申报财政资金时提供虚假材料、重复申报同一项目，并被有关部门责令退回财政资金的企业；",
    "（三）近两年内发生较大以上生产安全事故、突发环境事件或者重大产品质量事故并负有主要责任的企业；",
    "（四）近两年内因违反税收法律法规受到税务机关行政处罚，且未在规定期限内缴清税款和罚款的企业；",
    "（五）被人民法院列入失信被执行人名单或者被市场监督管理部门列入严重违法失信名单的企业；",
    "（六）销售假冒伪劣商品、侵犯他人知识产权，被行政机关处罚或者被人民法院判决承担责任未满两年的企业；",
    "（七）未按照统计法律法规的规定报送统计资料，经有关部门催报后仍然拒不报送统计资料的企业；",
    ITEM,
)
SIGNED = "云岭高新区管委会\n2026年1月5日"
SCOPE = "第一条 本办法所称企业，是指在云岭高新区依法注册并实际经营的企业。"
LAST = "第三条 本办法自2026年2月1日起施行，有效期三年。"
COMMERCE = "\n".join(("云岭高新区促进电子商务企业发展扶持办法", SCOPE, f"第二条 {LEAD_IN}", *ITEMS, LAST, SIGNED))
LAND = "\n".join(("云岭高新区产业用地准入目录", "一、不予供地的情形", *ITEMS, SIGNED))
HEADQUARTERS = "\n".join(
    ("云岭高新区总部企业扶持措施", "一、不予支持的情形", "房地产企业；", "金融企业；", "类金融企业；", "其他。", SIGNED)
)
RENOVATION = "\n".join(
    (
        "云岭高新区技术改造补助办法",
        SCOPE,
        "第二条 技术改造项目应当在高新区备案，并在备案之日起两年内完工，项目完工后由企业提出验收申请，经济发展局组织"
        "专家对项目进行现场验收。技术改造项目按照设备投资额的10%给予补助，最高不超过200万元；设备投资额以发票不含税"
        "金额计算，应当提供合同、发票和付款凭证；二手设备、生产辅助设施和办公设备的投资额除外。",
        LAST,
        SIGNED,
    )
)


@pytest.fixture
def base(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Base]:
    with open_base(database, clock, tmp_path / "index") as opened:
        for number, text in enumerate((COMMERCE, LAND, HEADQUARTERS, RENOVATION)):
            for draft in read_file(f"{number}.txt", text.encode()):
                opened.publish(draft)
        opened.indexer.follow_once()
        yield opened


@pytest.fixture
def assistant(base: Base) -> Assistant:
    return shipped_assistant(base)


def test_an_item_far_behind_its_lead_in_is_quoted_after_it(assistant: Assistant) -> None:
    answer = answer_to(assistant, "拖欠职工工资受到行政处罚的电子商务企业有奖励吗")
    assert [citation.quote for citation in answer.citations] == [LEAD_IN, ITEM]
    assert [citation.clause_label for citation in answer.citations] == ["第二条", "第二条第（八）项"]
    assert answer.text == f"“{LEAD_IN}”[1]\n\n- “{ITEM}”[2]"


def test_an_item_below_a_heading_that_refuses_is_quoted_after_it(assistant: Assistant) -> None:
    answer = answer_to(assistant, "拖欠职工工资的企业可以供地吗")
    assert [citation.quote for citation in answer.citations] == ["一、不予供地的情形", ITEM]


def test_a_list_is_quoted_with_the_heading_that_refuses(assistant: Assistant) -> None:
    answer = answer_to(assistant, "金融企业能拿总部企业扶持吗")
    assert answer.citations[0].quote.startswith("一、不予支持的情形\n房地产企业；")


def test_an_exception_in_the_same_article_is_quoted_with_the_rule(assistant: Assistant) -> None:
    answer = answer_to(assistant, "技术改造补助比例是多少，最高多少")
    assert answer.citations[0].quote.endswith("办公设备的投资额除外。")


def test_an_item_whose_lead_in_may_not_be_quoted_is_not_quoted(base: Base, assistant: Assistant) -> None:
    (draft,) = read_file("food.txt", COMMERCE.replace("电子商务", "餐饮服务").encode())
    passages = (replace(p, quotable=LEAD_IN not in draft.body[p.start : p.end]) for p in draft.passages)
    base.publish(replace(draft, passages=tuple(passages)))
    base.indexer.follow_once()
    answer = answer_to(assistant, "拖欠职工工资受到行政处罚的餐饮服务企业有奖励吗")
    assert answer.outcome is Outcome.ABSTAINED
