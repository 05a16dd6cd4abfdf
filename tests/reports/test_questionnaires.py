"""Questionnaires: S4's counts, complaints that propose a 督办单, and answers that say nothing about who gave them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from core.departments import DepartmentRepository
from reports.questionnaires.errors import (
    QuestionnaireClosedError,
    QuestionnaireNotFoundError,
    UnusableQuestionnaireError,
)
from reports.questionnaires.repository import QuestionnaireRepository
from reports.questionnaires.service import QuestionnaireService
from reports.questionnaires.types import Questionnaire, QuestionnaireDraft, Response
from tests.reports.conftest import ANALYST, Desk, at, table

TOPICS = ("贷款融资", "复工用工", "减免房租", "其他")
DRAFT = QuestionnaireDraft("惠企政策落实情况问卷", TOPICS, closes_on=date(2026, 12, 31))


@pytest.fixture
def questionnaires(desk: Desk) -> QuestionnaireService:
    return QuestionnaireService(QuestionnaireRepository(), DepartmentRepository(), desk.clock)


def opened(session: Session, questionnaires: QuestionnaireService) -> Questionnaire:
    return questionnaires.create(session, DRAFT, ANALYST)


def test_the_counts_of_the_seed_are_shown_by_topic_and_in_the_report(
    desk: Desk, questionnaires: QuestionnaireService
) -> None:
    """S4: 贷款融资 98, 复工用工 52, 减免房租 18, 其他 40余."""
    seed = dict(zip(TOPICS, (98, 52, 18, 43), strict=True))
    with desk.database.unit_of_work() as session:
        made = opened(session, questionnaires)
        for topic, count in seed.items():
            for n in range(count):
                questionnaires.respond(session, made.id, Response(topic, n % 5 + 1))
        results = questionnaires.results(session, made.id)
    assert {topic.topic: topic.count for topic in results.topics} == seed
    assert results.total == 211
    desk.clock.advance_to(at("2027-01-04 09:00"))
    reported = table(desk.compile("month", "2026-12"), "questionnaire")
    assert {row.label: row.cells[0] for row in reported.rows} == seed
    assert reported.total == (211.0,)


def test_five_complaints_of_one_department_propose_supervision(
    desk: Desk, questionnaires: QuestionnaireService
) -> None:
    with desk.database.unit_of_work() as session:
        made = opened(session, questionnaires)
        for score, times, department in ((1, 3, "HR"), (2, 2, "HR"), (3, 9, "HR"), (1, 4, "FIN"), (1, 9, None)):
            for _ in range(times):
                questionnaires.respond(session, made.id, Response(TOPICS[0], score, department))
        found = questionnaires.results(session, made.id).departments
    assert [(d.department_code, d.count, d.complaints, d.proposes_supervision) for d in found] == [
        ("HR", 14, 5, True), ("FIN", 4, 4, False)
    ]  # fmt: skip


def test_free_text_is_stored_masked(desk: Desk, questionnaires: QuestionnaireService) -> None:
    with desk.database.unit_of_work() as session:
        made = opened(session, questionnaires)
        questionnaires.respond(session, made.id, Response(TOPICS[0], 4, text="请联系 13900001234"))
        assert questionnaires.results(session, made.id).texts == ("请联系 139****1234",)


def test_every_wrong_field_of_an_answer_is_named(desk: Desk, questionnaires: QuestionnaireService) -> None:
    with desk.database.unit_of_work() as session:
        made = opened(session, questionnaires)
        with pytest.raises(UnusableQuestionnaireError) as caught:
            questionnaires.respond(session, made.id, Response("天气", 6, "NOBODY", "长" * 2001))
    assert set(caught.value.details) == {"topic", "score", "department_code", "text"}


def test_a_questionnaire_names_its_wrong_fields_and_knows_its_policies(
    desk: Desk, questionnaires: QuestionnaireService
) -> None:
    draft = QuestionnaireDraft(" ", ("", " "), policy_ids=("pol_missing",), closes_on=date(2026, 12, 1))
    with desk.database.unit_of_work() as session, pytest.raises(UnusableQuestionnaireError) as caught:
        questionnaires.create(session, draft, ANALYST)
    assert set(caught.value.details) == {"title", "topics", "policy_ids", "closes_on"}


def test_after_its_last_day_a_questionnaire_takes_no_answers(desk: Desk, questionnaires: QuestionnaireService) -> None:
    with desk.database.unit_of_work() as session:
        made = opened(session, questionnaires)
        desk.clock.advance_to(at("2026-12-31 23:59"))
        questionnaires.respond(session, made.id, Response(TOPICS[0], 4))
        desk.clock.advance_to(at("2027-01-01 00:00"))
        with pytest.raises(QuestionnaireClosedError):
            questionnaires.respond(session, made.id, Response(TOPICS[0], 4))
        with pytest.raises(QuestionnaireNotFoundError):
            questionnaires.results(session, "qst_missing")
