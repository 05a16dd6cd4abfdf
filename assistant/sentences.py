"""Cutting a passage into quotable spans, and choosing those that answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.exceptions import excludes, is_exception, refuses
from assistant.lexicon import Cue
from assistant.lists import end_of_list, list_at
from assistant.spans import Span, end_of_table, spans_of, without_number

_WHOLE_CHARS = 170
_LIST_CHARS = 520
_TABLE_CHARS = 700


def choose_span(
    text: str, limit: int, weights: dict[str, float], cues: Sequence[Cue], *, begin: int = 0
) -> tuple[int, int]:
    """Return the offsets of the smallest contiguous stretch that answers and begins in `text[begin:limit]`.

    That is the passage; what follows it in the document is there to complete a lead-in with its list, a question with
    its answer or a rule with its exception, what stands before it to know an item for one. A short passage is taken
    whole, a list complete with its lead-in where both stand there and are not too long, otherwise the item or the best
    sentence with what it needs around it. `weights` are idf weights of the question's words.
    """
    spans = spans_of(text)
    own = [place for place, span in enumerate(spans) if begin <= span.start < limit]
    if not own:
        return begin, limit
    if limit - begin <= _WHOLE_CHARS:
        first, last = own[0], own[-1]
    else:
        scores = {place: _score(text[spans[place].start : spans[place].end], weights, cues) for place in own}
        best = max(own, key=lambda place: (scores[place], -place))
        first, last = _with_list(text, spans, best, own[0])
        last = _with_more(spans, scores, last, spans[first].start)
    last = _with_exceptions(text, spans, first, _completed(text, spans, first, last))
    while first < last and _is_left_out(text, spans[first]):
        first += 1
    return without_number(text, spans[first].start), spans[last].end


def whole_span(text: str, limit: int, *, begin: int = 0) -> tuple[int, int]:
    """Return the offsets of the passage `text[begin:limit]` without its heading or number; a lead-in is completed."""
    spans = spans_of(text)
    own = [place for place, span in enumerate(spans) if begin <= span.start < limit]
    if not own:
        return begin, limit
    first = own[0]
    last = _with_exceptions(text, spans, first, _completed(text, spans, first, own[-1]))
    while first < last and spans[first].is_heading and not refuses(text[spans[first].start : spans[first].end]):
        first += 1
    return without_number(text, spans[first].start), spans[last].end


def _is_left_out(text: str, span: Span) -> bool:
    """Say whether a quotation can do without what it begins with. A heading that refuses turns what stands below it."""
    return span.is_question or (span.is_heading and not refuses(text[span.start : span.end]))


def _with_list(text: str, spans: Sequence[Span], best: int, earliest: int) -> tuple[int, int]:
    """Widen a list item or a lead-in to the whole list it belongs to, or to the whole item where that is too long."""
    listed = list_at(text, spans, best)
    if listed is None:
        first, last = _items_around(spans, best)
        return (first, last) if _chars(spans, first, last) <= _LIST_CHARS else (best, best)
    if listed.lead >= earliest and _chars(spans, listed.lead, listed.end) <= _LIST_CHARS:
        return listed.lead, listed.end
    is_short = _chars(spans, listed.first, listed.last) <= _WHOLE_CHARS
    return (listed.first, listed.last) if is_short else (best, best)


def _items_around(spans: Sequence[Span], best: int) -> tuple[int, int]:
    """Widen a list item to its neighbours, and to what only announces them."""
    first = last = best
    while spans[first].is_item and first > 0 and (spans[first - 1].is_item or spans[first - 1].is_lead_in):
        first -= 1
    if spans[first].is_item or spans[first].is_lead_in:
        while last + 1 < len(spans) and spans[last + 1].is_item:
            last += 1
    return first, last


def _chars(spans: Sequence[Span], first: int, last: int) -> int:
    return spans[last].end - spans[first].start


def _with_more(spans: Sequence[Span], scores: Mapping[int, float], last: int, start: int) -> int:
    """Take the following sentences too while they still speak to the question and the whole stays short."""
    while scores.get(last + 1, 0.0) > 0.5 * max(scores.values()):
        if spans[last + 1].end - start > _WHOLE_CHARS:
            break
        last += 1
    return last


def _with_exceptions(text: str, spans: Sequence[Span], first: int, last: int) -> int:
    """Go on to what takes back or narrows a rule: in its article at once, or in its line a little later."""
    place = last + 1
    while place < len(spans) and spans[place].start - spans[last].end <= _WHOLE_CHARS:
        span = spans[place]
        if span.is_item or span.opens_division or span.is_heading:
            break
        words = text[span.start : span.end]
        if is_exception(words) if place == last + 1 else excludes(words):
            is_list = span.is_lead_in and place + 1 < len(spans) and spans[place + 1].is_item
            end = end_of_list(spans, place + 1) if is_list else place
            if _chars(spans, first, end) > _LIST_CHARS:
                break
            last = place = end
        elif span.opens_line:
            break
        place += 1
    return last


def _completed(text: str, spans: Sequence[Span], first: int, last: int) -> int:
    """Go on behind a lead-in to the end of its list or table, behind a heading or question until something is said."""
    begin, says_something = spans[last].start, any(span.is_answer for span in spans[first : last + 1])
    while last + 1 < len(spans) and spans[last].end - begin <= _LIST_CHARS:
        if spans[last].is_answer or (says_something and not spans[last].is_lead_in):
            break
        table = end_of_table(text, spans, last + 1) if spans[last].is_lead_in else None
        if table is not None:
            return table if _chars(spans, last + 1, table) <= _TABLE_CHARS else last
        opens_list = spans[last].is_lead_in and spans[last + 1].is_item
        last = end_of_list(spans, last + 1) if opens_list else last + 1
    return last


def _score(sentence: str, weights: dict[str, float], cues: Sequence[Cue]) -> float:
    total = sum(weights.values()) or 1.0
    if sentence[-1] in "？?":
        return 0.0
    covered = sum(weight for word, weight in weights.items() if word in sentence) / total
    return covered + 0.35 * sum(bool(cue.sentence.search(sentence)) for cue in cues)
