"""The OpenAI-compatible endpoint: existing clients ask here unchanged; the sources follow the answer as text."""

from __future__ import annotations

import hmac
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.asking import Happening, Words, answer_as_it_comes, ask_once, failure_of
from api.dependencies import (
    AroundDep,
    ReadyRuntimeDep,
    get_runtime,
    get_surroundings,
    limit_chat,
)
from api.errors import InvalidKeyError, MissingQuestionError
from api.schemas.openai import (
    AssistantMessage,
    ChatMessage,
    Choice,
    Completion,
    CompletionRequest,
    Delta,
    Model,
    ModelList,
    OpenAiError,
    Usage,
)
from api.threads import Threads
from api.views.chunks import Chunks, error_chunk
from api.views.sources import text_with_sources
from assistant.types import AskRequest, Reply

router = APIRouter(prefix="/v1", tags=["openai"])

MODEL = "youda"
_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": OpenAiError, "description": "An error in OpenAI's shape."} for status in (400, 401, 422, 429, 503)
}


async def check_key(request: Request) -> None:
    """Let callers on this machine pass; others need a configured key. Raises InvalidKeyError."""
    server = get_runtime(request).settings.server
    if server.public_url is None and get_surroundings(request).proxies.is_local(request):
        return
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    keys = [key.get_secret_value() for key in server.openai_api_keys]
    matches = [hmac.compare_digest(sent.strip().encode(), key.encode()) for key in keys]
    if scheme.lower() != "bearer" or not any(matches):
        raise InvalidKeyError


@router.get(
    "/models", response_model=ModelList, operation_id="listModels", dependencies=[Depends(check_key)], responses=_ERRORS
)
def list_models() -> ModelList:
    """The one model there is."""
    return ModelList(data=[Model(id=MODEL, created=0, owned_by=MODEL)])


@router.post(
    "/chat/completions",
    response_model=Completion,
    operation_id="completeChat",
    dependencies=[Depends(check_key), Depends(limit_chat)],
    responses={
        200: {
            "description": "The completion, or its chunks when `stream` is true.",
            "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/CompletionChunk"}}},
        },
        **_ERRORS,
    },
)
async def complete_chat(
    body: CompletionRequest, request: Request, runtime: ReadyRuntimeDep, around: AroundDep
) -> Completion | Response:
    """Answer the last user message; earlier messages are recognised as the conversation they came from."""
    question = _last_question(body.messages)
    owner = request.headers.get("authorization", "") or around.proxies.client_address(request)
    threads: Threads = around.threads
    asked = AskRequest(text=question, conversation_id=threads.find(owner, _before_last(body.messages)))

    def finish(reply: Reply) -> str:
        text = text_with_sources(reply.answer, runtime.settings.server.public_url)
        threads.remember(owner, [*_texts(body.messages), text], reply.conversation_id)
        return text

    if body.stream:
        happenings = answer_as_it_comes(runtime, around, asked)
        chunks = Chunks(body.model, runtime.clock.now())
        return EventSourceResponse(_stream(happenings, chunks, body, finish), ping=15, sep="\n")
    reply = await ask_once(runtime, around, asked, request)
    text = finish(reply)
    return Completion(
        id=reply.message_id,
        created=int(reply.answered_at.timestamp()),
        model=body.model,
        choices=[Choice(message=AssistantMessage(content=text))],
        usage=_usage(body, text),
    )


def _last_question(messages: list[ChatMessage]) -> str:
    for message in reversed(messages):
        if message.role == "user":
            return message.text
    raise MissingQuestionError


def _texts(messages: list[ChatMessage]) -> list[str]:
    """Return what was said; system prompts are not part of the conversation."""
    return [message.text for message in messages if message.role in ("user", "assistant")]


def _before_last(messages: list[ChatMessage]) -> list[str]:
    return _texts(messages)[:-1]


def _usage(body: CompletionRequest, text: str) -> Usage:
    asked = sum(len(message.text) for message in body.messages)
    return Usage(prompt_tokens=asked, completion_tokens=len(text), total_tokens=asked + len(text))


async def _stream(
    happenings: AsyncGenerator[Happening], chunks: Chunks, body: CompletionRequest, finish: Callable[[Reply], str]
) -> AsyncIterator[ServerSentEvent]:
    """Yield chunks while the answer is made; an error after the beginning is told as OpenAI does, in the stream."""
    try:
        async with aclosing(happenings):
            async for happening in happenings:
                if isinstance(happening, Words):
                    for event in chunks.of_text(happening.text, happening.message_id):
                        yield event
                elif isinstance(happening, Reply):
                    text = finish(happening)
                    for event in chunks.of_text(chunks.rest_of(text), happening.message_id):
                        yield event
                    yield chunks.of_choice(Delta(), finish_reason="stop")
                    if body.stream_options and body.stream_options.include_usage:
                        yield chunks.of_usage(_usage(body, text))
        yield ServerSentEvent("[DONE]", sep="\n")
    except Exception as error:  # the status is sent already
        yield error_chunk(*failure_of(error))
