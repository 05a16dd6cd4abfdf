"""Learning from use over HTTP: ratings teach, staff confirm and take back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.runtime import Runtime
from core import audit
from core.actors import Role
from knowledge.learning.repository import ConfirmedPairRepository
from knowledge.learning.types import ConfirmedPair, PairFilter
from knowledge.search import SearchQuery
from knowledge.types import EntryVersion
from tests.api.conftest import QUESTION, Staff

PAIRS = "/api/staff/confirmed-pairs"


@pytest.fixture(autouse=True)
def _no_pairs(runtime: Runtime) -> Iterator[None]:
    """Begin without what other tests taught by rating, and leave nothing: all tests of a worker search one base."""
    _forget(runtime)
    yield
    _forget(runtime)


def _forget(runtime: Runtime) -> None:
    with runtime.database.unit_of_work() as session:
        repository = ConfirmedPairRepository(session)
        repository.delete([row.pair.id for row in repository.listed(PairFilter(limit=200))[1]])
    runtime.live_model.reload()


@pytest.fixture
def curator(log_in: Callable[..., Staff]) -> Staff:
    return log_in(Role.CURATOR)


def pairs(runtime: Runtime) -> list[ConfirmedPair]:
    with runtime.database.reading() as session:
        return [row.pair for row in ConfirmedPairRepository(session).listed(PairFilter())[1]]


def ask_and_rate(client: TestClient, *, helpful: bool, question: str = QUESTION) -> str:
    answer = client.post("/api/chat", json={"question": question}).json()
    url = f"/api/chat/messages/{answer['message_id']}/feedback"
    assert client.put(url, json={"helpful": helpful}).status_code == 204
    return str(answer["message_id"])


def test_a_helpful_answer_confirms_the_clauses_it_cites(
    client: TestClient, runtime: Runtime, policy: EntryVersion
) -> None:
    message_id = ask_and_rate(client, helpful=True)
    found = pairs(runtime)
    assert {pair.target.entry_id for pair in found} == {policy.entry_id}
    assert "t2" in {pair.target.clause_id for pair in found}
    assert {pair.origin_id for pair in found} == {message_id}
    visitor = client.cookies["youda_visitor"]
    assert all(pair.confirmed_by and pair.confirmed_by not in visitor for pair in found)


def test_not_helpful_takes_it_back(client: TestClient, runtime: Runtime, policy: EntryVersion) -> None:
    ask_and_rate(client, helpful=True)
    ask_and_rate(client, helpful=False)
    assert pairs(runtime) == []


def test_an_answer_without_basis_teaches_nothing(client: TestClient, runtime: Runtime, policy: EntryVersion) -> None:
    ask_and_rate(client, helpful=True, question="火星移民补贴怎么申请")
    assert pairs(runtime) == []


def test_staff_confirm_correct_and_take_back(curator: Staff, runtime: Runtime, policy: EntryVersion) -> None:
    wrong = curator.post(PAIRS, {"question": "搞研发花的钱退多少", "entry_id": policy.entry_id, "clause_id": "t1"})
    assert wrong.status_code == 201
    assert wrong.json()["counts"]
    right = curator.post(
        PAIRS,
        {
            "question": "搞研发花的钱退多少",
            "entry_id": policy.entry_id,
            "clause_id": "t2",
            "instead_of": wrong.json()["id"],
        },
    ).json()
    assert (right["title"], right["clause_label"], right["origin"]) == (policy.content.title, "第二条", "curator")
    listed = curator.get(PAIRS).json()
    assert (listed["total"], listed["active"], listed["withdrawn"]) == (2, {"curator": 1}, 1)
    only = curator.get(f"{PAIRS}?active_only=true&q=研发&origin=curator&entry_id={policy.entry_id}").json()
    assert [row["id"] for row in only["rows"]] == [right["id"]]
    gone = curator.post(f"{PAIRS}/{right['id']}/withdraw").json()
    assert not gone["counts"]
    with runtime.database.reading() as session:
        who = audit.actors_of(session, "learning.withdraw", object_type="confirmed_pair", object_id=str(right["id"]))
    assert who == {curator.account_id}


def test_what_does_not_exist_is_a_404_that_says_so(curator: Staff, policy: EntryVersion) -> None:
    missing = curator.post(PAIRS, {"question": "怎么申请", "entry_id": "pol_missing"})
    assert (missing.status_code, missing.json()["code"]) == (404, "entry_not_found")
    clause = curator.post(PAIRS, {"question": "怎么申请", "entry_id": policy.entry_id, "clause_id": "t99"})
    assert (clause.status_code, clause.json()["code"]) == (404, "clause_not_found")
    gone = curator.post(f"{PAIRS}/999999/withdraw")
    assert (gone.status_code, gone.json()["code"]) == (404, "pair_not_found")
    blank = curator.post(PAIRS, {"question": "  “”", "entry_id": policy.entry_id})
    assert (blank.status_code, blank.json()["code"]) == (422, "empty_question")


def test_who_interprets_some_entries_may_not_confirm(log_in: Callable[..., Staff], policy: EntryVersion) -> None:
    interpreter = log_in(Role.INTERPRETER)
    assert interpreter.get(PAIRS).status_code == 403
    assert interpreter.post(PAIRS, {"question": "怎么申请", "entry_id": policy.entry_id}).status_code == 403


def test_models_are_listed_and_a_missing_one_is_refused(log_in: Callable[..., Staff]) -> None:
    administrator = log_in(Role.ADMINISTRATOR)
    listed = administrator.get("/api/staff/models").json()
    assert (listed["chosen"], listed["serving"], listed["rows"]) == (0, 0, [])
    refused = administrator.post("/api/staff/models/7/activate")
    assert (refused.status_code, refused.json()["code"]) == (404, "model_not_found")
    assert administrator.post("/api/staff/models/0/activate").status_code == 202


def test_the_question_that_was_rated_finds_its_clause_with_more_certainty_at_once(
    client: TestClient, runtime: Runtime, policy: EntryVersion
) -> None:
    query = SearchQuery(text=QUESTION, as_of=runtime.clock.today())
    before = {hit.passage.id: hit.score for hit in runtime.search.search(query)}
    ask_and_rate(client, helpful=True)
    [first, *_] = runtime.search.search(query)
    assert first.passage.entry_id == policy.entry_id
    assert first.score > before[first.passage.id]
