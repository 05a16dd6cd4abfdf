"""Lists in a text: which item a sentence belongs to, where item and list end, and what introduces them.

An item says little without its lead-in; behind "有下列情形之一的，不予补助：" it says the opposite of what it seems to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.exceptions import points_on, refuses
from assistant.spans import Span, spans_of

_DEEPEST = 3
_NAME_CHARS = 30  # of a section below which a list stands
_COLON = "："
_OPEN_ENDS = "；;"


@dataclass(frozen=True, slots=True)
class Listed:
    """An item, spans `first` to `last`, of a list that begins with span `lead` and ends with span `end`.

    What introduces the list is span `lead` up to character `lead_end`.
    """

    lead: int
    lead_end: int
    first: int
    last: int
    end: int


def list_at(text: str, spans: Sequence[Span], place: int) -> Listed | None:
    """Return the list that a span belongs to, as an item, a further sentence of one or the lead-in; None where no list
    with a lead-in is."""
    if spans[place].is_lead_in and place + 1 < len(spans) and spans[place + 1].is_item:
        return Listed(place, spans[place].end, place, place, end_of_list(spans, place + 1))
    return _around(text, spans, place)


def _around(text: str, spans: Sequence[Span], place: int) -> Listed | None:
    """Return the list that a span is an item of, or a further sentence of one."""
    first = _item_of(spans, place)
    if first is None:
        return _series_at(text, spans, place)
    lead = _lead_in(text, spans, first)
    if lead is None:
        return None
    return Listed(lead, spans[lead].end, first, _end_of_item(spans, first), end_of_list(spans, first))


def lead_ins(text: str, start: int) -> list[tuple[int, int]]:
    """Return what introduces the item that text[start] stands in, as offsets, the outermost first; none when it is no
    item."""
    spans = spans_of(text)
    place = max((n for n, span in enumerate(spans) if span.start <= start), default=None)
    found: list[tuple[int, int]] = []
    while place is not None and len(found) < _DEEPEST:
        listed = _around(text, spans, place)
        if listed is None or listed.lead_end > start:
            break
        found.insert(0, (spans[listed.lead].start, listed.lead_end))
        place = listed.lead if spans[listed.lead].is_item else None
    return found


def end_of_list(spans: Sequence[Span], item: int) -> int:
    """Return the last span of the list that span `item` belongs to, with the lists inside it."""
    opening, end = _opening(spans, item), _end_of_item(spans, item)
    outer = spans[opening - 1].numbering if opening else ""
    while end + 1 < len(spans) and spans[end + 1].is_item and not _begins_another(spans, item, end + 1):
        if spans[end + 1].numbering == outer:
            break
        end = _end_of_item(spans, end + 1)
    return end


def _begins_another(spans: Sequence[Span], item: int, place: int) -> bool:
    is_alike = spans[place].numbering == spans[item].numbering
    return is_alike and spans[place].ordinal <= spans[item].ordinal


def _opening(spans: Sequence[Span], item: int) -> int | None:
    """Return the first item of the list that span `item` belongs to; None where the numbers do not lead there."""
    opening = item
    for place in range(item - 1, -1, -1):
        if spans[opening].ordinal == 1:
            break
        if spans[place].numbering == spans[item].numbering:
            if spans[place].ordinal >= spans[opening].ordinal:
                return None
            opening = place
        elif spans[place].opens_division:
            return None
    return opening if spans[opening].ordinal == 1 else None


def _item_of(spans: Sequence[Span], place: int) -> int | None:
    """Return the numbered item that a span is or belongs to."""
    for item in range(place, -1, -1):
        if spans[item].is_item:
            return item if place <= _end_of_item(spans, item) else None
        if spans[item].is_lead_in or spans[item].opens_division:
            return None
    return None


def _end_of_item(spans: Sequence[Span], item: int) -> int:
    """Return the last span of a numbered item: all before the next item of the list, else what its own line holds.

    Where the items stand in running text, the last of them ends with its first sentence.
    """
    following = item + 1
    while following < len(spans) and not spans[following].is_item and not spans[following].opens_division:
        following += 1
    if following < len(spans) and spans[following].is_item and not _begins_another(spans, item, following):
        return following - 1
    end = item
    while spans[item].opens_line and end + 1 < following and not spans[end + 1].opens_line:
        end += 1
    return end


def _lead_in(text: str, spans: Sequence[Span], item: int) -> int | None:
    """Return the span that introduces the list of a numbered item."""
    opening = _opening(spans, item)
    return opening - 1 if opening and _introduces(text, spans[opening - 1]) else None


def _introduces(text: str, span: Span) -> bool:
    """Say whether what stands behind a span means something else without it.

    "公告如下：" and the names of sections only announce.
    """
    words = _words(text, span)
    if span.is_lead_in:
        return refuses(words) or points_on(words)
    is_name = span.is_heading or (len(words) <= _NAME_CHARS and (span.is_item or span.opens_division))
    return not span.is_question and refuses(words) and (is_name or points_on(words))


def _series_at(text: str, spans: Sequence[Span], place: int) -> Listed | None:
    """Return the list without numbers that a span is in: every item but the last ends with a semicolon, or is a line
    without any mark. "不予支持：甲类企业；乙类企业。" begins with its lead-in."""
    first = end = place
    while first > 0 and _is_open(text, spans[first - 1]) and not spans[first].opens_division:
        first -= 1
    while end + 1 < len(spans) and _is_open(text, spans[end]) and not _is_apart(spans[end + 1]):
        end += 1
    if first > 0 and _introduces(text, spans[first - 1]) and (end > first or refuses(_words(text, spans[first - 1]))):
        return Listed(first - 1, spans[first - 1].end, place, place, end)
    words, colon, _ = _words(text, spans[first]).partition(_COLON)
    is_inline = end > first and colon and (refuses(words) or points_on(words))
    if not is_inline or (place > first and _COLON in _words(text, spans[place])):
        return None
    return Listed(first, spans[first].start + len(words) + 1, place, place, end)


def _is_open(text: str, span: Span) -> bool:
    """Say whether a list without numbers goes on behind a span."""
    if _is_apart(span):
        return False
    words = _words(text, span)
    return words[-1] in _OPEN_ENDS or (span.is_heading and span.opens_line and not refuses(words))


def _is_apart(span: Span) -> bool:
    return span.is_item or span.is_lead_in or span.opens_division


def _words(text: str, span: Span) -> str:
    return text[span.start : span.end]
