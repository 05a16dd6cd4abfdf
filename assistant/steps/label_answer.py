"""LabelAnswer: say of an answer about another day which day it is about, and what has followed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answers import named_document
from assistant.types import Answer, Citation, Draft
from core.clock import Clock
from core.database import Database
from core.messages import message
from knowledge.repository import KnowledgeRepository
from knowledge.types import EntryStatus


class LabelAnswer:
    """Puts one sentence before an answer about a past or a coming day, and names the successor of what is over."""

    name = "label_answer"

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def run(self, draft: Draft) -> Draft | Answer:
        answer, today = draft.composed, self._clock.today()
        if answer is None:
            raise AssertionError("ComposeAnswer must run before LabelAnswer")
        day = draft.question.as_of
        if day == today:
            return draft
        lines = [_day_line(day, today), *self._over(answer, today)]
        return replace(draft, composed=replace(answer, text="\n\n".join([*lines, answer.text])))

    def _over(self, answer: Answer, today: date) -> list[str]:
        lines = []
        for citation in {c.document_id: c for c in answer.citations}.values():
            if citation.status == EntryStatus.PUBLISHED.value:
                continue
            document, successor = named_document(citation.title, citation.document_number), self._successor(citation)
            if successor is not None:
                lines.append(message("answer.superseded_by", document=document, successor=successor))
            elif citation.effective_to is not None and citation.effective_to < today:
                day = citation.effective_to.isoformat()
                lines.append(message("answer.over_since", document=document, day=day))
        return lines

    def _successor(self, citation: Citation) -> str | None:
        if citation.superseded_by is None:
            return None
        with self._database.reading() as session:
            repository = KnowledgeRepository(session)
            version = repository.live_version(citation.superseded_by)
            if version is None:
                return None
            content = repository.get(citation.superseded_by, version).content
        return named_document(content.title, content.description.document_number)


def _day_line(day: date, today: date) -> str:
    key = "answer.as_of_past" if day < today else "answer.as_of_future"
    return message(key, day=day.isoformat())
