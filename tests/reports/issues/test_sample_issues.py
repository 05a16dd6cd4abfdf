"""The hot issues of the sample base: found by the detector among its petitions, each at another stage."""

from __future__ import annotations

from pathlib import Path

from core import audit
from core.actors import Actor, Role
from core.departments import DepartmentRepository
from core.masking import find_personal_data
from reports.issues.types import IssueState
from reports.sample.play import load_issue_stories
from tests.support.sample import open_sample

ANALYST = Actor("u-ana", "芒种", frozenset({Role.ANALYST}))
HANDLER = Actor("u-dep", "立夏", frozenset({Role.HANDLER}), "financial-services")


def test_the_sample_base_has_an_issue_to_confirm_one_to_sign_and_one_under_way(tmp_path: Path) -> None:
    with open_sample(tmp_path / "data") as runtime, runtime.database.reading() as session:
        _, counts, found = runtime.issues.page(session, ANALYST)
        by_state = {issue.state: issue for issue in found}
        tracked, history = runtime.issues.get(session, by_state[IssueState.TRACKED].id, HANDLER)
        names = DepartmentRepository().labels(session)
        given = runtime.issues.page(session, HANDLER)[2]
        happened = [event.at for event in history.events]
        chain = audit.verify(session)
    assert counts == {"detected": 1, "drafted": 1, "tracked": 1}
    assert all(issue.evidence.meets == ("surge",) and issue.petitions >= 5 for issue in found)
    assert [issue.id for issue in given] == [tracked.id]
    assert tracked.tracking is not None
    assert tracked.tracking.department_code in names
    assert tracked.tracking.due_on >= runtime.clock.today()
    assert happened == sorted(happened)
    assert chain.is_intact


def test_nothing_in_their_texts_is_personal() -> None:
    texts = [str(value) for story in load_issue_stories() for scene in story["scenes"] for value in scene.values()]
    assert [find_personal_data(text) for text in texts if find_personal_data(text)] == []
