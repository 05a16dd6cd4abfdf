"""What the base holds already is recognised by the three rules of DOMAIN §2.3, and only by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.duplicates import DuplicateRule, find_duplicate
from knowledge.errors import DuplicateEntryError, IncompleteEntryError
from knowledge.types import EntryDraft, EntryKind, EntryStatus
from tests.support.base import AUTHOR, REVIEWER, Base
from tests.support.drafts import policy

TITLE, NUMBER = "云岭高新区研发补助办法", "云高管规〔2025〕3号"
KNOWN = policy(TITLE, "正文。", document_number=NUMBER)


@pytest.mark.parametrize(
    ("draft", "rule"),
    [
        (policy("雲嶺高新區研發補助辦法", " 正文。", document_number=None, issued_on=None), DuplicateRule.CONTENT),
        (policy(TITLE, "别的。", document_number="云高管规〔2025〕8号"), DuplicateRule.TITLE_AND_DATE),
        (policy("研发支出奖补规定", "别的。", document_number=NUMBER), DuplicateRule.NUMBER),
        (
            policy("研发支出奖补规定", "别的。", document_number=NUMBER, issuing_bodies=("财政局", "云岭高新区管委会")),
            DuplicateRule.NUMBER,
        ),
    ],
    ids=["content in another script", "title and date", "number and issuer", "number and one common issuer"],
)
def test_a_duplicate_is_named_with_the_rule_that_found_it(base: Base, draft: EntryDraft, rule: DuplicateRule) -> None:
    first = base.do("create", KNOWN, AUTHOR)
    with pytest.raises(DuplicateEntryError) as caught:
        base.do("create", draft, AUTHOR)
    assert (caught.value.entry_id, caught.value.title, caught.value.rule) == (first.entry_id, TITLE, rule)
    assert TITLE in caught.value.details["title"]


@pytest.mark.parametrize(
    "draft",
    [
        policy("研发支出奖补规定", "别的。", document_number=NUMBER, issuing_bodies=("青湖区政府",)),
        policy("研发支出奖补规定", "别的。", document_number=NUMBER, issuing_bodies=()),
        policy(f"关于印发{TITLE}的通知", "别的。", document_number=NUMBER),
        policy(TITLE, "修订后的正文。", document_number=NUMBER, issued_on=date(2026, 3, 1)),
        policy(TITLE, "没有日期的正文。", document_number=None, issued_on=None),
        replace(policy(TITLE, "解读。", document_number=NUMBER), kind=EntryKind.INTERPRETATION),
    ],
    ids=["another issuer", "no issuer", "the notice that carries it", "an amended text", "no date", "another kind"],
)
def test_what_is_another_document_is_not_refused(base: Base, draft: EntryDraft) -> None:
    base.do("create", KNOWN, AUTHOR)
    assert base.do("create", draft, AUTHOR).status is EntryStatus.DRAFT


def test_a_withdrawn_entry_is_no_duplicate_and_an_entry_is_none_of_itself(base: Base) -> None:
    first = base.publish_reviewed(KNOWN)
    with base.database.reading() as session:
        assert find_duplicate(session, KNOWN, but_not=first.entry_id) is None
    base.do("withdraw", first.entry_id, 1, actor=REVIEWER, reason="误发")
    with base.database.reading() as session:
        assert find_duplicate(session, KNOWN) is None


def test_a_draft_that_was_edited_into_a_duplicate_cannot_be_submitted(base: Base) -> None:
    base.do("create", KNOWN, AUTHOR)
    other = base.do("create", policy("另一个办法", "另一正文。"), AUTHOR)
    base.do("revise", other.entry_id, KNOWN, AUTHOR)
    with pytest.raises(IncompleteEntryError) as caught:
        base.do("submit", other.entry_id, 1, actor=AUTHOR)
    assert set(caught.value.details) == {"duplicate"}
