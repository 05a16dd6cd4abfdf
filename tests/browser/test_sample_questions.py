"""The main job end to end: sample questions answered with the right clause, unanswerable ones ending in a petition."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chat_pages import visit

pytestmark = pytest.mark.browser

_QUESTIONS = Path(__file__).parents[2] / "ingest" / "sample" / "questions.jsonl"
_ROWS = {row["id"]: row for row in map(json.loads, _QUESTIONS.read_text("utf-8").splitlines())}
ANSWERED = ("q01", "q09", "q07", "q08", "q38", "q11", "q12", "q15", "q17", "q18")
UNANSWERABLE = ("q27", "q31", "q32")


@pytest.mark.parametrize("key", ANSWERED)
def test_a_sample_question_is_answered_with_the_right_clause_open_in_the_original(
    browser: Browser, live_server: str, key: str
) -> None:
    expected = _ROWS[key]["expect"]
    with visit(browser, live_server) as opened:
        page = opened.page
        opened.open()
        opened.ask(_ROWS[key]["question"])
        text = re.sub(r"\s", "", page.locator(".answer-text").inner_text())
        assert all(words.replace(" ", "") in text for words in expected["keys"])
        card = page.locator(".card", has_text=expected["clause"].strip("“”")).first
        expect(card).to_be_visible()
        card.click()
        expect(page.locator(".clause-target").first).to_be_in_viewport()
        assert page.locator(".clause-target mark").first.inner_text()


@pytest.mark.parametrize("key", UNANSWERABLE)
def test_an_unanswerable_question_ends_in_a_petition_that_its_number_finds(
    browser: Browser, live_server: str, key: str
) -> None:
    question, phone = _ROWS[key]["question"], "13900001234"
    with visit(browser, live_server) as opened:
        page = opened.page
        opened.open()
        opened.ask(question)
        expect(page.locator(".exchange").last).to_contain_text("知识库中暂无依据")
        page.locator(".exchange").last.locator(".actions button.primary").click()
        expect(page.locator("#field-title")).to_have_value(question[:50])
        page.fill("#field-contact_name", "小满")
        page.fill("#field-contact_phone", phone)
        page.check(".consent input")
        page.locator(".panel button.primary").click()
        receipt = page.locator("[data-testid=receipt-number]")
        expect(receipt).to_contain_text("SQ")
        number = re.search(r"SQ\d{12}", receipt.inner_text())
        assert number is not None
        found = page.request.post(
            f"{live_server}/api/petitions/lookup", data={"number": number[0], "phone_tail": phone[-4:]}
        )
        assert found.json()["title"] == question[:50]
