"""Behaviours 32 to 34: reading aloud, writing by voice, Traditional characters."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.behaviours.test_b22_to_b25_petitions import fill_contact
from tests.browser.chat_pages import FOUND, Visit

pytestmark = pytest.mark.browser

_SPEECH = """
  window.spoken = [];
  window.calls = [];
  const stub = {
    speak: (utterance) => { window.utterance = utterance; window.spoken.push([utterance.text, utterance.lang]); },
    pause: () => window.calls.push('pause'),
    resume: () => window.calls.push('resume'),
    cancel: () => window.calls.push('cancel'),
  };
  Object.defineProperty(window, 'speechSynthesis', {value: stub});
"""
_RECOGNITION = """
  window.started = 0;
  window.webkitSpeechRecognition = window.SpeechRecognition = class {
    start() { window.started++; window.recognition = this; }
    stop() { this.onend(); }
  };
"""


def test_b32_an_answer_is_read_without_marks_paused_and_stopped(desktop: Visit) -> None:
    page = desktop.page
    page.add_init_script(_SPEECH)
    desktop.open()
    desktop.ask(FOUND)
    page.get_by_role("button", name="朗读", exact=True).click()
    ((text, language),) = page.evaluate("window.spoken")
    assert language == "zh-CN"
    assert "[1]" not in text
    assert "**" not in text
    assert "贴息" in text
    page.get_by_role("button", name="暂停朗读").click()
    page.get_by_role("button", name="继续朗读").click()
    assert page.evaluate("window.calls.filter(each => each !== 'cancel')") == ["pause", "resume"]
    page.get_by_role("button", name="停止朗读").click()
    expect(page.get_by_role("button", name="停止朗读")).to_have_count(0)
    page.get_by_role("button", name="朗读", exact=True).click()
    page.evaluate("window.utterance.onend()")
    expect(page.get_by_role("button", name="朗读", exact=True)).to_be_visible()


def test_b32_in_care_mode_reading_aloud_is_the_main_button(desktop: Visit) -> None:
    page = desktop.page
    page.add_init_script(_SPEECH)
    desktop.open("/?care=1")
    desktop.ask(FOUND)
    page.get_by_role("button", name="读给我听").click()
    assert len(page.evaluate("window.spoken")) == 1
    page.get_by_role("button", name="暂停").click()
    page.get_by_role("button", name="继续读").click()
    page.get_by_role("button", name="停止朗读").click()
    expect(page.get_by_role("button", name="读给我听")).to_be_visible()


def test_b32_where_the_browser_cannot_speak_there_is_no_button(desktop: Visit) -> None:
    page = desktop.page
    page.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis;")
    desktop.open()
    desktop.ask(FOUND)
    expect(page.get_by_role("button", name="复制")).to_be_visible()
    expect(page.get_by_role("button", name="朗读")).to_have_count(0)


def test_b33_what_was_heard_is_written_for_correction_and_not_sent(desktop: Visit) -> None:
    page = desktop.page
    page.add_init_script(_RECOGNITION)
    desktop.open()
    assert page.evaluate("window.started") == 0, "the microphone is asked for only on a press"
    page.get_by_role("button", name="语音输入").click()
    assert page.evaluate("window.recognition.lang") == "zh-CN"
    page.evaluate("window.recognition.onresult({results: [[{transcript: '首次贷款'}], [{transcript: '贴息'}]]})")
    expect(page.locator("#composer")).to_have_value("首次贷款贴息")
    page.get_by_role("button", name="停止语音输入").click()
    expect(page.locator("#composer")).to_be_focused()
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="请核对后再发送")).to_be_attached()


def test_b33_a_refused_microphone_says_what_to_do_and_without_support_there_is_no_button(desktop: Visit) -> None:
    page = desktop.page
    page.add_init_script(_RECOGNITION)
    desktop.open()
    page.get_by_role("button", name="语音输入").click()
    page.evaluate("window.recognition.onerror({error: 'not-allowed'}); window.recognition.onend()")
    expect(page.locator(".toast")).to_contain_text("没有使用麦克风的权限")
    page.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")
    page.reload()
    expect(page.locator("#composer")).to_be_visible()
    expect(page.get_by_role("button", name="语音输入")).to_have_count(0)


def test_b34_page_and_answers_are_read_in_traditional_characters_and_originals_as_issued(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask("跨境电商海外仓建设有补贴吗？")
    page.get_by_role("button", name="繁體").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.get_by_role("button", name="發送")).to_be_visible()
    expect(page.locator(".plain-heading")).to_have_text("知識庫中暫無依據")
    expect(page.locator(".exchange .actions").first).to_contain_text("提交訴求")
    desktop.ask(FOUND)
    expect(page.locator(".exchange").last.locator(".assurance")).to_contain_text("有依據")
    expect(page.locator(".document-line")).to_contain_text("《云岭高新区中小企业首次贷款贴息实施办法》")
    page.locator(".card").last.click()
    expect(page.locator(".clause-target")).to_contain_text("首次贷款")
    page.reload()
    expect(page.get_by_role("button", name="發送")).to_be_visible()
    page.get_by_role("button", name="简体").click()
    expect(page.get_by_role("button", name="发送")).to_be_visible()
    expect(page.locator(".plain-heading")).to_have_text("知识库中暂无依据")


def test_b34_what_the_server_says_about_a_petition_is_in_the_script_of_the_page(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.get_by_role("button", name="繁體").click()
    expect(page.locator(".lead-in, .greeting").first).to_contain_text("應答")
    page.get_by_role("button", name="提訴求").click()
    page.fill("#field-title", "园区北门道路积水")
    page.fill("#field-content", "北门道路每逢下雨积水，货车无法通行，请尽快处理。")
    fill_contact(page, "12345678901")
    page.click(".submit")
    expect(page.locator("#field-contact_phone-error")).to_contain_text("手機")
    fill_contact(page)
    page.click(".submit")
    expect(page.locator(".receipt")).to_contain_text("答覆")
    page.locator(".panel-foot .button.primary").click()
    page.fill("#field-tail", "9999")
    page.press("#field-tail", "Enter")
    expect(page.locator(".failure")).to_contain_text("沒有查到")
    page.fill("#field-tail", "1234")
    page.press("#field-tail", "Enter")
    expect(page.locator(".progress h1")).to_contain_text("訴求")
    expect(page.locator(".progress-sub")).to_contain_text("园区北门道路积水")
    expect(page.locator(".stage-label").first).to_have_text("受理")
    expect(page.locator(".timeline")).to_contain_text("您提交了訴求")
    page.get_by_role("button", name="简体").click()
    expect(page.locator(".progress h1")).to_contain_text("诉求")
    desktop.errors.clear()  # the look-up that fails
