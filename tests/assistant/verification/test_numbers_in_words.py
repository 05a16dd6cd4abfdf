"""Numbers written without digits are facts like others, and the days of a document are no closing dates."""

from __future__ import annotations

import pytest

from assistant.facts import findings_of, unsupported_facts

UNSUPPORTED = [
    ("最高奖励千万元。", "最高奖励500万元。"),
    ("奖励数十万元。", "奖励10万元。"),
    ("奖励几十万元。", "奖励10万元。"),
    ("奖励上千万元。", "奖励3万元。"),
    ("奖励上百万元。", "奖励3万元。"),
    ("奖励贰拾万元。", "奖励30万元。"),
    ("按一半给予补助。", "按30%给予补助。"),
    ("经半数人员同意。", "经三分之二人员同意。"),
    ("应当在半个月内申请。", "应当在30日内申请。"),
    ("半个工作日内办结。", "5个工作日内办结。"),
    ("当场办结。", "5个工作日内办结。"),
    ("立即办结。", "5个工作日内办结。"),
    ("当日办结。", "5个工作日内办结。"),
    ("年满60周岁的人员可以申请。", "满420日的人员可以申请。"),
]
SUPPORTED = [
    ("最高奖励1000万元。", "最高奖励千万元。"),
    ("最高奖励千万元。", "最高奖励1000万元。"),
    ("奖励百余万元。", "奖励100余万元。"),
    ("奖励十余万元。", "奖励10余万元。"),
    ("奖励20万元。", "奖励贰拾万元整。"),
    ("奖励352000元。", "奖励叁拾伍万贰仟元。"),
    ("奖励几十万元。", "奖励数十万元。"),
    ("补助一半。", "按50%补助。"),
    ("半个小时内到场。", "30分钟内到场。"),
    ("一年半内申请。", "18个月内申请。"),
    ("当场或者5日内告知。", "应当当场或者在5日内告知。"),
    ("适当场所办理。", "在适当场所办理。"),
    ("从业人员数10人。", "从业人员数十人。"),
    ("年满60岁的人员可以申请。", "年满60周岁的人员可以申请。"),
    ("年满60周岁的人员可以申请。", "年满60岁的人员可以申请。"),
]


@pytest.mark.parametrize(("sentence", "clause"), UNSUPPORTED)
def test_a_number_in_words_must_stand_in_the_clause(sentence: str, clause: str) -> None:
    assert findings_of(sentence, clause) != []


@pytest.mark.parametrize(("sentence", "clause"), SUPPORTED)
def test_a_number_in_words_is_the_number_in_digits(sentence: str, clause: str) -> None:
    assert findings_of(sentence, clause) == []


CLAUSE = "企业应当在规定期限内提出申请。"
DOCUMENT = "云岭高新区租金补助办法\n云高园〔2024〕7号\n2025-02-01\n2028-01-31"


@pytest.mark.parametrize(
    "sentence",
    [
        "该办法自2025年2月1日起施行。",
        "自2025年2月1日起，该办法施行。",
        "有效期至2028年1月31日。",
        "于2028年1月31日失效。",
    ],
)
def test_the_days_of_a_document_support_what_is_said_of_its_being_in_force(sentence: str) -> None:
    assert unsupported_facts(sentence, CLAUSE, DOCUMENT) == []


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("申请截止日期为2025年2月1日。", "2025年2月1日"),
        ("该办法自2025年2月1日起施行，申请截止日期为2028年1月31日。", "2028年1月31日"),
        ("企业应当在2025年提出申请。", "2025年"),
    ],
)
def test_the_days_of_a_document_support_no_other_date(sentence: str, date: str) -> None:
    assert date in unsupported_facts(sentence, CLAUSE, DOCUMENT)
