"""A fact must be true of what the sentence says it of: the right amount of the wrong enterprise is no support."""

from __future__ import annotations

import pytest

from assistant.facts import FactKind, Why, findings_of, unsupported_facts

REWARDS = (
    "第六条 对首次认定的国家级专精特新“小巨人”企业，一次性奖励50万元；对省级专精特新企业，一次性奖励20万元；"
    "对市级专精特新企业，给予补助10万元。"
)
APPLYING = (
    "第八条 企业应当自付息之日起60日内，通过企业服务平台提出申请。逾期不予受理。"
    "区金融服务局应当在15个工作日内完成审核。"
)
RENT = "第五条 租金补助按照实际支付租金的百分之三十给予，单户企业每年最高不超过20万元，补助期限不超过三年。"
CONDITIONS = (
    "申请人应当具备下列条件：\n（一）在高新区注册满1年；\n（二）从业人员不少于10人；\n"
    "（三）上年度营业收入在500万元以上2000万元以下；\n（四）未被列入严重失信主体名单。"
)
VALIDITY = (
    "本办法自2025年3月1日起施行，有效期至2028年2月29日。《旧办法》（云高管规〔2022〕3号）同时废止。"
    "咨询电话：0600-5550121，网址：https://zwfw.yunling.gov.cn/apply。"
)
TAX = "小微企业、个体工商户免征增值税；大型企业减按1%征收。"
NOTICE = (
    "材料不齐全的，应当当场或者在5个工作日内一次告知申请人需要补正的全部内容，"
    "逾期不告知的，自收到申请材料之日起即为受理。"
)
TRUE = [
    (REWARDS, "国家级专精特新“小巨人”企业首次认定，一次性奖励50万元。"),
    (REWARDS, "省级专精特新企业奖励20万元。"),
    (REWARDS, "市级专精特新企业可获得10万元补助。"),
    (REWARDS, "省级专精特新企业可以拿到20万元的一次性奖励。"),
    (APPLYING, "企业应在付息之日起60天内通过企业服务平台申请。"),
    (APPLYING, "超过期限的不予受理。"),
    (APPLYING, "金融服务局15个工作日内完成审核。"),
    (RENT, "按实际支付租金的30%给予补助，每年最高20万元。"),
    (RENT, "每户每年最多补助20万元，最长3年。"),
    (RENT, "单户企业每年最高200000元。"),
    (CONDITIONS, "企业须在高新区注册满一年。"),
    (CONDITIONS, "从业人员至少10人。"),
    (CONDITIONS, "上年度营业收入为500万元至2000万元。"),
    (CONDITIONS, "企业不能被列入严重失信主体名单。"),
    (CONDITIONS, "应当具备四个条件。"),
    (VALIDITY, "该办法自2025年3月1日起实施。"),
    (VALIDITY, "有效期到2028年2月29日。"),
    (VALIDITY, "可登录zwfw.yunling.gov.cn/apply申请。"),
    (TAX, "个体工商户也免征增值税。"),
    (TAX, "大型企业按1%征收增值税。"),
    (NOTICE, "材料不齐的，当场或5个工作日内一次性告知需要补正的内容。"),
    (NOTICE, "逾期未告知的，收到申请材料之日即为受理。"),
]
FALSE = [
    (REWARDS, "国家级专精特新“小巨人”企业奖励20万元。"),
    (REWARDS, "省级专精特新企业奖励50万元。"),
    (REWARDS, "市级专精特新企业奖励50万元。"),
    (REWARDS, "市级专精特新企业可获得20万元补助。"),
    (REWARDS, "省级专精特新企业每年奖励20万元。"),
    (REWARDS, "省级专精特新企业最高奖励20万元。"),
    (APPLYING, "企业应在付息之日起30日内申请。"),
    (APPLYING, "逾期可以补办。"),
    (APPLYING, "逾期予以受理。"),
    (APPLYING, "区金融服务局应当在15日内完成审核。"),
    (APPLYING, "区税务局应当在15个工作日内完成审核。"),
    (APPLYING, "企业无需申请。"),
    (RENT, "每年最高不低于20万元。"),
    (RENT, "每月最高20万元。"),
    (RENT, "按租金的3%补助。"),
    (RENT, "补助期限不少于三年。"),
    (RENT, "每年20万元以上。"),
    (CONDITIONS, "从业人员不超过10人。"),
    (CONDITIONS, "注册满1个月。"),
    (CONDITIONS, "被列入严重失信主体名单。"),
    (CONDITIONS, "可以被列入严重失信主体名单。"),
    (CONDITIONS, "营业收入在2000万元以上。"),
    (CONDITIONS, "营业收入500万元以下。"),
    (CONDITIONS, "应当具备三个条件。"),
    (VALIDITY, "有效期至2029年2月28日。"),
    (VALIDITY, "云高管规〔2022〕5号同时废止。"),
    (VALIDITY, "咨询电话0600-5550122。"),
    (VALIDITY, "网址http://zwfw.yunling.com/apply。"),
    (VALIDITY, "自2028年2月29日起施行。"),
    (VALIDITY, "有效期3年。"),
    (TAX, "大型企业免征增值税。"),
    (TAX, "小微企业减按1%征收。"),
    (TAX, "小微企业不免征增值税。"),
    (TAX, "中型企业免征增值税。"),
    (TAX, "个人免征增值税。"),
    (NOTICE, "材料齐全的，应当当场告知。"),
    (NOTICE, "应当在5日内一次告知。"),
    (NOTICE, "逾期告知的，即为受理。"),
    (NOTICE, "逾期不告知的，不予受理。"),
]


