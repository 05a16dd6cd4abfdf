"""What people do with questionnaires: ask, answer, count."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.departments import DepartmentRepository
from core.masking import mask
from core.text import remove_invisible
from knowledge.errors import EntryNotFoundError
from knowledge.repository import KnowledgeRepository
from reports.questionnaires.errors import (
    QuestionnaireAnsweredError,
    QuestionnaireClosedError,
    QuestionnaireNotFoundError,
    UnusableQuestionnaireError,
)
from reports.questionnaires.repository import QuestionnaireRepository
from reports.questionnaires.types import (
    DepartmentCount,
    Questionnaire,
    QuestionnaireDraft,
    Response,
    Results,
    TopicCount,
)

TEXT_CHARS = 2000
_TITLE_CHARS, _TOPIC_CHARS, _INTRODUCTION_CHARS = 100, 50, 1000
_MOST_TOPICS = 20
_TEXTS_SHOWN = 50


class QuestionnaireService:
    """Use cases over questionnaires. `complaints_propose` complaints of one department propose a 督办单."""

    def __init__(
        self,
        repository: QuestionnaireRepository,
        departments: DepartmentRepository,
        clock: Clock,
        *,
        complaints_propose: int = 5,
    ) -> None:
        self._repository = repository
        self._departments = departments
        self._clock = clock
        self._complaints_propose = complaints_propose

    def create(
        self, session: Session, draft: QuestionnaireDraft, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Questionnaire:
        """Open a questionnaire. Raises UnusableQuestionnaireError naming every wrong field."""
        draft = replace(
            draft,
            title=_line(draft.title),
            introduction=remove_invisible(draft.introduction).strip(),
            topics=tuple(dict.fromkeys(topic for topic in map(_line, draft.topics) if topic)),
        )
        wrong = {}
        if not 0 < len(draft.title) <= _TITLE_CHARS:
            wrong["title"] = "title"
        if not 0 < len(draft.topics) <= _MOST_TOPICS or any(len(topic) > _TOPIC_CHARS for topic in draft.topics):
            wrong["topics"] = "topics"
        if len(draft.introduction) > _INTRODUCTION_CHARS:
            wrong["introduction"] = "introduction"
        if draft.closes_on is not None and draft.closes_on < self._clock.today():
            wrong["closes_on"] = "closes_on"
        if not all(_is_published(session, policy_id) for policy_id in draft.policy_ids):
            wrong["policy_ids"] = "policy_ids"
        if wrong:
            raise UnusableQuestionnaireError(wrong)
        now = self._clock.now()
        made = self._repository.add(session, draft, by=actor.name, at=now)
        audit.record(
            session, actor, "questionnaire.created", "questionnaire", made.id, {"title": [None, draft.title]}, at=now,
            ip=origin.ip, request_id=origin.request_id,
        )  # fmt: skip
        return made

    def get(self, session: Session, questionnaire_id: str) -> Questionnaire:
        """Return a questionnaire. Raises QuestionnaireNotFoundError."""
        found = self._repository.get(session, questionnaire_id)
        if found is None:
            raise QuestionnaireNotFoundError
        return found

    def list_all(self, session: Session) -> list[Questionnaire]:
        """Return all questionnaires, the newest first."""
        return self._repository.list_all(session)

    def policy_titles(self, session: Session, questionnaire: Questionnaire) -> dict[str, str]:
        """Return the titles of the policies it is about that are still published, by their ids."""
        knowledge = KnowledgeRepository(session)
        return {
            summary.entry_id: summary.title
            for policy_id in questionnaire.content.policy_ids
            for summary in knowledge.versions(policy_id)
            if summary.version == knowledge.live_version(policy_id)
        }

    def ask(self, session: Session, questionnaire_id: str, visitor: str | None) -> Questionnaire:
        """Return a questionnaire that this visitor may still answer; None is a visitor never seen before.

        Raises QuestionnaireNotFoundError, QuestionnaireClosedError after the last day, QuestionnaireAnsweredError.
        """
        questionnaire = self.get(session, questionnaire_id)
        closes = questionnaire.content.closes_on
        if closes is not None and closes < self._clock.today():
            raise QuestionnaireClosedError
        if visitor and self._repository.has_answered(session, questionnaire_id, _mark(questionnaire_id, visitor)):
            raise QuestionnaireAnsweredError
        return questionnaire

    def respond(
        self, session: Session, questionnaire_id: str, response: Response, *, visitor: str | None = None
    ) -> None:
        """Store an answer, its text masked; a visitor answers once. Raises as `ask` does, and for unusable fields."""
        questionnaire = self.ask(session, questionnaire_id, visitor)
        wrong, text = {}, remove_invisible(response.text).strip()
        if response.topic not in questionnaire.content.topics:
            wrong["topic"] = "topic"
        if not 1 <= response.score <= 5:
            wrong["score"] = "score"
        department = response.department_code or None
        if department is not None and self._departments.get(session, department) is None:
            wrong["department_code"] = "department_code"
        if len(text) > TEXT_CHARS:
            wrong["text"] = "text"
        if wrong:
            raise UnusableQuestionnaireError(wrong)
        if visitor and not self._repository.note_answered(session, questionnaire_id, _mark(questionnaire_id, visitor)):
            raise QuestionnaireAnsweredError
        kept = replace(response, text=mask(text), department_code=department)
        self._repository.add_response(session, questionnaire_id, kept, self._clock.now())

    def results(self, session: Session, questionnaire_id: str) -> Results:
        """Return the counts by topic, in the order asked, and by department, most complaints first."""
        questionnaire = self.get(session, questionnaire_id)
        counted = self._repository.by_topic(session, questionnaire_id)
        topics = []
        for topic in questionnaire.content.topics:
            count, mean = counted.get(topic, (0, None))
            topics.append(TopicCount(topic, count, None if mean is None else round(mean, 2)))
        departments = [
            DepartmentCount(code, count, complaints, complaints >= self._complaints_propose)
            for code, count, complaints in self._repository.by_department(session, questionnaire_id)
        ]
        texts = self._repository.newest_texts(session, questionnaire_id, limit=_TEXTS_SHOWN)
        return Results(sum(topic.count for topic in topics), tuple(topics), tuple(departments), tuple(texts))


def _mark(questionnaire_id: str, visitor: str) -> str:
    """Return what tells the visitors of one questionnaire apart, and cannot be followed into another."""
    return hashlib.sha256(f"{questionnaire_id} {visitor}".encode()).hexdigest()


def _line(text: str) -> str:
    return " ".join(remove_invisible(text).split())


def _is_published(session: Session, entry_id: str) -> bool:
    try:
        return KnowledgeRepository(session).live_version(entry_id) is not None
    except EntryNotFoundError:
        return False
