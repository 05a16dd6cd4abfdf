"""An answer as the chunks of OpenAI's protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from sse_starlette import ServerSentEvent

from api.events import cut_into_phrases
from api.schemas.openai import ChunkChoice, CompletionChunk, Delta, Usage


class Chunks:
    """Makes the chunks of one completion; the first one names the role, as clients expect."""

    def __init__(self, model: str, began: datetime) -> None:
        self._model = model
        self._created = int(began.timestamp())
        self._id = ""
        self._sent = ""

    def of_text(self, text: str, message_id: str) -> Iterator[ServerSentEvent]:
        """Yield the next words, phrase by phrase."""
        if not self._id:
            self._id = message_id
            yield self.of_choice(Delta(role="assistant", content=""))
        self._sent += text
        for phrase in cut_into_phrases(text):
            yield self.of_choice(Delta(content=phrase))

    def rest_of(self, text: str) -> str:
        """Return what of the whole `text` is not sent yet."""
        return text.removeprefix(self._sent) if text.startswith(self._sent) else f"\n\n{text}"

    def of_choice(self, delta: Delta, *, finish_reason: Literal["stop"] | None = None) -> ServerSentEvent:
        """Return the chunk of a change to the one choice there is."""
        return self._chunk([ChunkChoice(delta=delta, finish_reason=finish_reason)])

    def of_usage(self, usage: Usage) -> ServerSentEvent:
        """Return the last chunk, which counts."""
        return self._chunk([], usage)

    def _chunk(self, choices: list[ChunkChoice], usage: Usage | None = None) -> ServerSentEvent:
        chunk = CompletionChunk(id=self._id, created=self._created, model=self._model, choices=choices, usage=usage)
        return ServerSentEvent(chunk.model_dump_json(exclude_none=True), sep="\n")


def error_chunk(code: str, text: str) -> ServerSentEvent:
    """Return the event by which OpenAI's clients learn of an error in the middle of a stream."""
    error = {"message": text, "type": "server_error", "param": None, "code": code}
    return ServerSentEvent(json.dumps({"error": error}, ensure_ascii=False), sep="\n")
