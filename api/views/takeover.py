"""Chat takeover as pages see it."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.schemas.chat import PetitionPrefillOut
from api.schemas.takeover import HandOverDetail, HandOverOut, LiveDeskOut, TalkOut
from api.views.chat import agent_label, conversation_out, said_out
from assistant.answers import petition_prefill
from assistant.takeover.types import Author, Desk, HandOver, HandOverState, Talk
from assistant.types import Conversation
from core.messages import message

_THERE = timedelta(minutes=1)
_TITLE_CHARS = 50
_CONTENT_CHARS = 5_000


def talk_out(talk: Talk) -> TalkOut:
    """Return what an enterprise's page shows; nothing of the agent but the service number."""
    asked = talk.hand_over
    if asked is None:
        return TalkOut(state=None, text=None, agent=None, asked_at=None, ended_at=None, proposal=None, said=[])
    agent, proposal = agent_label(asked.agent_number), asked.proposal
    text = message(f"takeover.text.{asked.state.value}", agent=agent or "")
    if asked.state is HandOverState.WAITING and talk.ahead:
        text = message("takeover.text.waiting_behind", ahead=talk.ahead)
    return TalkOut(
        state=asked.state.value,
        text=text,
        agent=agent,
        asked_at=asked.asked_at,
        ended_at=asked.ended_at,
        proposal=_prefill(proposal.title, proposal.content) if proposal else None,
        said=[said_out(each) for each in talk.said],
    )


def desk_out(desk: Desk, hours: str, now: datetime) -> LiveDeskOut:
    """Return an agent's desk."""
    return LiveDeskOut(
        now=now,
        is_on_duty=desk.presence.is_on_duty,
        number=desk.presence.number,
        attendance=desk.attendance.value,
        hours=hours,
        waiting=[hand_over_out(each, now) for each in desk.waiting],
        mine=[hand_over_out(each, now) for each in desk.mine],
    )


def hand_over_out(hand_over: HandOver, now: datetime) -> HandOverOut:
    """Return one row of the desk."""
    return HandOverOut(
        id=hand_over.id,
        state=hand_over.state.value,
        question=hand_over.question,
        asked_at=hand_over.asked_at,
        taken_at=hand_over.taken_at,
        ended_at=hand_over.ended_at,
        is_there=now - hand_over.seen_at < _THERE,
    )


def detail_out(hand_over: HandOver, conversation: Conversation, talk: Talk, now: datetime) -> HandOverDetail:
    """Return a conversation as the agent works on it."""
    return HandOverDetail(
        hand_over=hand_over_out(hand_over, now),
        is_mine=hand_over.agent_id is not None,
        conversation=conversation_out(conversation, None, talk),
        draft=_draft(hand_over, conversation, talk),
    )


def _draft(hand_over: HandOver, conversation: Conversation, talk: Talk) -> PetitionPrefillOut:
    """Begin a petition with what was asked without a good answer, and with what the enterprise told the agent."""
    asked = [reply.question.text for reply in conversation.replies if reply.answer.reason != "hand_over"]
    told = [said.text for said in talk.said if said.author is Author.ENTERPRISE]
    subject = asked[-1] if asked else (told[0] if told else hand_over.question)
    lines = [petition_prefill(subject, "answer.transcript").content, *told]
    return _prefill(subject[:_TITLE_CHARS], "\n".join(lines)[:_CONTENT_CHARS])


def _prefill(title: str, content: str) -> PetitionPrefillOut:
    return PetitionPrefillOut(title=title, content=content, nature="help")
