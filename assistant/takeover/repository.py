"""All queries of chat takeover, returning domain types. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assistant.tables import MessageRow
from assistant.takeover.tables import AgentRow, HandOverRow, SaidRow
from assistant.takeover.types import Author, HandOver, HandOverState, PetitionProposal, Presence, Said
from assistant.types import Citation

_ASKS_FOR_PERSON = "hand_over"  # the reason of the answer to such a question

_citations = TypeAdapter(tuple[Citation, ...])


class TakeoverRepository:
    """Reads and writes requests for a person inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- requests --------------------------------------------------------------------------------------------------

    def add(self, hand_over: HandOver) -> None:
        """Store a new request."""
        self._session.add(
            HandOverRow(
                id=hand_over.id,
                conversation_id=hand_over.conversation_id,
                state=hand_over.state.value,
                question=hand_over.question,
                asked_at=hand_over.asked_at,
                seen_at=hand_over.seen_at,
            )
        )
        self._session.flush()

    def get(self, hand_over_id: str) -> HandOver | None:
        """Return one request as it stands in the database."""
        row = self._session.get(HandOverRow, hand_over_id, populate_existing=True)
        return _to_hand_over(row) if row is not None else None

    def last_of(self, conversation_id: str) -> HandOver | None:
        """Return the newest request of a conversation."""
        newest = select(HandOverRow).where(HandOverRow.conversation_id == conversation_id)
        row = self._session.scalars(
            newest.order_by(HandOverRow.asked_at.desc(), HandOverRow.id.desc()).limit(1)
        ).first()
        return _to_hand_over(row) if row is not None else None

    def in_state(self, state: HandOverState, agent_id: str | None = None) -> list[HandOver]:
        """Return requests in a state, of one agent if given, the oldest first."""
        wanted = select(HandOverRow).where(HandOverRow.state == state.value)
        if agent_id is not None:
            wanted = wanted.where(HandOverRow.agent_id == agent_id)
        return [
            _to_hand_over(row) for row in self._session.scalars(wanted.order_by(HandOverRow.asked_at, HandOverRow.id))
        ]

    def count_waiting(self, before: datetime | None = None) -> int:
        """Return how many wait, of those who asked before an instant if given."""
        wanted = select(func.count()).select_from(HandOverRow).where(HandOverRow.state == HandOverState.WAITING.value)
        if before is not None:
            wanted = wanted.where(HandOverRow.asked_at < before)
        return self._session.scalar(wanted) or 0

    def move(self, hand_over: HandOver, after: HandOverState, **values: object) -> bool:
        """Change the state of a request that is still in the state it was read in; False when somebody was faster."""
        changed = self._session.execute(
            update(HandOverRow)
            .where(HandOverRow.id == hand_over.id, HandOverRow.state == hand_over.state.value)
            .values(state=after.value, **values)
            .execution_options(synchronize_session=False)
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]  # a CursorResult, as of every write

    def note_seen(self, hand_over_id: str, at: datetime) -> None:
        """Note that the enterprise's page was heard of."""
        self._session.execute(update(HandOverRow).where(HandOverRow.id == hand_over_id).values(seen_at=at))

    def last_question(self, conversation_id: str) -> str:
        """Return what was asked last in a conversation, the words that asked for a person only where nothing else was;
        empty when nothing was asked at all.
        """
        asked = select(MessageRow.question).where(MessageRow.conversation_id == conversation_id)
        newest = asked.order_by(MessageRow.reason == _ASKS_FOR_PERSON, MessageRow.asked_at.desc(), MessageRow.id.desc())
        return self._session.scalar(newest.limit(1)) or ""

    # -- what is said ------------------------------------------------------------------------------------------------

    def say(
        self,
        hand_over: HandOver,
        author: Author,
        text: str,
        *,
        key: str,
        at: datetime,
        citations: Sequence[Citation] = (),
    ) -> Said:
        """Store a message; the same key of the same author again gives back what was stored."""
        same = select(SaidRow).where(
            SaidRow.hand_over_id == hand_over.id, SaidRow.author == author.value, SaidRow.key == key
        )
        row = self._session.scalars(same).first()
        if row is None:
            row = SaidRow(
                hand_over_id=hand_over.id,
                conversation_id=hand_over.conversation_id,
                author=author.value,
                key=key,
                agent_number=hand_over.agent_number if author is Author.AGENT else None,
                text=text,
                citations=_citations.dump_python(tuple(citations), mode="json"),
                said_at=at,
            )
            self._session.add(row)
            self._session.flush()
        return _to_said(row)

    def said(self, conversation_id: str, *, after: int = 0) -> list[Said]:
        """Return the messages of a conversation whose number is above `after`, oldest first."""
        wanted = select(SaidRow).where(SaidRow.conversation_id == conversation_id, SaidRow.number > after)
        return [_to_said(row) for row in self._session.scalars(wanted.order_by(SaidRow.number))]

    # -- agents ------------------------------------------------------------------------------------------------------

    def set_online(self, account_id: str, is_online: bool, at: datetime) -> None:
        """Note whether an agent takes conversations; the first time gives a service number."""
        row = self._session.get(AgentRow, account_id)
        if row is None:
            highest = self._session.scalar(select(func.max(AgentRow.number))) or 0
            row = AgentRow(account_id=account_id, number=highest + 1)
            self._session.add(row)
        row.is_online, row.seen_at = is_online, at
        self._session.flush()

    def presence(self, account_id: str, *, since: datetime) -> Presence:
        """Return an agent's presence, as fresh as `since`."""
        row = self._session.get(AgentRow, account_id)
        if row is None:
            return Presence(is_on_duty=False, number=None)
        return Presence(is_on_duty=row.is_online and row.seen_at >= since, number=row.number)

    def anybody_online(self, *, since: datetime) -> bool:
        """Say whether an agent who takes conversations was heard of since."""
        online = select(AgentRow.account_id).where(AgentRow.is_online.is_(True), AgentRow.seen_at >= since)
        return self._session.scalar(online.limit(1)) is not None

    def seen(self, account_ids: Sequence[str], *, since: datetime) -> frozenset[str]:
        """Return which of these agents were heard of since, on duty or not."""
        found = select(AgentRow.account_id).where(AgentRow.account_id.in_(account_ids), AgentRow.seen_at >= since)
        return frozenset(self._session.scalars(found))


def _to_hand_over(row: HandOverRow) -> HandOver:
    return HandOver(
        id=row.id,
        conversation_id=row.conversation_id,
        state=HandOverState(row.state),
        question=row.question,
        asked_at=row.asked_at,
        seen_at=row.seen_at,
        taken_at=row.taken_at,
        ended_at=row.ended_at,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        agent_number=row.agent_number,
        proposal=PetitionProposal(row.proposal["title"], row.proposal["content"]) if row.proposal else None,
    )


def _to_said(row: SaidRow) -> Said:
    return Said(
        number=row.number,
        hand_over_id=row.hand_over_id,
        author=Author(row.author),
        text=row.text,
        citations=_citations.validate_python(row.citations),
        said_at=row.said_at,
        agent_number=row.agent_number,
    )
