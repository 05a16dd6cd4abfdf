"""Trying a question out: steps and candidates, another day, two settings side by side, and where a clause stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex

from sqlalchemy import func, select

from api.runtime import Runtime
from assistant.tables import MessageRow
from core.actors import OPERATOR, Role
from knowledge.types import EntryVersion, Visibility
from tests.api.conftest import QUESTION, Staff, policy_draft

Login = Callable[..., Staff]


def stored(runtime: Runtime) -> int:
    with runtime.database.reading() as session:
        return session.scalar(select(func.count()).select_from(MessageRow)) or 0


def test_every_step_is_shown_and_nothing_is_stored(runtime: Runtime, log_in: Login, policy: EntryVersion) -> None:
    curator, before = log_in(Role.CURATOR), stored(runtime)
    found = curator.post(
        "/api/staff/try", {"question": QUESTION, "entry_id": policy.entry_id, "clause_id": "t2"}
    ).json()
    tried = found["tried"]
    assert tried["answer"]["citations"][0]["clause_id"] == "t2"
    assert {"retrieve_passages", "rerank_passages", "compose_answer"} <= {step["step"] for step in tried["steps"]}
    assert any(step["candidates"] for step in tried["steps"])
    assert (tried["rank"]["rank"], tried["rank"]["passage"]["clause_label"]) == (1, "第二条")
    assert found["against"] is None
    assert stored(runtime) == before


def test_two_settings_are_compared(log_in: Login, policy: EntryVersion) -> None:
    body = {"question": QUESTION, "settings": {}, "against": {"evidence_threshold": 1.0, "max_citations": 1}}
    found = log_in(Role.REVIEWER).post("/api/staff/try", body).json()
    assert found["tried"]["answer"]["outcome"] == "answered"
    assert found["against"]["answer"]["outcome"] == "abstained"
    assert (found["difference"]["same"], found["difference"]["outcome"]) == (False, True)
    assert found["against"]["setup"]["evidence_threshold"] == 1.0


def test_another_day_is_asked_about(log_in: Login, policy: EntryVersion) -> None:
    body = {"question": QUESTION, "as_of": "2024-06-01"}
    found = log_in(Role.ANALYST).post("/api/staff/try", body).json()
    assert policy.entry_id not in {citation["document_id"] for citation in found["tried"]["answer"]["citations"]}


def test_a_clause_that_is_not_found_has_no_rank(log_in: Login, policy: EntryVersion) -> None:
    body = {"question": "员工养宠物园区给补贴吗", "entry_id": policy.entry_id, "clause_id": "t99"}
    rank = log_in(Role.CURATOR).post("/api/staff/try", body).json()["tried"]["rank"]
    assert rank == {"rank": None, "passage": None, "standing": "no_clause", "step": None}


def test_a_hit_test_says_what_became_of_a_clause_and_why(runtime: Runtime, log_in: Login, policy: EntryVersion) -> None:
    curator = log_in(Role.CURATOR)

    def standing(entry_id: str = policy.entry_id, **changes: object) -> str:
        body = {"question": QUESTION, "entry_id": entry_id, "clause_id": "t2"} | changes
        return str(curator.post("/api/staff/try", body).json()["tried"]["rank"]["standing"])

    assert standing() == "cited"
    assert standing(settings={"evidence_threshold": 1.0}) == "not_enough"
    assert standing(as_of="2020-01-01") == "not_in_force"
    with runtime.database.unit_of_work() as session:
        other = policy_draft(title=f"命中测试办法{token_hex(4)}")
        draft = runtime.knowledge.create(session, other, OPERATOR).entry_id
        inside = policy_draft(title=f"命中测试内部口径{token_hex(4)}")
        hidden = runtime.knowledge.publish_import(
            session, replace(inside, visibility=Visibility.INTERNAL), OPERATOR
        ).entry_id
        far = policy_draft(title=f"命中测试外省办法{token_hex(4)}")
        told = replace(far.description, region_code="440000")
        elsewhere = runtime.knowledge.publish_import(session, replace(far, description=told), OPERATOR).entry_id
    runtime.indexer.follow_once()
    assert standing(draft) == "not_published"
    assert standing(hidden) == "not_public"
    assert standing(elsewhere, region="330100") == "other_region"
