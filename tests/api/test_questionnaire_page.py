"""The page of a questionnaire: one answer of each visitor, its states, its limits, hostile words."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.limits import SITE_FACTOR
from api.runtime import Runtime
from core.actors import Role
from knowledge.types import EntryVersion
from reports.questionnaires.tables import QuestionnaireRow
from tests.api.conftest import TITLE, Staff

SCRIPT = "</textarea><script>alert(1)</script>"
TOPICS = ["贷款融资", f"其他{SCRIPT}"]
ANSWER = {"topic": TOPICS[0], "score": "2", "department_code": "HR", "text": "请联系 13900001234"}


@pytest.fixture
def analyst(log_in: Callable[..., Staff]) -> Staff:
    return log_in(Role.ANALYST)


def opened(analyst: Staff, **changes: object) -> str:
    """Open a questionnaire; return the path of its page."""
    form = {"title": "惠企政策问卷", "topics": TOPICS, "introduction": SCRIPT, "closes_on": "2099-12-31"} | changes
    made = analyst.post("/api/staff/questionnaires", form)
    assert made.status_code == 201, made.text
    return str(httpx.URL(made.json()["link"]).path)


def results(analyst: Staff, path: str) -> dict[str, object]:
    found = analyst.get(f"/api/staff/questionnaires/{path.rpartition('/')[2]}/results")
    return dict(found.json())


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_page_asks_and_an_answer_is_counted_without_a_name(
    client: TestClient, analyst: Staff, policy: EntryVersion
) -> None:
    path = opened(analyst, policy_ids=[policy.entry_id])
    for _ in range(2):
        page = client.get(path)
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert f'<a href="/doc/{policy.entry_id}"' in page.text
    assert f"《{TITLE}》" in page.text
    assert "征集至 2099年12月31日" in page.text
    assert results(analyst, path)["total"] == 0
    thanks = client.post(path, data=ANSWER)
    assert (thanks.status_code, "已收到您的答卷" in thanks.text) == (200, True)
    found = results(analyst, path)
    assert (found["total"], found["texts"]) == (1, ["请联系 139****1234"])


def test_a_visitor_answers_once_by_the_page_and_by_the_interface(client: TestClient, analyst: Staff) -> None:
    path = opened(analyst)
    client.get(path)
    assert client.post(path, data=ANSWER).status_code == 200
    for again in (client.post(path, data=ANSWER), client.get(path)):
        assert (again.status_code, "您已经答过这份问卷" in again.text) == (409, True)
    api = f"/api/questionnaires/{path.rpartition('/')[2]}/responses"
    refused = client.post(api, json={"topic": TOPICS[0], "score": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "questionnaire_answered")
    assert results(analyst, path)["total"] == 1
    assert client.get(opened(analyst)).status_code == 200  # another one is open to the same visitor


def test_a_browser_without_cookies_answers_once_by_each_form(client: TestClient, analyst: Staff) -> None:
    path = opened(analyst)
    form = ANSWER | {"token": token_in(client.get(path).text)}
    client.cookies.clear()
    assert client.post(path, data=form).status_code == 200
    client.cookies.clear()
    assert client.post(path, data=form).status_code == 409
    forged = client.post(path, data=form | {"token": "forged"})
    assert (forged.status_code, "再提交一次" in forged.text) == (422, True)
    assert results(analyst, path)["total"] == 1


def test_a_form_sent_twice_at_the_same_moment_counts_once(address: str, analyst: Staff, client: TestClient) -> None:
    path = opened(analyst)
    form = ANSWER | {"token": token_in(client.get(path).text)}
    with ThreadPoolExecutor(8) as senders:
        sent = list(senders.map(lambda _: httpx.post(f"{address}{path}", data=form, timeout=60).status_code, range(8)))
    assert sorted(sent) == [200] + [409] * 7
    assert results(analyst, path)["total"] == 1


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client: TestClient, analyst: Staff) -> None:
    path = opened(analyst)
    client.get(path)
    wrong = client.post(path, data={"score": "9", "department_code": "NOBODY", "text": SCRIPT})
    assert wrong.status_code == 422
    assert "<title>有 3 项需要更正。" in wrong.text
    for name in ("topic", "score", "department_code"):
        assert f'aria-describedby="{name}-error"' in wrong.text
        assert f'id="{name}-error"' in wrong.text
    assert wrong.text.count(" autofocus") == 1
    assert f"\n{escape(SCRIPT)}</textarea>" in wrong.text
    long = client.post(path, data=ANSWER | {"text": "长" * 2001})
    assert (long.status_code, "意见不超过 2000 字" in long.text) == (422, True)
    lines = "\r\n".join(["行"] * 1000)  # a browser sends two characters for a line break, and counted one
    assert client.post(path, data=ANSWER | {"text": lines}).status_code == 200


def test_words_of_others_are_words_and_never_markup(client: TestClient, analyst: Staff) -> None:
    path = opened(analyst, title=f"问卷{SCRIPT}")
    page = client.get(path, params={"care": '"><script>', "careStep": "９", "look": SCRIPT})
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert page.text.count("<script ") == 1
    assert client.post(path, data=ANSWER | {"topic": TOPICS[1], "text": SCRIPT}).status_code == 200
    assert results(analyst, path)["texts"] == [SCRIPT]


def test_the_looks_change_and_keep_what_was_filled_in(client: TestClient, analyst: Staff) -> None:
    path = opened(analyst)
    client.get(path)
    care = client.post(path, data=ANSWER | {"look": "care"})
    assert (care.status_code, 'class="care care-0"' in care.text) == (200, True)
    assert f'value="{TOPICS[0]}" checked' in care.text
    assert '<option value="HR" selected' in care.text
    larger = client.post(path, data=ANSWER | {"care": "1", "careStep": "2", "contrast": "1", "look": "larger"})
    assert 'class="care care-2 contrast"' in larger.text
    other = client.post(path, data=ANSWER | {"look": "script"})
    assert '<html lang="zh-Hant"' in other.text
    assert "您的評價是" in other.text
    assert f'value="{TOPICS[0]}" checked' in other.text  # what is sent stays as it was asked
    assert "請聯繫" not in other.text  # and what the visitor wrote, as it was written
    assert results(analyst, path)["total"] == 0


def test_a_questionnaire_that_is_over_or_unknown_says_so(client: TestClient, analyst: Staff, runtime: Runtime) -> None:
    path = opened(analyst)
    client.get(path)
    with runtime.database.unit_of_work() as session:
        row = session.get(QuestionnaireRow, path.rpartition("/")[2])
        assert row is not None
        row.closes_on = runtime.clock.today().replace(year=2001)
    for over in (client.get(path), client.post(path, data=ANSWER)):
        assert (over.status_code, "问卷已截止" in over.text) == (409, True)
    assert results(analyst, path)["total"] == 0
    for unknown in (client.get("/questionnaire/qst_none"), client.post("/questionnaire/qst_none", data=ANSWER)):
        assert (unknown.status_code, "没有这份问卷" in unknown.text) == (404, True)


def test_an_address_that_sends_too_much_is_asked_to_wait_and_keeps_its_words(
    runtime: Runtime, analyst: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.settings.server, "lookup_tries", 1)
    path = opened(analyst)
    with TestClient(create_app(runtime)) as client:
        client.get(path)
        for _ in range(SITE_FACTOR):
            assert client.post(path, data={"text": "等一等"}).status_code == 422
        refused = client.post(path, data=ANSWER | {"text": "等一等"})
        assert (refused.status_code, "提交次数较多" in refused.text) == (429, True)
        assert "等一等</textarea>" in refused.text
        assert client.post(path, data={"look": "care"}).status_code == 200
        assert client.get(path).status_code == 200
    assert results(analyst, path)["total"] == 0


def test_its_colours_are_those_of_the_chat_page(app: FastAPI, repository_tokens: dict[str, set[str]]) -> None:
    with TestClient(app) as client:
        style = client.get("/questionnaire/page.css")
        assert client.get("/questionnaire/page.js").headers["content-type"].startswith("text/javascript")
    own = re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]+);", style.text)
    assert len(own) > 20
    assert [pair for pair in own if pair[1] not in repository_tokens.get(pair[0], set())] == []


@pytest.fixture
def repository_tokens() -> dict[str, set[str]]:
    """The values that each token has in one look or another."""
    text = (Path(__file__).parents[2] / "web" / "shared" / "tokens.css").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for name, value in re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]+);", text):
        found.setdefault(name, set()).add(value)
    return found
