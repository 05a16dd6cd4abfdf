"""Asking: one public method per thing a visitor can do with a conversation."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from assistant.hot import hot_questions
from assistant.pipeline import Pipeline
from assistant.repository import ConversationRepository
from assistant.script import in_script, own_words_in_traditional, script_wanted, without_request
from assistant.suggesting import Suggester
from assistant.takeover.offering import offering_person
from assistant.takeover.service import TakeoverService
from assistant.types import (
    Answer,
    AskRequest,
    Audience,
    Conversation,
    Draft,
    Feedback,
    HotQuestion,
    Outcome,
    Question,
    Reply,
    Script,
    Suggestion,
    Turn,
)
from core.clock import Clock
from core.database import Database
from core.ids import new_id
from core.masking import mask
from core.messages import message
from core.text import remove_invisible

_TURNS_REMEMBERED = 12  # what an asker says of itself counts longer than a topic
_AT_ONCE = 2
"""Answers made at once without a chat model: all are work for one interpreter, and more of them only take its lock from
each other; 16 clients get half as many answers again (docs/evaluation.md, Speed)."""

_ANSWERED = (Outcome.ANSWERED, Outcome.PARTIAL)


class Assistant:
    """Answers questions. `ask` only reads; `record` stores the exchange in the caller's unit of work."""

    def __init__(
        self,
        pipeline: Pipeline,
        database: Database,
        clock: Clock,
        *,
        region_code: str | None,
        answers_in_script_of_question: bool = False,
        reads_at_once: bool = True,
        takeover: TakeoverService | None = None,
    ) -> None:
        """`reads_at_once`: one session serves all steps; not where one of them may wait for a chat model.

        `takeover` knows whether a person can be offered; without it none is.
        """
        self._takeover = takeover
        self._reads_at_once = reads_at_once
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._pipeline = pipeline
        self._answers_in_script_of_question = answers_in_script_of_question
        self._database = database
        self._clock = clock
        self._region_code = region_code
        self._suggester = Suggester()

    def ask(
        self, request: AskRequest, on_step: Callable[[str], None] | None = None, audience: Audience | None = None
    ) -> Reply:
        """Answer a question. Personal data is masked before anything else sees the text.

        An unknown or cleared conversation id is not an error: it begins a new conversation. What `audience` hears is
        how the answer's text begins; only a chat model lets anything be heard before the answer is whole.
        """
        asked_at, today = self._clock.now(), self._clock.today()
        conversation_id, turns = self._conversation(request.conversation_id, before=request.replayed)
        message_id = new_id("msg")
        text = mask(remove_invisible(request.text))
        script = script_wanted(text, turns, follows_question=self._answers_in_script_of_question, page=request.script)
        as_of = request.as_of or today
        question = Question(
            text=text,
            as_of=as_of,
            asked_at=asked_at,
            region_code=request.region_code or self._region_code,
            conversation_id=conversation_id,
            is_about_the_past=as_of < today,
        )
        if audience is not None:
            audience.begin(message_id)
        listening = audience if script is Script.SIMPLIFIED else None  # what is still to be converted is not let out
        draft = Draft(question=question, turns=tuple(turns), text=without_request(text), audience=listening)
        with self._its_turn():
            answer, last = self._pipeline.run(draft, trace_id=message_id, on_step=on_step)
            if request.reaches_people:
                answer = self._offering_person(answer, text, turns)
        return Reply(
            conversation_id=conversation_id,
            message_id=message_id,
            question=last.question,
            rewritten=last.as_said,
            answer=in_script(answer, script),
            with_disclaimer=answer.outcome in _ANSWERED and all(turn.outcome not in _ANSWERED for turn in turns),
            answered_at=self._clock.now(),
        )

    @property
    def is_busy(self) -> bool:
        """Say whether a question asked now would wait for others; work that is in no hurry then waits for later."""
        if not self._turns.acquire(blocking=False):
            return True
        self._turns.release()
        return False

    @contextmanager
    def _its_turn(self) -> Iterator[None]:
        """Wait for one of the places and read in one session; with a chat model to wait for, neither is held."""
        if not self._reads_at_once:
            yield
            return
        with self._turns, self._database.one_reading():
            yield

    def record(self, session: Session, reply: Reply) -> None:
        """Store an exchange."""
        ConversationRepository(session).add(reply)

    def conversation(self, session: Session, conversation_id: str) -> Conversation:
        """Return a conversation. Raises ConversationNotFoundError."""
        return ConversationRepository(session).conversation(conversation_id)

    def reply(self, session: Session, message_id: str) -> Reply:
        """Return one stored exchange. Raises MessageNotFoundError."""
        return ConversationRepository(session).reply(message_id)

    def rate(self, session: Session, message_id: str, feedback: Feedback) -> None:
        """Store feedback on an answer; a later one replaces it. Raises MessageNotFoundError."""
        ConversationRepository(session).rate(message_id, feedback)

    def rate_conversation(self, session: Session, conversation_id: str, stars: int, comment: str) -> None:
        """Store how content the visitor was, 1 to 5; a later rating replaces it. Raises ConversationNotFoundError."""
        ConversationRepository(session).rate_conversation(conversation_id, stars, comment, at=self._clock.now())

    def forget(self, session: Session, conversation_id: str) -> None:
        """Delete a conversation with all that was asked and answered in it. Raises ConversationNotFoundError."""
        ConversationRepository(session).remove(conversation_id)

    def hot_questions(self, session: Session, *, limit: int) -> list[HotQuestion]:
        """Return what is asked often at this time of the year, the departments taking turns."""
        return hot_questions(session, self._clock.today())[:limit]

    def suggestions(self, session: Session, text: str, *, limit: int) -> list[Suggestion]:
        """Return published questions, guides and documents that `text`, half a question, may be about; best first."""
        return self._suggester.suggest(session, text, today=self._clock.today())[:limit]

    @staticmethod
    def disclaimer(reply: Reply) -> str | None:
        """Return the sentence said once per conversation, with its first answer."""
        if not reply.with_disclaimer:
            return None
        text = message("answer.disclaimer")
        return own_words_in_traditional(text) if reply.answer.script is Script.TRADITIONAL else text

    def _offering_person(self, answer: Answer, question: str, turns: list[Turn]) -> Answer:
        if self._takeover is None:
            return answer
        with self._database.reading() as session:
            attendance = self._takeover.attendance(session)
        return offering_person(answer, question, turns, attendance, hours=self._takeover.hours)

    def _conversation(self, conversation_id: str | None, *, before: str | None) -> tuple[str, list[Turn]]:
        if conversation_id:
            with self._database.reading() as session:
                repository = ConversationRepository(session)
                if repository.exists(conversation_id):
                    return conversation_id, repository.turns(conversation_id, limit=_TURNS_REMEMBERED, before=before)
        return f"cnv_{secrets.token_urlsafe(24)}", []
