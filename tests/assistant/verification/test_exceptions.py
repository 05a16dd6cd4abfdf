"""What a clause says of all but some is not to be said of those."""

from __future__ import annotations

import pytest

from assistant.facts import FactKind, Why, findings_of

PROPERTY = "除房地产企业外，企业可以申请补助。"
PARENTHESIS = "企业（不含房地产企业）可以申请补助。"
STAFF = "除劳务派遣企业外，参保企业按裁员率返还稳岗补贴。"
DEVICES = "对购置生产设备的企业（二手设备除外），按照设备投资额的20%给予补助。"
BUYING = "企业购置生产设备的，按照设备投资额的20%给予补助，但购置二手设备的除外。"
LATE = "逾期申请的，不予受理。但是，因不可抗力逾期的除外。"
TENANTS = "个体工商户应当办理登记。除个体工商户外，承租人可以享受租金减免。"
LISTED = "符合条件的用人单位可以申请补贴（国家机关、事业单位、劳务派遣企业除外）。"
FORMS = "除申请表外，企业还应当提交营业执照。"
LAWS = "企业可以申请延期，法律、行政法规另有规定的除外。"
TURNED_ROUND = [
    (PROPERTY, "房地产企业可以申请补助。", "除房地产企业外"),
    (PARENTHESIS, "房地产企业可以申请补助。", "不含房地产企业"),
    (STAFF, "劳务派遣企业按裁员率返还稳岗补贴。", "除劳务派遣企业外"),
    (STAFF, "参保企业按裁员率返还稳岗补贴，劳务派遣单位也返还。", "除劳务派遣企业外"),
    (DEVICES, "二手设备按照设备投资额的20%给予补助。", "二手设备除外"),
    (BUYING, "购置二手设备的，按照设备投资额的20%给予补助。", "购置二手设备的除外"),
    (BUYING, "二手设备按照投资额的20%给予补助。", "购置二手设备的除外"),
    (LATE, "因不可抗力逾期的，不予受理。", "因不可抗力逾期的除外"),
    (TENANTS, "个体工商户可以享受租金减免。", "除个体工商户外"),
    (LISTED, "事业单位可以申请补贴。", "国家机关、事业单位、劳务派遣企业除外"),
]
SUPPORTED = [
    (PROPERTY, "除房地产企业外，企业可以申请补助。"),
    (PROPERTY, "企业可以申请补助，房地产企业除外。"),
    (PROPERTY, "企业可以申请补助。"),
    (PARENTHESIS, "企业可以申请补助。"),
    (STAFF, "参保企业按裁员率返还稳岗补贴（劳务派遣企业除外）。"),
    (DEVICES, "购置生产设备的，按设备投资额的20%给予补助。"),
    (LATE, "逾期申请的，不予受理。"),
    (TENANTS, "个体工商户应当办理登记。"),
    (TENANTS, "承租人可以享受租金减免。"),
    (LISTED, "用人单位可以申请补贴。"),
    (LAWS, "依照法律，企业可以申请延期。"),
]


@pytest.mark.parametrize(("clause", "sentence", "exception"), TURNED_ROUND)
def test_a_clause_does_not_support_what_it_excepts(clause: str, sentence: str, exception: str) -> None:
    found = [finding for finding in findings_of(sentence, clause) if finding.kind is FactKind.EXCEPTION]
    assert [(finding.why, finding.clause_says) for finding in found] == [(Why.DROPPED, exception)]


@pytest.mark.parametrize(("clause", "sentence"), SUPPORTED)
def test_what_is_not_excepted_and_what_repeats_the_exception_stay_supported(clause: str, sentence: str) -> None:
    assert findings_of(sentence, clause) == []


def test_besides_is_no_exception() -> None:
    found = findings_of("企业应当提交申请表。", FORMS)
    assert FactKind.EXCEPTION not in {finding.kind for finding in found}
