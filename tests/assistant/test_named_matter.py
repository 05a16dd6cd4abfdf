"""A short question that names what the base does not know is not answered from its neighbour."""

from __future__ import annotations

import pytest

from api.runtime import Runtime
from assistant.types import Outcome
from tests.support.assistants import answer_to


@pytest.mark.parametrize(
    "question",
    [
        "税务登记怎么办理",
        "商标注册怎么申请",
        "外商投资企业怎么备案",
        "高新技术企业认定什么时候报名",
        "独角兽企业有啥奖励",
        "固定资产投资奖励按多少比例给",
        "办医疗器械经营许可要哪些材料",
        "人才公寓怎么申请",
        "厂里招了两个残疾员工，有补贴吗",
        "公司建了院士工作站，奖多少",
        "获得中国质量奖，有奖励吗",
        "新引进总部企业，奖励多少",
        "省级绿色供应链管理企业奖励多少",
        "第一次办食品经营许可证要准备哪些资料",
        "公司新开员工食堂，第一次办食品经营许可证要交什么材料？",
        "拿了市级科学技术奖，区里配套奖多少？",
        "2027年度研发费用补助哪天开始申报",
        "国家级孵化器租金多少",
        "揭榜挂帅项目要多少人",
        "高新区工业用地现在一亩出让价多少钱",  # a share of it is told, no price
    ],
)
def test_a_neighbour_is_no_answer(sample: Runtime, question: str) -> None:
    answer = answer_to(sample.assistant, question)
    assert answer.outcome not in (Outcome.ANSWERED, Outcome.PARTIAL)
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("首批次新材料奖励比例和上限", "15%"),  # 新材料 asks for no materials
        ("办建筑施工许可证要交哪些材料", "施工合同"),
        ("厂房租赁合同去哪个窗口备案", "松涛路20号"),  # only curated questions say 厂房 for 产业用房
        ("租厂房的停车费和押金给补吗", "停车费"),
        ("国家级知识产权示范企业奖励多少", "38万元"),
        ("厂里做了清洁生产审核，补多少", "50%"),
        ("首批次材料，奖励比例多少", "15%"),
        ("租房子的D类人才，每月补多少", "1600元"),
    ],
)
def test_what_the_base_knows_is_still_answered(sample: Runtime, question: str, words: str) -> None:
    answer = answer_to(sample.assistant, question)
    assert answer.outcome is Outcome.ANSWERED
    assert words in answer.text


@pytest.mark.parametrize("question", ["培训基地认定了管几年", "首贷贴息骗到了要退吗"])
def test_a_curated_answer_to_something_else_is_not_given(sample: Runtime, question: str) -> None:
    answer = answer_to(sample.assistant, question)
    assert "一次性建设补助" not in answer.text
    assert "按照企业实际支付利息" not in answer.text
