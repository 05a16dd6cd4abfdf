"""Importing questions over HTTP: the look, the corrected mapping, what the base already knows."""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Callable
from typing import Any

import httpx

from api.runtime import Runtime
from core.actors import OPERATOR, Role
from knowledge.types import EntryVersion, FaqDetails
from tests.api.conftest import Staff

BASE = "/api/staff/knowledge/faq-import"
ANSWER = "符合条件的企业向金融服务局提交申请，附贷款合同和付息凭证，5个工作日内答复。"


def table(*rows: tuple[str, ...]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def mapping(*fields: str | None, name: str = "", header_row: int | None = 0) -> str:
    return json.dumps({"sheets": [{"name": name, "header_row": header_row, "fields": fields}]})


def send(staff: Staff, path: str, content: bytes, said: str | None = None, name: str = "问答.csv") -> httpx.Response:
    data = {} if said is None else {"mapping": said}
    return staff.send("POST", f"{BASE}{path}", files={"file": (name, content)}, data=data)


def run(staff: Staff, content: bytes, said: str) -> dict[str, Any]:
    reply = send(staff, "", content, said)
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def newest(runtime: Runtime, entry_id: str) -> EntryVersion:
    with runtime.database.reading() as session:
        version = runtime.knowledge.versions(session, entry_id)[0].version
        return runtime.knowledge.get_version(session, entry_id, version)


def codes(entry: EntryVersion) -> set[str]:
    return {finding.code for finding in entry.content.findings}


def test_a_preview_shows_guesses_and_stores_nothing(log_in: Callable[..., Staff]) -> None:
    curator, topic = log_in(Role.CURATOR), secrets.token_hex(4)
    content = table(
        ("编号", "企业咨询问题", "内容"),
        ("1", f"{topic}怎么申请？", f"{topic}，{ANSWER}"),
        ("2", f"如何申请{topic}", f"您好，{topic}，{ANSWER}"),
        ("3", f"{topic}能退吗？", ""),
    )
    reply = send(curator, "/preview", content)
    assert reply.status_code == 200, reply.text
    sheet = reply.json()["sheets"][0]
    assert [column["field"] for column in sheet["columns"]] == [None, "question", "answer"]
    assert sheet["columns"][1]["confidence"] > sheet["columns"][2]["confidence"] > 0
    assert (sheet["is_faq"], sheet["header_row"], sheet["row_count"], sheet["entry_count"]) == (True, 0, 3, 1)
    assert sheet["samples"][0][1] == f"{topic}怎么申请？"
    assert [join["rows"] for join in sheet["joins"]] == [[2, 3]]
    assert [(p["code"], p["row"]) for p in sheet["problems"]] == [("no_answer", 4)]
    assert curator.get(f"/api/staff/knowledge?q={topic}").json()["total"] == 0


def test_a_corrected_mapping_is_what_is_imported(log_in: Callable[..., Staff], runtime: Runtime) -> None:
    curator, topic = log_in(Role.CURATOR), secrets.token_hex(4)
    content = table(("甲", "乙", "丙"), (f"{topic}网上申请。", f"{topic}怎么申请", f"{topic}如何办"))
    said = mapping("answer", "question", "similar")
    looked = send(curator, "/preview", content, said).json()["sheets"][0]
    assert [column["field"] for column in looked["columns"]] == ["answer", "question", "similar"]
    done = run(curator, content, said)
    assert (done["created"], done["revised"], done["unchanged"]) == (1, 0, 0)
    entry = newest(runtime, done["faqs"][0]["entry_id"])
    assert isinstance(entry.content.details, FaqDetails)
    assert (entry.content.title, entry.content.body) == (f"{topic}怎么申请", f"{topic}网上申请。")
    assert entry.content.details.similar_questions == (f"{topic}如何办",)
    assert entry.status.value == "draft"
    assert entry.content.source.sha256 is not None
    assert runtime.files.get(entry.content.source.sha256) == content


def test_importing_again_changes_nothing(log_in: Callable[..., Staff], runtime: Runtime) -> None:
    curator, topic = log_in(Role.CURATOR), secrets.token_hex(4)
    content = table(
        ("问题", "答案"), (f"{topic}怎么申请", f"{topic}，{ANSWER}"), (f"{topic}最高多少", f"{topic}最高30万元。")
    )
    first = run(curator, content, mapping("question", "answer"))
    again = run(curator, content, mapping("question", "answer"))
    assert (first["created"], again["created"], again["revised"], again["unchanged"]) == (2, 0, 0, 2)
    assert {faq["entry_id"] for faq in first["faqs"]} == {faq["entry_id"] for faq in again["faqs"]}
    assert newest(runtime, first["faqs"][0]["entry_id"]).version == 1


def test_the_same_question_with_a_new_answer_becomes_a_version_in_draft(
    log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    curator, topic = log_in(Role.CURATOR), secrets.token_hex(4)
    said = mapping("question", "answer", "no_basis_reason")
    first = run(
        curator, table(("问题", "答案", "无依据说明"), (f"{topic}最高多少", f"{topic}最高20万元。", "口径")), said
    )
    entry_id = first["faqs"][0]["entry_id"]
    with runtime.database.unit_of_work() as session:
        runtime.knowledge.submit(session, entry_id, 1, actor=OPERATOR)
    blocked = run(curator, table(("问题", "答案", "无"), (f"{topic}最高多少", f"{topic}最高30万元。", "")), said)
    assert (blocked["in_review"], blocked["faqs"][0]["outcome"]) == (1, "in_review")
    with runtime.database.unit_of_work() as session:
        runtime.knowledge.approve(session, entry_id, 1, actor=OPERATOR)
    rows = (f"请问{topic}最高多少？", f"{topic}最高30万元。", "")
    done = run(curator, table(("问题", "答案", "无"), rows), said)
    assert (done["revised"], done["faqs"][0]["needs_decision"]) == (1, True)
    entry = newest(runtime, entry_id)
    assert (entry.version, entry.status.value, entry.content.body) == (2, "draft", f"{topic}最高30万元。")
    assert isinstance(entry.content.details, FaqDetails)
    assert entry.content.details.no_basis_reason == "口径"  # what the file does not say is kept
    assert "faq_answer_changed" in codes(entry)
    with runtime.database.reading() as session:
        assert runtime.knowledge.live_version(session, entry_id) == 1


def test_a_question_like_one_of_the_base_is_named_and_never_merged(
    log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    curator, topic = log_in(Role.CURATOR), secrets.token_hex(4)
    said = mapping("question", "answer")
    known = run(curator, table(("问题", "答案"), (f"如何申请{topic}贷款贴息", f"{topic}，{ANSWER}")), said)["faqs"][0]
    same = run(curator, table(("问题", "答案"), (f"{topic}贷款贴息怎么申请", f"{topic}，{ANSWER}")), said)
    other = run(curator, table(("问题", "答案"), (f"怎么申请{topic}贷款贴息呢", f"{topic}请到大厅。")), said)
    assert (same["created"], other["created"]) == (1, 1)
    alike, rival = newest(runtime, same["faqs"][0]["entry_id"]), newest(runtime, other["faqs"][0]["entry_id"])
    assert "similar_faq" in codes(alike)
    assert "faq_conflict" in codes(rival)
    params = [finding.params for finding in alike.content.findings if finding.code == "similar_faq"]
    assert params == [{"entry_id": known["entry_id"], "question": f"如何申请{topic}贷款贴息"}]
    assert newest(runtime, known["entry_id"]).version == 1


def test_what_cannot_be_imported_says_why(log_in: Callable[..., Staff]) -> None:
    curator = log_in(Role.CURATOR)
    content = table(("问题", "答案"), ("怎么申请", "网上申请。"))
    assert send(curator, "", content, mapping("question", None)).json()["code"] == "unusable_mapping"
    assert send(curator, "", content, "{").json()["code"] == "unusable_mapping"
    assert send(curator, "/preview", content, mapping("nonsense", "answer")).status_code == 422
    broken = send(curator, "/preview", b"PK\x03\x04broken", name="坏.xlsx")
    assert (broken.status_code, broken.json()["code"]) == (422, "unreadable_file")
    text = send(curator, "/preview", "第一条 本办法适用于企业。\n第二条 略。".encode(), name="办法.txt")
    assert (text.status_code, text.json()["code"]) == (422, "unreadable_file")


def test_only_who_edits_everything_imports(log_in: Callable[..., Staff]) -> None:
    content = table(("问题", "答案"), ("怎么申请", "网上申请。"))
    for role in (Role.REVIEWER, Role.INTERPRETER, Role.HANDLER):
        staff = log_in(role, department="HR")
        assert send(staff, "/preview", content).status_code == 403
        assert send(staff, "", content, mapping("question", "answer")).status_code == 403
