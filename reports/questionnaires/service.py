"""What people do with questionnaires: ask, answer, count."""

from __future__ import annotations

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

_TITLE_CHARS, _TOPIC_CHARS, _TEXT_CHARS, _INTRODUCTION_CHARS = 100, 50, 2000, 1000
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

    def respond(self, session: Session, questionnaire_id: str, response: Response) -> None:
        """Store an answer, its text masked. Raises QuestionnaireClosedError after the last day."""
        questionnaire = self.get(session, questionnaire_id)
        closes = questionnaire.content.closes_on
        if closes is not None and closes < self._clock.today():
            raise QuestionnaireClosedError
        wrong, text = {}, remove_invisible(response.text).strip()
        if response.topic not in questionnaire.content.topics:
            wrong["topic"] = "topic"
        if not 1 <= response.score <= 5:
            wrong["score"] = "score"
        if len(text) > _TEXT_CHARS:
            wrong["text"] = "text"
        department = response.department_code or None
        if department is not None and self._departments.get(session, department) is None:
            wrong["department_code"] = "department_code"
        if wrong:
            raise UnusableQuestionnaireError(wrong)
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


def _line(text: str) -> str:
    return " ".join(remove_invisible(text).split())


def _is_published(session: Session, entry_id: str) -> bool:
    try:
        return KnowledgeRepository(session).live_version(entry_id) is not None
    except EntryNotFoundError:
        return False
