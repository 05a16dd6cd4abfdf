"""The answer as a stream of events: how text is cut, numbered and resumed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sse_starlette import ServerSentEvent

from api.schemas.chat import AnswerEvent, AnswerOut, ErrorEvent, StepEvent, TokenEvent
from core.errors import InvalidInputError
from core.messages import message

# A phrase ends after its punctuation and the citation marks that follow it; a long one is cut at 24 characters,
# but never inside a mark. Line breaks are phrases of their own: what follows the end of a line, or a full stop, never
# changes how the words before it are cut, so that they can be sent before the rest is there.
_PHRASE = re.compile(r"\n+|(?:\[\d+\]|[^\n]){1,24}?[，。；：！？、]+(?:\[\d+\])*|(?:\[\d+\]|[^\n]){1,24}")
_EVENT_ID = re.compile(r"(?P<message_id>[A-Za-z0-9_-]{1,64})\.(?P<number>\d{1,6})")


def cut_into_phrases(text: str) -> list[str]:
    """Return `text` cut where a reader pauses; the pieces joined are `text` again, character for character."""
    return _PHRASE.findall(text)


def answer_events(answer: AnswerOut, *, after: int = 0) -> Iterator[ServerSentEvent]:
    """Yield the tokens and then the whole answer, numbered from 1; the first `after` events are left out.

    Ids depend on the stored text alone, so a resumed stream carries on exactly where the first one broke.
    """
    events: list[TokenEvent | AnswerEvent] = [TokenEvent(text=phrase) for phrase in cut_into_phrases(answer.text)]
    events.append(AnswerEvent(answer=answer))
    for number, event in enumerate(events, start=1):
        if number > after:
            yield _encode(event, event_id=f"{answer.message_id}.{number}")


def step_event(step: str, message_id: str) -> ServerSentEvent:
    """Return the event of a step that began, as number 0: whoever resumes after it gets the answer from its start."""
    return _encode(StepEvent(step=step, label=message(f"step.{step}")), event_id=f"{message_id}.0")


def token_event(phrase: str, message_id: str, number: int) -> ServerSentEvent:
    """Return the event of a phrase, numbered as `answer_events` will number it once the answer is whole."""
    return _encode(TokenEvent(text=phrase), event_id=f"{message_id}.{number}")


def error_event(code: str, text: str) -> ServerSentEvent:
    """Return the event that ends a failed stream."""
    return _encode(ErrorEvent(code=code, message=text))


def parse_event_id(event_id: str) -> tuple[str, int]:
    """Return message id and number of a Last-Event-ID. Raises InvalidInputError when it is none of ours."""
    match = _EVENT_ID.fullmatch(event_id.strip())
    if match is None:
        raise InvalidInputError(message("api.bad_event_id"))
    return match["message_id"], int(match["number"])


def _encode(
    event: StepEvent | TokenEvent | AnswerEvent | ErrorEvent, *, event_id: str | None = None
) -> ServerSentEvent:
    return ServerSentEvent(event.model_dump_json(), event=event.event, id=event_id, sep="\n")
