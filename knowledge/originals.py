"""Showing a place of a body in the text it was made from, before cleaning."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.types import EntryVersion, Extraction, TextEdit


@dataclass(frozen=True, slots=True)
class Original:
    """A version with the text its file gave before cleaning; no extraction for what a person wrote."""

    entry: EntryVersion
    extraction: Extraction | None


def span_in_extraction(edits: Sequence[TextEdit], start: int, end: int) -> tuple[int, int]:
    """Return where `body[start:end]` stands in the extraction that `edits`, in order, made the body from.

    A place within replaced text gives the whole of what was replaced: the original has no finer answer. What was
    removed at the edges of the span stays outside.
    """
    if end <= start:
        place = _place(edits, start, is_end=False)
        return place, place
    first = _place(edits, start, is_end=False)
    return first, max(first, _place(edits, end, is_end=True))


def _place(edits: Sequence[TextEdit], position: int, *, is_end: bool) -> int:
    character = position - 1 if is_end else position  # the last character of the span, or its first
    index = bisect_right(edits, character, key=lambda edit: edit.at) - 1
    if index < 0:
        return position
    edit = edits[index]
    if character < edit.at + len(edit.replacement):
        return edit.end if is_end else edit.start
    return edit.end + position - edit.at - len(edit.replacement)
