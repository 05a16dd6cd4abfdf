"""Forty conversations over the sample base, turn by turn, as a person would hold them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.runtime import Runtime
from assistant.types import Reply
from tests.support.conversations import ScriptedConversation, scripted_conversations

CONVERSATIONS = scripted_conversations()
_WRONG_CLAUSE = "the right document, another clause of it quoted"
MISSES = {
    "as-of-future-day": _WRONG_CLAUSE,
    "follow-up-deadline": _WRONG_CLAUSE,
    "follow-up-pronoun": _WRONG_CLAUSE,
    "traditional-by-default-simplified": "declined, although the base answers",
}


def _case(conversation: ScriptedConversation) -> object:
    """Conversations that do not yet go as scripted stay in the list, and fail here as soon as they do."""
    reason = MISSES.get(conversation.id)
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(conversation, id=conversation.id, marks=marks)


@pytest.mark.parametrize("conversation", [_case(conversation) for conversation in CONVERSATIONS])
def test_a_conversation_goes_as_scripted(
    sample: Runtime, ask: Callable[..., Reply], conversation: ScriptedConversation
) -> None:
    conversation_id, misses = None, []
    for turn in conversation.turns:
        reply = ask(turn.ask, conversation_id=conversation_id, as_of=turn.as_of)
        conversation_id = reply.conversation_id
        misses += [f"{turn.ask} ⇒ {reply.answer.text[:80]}: {miss}" for miss in turn.misses(reply)]
        for citation in reply.answer.citations:
            with sample.database.reading() as session:
                body = sample.knowledge.get_version(session, citation.document_id, citation.version).content.body
            assert body[citation.start : citation.end] == citation.quote
    assert misses == []


def test_there_are_at_least_forty_and_of_every_kind() -> None:
    kinds = {conversation.kind for conversation in CONVERSATIONS}
    assert len(CONVERSATIONS) >= 40
    assert kinds >= {"follow_up", "correction", "topic_change", "compound", "clarify", "as_of", "script", "fixed"}
