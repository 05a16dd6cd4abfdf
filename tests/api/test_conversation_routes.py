"""What a visitor does with a conversation: rating it, taking an answer along, deleting it; help while typing."""

from __future__ import annotations

import io

from docx import Document
from fastapi.testclient import TestClient

from api.runtime import Runtime
from knowledge.types import EntryVersion
from tests.api.conftest import QUESTION, TITLE


def ask(client: TestClient, question: str = QUESTION, **more: str) -> dict[str, object]:
    answer: dict[str, object] = client.post("/api/chat", json={"question": question, **more}).json()
    return answer


def test_a_conversation_is_rated_once_and_the_rating_can_be_changed(client: TestClient, policy: EntryVersion) -> None:
    url = f"/api/conversations/{ask(client)['conversation_id']}"
    assert client.get(url).json()["stars"] is None
    assert client.put(f"{url}/rating", json={"stars": 2, "comment": "电话 13900001234"}).status_code == 204
    assert client.put(f"{url}/rating", json={"stars": 5}).status_code == 204
    assert client.get(url).json()["stars"] == 5
    assert client.put(f"{url}/rating", json={"stars": 6}).status_code == 422
    assert client.put("/api/conversations/none/rating", json={"stars": 5}).status_code == 404


def test_a_deleted_conversation_is_gone_with_its_messages(client: TestClient, policy: EntryVersion) -> None:
    answer = ask(client)
    url = f"/api/conversations/{answer['conversation_id']}"
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    assert client.get(f"/api/chat/messages/{answer['message_id']}/export").status_code == 404
    assert client.delete(url).status_code == 404


def test_a_conversation_that_a_petition_rests_on_is_kept_and_says_why(client: TestClient, policy: EntryVersion) -> None:
    conversation = ask(client)["conversation_id"]
    petition = {
        "title": "研发费用补助何时到账",
        "content": "我公司的研发费用补助至今没有到账，请核实。",
        "contact_name": "小满",
        "contact_phone": "13800000000",
        "conversation_id": conversation,
        "consent": True,
    }
    assert client.post("/api/petitions", json=petition).status_code == 201
    refused = client.delete(f"/api/conversations/{conversation}")
    assert refused.status_code == 409
    assert refused.json()["code"] == "conversation_attached"
    assert client.get(f"/api/conversations/{conversation}").status_code == 200


def test_an_answer_is_exported_with_its_quotations_and_the_disclaimer(client: TestClient, policy: EntryVersion) -> None:
    answer = ask(client)
    exported = client.get(f"/api/chat/messages/{answer['message_id']}/export")
    assert exported.headers["content-disposition"].startswith("attachment")
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(exported.content)).paragraphs)
    assert QUESTION in words
    assert TITLE in words
    assert answer["citations"][0]["quote"] in words  # type: ignore[index]
    assert "以主管部门解释和正式文件为准" in words
    assert "**" not in words


def test_a_page_in_traditional_characters_gets_our_words_in_them_and_the_clause_as_issued(
    client: TestClient, policy: EntryVersion
) -> None:
    answer = ask(client, script="traditional")
    assert "給予" not in answer["citations"][0]["quote"]  # type: ignore[index]
    assert answer["disclaimer"].startswith("以下內容")  # type: ignore[attr-defined]
    url = f"/api/conversations/{answer['conversation_id']}"
    labels = [
        action["label"]
        for script in ("traditional", "simplified")
        for action in client.get(url, params={"script": script}).json()["messages"][0]["answer"]["next_actions"]
        if action["action"] == "open_petition"
    ]
    assert "提交訴求" in labels[0]


def test_half_a_question_brings_published_questions_and_titles(client: TestClient, policy: EntryVersion) -> None:
    def suggest(text: str) -> list[str]:
        return [each["text"] for each in client.get("/api/suggestions", params={"q": text}).json()]

    assert TITLE in suggest("研发费用补助")
    assert TITLE in suggest("研發費用")
    assert suggest("研") == []
    assert suggest(TITLE) == []  # what is typed already need not be offered
    assert suggest("%_；' --") == []
    assert client.get("/api/suggestions", params={"q": "长" * 201}).status_code == 422


def test_windows_with_a_telephone_are_told(client: TestClient, runtime: Runtime) -> None:
    windows = client.get("/api/site").json()["windows"]
    assert all(window["phone"] or window["address"] for window in windows)
