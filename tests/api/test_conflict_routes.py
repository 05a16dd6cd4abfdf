"""The work list of conflicts, remarks about an entry and its history, through HTTP."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex

from api.runtime import Runtime
from core.actors import OPERATOR, Role
from knowledge.types import EntryVersion
from tests.api.conftest import Staff, policy_draft

Login = Callable[..., Staff]
PRICE = "第二条 在园区举办行业展会的，按场租费用的百分之三十给予补助，每场最高十五万元。"


def two_measures(runtime: Runtime) -> tuple[EntryVersion, EntryVersion]:
    """Publish two measures that pay other amounts for the same."""
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
    return one, other


def test_a_conflict_is_found_listed_with_both_sides_and_decided_with_a_reason(runtime: Runtime, log_in: Login) -> None:
    one, other = two_measures(runtime)
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


def test_an_internal_draft_is_not_commented_on_by_who_may_not_see_it(runtime: Runtime, log_in: Login) -> None:
    one, _ = two_measures(runtime)
    with runtime.database.unit_of_work() as session:
        draft = runtime.knowledge.revise(session, one.entry_id, one.content, OPERATOR)
    outsider = log_in(Role.HANDLER, department="HR")
    path = f"/api/staff/knowledge/{one.entry_id}"
    assert outsider.post(f"{path}/versions/{draft.version}/comments", {"text": "看看"}).status_code == 404
    assert outsider.get(f"{path}/history").status_code == 404
