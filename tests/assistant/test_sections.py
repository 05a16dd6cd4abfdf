"""A question for one section of a document that it names is answered by that section, whole, and by no other."""

from __future__ import annotations

import pytest

from api.runtime import Runtime
from assistant.lexicon import alike_to
from assistant.sections import AskedSection
from assistant.types import Outcome, Rung
from tests.support.assistants import answer_to


@pytest.mark.parametrize(
    ("question", "title", "label"),
    [
        ("研发费用补助需要准备哪些材料", "企业研发费用补助申请", "“申请材料”"),
        ("研发费用补贴到哪里办", "企业研发费用补助申请", "“网上办理”"),
        ("施工许可证办理要收费吗", "建筑工程施工许可证核发", "“收费”"),
        ("办施工许可证要多少钱", "建筑工程施工许可证核发", "“收费”"),
        ("排水许可证办理费用是多少", "城镇污水排入排水管网许可", "“收费”"),
        ("企业投资项目备案要多久", "企业投资项目备案", "“办理时限”"),
        ("数字化改造补助需要什么条件", "云岭高新区制造业数字化改造补助办法", "第四条"),
        ("施工许可证，多少天办好", "建筑工程施工许可证核发", "“办理时限”"),
        ("建筑施工许可证是哪个部门审批", "建筑工程施工许可证核发", "“实施主体”"),
        ("建筑施工许可证的设定依据是什么", "建筑工程施工许可证核发", "“设定依据”"),
        ("研发费用补助几月份申报", "关于组织申报2026年度企业研发费用补助的通知", "“二、申报时间”第1段"),
    ],
)
def test_the_section_asked_for_of_what_the_question_names_answers(
    sample: Runtime, question: str, title: str, label: str
) -> None:
    answer = answer_to(sample.assistant, question)
    assert (answer.outcome, answer.rung) == (Outcome.ANSWERED, Rung.EXTRACTIVE)
    assert {(cited.title, cited.clause_label) for cited in answer.citations} == {(title, label)}


def test_a_list_of_materials_is_quoted_from_the_first_to_the_last(sample: Runtime) -> None:
    answer = answer_to(sample.assistant, "食品经营许可变更要什么材料")
    lines = answer.text.splitlines()
    assert [line[:5] for line in lines] == [f"- “{number}." for number in range(1, len(lines) + 1)]
    assert len(lines) >= 5


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("企业研发费用补助最高多少？", "第八条"),
        ("研发费用补助一年封顶多少", "第八条"),
        ("研发费用补助最多能拿多少钱", "第八条"),
        ("首次贷款贴息比例是多少", "第六条"),
        ("中小企业贷款贴息贴多少", "第六条"),
        ("B类人才买房，购房补贴最高能拿多少万", "附件附表第2行"),
        ("我们是大型企业，稳岗补贴一年封顶多少万", "附表第1行"),
        ("我们是高企，去年研发费用1500万，研发费用补助按几个点算，最高多少？", "附表第3行"),
    ],
)
def test_an_amount_is_told_by_the_clause_that_sets_it(sample: Runtime, question: str, label: str) -> None:
    answer = answer_to(sample.assistant, question)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].clause_label == label


@pytest.mark.parametrize(
    "question", ["知识产权资助标准是多少", "人才安居补贴多少", "企业购房补贴多少", "公共租赁住房租金多少"]
)
def test_an_amount_is_never_answered_by_what_has_none(sample: Runtime, question: str) -> None:
    answer = answer_to(sample.assistant, question)
    assert answer.outcome is not Outcome.ANSWERED or any("元" in cited.quote for cited in answer.citations)


@pytest.mark.parametrize(
    ("question", "rows"),
    [("研发费用补助标准是多少", ("一档", "二档", "三档")), ("展会往返交通费补多少", ("亚洲", "欧洲", "美洲"))],
)
def test_a_table_behind_a_lead_in_is_shown_whole(sample: Runtime, question: str, rows: tuple[str, ...]) -> None:
    lines = [line for line in answer_to(sample.assistant, question).text.splitlines() if line.startswith("- ")]
    assert all(row in line for row, line in zip(rows, lines, strict=True))


def test_steps_and_place_of_one_guide_answer_together_and_no_other_guide_joins(sample: Runtime) -> None:
    answer = answer_to(sample.assistant, "建设工程联合验收流程")
    assert [cited.clause_label for cited in answer.citations] == ["“办理流程”", "“办理地点”", "“网上办理”"]
    assert {cited.title for cited in answer_to(sample.assistant, "营业执照怎么变更地址").citations} == {"企业变更登记"}


def test_what_is_called_a_subsidy_is_answered_where_documents_call_it_interest_paid(sample: Runtime) -> None:
    assert "首次贷款贴息申请表" in answer_to(sample.assistant, "申请首次贷款补贴需要什么材料").text


def test_a_section_that_says_something_else_is_no_answer(sample: Runtime) -> None:
    assert answer_to(sample.assistant, "办理营业执照要钱吗").outcome is Outcome.ABSTAINED


@pytest.mark.parametrize("question", ["刚评上高企，有奖励吗", "我们是中小企业，首贷贴息多少", "高企入库，奖励多少"])
def test_what_a_guide_says_of_itself_or_asks_for_is_no_amount(sample: Runtime, question: str) -> None:
    answer = answer_to(sample.assistant, question)
    labels = {cited.clause_label for cited in answer.citations}
    assert labels
    assert not {"“设定依据”", "“受理条件”"} & labels


def weigh(text: str) -> dict[str, float]:
    """Weigh every word alike; words are told apart by blanks, and "是" carries no subject."""
    return {word: 1.0 for word in text.split() if word != "是"}


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("稳岗 补贴 申请 材料", ("稳岗", "补贴")),
        ("补贴 怎么申请", None),  # of which matter?
        ("稳岗 补贴 是 多少钱", ("稳岗", "补贴")),
        ("稳岗 补贴 是 多少钱 申请 材料", None),  # a clause with an amount says nothing of papers
        ("稳岗 补贴 一年 最高", ("稳岗", "补贴")),
    ],
)
def test_what_is_asked_of_what(question: str, matter: tuple[str, ...] | None) -> None:
    readings = AskedSection.readings(question, weigh)
    assert (readings[0].matter if readings else None) == matter


def test_what_is_told_first_belongs_to_no_title() -> None:
    whole, asking = AskedSection.readings("我们 是 高企 ，去年 赚了 ，稳岗 补贴 多少钱", weigh)
    assert asking.matter == ("稳岗", "补贴")
    assert "高企" in whole.matter


@pytest.mark.parametrize(
    ("word", "alike"),
    [
        ("许可", ("许可", "许可证")),
        ("奖补", ("奖补", "补贴", "补助", "资助", "贴息", "奖励", "奖金")),  # of two groups
        ("专利", ("专利",)),
    ],
)
def test_words_that_documents_use_for_one_another(word: str, alike: tuple[str, ...]) -> None:
    assert alike_to(word) == alike
