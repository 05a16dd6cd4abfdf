"""Writing service guides and the windows of notices through HTTP."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from api.runtime import Runtime
from core.actors import OPERATOR, Role
from core.audit import AuditRow
from knowledge.tables import VersionRow
from knowledge.types import EntryKind
from tests.api.conftest import Staff, policy_draft

Login = Callable[..., Staff]
GUIDE = {
    "item_code": "11990101MB000001XN-01",
    "item_type": "公共服务",
    "implementing_body": "人力资源局",
    "eligibility": ["在云岭高新区注册", " "],
    "required_materials": [{"name": "营业执照", "copies": 1, "original_or_copy": "复印件"}],
    "committed_limit": {"days": 5, "unit": "working_day"},
    "fee": "不收费",
    "consult_phone": "12345",
}


def test_a_service_guide_is_written_read_and_written_anew(log_in: Login) -> None:
    curator = log_in(Role.CURATOR)
    title = f"企业用工备案{secrets.token_hex(4)}"
    made = curator.post("/api/staff/knowledge/service-items", GUIDE | {"title": title})
    assert made.status_code == 201, made.text
    guide, entry_id = made.json()["service_item"], made.json()["document"]["document_id"]
    assert guide["eligibility"] == ["在云岭高新区注册"]
    assert "5个工作日" in made.json()["document"]["body"]
    again = GUIDE | {"title": title, "fee": "每件二十元", "lock": made.json()["lock"]}
    changed = curator.send("PUT", f"/api/staff/knowledge/{entry_id}/service-item", json=again)
    assert (changed.status_code, changed.json()["service_item"]["fee"]) == (200, "每件二十元")
    stale = curator.send("PUT", f"/api/staff/knowledge/{entry_id}/service-item", json=again)
    assert stale.status_code == 409
    assert (
        curator.send("PUT", f"/api/staff/knowledge/{entry_id}/notice", json={"year_round": True, "lock": 0}).status_code
        == 404
    )


def test_a_service_guide_that_lacks_something_is_kept_but_not_submitted(log_in: Login) -> None:
    curator = log_in(Role.CURATOR)
    bare = {"title": "", "item_code": "", "item_type": "公共服务"}
    refused = curator.post("/api/staff/knowledge/service-items", bare)
    assert refused.status_code == 422
    assert {"title", "item_code", "implementing_body"} <= set(refused.json()["details"])
    made = curator.post("/api/staff/knowledge/service-items", GUIDE | {"title": f"企业用工备案{secrets.token_hex(4)}"})
    path = f"/api/staff/knowledge/{made.json()['document']['document_id']}/versions/1/submit"
    left = curator.post(path, {"lock": made.json()["lock"], "reason": ""})
    assert (left.status_code, left.json()["code"]) == (422, "incomplete_entry")
    assert set(left.json()["details"]) == {"legal_basis", "statutory_limit", "windows", "complaint_phone"}


@pytest.mark.parametrize(
    ("window", "field"),
    [
        ({"window_start": "2026-12-01", "window_end": "2026-11-01"}, "window_end"),
        ({"window_start": "2026-12-01"}, "window_end"),
        ({"year_round": True, "window_end": "2026-11-01"}, "year_round"),
        ({"year_round": True, "apply_url": "javascript:alert(1)"}, "apply_url"),
    ],
)
def test_the_window_of_a_notice_is_kept_and_one_that_cannot_be_names_its_field(
    runtime: Runtime, log_in: Login, window: dict[str, object], field: str
) -> None:
    draft = replace(policy_draft(title=f"关于申报补助的通知{secrets.token_hex(4)}"), kind=EntryKind.NOTICE)
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.create(session, draft, OPERATOR)
    curator, url = log_in(Role.CURATOR), f"/api/staff/knowledge/{entry.entry_id}/notice"
    refused = curator.send("PUT", url, json=window | {"lock": entry.lock})
    assert (refused.status_code, list(refused.json()["details"])) == (422, [field])
    good = {"window_start": "2026-11-01", "window_end": "2026-12-31", "apply_url": "线下", "lock": entry.lock}
    kept = curator.send("PUT", url, json=good)
    assert kept.json()["window"]["window_end"] == "2026-12-31"
    assert kept.json()["document"]["body"] == entry.content.body


def test_the_day_of_review_is_set_without_a_new_version_and_what_is_due_is_found(
    runtime: Runtime, log_in: Login
) -> None:
    title, today = f"复核测试办法{secrets.token_hex(4)}", runtime.clock.today()
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.publish_import(session, policy_draft(title=title), OPERATOR)
    curator, url = log_in(Role.CURATOR), f"/api/staff/knowledge/{entry.entry_id}"
    usual = runtime.clock.now().date() + timedelta(days=180)
    assert curator.get(f"{url}/versions/1").json()["next_review_on"] == usual.isoformat()

    def due() -> list[str]:
        rows = curator.get("/api/staff/knowledge", params={"review_due": True, "q": title}).json()["rows"]
        return [row["next_review_on"] for row in rows]

    assert due() == []
    past = curator.send("PUT", f"{url}/review-date", json={"next_review_on": str(today - timedelta(days=1))})
    assert (past.status_code, list(past.json()["details"])) == (422, ["next_review_on"])
    later = today + timedelta(days=30)
    kept = curator.send("PUT", f"{url}/review-date", json={"next_review_on": str(later)}).json()
    assert (kept["next_review_on"], kept["document"]["version"], kept["lock"]) == (str(later), 1, entry.lock)
    assert due() == []
    with runtime.database.unit_of_work() as session:
        session.execute(
            update(VersionRow)
            .where(VersionRow.entry_id == entry.entry_id)
            .values(published_at=runtime.clock.now() - timedelta(days=200))
        )
    assert due() == []  # the day that was set counts, though more than 180 days have passed
    curator.send("PUT", f"{url}/review-date", json={"next_review_on": str(today)})
    assert due() == [str(today)]
    curator.send("PUT", f"{url}/review-date", json={"next_review_on": None})
    assert len(due()) == 1
    reader = log_in(Role.REVIEWER)
    assert reader.send("PUT", f"{url}/review-date", json={"next_review_on": None}).status_code == 403
    with runtime.database.reading() as session:
        days = [row.changes for row in session.scalars(select(AuditRow).where(AuditRow.object_id == entry.entry_id))]
    assert {"next_review_on": [str(later), str(today)]} in days
