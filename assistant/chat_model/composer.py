"""The chat-model rung of the ladder: the model writes over numbered clauses, verified sentences are let out."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import asdict, replace

from assistant.answers import Answers
from assistant.chat_model.checking import Writing
from assistant.chat_model.errors import ChatModelError
from assistant.chat_model.evidence import ClauseNumbering
from assistant.chat_model.model import ChatModel
from assistant.chat_model.prompting import prompt_version, write_prompt
from assistant.chat_model.splitting import RawSentence, SentenceBuffer
from assistant.chat_model.tokens import Tokens, says_no_basis
from assistant.chat_model.types import Dropped, Trouble
from assistant.compose import Composer
from assistant.types import Answer, Citation, Draft, Outcome, Rung
from core.clock import SHANGHAI
from core.messages import message

_LEADING = 2  # what the extractive rung would quote comes first
_MOST_SENTENCES = 10
_DROPPED_AT_FIRST = 3
_DROPPED_NOTED = 10
_NOTED_CHARS = 80
_LEAST_SECONDS = 1.0
_MARK = re.compile(r"\[(\d{1,2})\]")


class ChatModelComposer:
    """Answers with the deployer's chat model.

    Nothing usable came: None, and the next rung answers. Something was released and then the model broke off, or more
    was dropped than released: what was released stays, and what `completing` quotes follows it.
    """

    def __init__(self, model: ChatModel, numbering: ClauseNumbering, answers: Answers, *, completing: Composer) -> None:
        self._model = model
        self._numbering = numbering
        self._answers = answers
        self._completing = completing

    def compose(self, draft: Draft) -> Answer | None:
        """Return the answer; its notes go into `draft.notes`. Released sentences reach `draft.audience` at once."""
        began, tokens = time.monotonic(), Tokens()
        hits = [*(found.hit for found in draft.quotes[:_LEADING]), *draft.hits]
        clauses = self._numbering.number(hits, most=self._model.limits.clauses)
        if not clauses:
            return None
        writing = Writing(draft, clauses, tokens, self._answers)
        asked = write_prompt(draft.text, clauses, draft.question.as_of, tokens)
        trouble, timing = self._write(draft, asked, writing)
        draft.notes["chat_model"] = {
            "model": self._model.name,
            "prompt": prompt_version(),
            "prompt_characters": sum(len(text) for _, text in asked),
            "clauses": [f"{c.citation.document_id}#{c.citation.clause_id}" for c in clauses],
            "released": writing.released,
            "dropped": [_noted(dropped) for dropped in writing.dropped[:_DROPPED_NOTED]],
            "ended": trouble.value if trouble else "ok",
            "milliseconds": round((time.monotonic() - began) * 1000),
            **timing,
        }
        if not writing.released:
            return None
        answer = self._answers.answered(draft, Rung.CHAT_MODEL, writing.text, writing.citations)
        answer = replace(answer, model=self._model.name)
        return answer if trouble is None else self._completed(draft, answer)

    def _write(
        self, draft: Draft, asked: list[tuple[str, str]], writing: Writing
    ) -> tuple[Trouble | None, dict[str, int]]:
        """Let the model write; return what kept it from a whole answer, and when its first words came."""
        left = self._model.limits.total_seconds - (time.monotonic() - draft.began)
        if left < _LEAST_SECONDS:  # the other parts of the question took the time
            return Trouble.TOTAL, {}
        hear = draft.audience.hear if draft.audience and _is_of_today(draft) else None
        timing: dict[str, int] = {}
        reply = _Reply(self._pieces(draft, asked, left), timing)
        try:
            with closing(reply.sentences()) as sentences:
                for raw in sentences:
                    added = writing.add(raw)
                    self._model.count_sentence("released" if added else writing.dropped[-1].reason)
                    if added and hear is not None:
                        hear(added)
                    if writing.released >= _MOST_SENTENCES:
                        return None, timing
                    if not writing.released and len(writing.dropped) >= _DROPPED_AT_FIRST:
                        return Trouble.UNUSABLE, timing
        except ChatModelError as error:
            return error.trouble, timing
        if not writing.released:
            return (Trouble.NO_BASIS if reply.says_no_basis else Trouble.UNUSABLE), timing
        return (Trouble.UNUSABLE if len(writing.dropped) > writing.released else None), timing

    def _pieces(self, draft: Draft, asked: list[tuple[str, str]], seconds: float) -> Generator[str, None, None]:
        if draft.audience is None:
            return self._model.stream(asked, seconds=seconds)
        return self._model.stream(asked, draft.audience.has_left, seconds=seconds)

    def _completed(self, draft: Draft, answer: Answer) -> Answer:
        """Let the clauses themselves follow what was released, so that the answer is whole."""
        quoted = self._completing.compose(draft)
        if quoted is None:
            return replace(answer, outcome=Outcome.PARTIAL)
        citations, shown_as = _merged(answer.citations, quoted.citations)
        text = _MARK.sub(lambda match: f"[{shown_as.get(int(match[1]), int(match[1]))}]", quoted.text)
        joined = f"{answer.text}\n\n## {message('answer.section.source_text')}\n{text}"
        return replace(answer, outcome=quoted.outcome, text=joined, citations=citations)


class _Reply:
    """The sentences of a reply as it comes in."""

    def __init__(self, pieces: Generator[str, None, None], timing: dict[str, int]) -> None:
        self.says_no_basis = False
        self._pieces = pieces
        self._timing = timing

    def sentences(self) -> Generator[RawSentence, None, None]:
        """Yield whole sentences; ends early when the model says that nothing answers. Raises ChatModelError."""
        buffer, began, length = SentenceBuffer(), time.monotonic(), 0
        with closing(self._pieces):
            for piece in self._pieces:
                self._timing.setdefault("first_words_after", round((time.monotonic() - began) * 1000))
                length += len(piece)
                self._timing["reply_characters"] = length
                yield from self._without_verdict(buffer.feed(piece))
                if self.says_no_basis:
                    return
                if buffer.is_overlong:
                    raise ChatModelError(Trouble.CUT_OFF)
        yield from self._without_verdict(buffer.finish())

    def _without_verdict(self, sentences: list[RawSentence]) -> Iterator[RawSentence]:
        for sentence in sentences:
            if says_no_basis(sentence.text):
                self.says_no_basis = True
                return
            yield sentence


def _merged(first: tuple[Citation, ...], second: tuple[Citation, ...]) -> tuple[tuple[Citation, ...], dict[int, int]]:
    """Return citations of both, the same span once, and the markers that those of `second` have now."""
    known = {(c.document_id, c.version, c.start, c.end): c.marker for c in first}
    citations, shown_as = list(first), {}
    for citation in second:
        span = (citation.document_id, citation.version, citation.start, citation.end)
        if span not in known:
            known[span] = len(citations) + 1
            citations.append(replace(citation, marker=known[span]))
        shown_as[citation.marker] = known[span]
    return tuple(citations), shown_as


def _is_of_today(draft: Draft) -> bool:
    """Say whether the answer will stand as it is composed: one about another day gets a line that says so before it."""
    return draft.question.as_of == draft.question.asked_at.astimezone(SHANGHAI).date()


def _noted(dropped: Dropped) -> dict[str, str]:
    return {key: value[:_NOTED_CHARS] for key, value in asdict(dropped).items() if value}
