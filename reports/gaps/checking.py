"""After something was published: are a gap's questions answered by now? Then those who asked are told, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.answer_requests import AnswerRequests
from assistant.service import Assistant
from assistant.types import Answer, AskRequest, Citation, Outcome
from core import outbox
from core.clock import Clock
from core.database import Database
from core.logging import get_logger
from knowledge.changes import CHANGED_TOPIC
from knowledge.index.indexer import Indexer
from knowledge.tables import VersionRow
from petitions.conversations import petitioners_of
from petitions.notices.writer import ASKER_TOPIC, PETITIONER_TOPIC
from reports.gaps.repository import GapRepository, Member, by_wording
from reports.gaps.types import BadQuestion, Checked, Gap, GapRule, GapState, Why

_GAPS_AT_ONCE = 50
_QUESTIONS_AT_ONCE = 200
_MOST_SAMPLES = 50
"""Of a gap with more wordings, the latest are asked."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of a gap that is answered now, and what answers it."""

    member: Member
    by: Citation


@dataclass(frozen=True, slots=True)
class GapChecker:
    """Asks the engine itself, without a chat model: what counts is that a published entry answers.

    Only what was published since the last check can change the result, so nothing is asked in between.
    """

    database: Database
    clock: Clock
    rule: GapRule
    assistant: Assistant
    requests: AnswerRequests
    indexer: Indexer
    gaps: GapRepository = GapRepository()

    def run(self) -> Checked:
        """Check what is due, as long as the index is level with the base and nobody has to wait for an answer.

        The rest is left for the next turn.
        """
        if self.indexer.lag():
            return Checked(0, 0, 0)
        with self.database.reading() as session:
            sequence = outbox.last_sequence(session, topics=[CHANGED_TOPIC])
            due = self.gaps.to_check(session, sequence, limit=_GAPS_AT_ONCE)
        checked = resolved = told = asked = 0
        for gap in due:
            if asked >= _QUESTIONS_AT_ONCE or self.assistant.is_busy:
                break
            asked += gap.wordings
            found = self._check(gap, sequence)
            checked, resolved, told = checked + 1, resolved + found.resolved, told + found.told
        if resolved:
            _log.info("gaps_resolved", count=resolved, told=told)
        return Checked(checked, resolved, told)

    def _check(self, gap: Gap, sequence: int) -> Checked:
        """Ask every wording of one gap outside of any transaction, then keep what was found in one."""
        with self.database.reading() as session:
            members = self.gaps.members(session, self.rule, [gap.id])
        samples = by_wording(members)[-_MOST_SAMPLES:]
        answers = [(each, self._answer_to([member.question for member in each])) for each in samples]
        answered = [Answered(member, by) for each, by in answers if by is not None for member in each]
        with self.database.unit_of_work() as session:
            return self._keep(session, gap, sequence, samples, answered)

    def _keep(
        self,
        session: Session,
        gap: Gap,
        sequence: int,
        samples: Sequence[Sequence[Member]],
        answered: Sequence[Answered],
    ) -> Checked:
        good = {found.member.question.message_id for found in answered}
        bad = {member.question.message_id for each in samples for member in each} - good
        self.gaps.mark(session, bad, is_answered=False)
        self.gaps.mark(session, good, is_answered=True)
        count = sum(each[-1].question.message_id in good for each in samples)
        now = self.clock.now()
        values = {"answered": count, "checked_sequence": sequence, "checked_at": now}
        is_resolved = bool(samples) and count >= self.rule.share * len(samples)
        resolves = is_resolved and gap.state is GapState.OPEN
        if resolves:
            entry_id = gap.entry_id or answered[0].by.document_id
            values |= {"state": GapState.RESOLVED.value, "resolved_at": now, "entry_id": entry_id}
        self.gaps.change(session, gap.id, **values)
        told = self._tell(session, gap, answered) if is_resolved else 0
        return Checked(1, int(resolves), told)

    def _tell(self, session: Session, gap: Gap, answered: Sequence[Answered]) -> int:
        """Have those told whose own question is answered now, each once and for all; return how many.

        They hear the title of what answers, not their own words: those go when they erase the conversation.
        """
        new = {f.member.question.message_id: f for f in answered if not f.member.is_told}
        titles = {found.member.question.conversation_id: found.by.title for found in new.values()}
        waiting, petitioners = self.requests.waiting(session, list(new)), petitioners_of(session, titles)
        now, about = self.clock.now(), {"gap_id": gap.id}
        for message_id, request_id in waiting.items():
            payload = about | {"request_id": request_id, "text": new[message_id].by.title}
            outbox.put(session, ASKER_TOPIC, payload, at=now)
        for petition_id, conversation_id in petitioners.items():
            payload = about | {"petition_id": petition_id, "text": titles[conversation_id]}
            outbox.put(session, PETITIONER_TOPIC, payload, at=now)
        self.requests.told(session, list(waiting.values()))
        self.gaps.mark_told(session, list(new))
        return len(waiting) + len(petitioners)

    def _answer_to(self, asked: Sequence[BadQuestion]) -> Citation | None:
        """Return what answers these words now, None when nothing does.

        Words that were answered badly before need an answer from something newer.
        """
        last = asked[-1]
        answer = self.assistant.ask(AskRequest(text=last.text, region_code=last.region_code)).answer
        if answer.outcome is not Outcome.ANSWERED:
            return None
        was_given = any(question.why is Why.DISLIKED for question in asked)
        return answer.citations[0] if not was_given or self._is_newer(answer, last) else None

    def _is_newer(self, answer: Answer, than: BadQuestion) -> bool:
        cited = {(citation.document_id, citation.version) for citation in answer.citations}
        with self.database.reading() as session:
            rows = session.execute(
                select(VersionRow.entry_id, VersionRow.version).where(
                    VersionRow.entry_id.in_([entry_id for entry_id, _ in cited]),
                    VersionRow.published_at > than.asked_at,
                )
            )
            return any((entry_id, version) in cited for entry_id, version in rows)
