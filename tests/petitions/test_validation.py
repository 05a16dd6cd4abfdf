"""Field errors in the words of LOOK §5, all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import InvalidInputError
from petitions.taxonomy import load_taxonomy
from petitions.types import Contact, Identity, Nature, PetitionDraft
from petitions.validation import check_draft

TAXONOMY = load_taxonomy()
DRAFT = PetitionDraft(
    title="补贴申请被退回",
    content="我公司补贴申请被退回，请核实原因。",
    contact=Contact("小满", "13800001234"),
    consent=True,
)


def errors(draft: PetitionDraft) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as caught:
        check_draft(draft, TAXONOMY)
    return caught.value.details


def test_all_errors_come_together() -> None:
    assert errors(PetitionDraft(title=" ", content="太短", credit_code="1234")) == {
        "title": "请填写标题",
        "content": "至少 10 个字，现在是 2 个",
        "contact_name": "请填写联系人",
        "contact_phone": "请填写手机号",
        "credit_code": "应为 18 位，现在是 4 位",
        "consent": "请先阅读并同意隐私说明",
    }


@pytest.mark.parametrize(
    ("phone", "sentence"),
    [
        ("138 0000 00", "还差 2 位，请核对"),
        ("138 0000 0", "还差 3 位，请核对"),
        ("138 0000 00001", "多了 1 位，请核对"),
        ("12800000000", "请填写 11 位手机号，或带区号的座机号"),
        ("65432100", "请填写 11 位手机号，或带区号的座机号"),
        ("小满", "请填写 11 位手机号，或带区号的座机号"),
        ("", "请填写手机号"),
    ],
)
def test_a_wrong_phone_says_what_to_do(phone: str, sentence: str) -> None:
    assert errors(replace(DRAFT, contact=Contact("小满", phone))) == {"contact_phone": sentence}


@pytest.mark.parametrize(
    ("phone", "stored"),
    [
        ("138-0000-1234", "13800001234"),
        ("+86 138 0000 1234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("0512-6543 2100", "051265432100"),
        ("（010）65432100", "01065432100"),
    ],
)
def test_phones_are_stored_as_digits(phone: str, stored: str) -> None:
    assert check_draft(replace(DRAFT, contact=Contact("小满", phone)), TAXONOMY).contact.phone == stored


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91350100M000100Y4", "应为 18 位，现在是 17 位"),
        ("91350100M000100Y44", "校验位不符，请对照营业执照核对"),
        ("9135010OM000100Y43", "只含数字和大写字母，没有 I、O、S、V、Z，请核对"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(code: str, sentence: str) -> None:
    assert errors(replace(DRAFT, credit_code=code)) == {"credit_code": sentence}


def test_a_right_credit_code_is_written_in_capitals() -> None:
    assert check_draft(replace(DRAFT, credit_code=" 91350100m000100y43 "), TAXONOMY).credit_code == "91350100M000100Y43"


@pytest.mark.parametrize(("title", "content"), [("题" * 50, "文" * 10), ("题", "文" * 5000)])
def test_texts_at_their_limits_are_accepted(title: str, content: str) -> None:
    assert check_draft(replace(DRAFT, title=title, content=content), TAXONOMY).title == title


def test_texts_past_their_limits_are_refused() -> None:
    assert errors(replace(DRAFT, title="题" * 51, content="文" * 5001)) == {
        "title": "最多 50 个字，现在是 51 个",
        "content": "最多 5000 个字，现在是 5001 个",
    }


def test_unknown_and_import_only_categories_are_refused() -> None:
    for code in ("77", "99"):
        assert errors(replace(DRAFT, category_code=code)) == {"category_code": "没有这个类别，请重新选择"}


def test_an_anonymous_petition_needs_and_keeps_no_contact() -> None:
    assert check_draft(replace(DRAFT, identity=Identity.ANONYMOUS), TAXONOMY).contact == Contact()


def test_a_report_is_confidential_unless_anonymous() -> None:
    report = replace(DRAFT, nature=Nature.REPORT)
    assert check_draft(report, TAXONOMY).identity is Identity.CONFIDENTIAL
    assert check_draft(replace(report, identity=Identity.ANONYMOUS), TAXONOMY).identity is Identity.ANONYMOUS
