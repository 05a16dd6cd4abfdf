"""Answers as clients see them."""

from __future__ import annotations

from dataclasses import replace

from api.schemas.chat import (
    AnswerOut,
    CitationOut,
    ConversationOut,
    MessageOut,
    NextActionOut,
    PetitionPrefillOut,
    RelatedOut,
    SaidOut,
)
from assistant.script import in_script
from assistant.service import Assistant
from assistant.takeover.types import Said, Talk
from assistant.types import (
    Action,
    Answer,
    Citation,
    Conversation,
    NextAction,
    Outcome,
    PetitionPrefill,
    Question,
    RelatedEntry,
    Reply,
    Script,
)
from core.clock import SHANGHAI
from core.messages import message


def answer_out(reply: Reply) -> AnswerOut:
    """Return the answer object of `/api/chat`, which `youda ask --json` prints too."""
    answer: Answer = reply.answer
    return AnswerOut(
        conversation_id=reply.conversation_id,
        message_id=reply.message_id,
        outcome=answer.outcome.value,
        rung=answer.rung.value,
        reason=answer.reason,
        text=answer.text,
        citations=[citation_out(citation) for citation in answer.citations],
        related=[_related(entry) for entry in answer.related],
        next_actions=[_action(action) for action in answer.next_actions],
        suggestions=list(answer.suggestions),
        confidence=answer.confidence,
        model=answer.model,
        disclaimer=Assistant.disclaimer(reply),
        prefill=_prefill(answer.prefill) if answer.prefill else None,
        answered_at=reply.answered_at,
        checked_on=reply.checked_on,
    )


def conversation_out(
    conversation: Conversation, script: Script | None = None, talk: Talk | None = None
) -> ConversationOut:
    """Return a conversation, oldest exchange first; questions are shown as stored, personal data masked.

    `talk`: what was said between the enterprise and agents. With `script`, our own words stand in it, whatever they
    were answered in; quotations stay as issued.
    """
    return ConversationOut(
        conversation_id=conversation.id,
        started_at=conversation.started_at,
        stars=conversation.stars,
        said=[said_out(each) for each in talk.said] if talk else [],
        hand_over=talk.hand_over.state.value if talk and talk.hand_over else None,
        messages=[
            MessageOut(question=reply.question.text, asked_at=reply.question.asked_at, answer=answer_out(reply))
            for reply in (_read_in(script, reply) for reply in conversation.replies)
        ],
    )


def said_out(said: Said) -> SaidOut:
    """Return a message between enterprise and agent; of the agent the service number is told, and no name."""
    return SaidOut(
        number=said.number,
        author=said.author.value,
        agent=agent_label(said.agent_number),
        text=said.text,
        citations=[citation_out(citation) for citation in said.citations],
        said_at=said.said_at,
    )


def agent_label(number: int | None) -> str | None:
    """Return how enterprises call an agent."""
    return None if number is None else message("takeover.agent", number=f"{number:02d}")


def forwarded_reply(said: Said, conversation_id: str, message_id: str) -> Reply:
    """Return the reply to a question that went to the agent who holds the conversation; it is not stored as one."""
    question = Question(text=said.text, as_of=said.said_at.astimezone(SHANGHAI).date(), asked_at=said.said_at)
    answer = Answer(
        outcome=Outcome.HANDED_OVER,
        reason="with_agent",
        text=message("takeover.forwarded"),
        next_actions=(NextAction(Action.OPEN_PETITION, message("action.open_petition")),),
    )
    return Reply(
        conversation_id=conversation_id,
        message_id=message_id,
        question=question,
        rewritten=said.text,
        answer=answer,
        with_disclaimer=False,
        answered_at=said.said_at,
    )


def _read_in(script: Script | None, reply: Reply) -> Reply:
    return reply if script is None else replace(reply, answer=in_script(reply.answer, script))


def citation_out(citation: Citation) -> CitationOut:
    """Return a citation with the address of the clause it quotes."""
    return CitationOut(
        marker=citation.marker,
        document_id=citation.document_id,
        version=citation.version,
        title=citation.title,
        document_number=citation.document_number,
        issuing_bodies=list(citation.issuing_bodies),
        clause_id=citation.clause_id,
        clause_label=citation.clause_label,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        status=citation.status,
        effective_from=citation.effective_from,
        effective_to=citation.effective_to,
        superseded_by=citation.superseded_by,
        page=citation.page,
        url=citation.url,
    )


def _related(entry: RelatedEntry) -> RelatedOut:
    return RelatedOut(
        document_id=entry.document_id,
        version=entry.version,
        title=entry.title,
        clause_id=entry.clause_id,
        clause_label=entry.clause_label,
        url=f"/doc/{entry.document_id}?v={entry.version}#{entry.clause_id}",
    )


def _action(action: NextAction) -> NextActionOut:
    return NextActionOut(action=action.action.value, label=action.label, params=action.params)


def _prefill(prefill: PetitionPrefill) -> PetitionPrefillOut:
    return PetitionPrefillOut(
        title=prefill.title, content=prefill.content, category_code=prefill.category_code, nature=prefill.nature
    )
