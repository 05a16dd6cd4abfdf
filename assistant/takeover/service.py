"""Chat takeover: one public method per thing an enterprise or an agent can do. Every change of state is audited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from assistant.errors import ConversationNotFoundError
from assistant.repository import ConversationRepository
from assistant.takeover.errors import (
    AlreadyTakenError,
    HandOverNotFoundError,
    HeldByAnotherError,
    NobodyOnDutyError,
    NotHeldError,
)
from assistant.takeover.repository import TakeoverRepository
from assistant.takeover.states import may_follow
from assistant.takeover.types import (
    Attendance,
    Author,
    Desk,
    HandOver,
    HandOverState,
    PetitionProposal,
    Presence,
    Said,
    TakeoverRules,
    Talk,
    WorkingTime,
)
from assistant.types import Citation
from core import audit
from core.actors import GUEST, SYSTEM, Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.ids import new_id
from core.masking import mask
from core.messages import message

_SEEN_AFTER = timedelta(seconds=15)


class TakeoverService:
    """Brings enterprises and agents together. Methods take the caller's session first and never commit."""

    def __init__(self, clock: Clock, working_time: WorkingTime, rules: TakeoverRules | None = None) -> None:
        self.rules = rules or TakeoverRules()
        self._clock = clock
        self._working_time = working_time

    @property
    def hours(self) -> str:
        """When people are at work, as people read it."""
        return self._working_time.hours

    # -- the enterprise ----------------------------------------------------------------------------------------------

    def attendance(self, session: Session) -> Attendance:
        """Return whether somebody would take a conversation over now."""
        now = self._clock.now()
        if not self._working_time.is_open(session, now):
            return Attendance.CLOSED
        fresh = now - timedelta(seconds=self.rules.presence_seconds)
        return Attendance.ATTENDED if TakeoverRepository(session).anybody_online(since=fresh) else Attendance.NOBODY

    def ask(self, session: Session, conversation_id: str, origin: Origin = UNKNOWN_ORIGIN) -> HandOver:
        """Ask for a person; asking again while the first request is open gives it back.

        Raises ConversationNotFoundError, and NobodyOnDutyError when nobody would come.
        """
        repository = TakeoverRepository(session)
        if not ConversationRepository(session).exists(conversation_id):
            raise ConversationNotFoundError
        last = repository.last_of(conversation_id)
        if last is not None and last.is_open:
            return last
        attendance = self.attendance(session)
        if attendance is not Attendance.ATTENDED:
            raise NobodyOnDutyError(message(f"takeover.{attendance.value}", hours=self.hours))
        now = self._clock.now()
        asked = HandOver(
            id=new_id("hov"),
            conversation_id=conversation_id,
            state=HandOverState.WAITING,
            question=repository.last_question(conversation_id),
            asked_at=now,
            seen_at=now,
        )
        repository.add(asked)
        self._audit(session, GUEST, "hand_over.ask", asked, origin)
        return asked

    def talk(self, session: Session, conversation_id: str, *, after: int = 0) -> Talk:
        """Return the last request of a conversation and what was said since message `after`.

        Raises ConversationNotFoundError.
        """
        repository = TakeoverRepository(session)
        if not ConversationRepository(session).exists(conversation_id):
            raise ConversationNotFoundError
        last = repository.last_of(conversation_id)
        ahead = repository.count_waiting(last.asked_at) if last and last.state is HandOverState.WAITING else 0
        return Talk(last, tuple(repository.said(conversation_id, after=after)), ahead)

    def is_unheard_of(self, hand_over: HandOver) -> bool:
        """Say whether it is time to note that the page is still there; not every time, because noting is a write."""
        return hand_over.is_open and self._clock.now() - hand_over.seen_at >= _SEEN_AFTER

    def note_seen(self, session: Session, hand_over: HandOver) -> None:
        """Note that the enterprise's page is still there."""
        TakeoverRepository(session).note_seen(hand_over.id, self._clock.now())

    def leave(self, session: Session, conversation_id: str, origin: Origin = UNKNOWN_ORIGIN) -> HandOver:
        """End the request: no longer wait, or let the agent go. Raises NotHeldError when there is nothing to end."""
        last = TakeoverRepository(session).last_of(conversation_id)
        if last is None or not last.is_open:
            raise NotHeldError
        waits = last.state is HandOverState.WAITING
        after, action = (
            (HandOverState.CANCELLED, "hand_over.cancel") if waits else (HandOverState.CLOSED, "hand_over.close")
        )
        return self._end(session, last, after, GUEST, action, origin)

    def is_held(self, session: Session, conversation_id: str) -> bool:
        """Say whether an agent holds the conversation now."""
        last = TakeoverRepository(session).last_of(conversation_id)
        return last is not None and last.state is HandOverState.HELD

    def say(self, session: Session, conversation_id: str, text: str, *, key: str) -> Said:
        """Say something to the agent; personal data is masked. Raises NotHeldError when none holds the conversation."""
        repository = TakeoverRepository(session)
        last = repository.last_of(conversation_id)
        if last is None or last.state is not HandOverState.HELD:
            raise NotHeldError
        now = self._clock.now()
        repository.note_seen(last.id, now)
        return repository.say(last, Author.ENTERPRISE, mask(text.strip()), key=key, at=now)

    # -- the agent ---------------------------------------------------------------------------------------------------

    def be_present(
        self, session: Session, actor: Actor, *, is_on_duty: bool | None, origin: Origin = UNKNOWN_ORIGIN
    ) -> None:
        """Note that an agent's page is there, and whether it takes conversations; audited when that changes.

        None: as before. What only says that the page is there must not undo a switch that was faster.
        """
        repository, now = TakeoverRepository(session), self._clock.now()
        before = self._presence(repository, actor)
        is_on_duty = before.is_on_duty if is_on_duty is None else is_on_duty
        repository.set_online(actor.id, is_on_duty, now)
        if before.is_on_duty != is_on_duty:
            action = "agent.on_duty" if is_on_duty else "agent.off_duty"
            audit.record(
                session, actor, action, object_type="account", object_id=actor.id,
                at=now, ip=origin.ip, request_id=origin.request_id,
            )  # fmt: skip

    def desk(self, session: Session, actor: Actor) -> Desk:
        """Return who waits and what this agent holds, the longest waiting first."""
        repository = TakeoverRepository(session)
        return Desk(
            presence=self._presence(repository, actor),
            attendance=self.attendance(session),
            waiting=tuple(repository.in_state(HandOverState.WAITING)),
            mine=tuple(repository.in_state(HandOverState.HELD, actor.id)),
        )

    def open_for(self, session: Session, hand_over_id: str, actor: Actor) -> HandOver:
        """Return a request that this agent may read: it waits, or the agent took it.

        Raises HandOverNotFoundError, HeldByAnotherError.
        """
        found = self._found(session, hand_over_id)
        if found.agent_id not in (None, actor.id):
            raise HeldByAnotherError
        return found

    def said(self, session: Session, conversation_id: str) -> list[Said]:
        """Return all that was said between the enterprise and agents, oldest first."""
        return TakeoverRepository(session).said(conversation_id)

    def take(self, session: Session, hand_over_id: str, actor: Actor, origin: Origin = UNKNOWN_ORIGIN) -> HandOver:
        """Take a waiting conversation over. Raises HandOverNotFoundError; AlreadyTakenError for the second taker."""
        repository, now = TakeoverRepository(session), self._clock.now()
        found = self._found(session, hand_over_id)
        presence = self._presence(repository, actor)
        if presence.number is None:  # taking one without having gone on duty gives a number, and nothing more
            repository.set_online(actor.id, False, now)
            presence = self._presence(repository, actor)
        values = {"agent_id": actor.id, "agent_name": actor.name, "agent_number": presence.number, "taken_at": now}
        if not may_follow(found.state, HandOverState.HELD) or not repository.move(found, HandOverState.HELD, **values):
            raise AlreadyTakenError(self._found(session, hand_over_id).agent_name)
        self._audit(session, actor, "hand_over.take", found, origin)
        return self._found(session, hand_over_id)

    def reply(
        self,
        session: Session,
        hand_over_id: str,
        actor: Actor,
        text: str,
        *,
        key: str,
        citations: Sequence[Citation] = (),
        official_contacts: Collection[str] = (),
    ) -> Said:
        """Say something to the enterprise, with the clauses it rests on; published office numbers stay readable.

        Raises HandOverNotFoundError, HeldByAnotherError, NotHeldError.
        """
        held = self._held(session, hand_over_id, actor)
        said = mask(text.strip(), official_contacts=official_contacts)
        at = self._clock.now()
        return TakeoverRepository(session).say(held, Author.AGENT, said, key=key, at=at, citations=citations)

    def give_back(self, session: Session, hand_over_id: str, actor: Actor, origin: Origin = UNKNOWN_ORIGIN) -> HandOver:
        """Return the conversation to the assistant. Raises as `reply`."""
        held = self._held(session, hand_over_id, actor)
        return self._end(session, held, HandOverState.RETURNED, actor, "hand_over.give_back", origin)

    def propose_petition(
        self,
        session: Session,
        hand_over_id: str,
        actor: Actor,
        proposal: PetitionProposal,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> HandOver:
        """End the conversation with a petition drafted by the agent, which the enterprise checks and files.

        The contact and the consent are the enterprise's to give, so the agent files nothing. Raises as `reply`.
        """
        held = self._held(session, hand_over_id, actor)
        drafted = {"title": mask(proposal.title.strip()), "content": mask(proposal.content.strip())}
        return self._end(session, held, HandOverState.FILED, actor, "hand_over.to_petition", origin, proposal=drafted)

    # -- time --------------------------------------------------------------------------------------------------------

    def is_sweep_due(self, session: Session) -> bool:
        """Say whether `sweep` would find something."""
        return bool(self._overdue(session) or self._abandoned(session))

    def sweep(self, session: Session) -> int:
        """End requests that nobody took in time, give back what agents left behind; return how many."""
        overdue, abandoned = self._overdue(session), self._abandoned(session)
        for waiting in overdue:
            self._end(session, waiting, HandOverState.TIMED_OUT, SYSTEM, "hand_over.time_out", UNKNOWN_ORIGIN)
        for held in abandoned:
            self._end(session, held, HandOverState.RETURNED, SYSTEM, "hand_over.give_back", UNKNOWN_ORIGIN)
        return len(overdue) + len(abandoned)

    def _overdue(self, session: Session) -> list[HandOver]:
        limit = self._clock.now() - timedelta(seconds=self.rules.wait_seconds)
        return [each for each in TakeoverRepository(session).in_state(HandOverState.WAITING) if each.asked_at <= limit]

    def _abandoned(self, session: Session) -> list[HandOver]:
        """Return held conversations whose agent has not been heard of for a while, since taking it either."""
        repository = TakeoverRepository(session)
        held = repository.in_state(HandOverState.HELD)
        limit = self._clock.now() - timedelta(seconds=self.rules.away_seconds)
        seen = repository.seen([each.agent_id or "" for each in held], since=limit)
        return [each for each in held if each.agent_id not in seen and (each.taken_at or each.asked_at) <= limit]

    # -- parts -------------------------------------------------------------------------------------------------------

    def _presence(self, repository: TakeoverRepository, actor: Actor) -> Presence:
        return repository.presence(actor.id, since=self._clock.now() - timedelta(seconds=self.rules.presence_seconds))

    def _found(self, session: Session, hand_over_id: str) -> HandOver:
        found = TakeoverRepository(session).get(hand_over_id)
        if found is None:
            raise HandOverNotFoundError
        return found

    def _held(self, session: Session, hand_over_id: str, actor: Actor) -> HandOver:
        found = self._found(session, hand_over_id)
        if found.agent_id is not None and found.agent_id != actor.id:
            raise HeldByAnotherError
        if found.state is not HandOverState.HELD:
            raise NotHeldError
        return found

    def _end(
        self,
        session: Session,
        hand_over: HandOver,
        after: HandOverState,
        actor: Actor,
        action: str,
        origin: Origin,
        **values: object,
    ) -> HandOver:
        repository = TakeoverRepository(session)
        if not may_follow(hand_over.state, after) or not repository.move(
            hand_over, after, ended_at=self._clock.now(), **values
        ):
            raise NotHeldError
        self._audit(session, actor, action, hand_over, origin, after)
        return self._found(session, hand_over.id)

    def _audit(
        self,
        session: Session,
        actor: Actor,
        action: str,
        hand_over: HandOver,
        origin: Origin,
        after: HandOverState | None = None,
    ) -> None:
        changes = {"state": [hand_over.state.value, after.value]} if after else {}
        audit.record(
            session, actor, action, object_type="hand_over", object_id=hand_over.id, changes=changes,
            at=self._clock.now(), ip=origin.ip, request_id=origin.request_id,
        )  # fmt: skip
