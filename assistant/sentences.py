"""Cutting a passage into quotable spans, and choosing those that answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon import Cue

_END = re.compile(r"[。！？；]|\n")
_LIST_ITEM = re.compile(r"^\s*(?:[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、]|[①-⑳])")
_LEAD_IN = re.compile(r"[：:]\s*$")
_ARTICLE_NUMBER = re.compile(r"第[一二三四五六七八九十百千零〇○两\d]+条(?:之[一二三四五六七八九十]+)?[\s\u3000]+")
_HEADING_CHARS = 30
_STATES = re.compile(r"[。！；：:|]|\d+\s*(?:%|元|万|日|天|个|年|月)")
_WHOLE_CHARS = 170
_LIST_CHARS = 520


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, by offsets: a sentence, a list item, a heading, or what only introduces what follows."""

    start: int
    end: int
    is_item: bool
    is_lead_in: bool
    is_question: bool
    is_heading: bool

    @property
    def is_answer(self) -> bool:
        """Say whether it states something by itself."""
        return not (self.is_lead_in or self.is_question or self.is_heading)


def is_list_item(line: str) -> bool:
    """Say whether a line opens with the number of a list item."""
    return bool(_LIST_ITEM.match(line))


def spans_of(text: str) -> list[Span]:
    """Return the sentences, list items and lead-ins of `text` in order, blanks at their edges left out."""
    spans, start = [], 0
    for match in _END.finditer(text):
        spans += _span(text, start, match.end())
        start = match.end()
    return spans + _span(text, start, len(text))


def _span(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    begin = start + piece.index(stripped)
    return [
        Span(
            begin,
            begin + len(stripped),
            is_item=is_list_item(stripped),
            is_lead_in=bool(_LEAD_IN.search(stripped)),
            is_question=stripped[-1] in "？?",
            is_heading=_is_heading(stripped),
        )
    ]


def _is_heading(line: str) -> bool:
    """A short line that ends without punctuation and states no value."""
    return len(line) <= _HEADING_CHARS and not is_list_item(line) and not _STATES.search(line)


def choose_span(text: str, limit: int, weights: dict[str, float], cues: Sequence[Cue]) -> tuple[int, int]:
    """Return the offsets of the smallest contiguous stretch of `text` that answers and begins before `limit`.

    `text[:limit]` is the passage; what follows it in the document is there to complete a lead-in with its list, or a
    question with its answer. A short passage is taken whole, a list complete with its lead-in, otherwise the best
    sentence with what it needs around it. `weights` are idf weights of the question's words.
    """
    spans = spans_of(text)
    own = [span for span in spans if span.start < limit]
    if not own:
        return 0, limit
    if limit <= _WHOLE_CHARS:
        first, last = 0, len(own) - 1
    else:
        scores = [_score(text[s.start : s.end], weights, cues) for s in own]
        best = max(range(len(own)), key=lambda i: (scores[i], -i))
        first, last = _with_list(spans, best)
        if spans[last].end - spans[first].start > _LIST_CHARS:
            first = last = best
        last = _with_more(own, scores, last, spans[first].start) if last < len(own) else last
    last = _completed(spans, first, last)
    while first < last and (spans[first].is_question or spans[first].is_heading):
        first += 1
    return without_number(text, spans[first].start), spans[last].end


def whole_span(text: str, limit: int) -> tuple[int, int]:
    """Return the offsets of the passage `text[:limit]` without its heading or number; a lead-in is completed."""
    spans = spans_of(text)
    own = [span for span in spans if span.start < limit]
    if not own:
        return 0, limit
    first, last = 0, _completed(spans, 0, len(own) - 1)
    while first < last and spans[first].is_heading:
        first += 1
    return without_number(text, spans[first].start), spans[last].end


def _with_list(spans: Sequence[Span], best: int) -> tuple[int, int]:
    """Widen a list item or a lead-in to the whole list it belongs to."""
    first = last = best
    while spans[first].is_item and first > 0 and (spans[first - 1].is_item or spans[first - 1].is_lead_in):
        first -= 1
    if spans[first].is_item or spans[first].is_lead_in:
        while last + 1 < len(spans) and spans[last + 1].is_item:
            last += 1
    return first, last


def _with_more(spans: Sequence[Span], scores: Sequence[float], last: int, start: int) -> int:
    """Take the following sentences too while they still speak to the question and the whole stays short."""
    while last + 1 < len(spans) and scores[last + 1] > 0.5 * max(scores):
        if spans[last + 1].end - start > _WHOLE_CHARS:
            break
        last += 1
    return last


def _completed(spans: Sequence[Span], first: int, last: int) -> int:
    """Go on behind a lead-in to the end of its list, and behind a bare heading or question until something is said."""
    begin, says_something = spans[last].start, any(span.is_answer for span in spans[first : last + 1])
    while last + 1 < len(spans) and spans[last].end - begin <= _LIST_CHARS:
        if spans[last].is_answer or (says_something and not spans[last].is_lead_in):
            break
        opens_list = spans[last].is_lead_in
        last += 1
        while opens_list and spans[last].is_item and last + 1 < len(spans) and spans[last + 1].is_item:
            last += 1
    return last


def without_number(text: str, start: int) -> int:
    """Return where the words behind an article's number begin: the citation's label already says the number."""
    match = _ARTICLE_NUMBER.match(text, start)
    return match.end() if match else start


def _score(sentence: str, weights: dict[str, float], cues: Sequence[Cue]) -> float:
    total = sum(weights.values()) or 1.0
    if sentence[-1] in "？?":
        return 0.0
    covered = sum(weight for word, weight in weights.items() if word in sentence) / total
    return covered + 0.35 * sum(bool(cue.sentence.search(sentence)) for cue in cues)
