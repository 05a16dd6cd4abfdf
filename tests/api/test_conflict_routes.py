"""The work list of conflicts, remarks about an entry and its history, through HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

import httpx
import pytest

from api.runtime import Runtime
from core.actors import OPERATOR, Role
from knowledge.search import SearchQuery
from knowledge.types import EntryVersion
from tests.api.conftest import Staff, policy_draft

Login = Callable[..., Staff]
Measures = tuple[EntryVersion, EntryVersion]
REASON = "后一份已经另行规定"
PRICE = "第二条 在园区举办行业展会的，按场租费用的百分之三十给予补助，每场最高十五万元。"


@pytest.fixture
def measures(runtime: Runtime) -> Iterator[Measures]:
    """Two published measures that pay other amounts for the same; withdrawn again, for they contradict later ones."""
    mark = token_hex(3).translate(str.maketrans("0123456789abcdef", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"))
    first = ("第一条 为支持企业办展，制定本办法。", PRICE)
    second = ("第一条 为支持行业展会，制定本措施。", PRICE.replace("十五万元", "二十五万元"))
    with runtime.database.unit_of_work() as session:
        one = runtime.knowledge.publish_import(
            session, policy_draft(title=f"云岭高新区办展补助办法{mark}", articles=first), OPERATOR
        )
        other = runtime.knowledge.publish_import(
            session, policy_draft(title=f"云岭高新区展会支持措施{mark}", articles=second), OPERATOR
        )
    runtime.indexer.follow_once()
    yield one, other
    with runtime.database.unit_of_work() as session:
        for entry in (one, other):
            if runtime.knowledge.live_version(session, entry.entry_id) is not None:
                runtime.knowledge.withdraw(session, entry.entry_id, entry.version, actor=OPERATOR, reason="test")


def test_a_conflict_is_found_listed_with_both_sides_and_decided_with_a_reason(
    runtime: Runtime, log_in: Login, measures: Measures
) -> None:
    one, other = measures
    curator = log_in(Role.CURATOR)
    url = f"/api/staff/knowledge/{one.entry_id}/versions/{one.version}/conflicts"
    (row,) = curator.post(url).json()["rows"]
    assert row["kind"] == "amount"
    assert {row["left"]["entry_id"], row["right"]["entry_id"]} == {one.entry_id, other.entry_id}
    assert {"15万元", "25万元"} == {row["differences"][0]["left"], row["differences"][0]["right"]}
    decide = f"/api/staff/conflicts/{row['id']}/decide"
    missing = curator.post(decide, {"decision": "left_prevails", "reason": " ", "lock": row["lock"]})
    assert (missing.status_code, list(missing.json()["details"])) == (422, ["reason"])
    body = {"decision": "left_prevails", "reason": "以管委会文件为准", "lock": row["lock"]}
    assert curator.post(decide, body).json()["decided_by"]
    assert curator.post(decide, body).status_code == 409
    assert curator.post(url).json()["rows"] == []
    decided = curator.get(f"/api/staff/conflicts?open=false&entry_id={one.entry_id}").json()
    assert [found["reason"] for found in decided["rows"]] == ["以管委会文件为准"]


def decided(curator: Staff, measures: Measures, step: str, effective_on: str | None = None) -> dict[str, Any]:
    """Decide for the first of two measures and ask that the other ends; return the conflict."""
    one, _ = measures
    (row,) = curator.post(f"/api/staff/knowledge/{one.entry_id}/versions/{one.version}/conflicts").json()["rows"]
    prevails = "left" if row["left"]["entry_id"] == one.entry_id else "right"
    body = {"decision": f"{prevails}_prevails", "reason": REASON, "lock": row["lock"],
            "ending": {"step": step, "effective_on": effective_on}}  # fmt: skip
    reply = curator.post(f"/api/staff/conflicts/{row['id']}/decide", body)
    assert reply.status_code == 200, reply.text
    return reply.json()


def asked(staff: Staff, conflict: dict[str, Any], *, is_open: bool = True) -> list[dict[str, Any]]:
    rows = staff.get(f"/api/staff/endings?open={str(is_open).lower()}&limit=200").json()["rows"]
    return [row for row in rows if row["id"] == conflict["id"]]


def rule(staff: Staff, conflict: dict[str, Any], is_granted: bool, reason: str = "") -> httpx.Response:
    body = {"is_granted": is_granted, "reason": reason, "lock": conflict["lock"]}
    return staff.post(f"/api/staff/conflicts/{conflict['id']}/rule-on-ending", body)


def status_of(runtime: Runtime, entry: EntryVersion) -> tuple[str, date | None, str | None]:
    with runtime.database.reading() as session:
        found = runtime.knowledge.get_version(session, entry.entry_id, entry.version)
    return found.status.value, found.in_force_until, found.superseded_by


def test_a_reviewer_withdraws_what_a_curator_asked_and_the_index_follows(
    runtime: Runtime, log_in: Login, measures: Measures
) -> None:
    curator, reviewer = log_in(Role.CURATOR), log_in(Role.REVIEWER)
    prevails, ends = measures
    conflict = decided(curator, measures, "withdraw")
    assert conflict["ending"]["is_own"]
    (waiting,) = asked(reviewer, conflict)
    assert (waiting["reason"], waiting["ending"]["is_granted"], waiting["ending"]["is_own"]) == (REASON, None, False)
    assert status_of(runtime, ends)[0] == "published"
    granted = rule(reviewer, conflict, True)
    assert granted.json()["ending"]["is_granted"] is True
    assert status_of(runtime, ends)[0] == "withdrawn"
    assert status_of(runtime, prevails)[0] == "published"
    runtime.indexer.follow_once()
    query = SearchQuery(text=ends.content.title, as_of=runtime.clock.today(), limit=20)
    found = {hit.passage.entry_id for hit in runtime.search.search(query)}
    assert prevails.entry_id in found
    assert ends.entry_id not in found
    assert asked(reviewer, conflict) == []
    assert [row["ending"]["ruled_by"] for row in asked(reviewer, conflict, is_open=False)] != [None]
    assert rule(reviewer, conflict, True).json()["code"] == "nothing_asked"
    deeds = reviewer.get(f"/api/staff/knowledge/{ends.entry_id}/history").json()["rows"]
    assert (deeds[0]["action"], deeds[0]["reason"]) == ("knowledge.withdraw", REASON)


def test_validity_ends_on_the_day_from_which_the_other_side_takes_over(
    runtime: Runtime, log_in: Login, measures: Measures
) -> None:
    curator, reviewer = log_in(Role.CURATOR), log_in(Role.REVIEWER)
    day = runtime.clock.today() + timedelta(days=30)
    prevails, ends = measures
    conflict = decided(curator, measures, "supersede", day.isoformat())
    assert rule(reviewer, conflict, True).status_code == 200
    assert status_of(runtime, ends) == ("published", day - timedelta(days=1), prevails.entry_id)


def test_what_is_declined_stays_published_and_the_pair_says_why(
    runtime: Runtime, log_in: Login, measures: Measures
) -> None:
    curator, reviewer = log_in(Role.CURATOR), log_in(Role.REVIEWER)
    _, ends = measures
    conflict = decided(curator, measures, "withdraw")
    missing = rule(reviewer, conflict, False, " ")
    assert (missing.status_code, list(missing.json()["details"])) == (422, ["reason"])
    assert rule(reviewer, conflict, False, "两份文件对象不同").status_code == 200
    assert status_of(runtime, ends)[0] == "published"
    (row,) = curator.get(f"/api/staff/conflicts?open=false&entry_id={ends.entry_id}").json()["rows"]
    assert (row["ending"]["is_granted"], row["ending"]["ruling"]) == (False, "两份文件对象不同")


def test_nobody_grants_what_they_asked_for(runtime: Runtime, log_in: Login, measures: Measures) -> None:
    both = log_in(Role.CURATOR, Role.REVIEWER)
    _, ends = measures
    conflict = decided(both, measures, "withdraw")
    refused = rule(both, conflict, True)
    assert (refused.status_code, refused.json()["code"]) == (403, "own_request")
    assert status_of(runtime, ends)[0] == "published"


def test_only_a_published_side_that_gives_way_can_be_asked_to_end(
    runtime: Runtime, log_in: Login, measures: Measures
) -> None:
    curator, reviewer = log_in(Role.CURATOR), log_in(Role.REVIEWER)
    _, ends = measures
    conflict = decided(curator, measures, "withdraw")
    decide = f"/api/staff/conflicts/{conflict['id']}/decide"
    again = {"decision": conflict["decision"], "reason": REASON, "lock": conflict["lock"]}
    for body, field in (
        (again | {"decision": "no_conflict", "ending": {"step": "withdraw"}}, "ending"),
        (again | {"ending": {"step": "supersede"}}, "effective_on"),
    ):
        refused = curator.post(decide, body)
        assert (refused.status_code, list(refused.json()["details"])) == (422, [field])
    taken_back = curator.post(decide, again).json()
    assert (taken_back["ending"], asked(reviewer, conflict)) == (None, [])
    assert rule(reviewer, taken_back, True).json()["code"] == "nothing_asked"
    with runtime.database.unit_of_work() as session:
        runtime.knowledge.withdraw(session, ends.entry_id, ends.version, actor=OPERATOR, reason="已撤")
    gone = curator.post(decide, again | {"lock": taken_back["lock"], "ending": {"step": "withdraw"}})
    assert (gone.status_code, gone.json()["code"]) == (422, "ending_draft")


def test_remarks_and_deeds_of_an_entry_are_kept_and_shown(
    runtime: Runtime, log_in: Login, policy: EntryVersion
) -> None:
    reviewer = log_in(Role.REVIEWER)
    path = f"/api/staff/knowledge/{policy.entry_id}"
    assert reviewer.post(f"{path}/versions/1/comments", {"text": "  "}).status_code == 422
    said = reviewer.post(f"{path}/versions/1/comments", {"text": "请核对 13900001234 这个电话。", "clause_id": "t2"})
    assert said.status_code == 201, said.text
    rows = reviewer.get(f"{path}/comments").json()["rows"]
    assert rows[0]["clause_id"] == "t2"
    assert "13900001234" not in rows[0]["text"]
    deeds = reviewer.get(f"{path}/history").json()["rows"]
    assert {"knowledge.create", "knowledge.publish", "knowledge.comment"} <= {deed["action"] for deed in deeds}
    assert deeds[0]["label"] == "写意见"


def test_an_internal_draft_is_not_commented_on_by_who_may_not_see_it(
    runtime: Runtime, log_in: Login, measures: Measures
) -> None:
    one, _ = measures
    with runtime.database.unit_of_work() as session:
        draft = runtime.knowledge.revise(session, one.entry_id, one.content, OPERATOR)
    outsider = log_in(Role.HANDLER, department="HR")
    path = f"/api/staff/knowledge/{one.entry_id}"
    assert outsider.post(f"{path}/versions/{draft.version}/comments", {"text": "看看"}).status_code == 404
    assert outsider.get(f"{path}/history").status_code == 404
