"""All queries on questionnaires. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.ids import new_id
from reports.periods import Period
from reports.questionnaires.tables import AnsweredRow, QuestionnaireRow, ResponseRow
from reports.questionnaires.types import Questionnaire, QuestionnaireDraft, Response

_DISSATISFIED = 2


class QuestionnaireRepository:
    """Reads and writes questionnaires and what came back."""

    def add(self, session: Session, draft: QuestionnaireDraft, *, by: str, at: datetime) -> Questionnaire:
        """Store a new questionnaire."""
        row = QuestionnaireRow(
            id=new_id("qst"),
            title=draft.title,
            introduction=draft.introduction,
            topics=list(draft.topics),
            policy_ids=list(draft.policy_ids),
            closes_on=draft.closes_on,
            created_at=at,
            created_by=by,
        )
        session.add(row)
        session.flush()
        return _questionnaire(row)

    def get(self, session: Session, questionnaire_id: str) -> Questionnaire | None:
        """Return a questionnaire, or None."""
        row = session.get(QuestionnaireRow, questionnaire_id)
        return None if row is None else _questionnaire(row)

    def list_all(self, session: Session) -> list[Questionnaire]:
        """Return all questionnaires, the newest first."""
        newest = select(QuestionnaireRow).order_by(QuestionnaireRow.created_at.desc(), QuestionnaireRow.id)
        return [_questionnaire(row) for row in session.scalars(newest)]

    def add_response(self, session: Session, questionnaire_id: str, response: Response, at: datetime) -> None:
        """Store one answer."""
        session.add(
            ResponseRow(
                questionnaire_id=questionnaire_id,
                topic=response.topic,
                score=response.score,
                department_code=response.department_code,
                text=response.text,
                responded_at=at,
            )
        )
        session.flush()

    def has_answered(self, session: Session, questionnaire_id: str, visitor_mark: str) -> bool:
        """Say whether a visitor is noted as having answered."""
        return session.get(AnsweredRow, (questionnaire_id, visitor_mark)) is not None

    def note_answered(self, session: Session, questionnaire_id: str, visitor_mark: str) -> bool:
        """Note that a visitor answers now; False when that is noted already, by another request just now too."""
        try:
            with session.begin_nested():
                session.add(AnsweredRow(questionnaire_id=questionnaire_id, visitor_mark=visitor_mark))
        except IntegrityError:
            return False
        return True

    def by_topic(self, session: Session, questionnaire_id: str) -> dict[str, tuple[int, float]]:
        """Return number of answers and mean score by topic."""
        row = ResponseRow
        counted = select(row.topic, func.count(), func.avg(row.score)).where(row.questionnaire_id == questionnaire_id)
        return {topic: (count, float(mean)) for topic, count, mean in session.execute(counted.group_by(row.topic))}

    def by_department(self, session: Session, questionnaire_id: str) -> list[tuple[str, int, int]]:
        """Return department, number of answers and of complaints, most complaints first."""
        row, complaints = ResponseRow, func.sum(case((ResponseRow.score <= _DISSATISFIED, 1), else_=0))
        counted = (
            select(row.department_code, func.count(), complaints)
            .where(row.questionnaire_id == questionnaire_id, row.department_code.is_not(None))
            .group_by(row.department_code)
            .order_by(complaints.desc(), row.department_code)
        )
        return [(code, count, int(bad)) for code, count, bad in session.execute(counted) if code]

    def newest_texts(self, session: Session, questionnaire_id: str, *, limit: int) -> list[str]:
        """Return the newest free answers that are not empty."""
        row = ResponseRow
        wanted = select(row.text).where(row.questionnaire_id == questionnaire_id, row.text != "")
        return list(session.scalars(wanted.order_by(row.id.desc()).limit(limit)))

    def topics_in(self, session: Session, period: Period) -> list[tuple[str, int]]:
        """Return how many answers of a period were about each topic, the commonest first."""
        row, count = ResponseRow, func.count()
        wanted = select(row.topic, count).where(row.responded_at >= period.start, row.responded_at < period.end)
        return [
            (topic, n) for topic, n in session.execute(wanted.group_by(row.topic).order_by(count.desc(), row.topic))
        ]


def _questionnaire(row: QuestionnaireRow) -> Questionnaire:
    draft = QuestionnaireDraft(row.title, tuple(row.topics), row.introduction, tuple(row.policy_ids), row.closes_on)
    return Questionnaire(row.id, draft, row.created_at, row.created_by)
