"""Curating over HTTP: FAQ to published, corrections, uploads, review, scopes."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.runtime import Runtime
from core.actors import OPERATOR, Role
from core.audit import AuditRow
from knowledge.types import EntryVersion
from tests.api.conftest import Staff, policy_draft

FAQ = {"answer": "每周三下午在一楼大厅办理。", "no_basis_reason": "窗口安排", "department_code": "HR"}


def create_faq(curator: Staff, **changes: object) -> dict[str, object]:
    body = FAQ | {"standard_question": f"测试问题{secrets.token_hex(4)}在哪里办理"} | changes
    reply = curator.post("/api/staff/knowledge/faqs", body)
    assert reply.status_code == 201, reply.text
    return reply.json()  # type: ignore[no-any-return]


def test_a_faq_goes_from_draft_over_review_to_an_answer(
    client: TestClient, log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    curator, reviewer = log_in(Role.CURATOR), log_in(Role.REVIEWER)
    question = f"云岭夜间充电桩{secrets.token_hex(4)}怎么报修"
    faq = create_faq(curator, standard_question=question, similar_questions=["充电桩坏了找谁"])
    assert faq["allowed"] == ["edit", "submit"]
    url = f"/api/staff/knowledge/{faq['document']['document_id']}/versions/1"
    submitted = curator.post(f"{url}/submit", {"lock": faq["lock"]}).json()
    assert submitted["document"]["status"] == "in_review"
    assert submitted["allowed"] == []
    approved = reviewer.post(f"{url}/approve", {"lock": submitted["lock"]})
    assert approved.status_code == 200
    assert approved.json()["document"]["status"] == "published"
    runtime.indexer.follow_once()
    answer = client.post("/api/chat", json={"question": question}).json()
    assert answer["outcome"] == "answered"
    assert answer["rung"] == "faq"


def test_nobody_approves_own_work(log_in: Callable[..., Staff]) -> None:
    both = log_in(Role.CURATOR, Role.REVIEWER)
    faq = create_faq(both)
    url = f"/api/staff/knowledge/{faq['document']['document_id']}/versions/1"
    lock = both.post(f"{url}/submit", {"lock": faq["lock"]}).json()["lock"]
    reply = both.post(f"{url}/approve", {"lock": lock})
    assert reply.status_code == 403
    assert reply.json()["code"] == "own_work"


def test_an_incomplete_entry_is_refused_field_by_field(log_in: Callable[..., Staff]) -> None:
    curator = log_in(Role.CURATOR)
    faq = create_faq(curator, no_basis_reason=None)
    url = f"/api/staff/knowledge/{faq['document']['document_id']}/versions/1/submit"
    reply = curator.post(url, {"lock": faq["lock"]})
    assert reply.status_code == 422
    assert "basis" in reply.json()["details"]


def test_rejecting_and_withdrawing_need_a_reason(log_in: Callable[..., Staff], faq: EntryVersion) -> None:
    reviewer = log_in(Role.REVIEWER)
    for step in ("reject", "withdraw"):
        reply = reviewer.post(f"/api/staff/knowledge/{faq.entry_id}/versions/1/{step}", {"lock": 0, "reason": " "})
        assert reply.status_code == 422
        assert "reason" in reply.json()["details"]


def test_correcting_a_published_document_makes_a_draft_and_leaves_it_live(
    log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.publish_import(
            session, policy_draft(title=f"修改测试{secrets.token_hex(4)}"), OPERATOR
        )
    curator = log_in(Role.CURATOR)
    url = f"/api/staff/knowledge/{entry.entry_id}/versions/1"
    lock = curator.get(url).json()["lock"]
    changed = curator.send("PATCH", url, json={"lock": lock, "summary": "支持企业研发投入的补助办法，按支出比例给予。"})
    assert changed.status_code == 200, changed.text
    document = changed.json()["document"]
    assert (document["version"], document["status"], document["live_version"]) == (2, "draft", 1)
    again = curator.send("PATCH", f"/api/staff/knowledge/{entry.entry_id}/versions/2", json={"lock": 99, "title": "新"})
    assert again.status_code == 409
    assert again.json()["code"] == "stale_entry"
    # Its text is that of the document other tests ask about, who mean that one.
    reviewer = log_in(Role.REVIEWER)
    lock = reviewer.get(url).json()["lock"]
    assert reviewer.post(f"{url}/withdraw", {"lock": lock, "reason": "测试完毕"}).status_code == 200


def test_an_interpreter_corrects_only_the_summary_of_own_policies(
    log_in: Callable[..., Staff], runtime: Runtime
) -> None:
    interpreter = log_in(Role.INTERPRETER, department="SCI")
    name = interpreter.get("/api/staff/me").json()["display_name"]
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.create(session, policy_draft(title=f"解读测试{secrets.token_hex(4)}"), OPERATOR)
        changes = {"interpreter": f"{name} 科技创新局 8888"}
        runtime.knowledge.change_description(session, entry.entry_id, 1, changes, lock=entry.lock, actor=OPERATOR)
    url = f"/api/staff/knowledge/{entry.entry_id}/versions/1"
    lock = interpreter.get(url).json()["lock"]
    assert interpreter.send("PATCH", url, json={"lock": lock, "title": "别的标题"}).status_code == 403
    assert interpreter.send("PATCH", url, json={"lock": lock, "summary": "由解读人改写的摘要。"}).status_code == 200
    other = f"/api/staff/knowledge/{create_faq(log_in(Role.CURATOR))['document']['document_id']}/versions/1"
    assert interpreter.get(other).status_code == 404


def test_a_department_lists_its_own_entries_only(log_in: Callable[..., Staff], faq: EntryVersion) -> None:
    mine = create_faq(log_in(Role.CURATOR), department_code="HR")["document"]["document_id"]
    rows = log_in(Role.HANDLER, department="HR").get("/api/staff/knowledge?limit=200").json()["rows"]
    assert mine in {row["entry_id"] for row in rows}
    assert {row["department_code"] for row in rows} == {"HR"}


def test_the_list_filters_by_status_kind_and_words(log_in: Callable[..., Staff], policy: EntryVersion) -> None:
    curator = log_in(Role.CURATOR)
    found = curator.get("/api/staff/knowledge?status=published&kind=policy_document&q=研发费用补助").json()
    assert policy.entry_id in {row["entry_id"] for row in found["rows"]}
    assert curator.get("/api/staff/knowledge?status=unknown").status_code == 422
    assert curator.get("/api/staff/knowledge?q=绝无此名称").json() == {"total": 0, "rows": []}


def test_uploads_are_read_into_drafts_and_reported_one_by_one(log_in: Callable[..., Staff], runtime: Runtime) -> None:
    curator = log_in(Role.CURATOR)
    text = "云岭高新区测试上传办法\n\n第一条 为了测试上传，制定本办法。\n\n第二条 本办法自2026年1月1日起施行。\n"
    most = runtime.settings.server.upload_max_mb * 1024 * 1024
    files = [
        ("files", ("上传办法.txt", text.encode())),
        ("files", ("空.txt", b"")),
        ("files", ("过大.txt", b"x" * (most + 1))),
    ]
    reports = curator.send("POST", "/api/staff/knowledge/upload", files=files).json()["files"]
    by_name = {report["file_name"]: report for report in reports}
    assert by_name["上传办法.txt"]["outcome"] == "read"
    assert by_name["上传办法.txt"]["clause_count"] >= 2
    assert by_name["空.txt"]["outcome"] == "skipped"
    assert by_name["空.txt"]["reason"]
    assert by_name["过大.txt"]["outcome"] == "failed"
    assert "20 MB" in by_name["过大.txt"]["reason"]
    entry_id = by_name["上传办法.txt"]["entry_id"]
    detail = curator.get(f"/api/staff/knowledge/{entry_id}/versions/1").json()
    assert detail["document"]["status"] == "draft"
    assert detail["document"]["original_url"]


def test_superseding_names_a_published_successor(log_in: Callable[..., Staff], runtime: Runtime) -> None:
    with runtime.database.unit_of_work() as session:
        old, new = (
            runtime.knowledge.publish_import(session, policy_draft(title=f"{name}{secrets.token_hex(4)}"), OPERATOR)
            for name in ("旧办法", "新办法")
        )
    reviewer = log_in(Role.REVIEWER)
    url = f"/api/staff/knowledge/{old.entry_id}/versions/1"
    body = {"lock": reviewer.get(url).json()["lock"], "successor_id": new.entry_id, "effective_on": "2025-06-01"}
    detail = reviewer.post(f"{url}/supersede", body)
    assert detail.status_code == 200, detail.text
    document = detail.json()["document"]
    assert document["validity"] == "superseded"
    assert document["superseded_by"] == new.entry_id
    assert document["superseded_by_title"] == new.content.title


def in_region(staff: Staff, code: str) -> dict[str, object]:
    """Write an FAQ of a division; return it."""
    faq = create_faq(staff)
    url = f"/api/staff/knowledge/{faq['document']['document_id']}/versions/1"  # type: ignore[index]
    reply = staff.send("PATCH", url, json={"lock": faq["lock"], "region_code": code})
    assert reply.status_code == 200, reply.text
    return {"url": url} | reply.json()


def test_an_account_of_one_division_works_on_it_and_below_and_is_refused_elsewhere(
    runtime: Runtime, log_in: Callable[..., Staff]
) -> None:
    district, city = log_in(Role.CURATOR, region="320505"), log_in(Role.REVIEWER, region="320500")
    own = in_region(district, "320505")
    assert own["allowed"] == ["edit", "submit"]
    submitted = district.post(f"{own['url']}/submit", {"lock": own["lock"]}).json()
    assert city.post(f"{own['url']}/approve", {"lock": submitted["lock"]}).status_code == 200, "the city is above it"

    theirs = in_region(log_in(Role.CURATOR), "320500")
    assert district.get(str(theirs["url"])).json()["allowed"] == []
    refused = district.post(f"{theirs['url']}/submit", {"lock": theirs["lock"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "other_region")
    with runtime.database.reading() as session:
        newest = select(AuditRow.action, AuditRow.actor_id).order_by(AuditRow.sequence.desc())
        assert session.execute(newest).first() == ("access.refused", district.account_id)


def test_nobody_moves_an_entry_into_the_division_of_others(log_in: Callable[..., Staff]) -> None:
    district = log_in(Role.CURATOR, region="320505")
    own = in_region(district, "320505")
    moved = district.send("PATCH", str(own["url"]), json={"lock": own["lock"], "region_code": "320506"})
    assert (moved.status_code, moved.json()["code"]) == (403, "other_region")
    assert district.get(str(own["url"])).json()["lock"] == own["lock"], "nothing was written"
