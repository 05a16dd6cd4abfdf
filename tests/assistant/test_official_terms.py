"""What askers say is looked for in the terms of documents, unless the documents say it themselves."""

from __future__ import annotations

import pytest

from api.runtime import Runtime
from assistant.official_terms import in_official_terms
from assistant.types import AskRequest, Outcome


def always(official: str, said: str) -> bool:
    return True


def never(official: str, said: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("公司搬走了，奖励要不要退回去", "公司迁出，奖励退回"),
        ("有人拿假材料骗补助", "有人拿虚假材料骗取补助"),
        ("头一回评上高企", "首次评上高新技术企业"),
        ("医务人员工作条件", "医务人员工作条件"),  # 员工 only by the way words meet
        ("外出务工人员怎么申报", "外出务工人员怎么申报"),
        ("企业应做好哪些准备", "企业应做好哪些准备"),
        ("验收不过怎么办", "验收未通过怎么办"),
        ("评审没过，还能再报吗", "评审未通过，还能再报吗"),
        ("拿到的补贴要还钱吗", "拿到的补贴要退回吗"),
        ("补助按几个点算", "补助按多少比例"),
        ("阶段性减免社保费", "阶段性减免社会保险费"),
        ("资金没用完", "资金未用完"),
        ("想开个公司", "公司设立登记"),
    ],
)
def test_terms_of_documents_take_the_place_of_what_is_said(said: str, official: str) -> None:
    assert in_official_terms(said, always) == official


@pytest.mark.parametrize(
    "said",
    [
        *("不过要迁到开发区", "超过年度限额", "未通过年检", "中国外贸", "我国外商", "关爱人才", "整改名单", "合同诈骗"),
        *("提升到", "大学科技园", "300平方公里", "铁路费用", "仲裁人员", "全国标杆", "中断缴费", "资料保存几年"),
        *("打工人员", "逾期不还钱", "原材料缺口", "已验收合格，不过怎么申请"),
    ],
)
def test_words_that_only_hold_what_is_said_stay(said: str) -> None:
    assert in_official_terms(said, always) == said


def test_what_the_base_itself_says_more_often_stays() -> None:
    assert in_official_terms("公司搬走了", never) == "公司搬走了"


def test_the_commoner_wording_is_that_of_more_passages(sample: Runtime) -> None:
    assert sample.search.is_commoner("迁出", "搬走")
    assert not sample.search.is_commoner("搬走", "迁出")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("我和老婆都是高层次人才，安居补贴能各拿一份吗", "按照标准较高的一方享受"),
        ("公司准备搬走了，研发费用补助还没到账的那部分还给吗", "不再拨付"),
        ("员工自己辞职的算不算裁员人数", "不计入裁员人数"),
    ],
)
def test_a_question_in_other_words_than_the_clause_is_answered(sample: Runtime, typed: str, words: str) -> None:
    reply = sample.assistant.ask(AskRequest(text=typed))
    assert reply.answer.outcome is Outcome.ANSWERED
    assert words in reply.answer.text
    assert reply.question.text == reply.rewritten == typed
