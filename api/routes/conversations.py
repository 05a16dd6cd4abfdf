"""What a visitor does with a conversation: read it, rate it, take an answer along, delete it; and help while typing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from api.dependencies import RuntimeDep, limit, problems
from api.exporting import WORD_TYPE, answer_as_word
from api.routes.documents import attachment
from api.schemas.chat import ConversationOut, ConversationRatingIn, ScriptCode, SuggestionOut
from api.views.chat import conversation_out
from assistant.script import in_script
from assistant.types import Script
from core.errors import ConflictError
from core.masking import mask
from core.messages import message
from petitions.conversations import rests_on_conversation

router = APIRouter(prefix="/api", tags=["chat"])

_SUGGESTIONS = 6
CapabilityId = Annotated[str, Path(min_length=1, max_length=64)]


class AttachedConversationError(ConflictError):
    """A conversation that a petition rests on is part of its file."""

    code = "conversation_attached"


@router.get(
    "/conversations/{conversation_id}",
    response_model=ConversationOut,
    operation_id="readConversation",
    responses=problems(404),
)
def read_conversation(
    conversation_id: CapabilityId, runtime: RuntimeDep, script: ScriptCode | None = None
) -> ConversationOut:
    """A conversation, for whoever holds its id, which cannot be guessed; our own words in `script` when given."""
    with runtime.database.reading() as session:
        conversation = runtime.assistant.conversation(session, conversation_id)
        talk = runtime.takeover.talk(session, conversation_id)
    return conversation_out(conversation, Script(script) if script else None, talk)


@router.put(
    "/conversations/{conversation_id}/rating",
    status_code=204,
    operation_id="rateConversation",
    responses=problems(404),
)
def rate_conversation(conversation_id: CapabilityId, body: ConversationRatingIn, runtime: RuntimeDep) -> None:
    """Say how content one was, one to five stars; sending it again replaces what was said."""
    with runtime.database.unit_of_work() as session:
        runtime.assistant.rate_conversation(session, conversation_id, body.stars, mask(body.comment))


@router.delete(
    "/conversations/{conversation_id}",
    status_code=204,
    operation_id="forgetConversation",
    responses=problems(404, 409),
)
def forget_conversation(conversation_id: CapabilityId, runtime: RuntimeDep) -> None:
    """Delete a conversation with all questions and answers. One that a petition rests on stays with it: 409."""
    with runtime.database.unit_of_work() as session:
        if rests_on_conversation(session, conversation_id):
            raise AttachedConversationError(message("api.conversation_attached"))
        runtime.assistant.forget(session, conversation_id)


@router.get(
    "/chat/messages/{message_id}/export",
    response_class=Response,
    operation_id="exportAnswer",
    responses={200: {"description": "A Word file.", "content": {WORD_TYPE: {}}}, **problems(404)},
)
def export_answer(message_id: CapabilityId, runtime: RuntimeDep, script: ScriptCode | None = None) -> Response:
    """One answer as a Word file: question, answer, the quoted clauses with number and dates, and the disclaimer."""
    with runtime.database.reading() as session:
        reply = runtime.assistant.reply(session, message_id)
    answer = in_script(reply.answer, Script(script)) if script else reply.answer
    public_url = runtime.settings.server.public_url or ""
    return attachment(answer_as_word(reply, answer, public_url), message("api.export.file_name"))


@router.get(
    "/suggestions",
    response_model=list[SuggestionOut],
    operation_id="suggestQuestions",
    dependencies=[Depends(limit("suggest"))],
    responses=problems(429),
)
def suggest(runtime: RuntimeDep, q: Annotated[str, Query(max_length=200)] = "") -> list[SuggestionOut]:
    """What a half-typed question may mean, from published questions, guides and documents; nothing is stored."""
    with runtime.database.reading() as session:
        found = runtime.assistant.suggestions(session, q, limit=_SUGGESTIONS)
    return [SuggestionOut(text=each.text, kind=each.kind.value) for each in found]
