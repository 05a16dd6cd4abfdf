"""Golden questions through HTTP: a version that breaks one is refused, another reviewer may let it pass, and rolling
back restores the former answers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from secrets import token_hex
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select

from api.runtime import Runtime
from core.actors import OPERATOR, Actor, Role
from core.audit import AuditRow
from eval.golden.tables import GoldenQuestionRow
from knowledge.types import Clause, ClauseKind, EntryDraft, EntryVersion, PassageDraft
from tests.api.conftest import Staff, policy_draft

CURATOR = Actor("golden-curator", "谷雨", frozenset({Role.CURATOR}))
TITLE = "云岭高新区职工夜校学费补助办法"
AMOUNT, DOUBLE = "职工夜校学费补助每人最高多少", "已享受其他学费补助的还能申请职工夜校学费补助吗"
FIRST = (
    "第一条 为支持职工参加夜校学习，制定本办法。",
    "第二条 职工夜校学费补助按实际学费的百分之五十给予，每人最高五百元。",
    "第三条 已享受其他学费补助的，不重复享受职工夜校学费补助。",
)
RAISED = (FIRST[0], FIRST[1].replace("五百元", "八百元"), FIRST[2])
SHORTENED = RAISED[:2]
INSERTED = (FIRST[0], "第二条 夜校由区总工会会同人力资源局举办，每年春季招生。",
            FIRST[1].replace("第二条", "第三条"), FIRST[2].replace("第三条", "第四条"))  # fmt: skip

Login = Callable[..., Staff]


def draft(articles: tuple[str, ...], title: str) -> EntryDraft:
    base = policy_draft(title=title, articles=(FIRST[0], FIRST[1]))
    body, clauses, start = "\n".join(articles), [], 0
    for number, text in enumerate(articles, start=1):
        end = start + len(text)
        clauses.append(Clause(f"t{number}", None, ClauseKind.ARTICLE, str(number), "", text[:3], start, end, end))
        start = end + 1
    described = replace(
        base.description,
        summary="对参加夜校学习的职工，按实际学费的百分之五十给予补助，每人设最高额。",
        interpreter="小满",
    )
    passages = tuple(PassageDraft(c.id, c.start, c.end, title) for c in clauses)
    return replace(base, body=body, clauses=tuple(clauses), passages=passages, description=described)


@pytest.fixture
def evening(runtime: Runtime, policy: EntryVersion) -> Iterator[EntryVersion]:
    """A published policy of a name of its own, and no golden question but those of the test."""
    title = TITLE + token_hex(3).translate(str.maketrans("0123456789abcdef", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"))
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.publish_import(session, draft(FIRST, title), OPERATOR)
    runtime.indexer.follow_once()
    yield entry
    with runtime.database.unit_of_work() as session:
        session.execute(delete(GoldenQuestionRow))
        for row in runtime.knowledge.versions(session, entry.entry_id):
            if row.status.value == "published":
                runtime.knowledge.withdraw(session, entry.entry_id, row.version, actor=OPERATOR, reason="test")
    runtime.indexer.follow_once()


def keep(staff: Staff, question: str, clause: str = "", document: EntryVersion | None = None) -> dict[str, Any]:
    expects = "basis" if document else "refusal"
    title = document.content.title if document else ""
    body = {"question": question, "expects": expects, "document": title, "clause": clause}
    reply = staff.post("/api/staff/golden", body)
    assert reply.status_code == 201, reply.text
    return reply.json()


def in_review(runtime: Runtime, entry: EntryVersion, articles: tuple[str, ...]) -> tuple[str, int]:
    """Store a next version and submit it; return its address and lock."""
    with runtime.database.unit_of_work() as session:
        revised = runtime.knowledge.revise(session, entry.entry_id, draft(articles, entry.content.title), CURATOR)
        submitted = runtime.knowledge.submit(session, entry.entry_id, revised.version, actor=CURATOR)
    return f"/api/staff/knowledge/{entry.entry_id}/versions/{revised.version}", submitted.lock


def ask(client: httpx.Client, question: str) -> dict[str, Any]:
    return client.post("/api/chat", json={"question": question}).json()


def quotes(answer: dict[str, Any]) -> list[str]:
    return [citation["quote"] for citation in answer["citations"]]


def until(seconds: float, client: httpx.Client, question: str, words: str) -> dict[str, Any]:
    """Ask until the answer says `words`, at most so long; return it."""
    began = time.monotonic()
    while words not in (answer := ask(client, question))["text"]:
        assert time.monotonic() - began < seconds, answer["text"]
        time.sleep(0.05)
    return answer


def events(reply: httpx.Response) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in reply.text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":"))
        if "event" in lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def test_a_publish_that_breaks_a_golden_question_is_refused_and_rolling_back_restores_the_answers(
    runtime: Runtime, log_in: Login, evening: EntryVersion
) -> None:
    curator, first, second = log_in(Role.CURATOR), log_in(Role.REVIEWER), log_in(Role.REVIEWER)
    keep(curator, AMOUNT, "第二条", evening)
    broken = keep(curator, DOUBLE, "第三条", evening)
    former = {question: ask(first.client, question) for question in (AMOUNT, DOUBLE)}
    assert "五百元" in former[AMOUNT]["text"]
    url, lock = in_review(runtime, evening, SHORTENED)

    refused = first.post(f"{url}/approve", {"lock": lock})
    assert (refused.status_code, refused.json()["code"]) == (409, "golden_regression")
    assert refused.json()["details"] == {broken["id"]: DOUBLE}
    assert quotes(ask(first.client, AMOUNT)) == quotes(former[AMOUNT])  # nobody met what was tried

    assert first.post(f"{url}/golden/override", {"reason": " "}).status_code == 422
    passed = second.post(f"{url}/golden/override", {"reason": "第三条并入另一办法，下月发布"})
    assert (passed.status_code, passed.json()["blocks"]) == (200, False)
    own = second.post(f"{url}/approve", {"lock": lock})
    assert (own.status_code, own.json()["code"]) == (403, "own_override")
    assert first.post(f"{url}/approve", {"lock": lock}).status_code == 200
    until(2, first.client, AMOUNT, "八百元")
    assert audited(runtime, "golden.override", evening) == ["第三条并入另一办法，下月发布"]

    live = first.get(url).json()
    back = first.post(f"{url}/roll-back", {"lock": live["lock"], "reason": "漏了不重复享受的规定"})
    assert back.status_code == 200, back.text
    answer = until(5, first.client, AMOUNT, "五百元")
    assert quotes(answer) == quotes(former[AMOUNT])
    again = ask(first.client, DOUBLE)
    assert (again["outcome"], quotes(again)) == (former[DOUBLE]["outcome"], quotes(former[DOUBLE]))
    assert len(audited(runtime, "knowledge.roll_back", evening)) == 1


def audited(runtime: Runtime, action: str, entry: EntryVersion) -> list[str | None]:
    """Return the reasons with which `action` was done to the entry."""
    with runtime.database.reading() as session:
        found = session.scalars(select(AuditRow).where(AuditRow.action == action))
        return [row.reason for row in found if row.object_id.startswith(entry.entry_id)]


def test_the_run_streams_each_answer_before_and_after_and_holds_until_something_changes(
    runtime: Runtime, log_in: Login, evening: EntryVersion
) -> None:
    curator, reviewer = log_in(Role.CURATOR), log_in(Role.REVIEWER)
    keep(curator, AMOUNT, "第二条", evening)
    keep(curator, DOUBLE, "第三条", evening)
    keep(curator, "员工养宠物园区给补贴吗")
    url, _ = in_review(runtime, evening, RAISED)
    told = events(reviewer.post(f"{url}/golden"))
    assert [name for name, _ in told] == ["result", "result", "result", "run"]
    run = told[-1][1]["run"]
    assert run["counts"] == {"same": 2, "changed": 1, "improved": 0, "regressed": 0, "failing": 0}
    changed = run["results"][0]
    assert changed["question"] == AMOUNT
    assert ("五百元" in changed["before"]["text"], "八百元" in changed["after"]["text"]) == (True, True)
    assert changed["after"]["citations"][0]["version"] == changed["before"]["citations"][0]["version"] + 1
    assert reviewer.get(f"{url}/golden").json()["holds"] is True
    keep(curator, f"职工夜校学费补助怎么申请{token_hex(3)}", document=evening)
    assert reviewer.get(f"{url}/golden").json()["holds"] is False
    assert reviewer.post(f"{url}/golden/override", {"reason": "试试"}).json()["code"] == "golden_run_outdated"


def test_an_expected_clause_is_followed_when_articles_are_inserted_before_it(
    runtime: Runtime, log_in: Login, evening: EntryVersion
) -> None:
    reviewer = log_in(Role.REVIEWER)
    keep(log_in(Role.CURATOR), AMOUNT, "第二条", evening)
    url, lock = in_review(runtime, evening, INSERTED)
    run = events(reviewer.post(f"{url}/golden"))[-1][1]["run"]
    assert run["counts"]["regressed"] == 0
    tried = run["results"][0]["after"]
    assert tried["citations"][0]["clause_label"] == "第三条"
    assert reviewer.post(f"{url}/approve", {"lock": lock}).status_code == 200
    runtime.indexer.follow_once()
    real = ask(reviewer.client, AMOUNT)
    assert (real["outcome"], real["text"], quotes(real)) == (tried["outcome"], tried["text"], quotes(tried))


def test_a_question_is_made_from_a_real_answer_and_is_a_proposal_from_who_does_not_curate(
    log_in: Login, evening: EntryVersion
) -> None:
    agent, both = log_in(Role.AGENT), log_in(Role.ANALYST, Role.CURATOR)
    answer = ask(agent.client, AMOUNT)
    made = agent.post("/api/staff/golden/from-answer", {"message_id": answer["message_id"]})
    assert made.status_code == 201, made.text
    assert (made.json()["clause_label"], made.json()["is_active"]) == ("第二条", False)
    taken = both.post("/api/staff/golden/from-answer", {"message_id": answer["message_id"]})
    assert (taken.json()["id"], taken.json()["is_active"]) == (made.json()["id"], True)
    refused = ask(agent.client, "员工养宠物园区给补贴吗")
    kept = both.post("/api/staff/golden/from-answer", {"message_id": refused["message_id"]})
    assert kept.json()["expects"] == "refusal"


def test_a_list_is_exported_and_imported_again_and_says_what_is_wrong_with_a_row(
    log_in: Login, evening: EntryVersion
) -> None:
    curator = log_in(Role.CURATOR)
    named = f"{AMOUNT},引用依据,{evening.content.title},第二条"
    table = f"问题,期望,文件,条款\n{named}\n甲,引用依据,没有的办法,\n乙,也许,,\n丙丙丙,不答,,\n"
    files = {"file": ("必答题.csv", table.encode("gb18030"))}
    report = curator.send("POST", "/api/staff/golden/import", files=files).json()
    assert report["kept"] == 2
    assert [row["line"] for row in report["rows"] if row["problem"]] == [3, 4]
    exported = curator.get("/api/staff/golden/export").content
    again = curator.send("POST", "/api/staff/golden/import", files={"file": ("again.csv", exported)}).json()
    assert (again["kept"], [row["problem"] for row in again["rows"]]) == (2, [None, None])
    assert curator.get("/api/staff/golden").json()["active"] == 2


def test_two_curators_cannot_overwrite_each_other_and_a_retired_question_is_not_asked(
    runtime: Runtime, log_in: Login, evening: EntryVersion
) -> None:
    curator = log_in(Role.CURATOR)
    kept = keep(curator, DOUBLE, "第三条", evening)
    body = {"question": DOUBLE, "expects": "basis", "document": kept["entry_id"], "clause": kept["clause_id"]}
    retired = curator.send("PUT", f"/api/staff/golden/{kept['id']}", json=body | {"lock": 0, "is_active": False})
    assert (retired.status_code, retired.json()["is_active"]) == (200, False)
    stale = curator.send("PUT", f"/api/staff/golden/{kept['id']}", json=body | {"lock": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_golden_question")
    url, lock = in_review(runtime, evening, SHORTENED)
    assert log_in(Role.REVIEWER).post(f"{url}/approve", {"lock": lock}).status_code == 200


def test_what_is_tried_leaves_no_trace_in_base_audit_log_and_index(
    runtime: Runtime, log_in: Login, evening: EntryVersion
) -> None:
    reviewer = log_in(Role.REVIEWER)
    keep(log_in(Role.CURATOR), AMOUNT, "第二条", evening)
    url, _ = in_review(runtime, evening, RAISED)
    runtime.indexer.follow_once()
    before = reviewer.get(url).json(), len(audited(runtime, "knowledge.publish", evening)), runtime.indexer.lag()
    with runtime.indexer.reading() as generation:
        sequence = generation.stamp.sequence
    events(reviewer.post(f"{url}/golden"))
    with runtime.indexer.reading() as generation:
        assert generation.stamp.sequence == sequence
        assert list(generation.folder.parent.glob("trial-*")) == []
    after = reviewer.get(url).json(), len(audited(runtime, "knowledge.publish", evening)), runtime.indexer.lag()
    assert after == before