@pytest.mark.parametrize(("clause", "sentence"), TRUE)
def test_a_clause_supports_what_it_says_in_other_words(clause: str, sentence: str) -> None:
    assert findings_of(sentence, clause) == []


@pytest.mark.parametrize(("clause", "sentence"), FALSE)
def test_a_clause_does_not_support_what_it_says_of_something_else(clause: str, sentence: str) -> None:
    assert findings_of(sentence, clause) != []


def test_a_finding_says_what_kind_of_fact_it_is_and_what_the_clause_says_instead() -> None:
    (finding,) = findings_of("省级专精特新企业，一次性奖励50万元。", REWARDS)
    assert (finding.kind, finding.text, finding.why, finding.clause_says) == (
        FactKind.MONEY,
        "50万元",
        Why.CONTRADICTED,
        "20万元",
    )


def test_what_is_known_of_the_document_supports_a_sentence_that_names_it() -> None:
    sentence = "根据《租金补助办法》（云高园〔2024〕7号），补助期限不超过3年。"
    assert "云高园〔2024〕7号" in unsupported_facts(sentence, RENT)
    assert unsupported_facts(sentence, RENT, "云岭高新区产业用房租金补助办法\n云高园〔2024〕7号") == []


TABLE = "类别 | 租房补贴（元/月） | 购房补贴上限（万元）\nA类 | 6000 | 150\nB类 | 4000 | 80"


def test_a_table_states_amounts_in_the_unit_of_its_heading() -> None:
    assert findings_of("租房补贴6000元。", TABLE) == []
    assert findings_of("租房补贴6000万元。", TABLE) != []
    assert findings_of("租房补贴8000元。", TABLE) != []


@pytest.mark.parametrize(
    ("row", "is_stated"),
    [
        ("- 类别：A类；租房补贴（元/月）：6000；购房补贴上限（万元）：150", True),
        ("- 类别：B类；租房补贴（元/月）：4000", True),
        ("- 类别：A类；租房补贴（元/月）：4000", False),
        ("- 类别：A类；租房补贴（元/月）：150；购房补贴上限（万元）：6000", False),
        ("- 类别：C类；租房补贴（元/月）：4000", False),
    ],
)
def test_cells_are_supported_only_together_by_one_row(row: str, is_stated: bool) -> None:
    assert (findings_of(row, TABLE) == []) is is_stated


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("对甲级企业奖励20万元，对乙级企业奖励50万元。", "对甲级企业奖励50万元，对乙级企业奖励20万元。"),
        ("一等奖5万元、二等奖10万元。", "一等奖10万元、二等奖5万元。"),
        ("甲、乙分别给予20万元、50万元。", "甲、乙分别给予50万元、20万元。"),
    ],
)
def test_amounts_that_changed_places_are_not_supported(sentence: str, clause: str) -> None:
    assert findings_of(sentence, clause) != []


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("二等奖5万元、一等奖10万元。", "一等奖10万元、二等奖5万元。"),
        ("提交身份证、申请表和营业执照。", "提交申请表、身份证和营业执照。"),
        ("对乙级企业奖励20万元；对甲级企业奖励50万元。", "对甲级企业奖励50万元；对乙级企业奖励20万元。"),
    ],
)
def test_items_that_changed_places_with_all_they_say_are_supported(sentence: str, clause: str) -> None:
    assert findings_of(sentence, clause) == []
