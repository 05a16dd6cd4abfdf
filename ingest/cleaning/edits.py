"""Edits of a text, and the way back from an edited text to the one it was made from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.types import TextEdit


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` of the text before the rule became `replacement`; `rule` is its number in DOMAIN §2.7."""

    start: int
    end: int
    replacement: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Change:
    """`first[first_start:first_end]` became `text[start:end]`, by the work of `rules` in that order."""

    start: int
    end: int
    first_start: int
    first_end: int
    rules: tuple[str, ...]

    @property
    def behind(self) -> int:
        """What to add to an offset behind the change to get the one in the first text."""
        return self.first_end - self.end


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text after some rules, and what changed against the first text.

    Changes are kept against the first text, not rule by rule: where a later rule changes what an earlier one wrote,
    the two become one change. So changes never overlap, and a position is found by one search.
    """

    text: str
    first: str = ""
    _changes: tuple[_Change, ...] = field(default=(), repr=False)
    _starts: tuple[int, ...] = field(default=(), repr=False)
    _first_starts: tuple[int, ...] = field(default=(), repr=False)

    def before(self, position: int, *, is_end: bool = False) -> int:
        """Return the offset in the first text that `position` comes from.

        For `is_end` the position is the exclusive end of a span, so text removed behind the span stays outside. Inside
        a replacement, offsets run on with it as far as what it replaced goes.
        """
        index = bisect_right(self._starts, position - is_end) - 1
        if index < 0:
            return position
        change = self._changes[index]
        if position - is_end >= change.end:
            return position + change.behind
        if is_end and position == change.end:
            return change.first_end
        last = change.first_end if is_end else max(change.first_end - 1, change.first_start)
        return min(change.first_start + position - change.start, last)

    def after(self, position: int) -> int:
        """Return the first offset in this text that comes from `position` of the first text or from behind it."""
        index = bisect_left(self._first_starts, position) - 1
        if index < 0:
            return min(position, len(self.text))
        change = self._changes[index]
        if position > change.first_end:
            return min(position - change.behind, len(self.text))
        inside = change.start + position - change.first_start
        return inside if position < change.first_end and inside < change.end else change.end

    def text_edits(self) -> tuple[TextEdit, ...]:
        """Return what became of the first text, in order: putting every replacement in place gives this text.

        `first[start:end]` is `removed` and `text[at:]` begins with `replacement`. A change that several rules made
        together names them all ("C12+C14").
        """
        return tuple(
            TextEdit(
                "+".join(change.rules),
                change.first_start,
                change.first_end,
                change.start,
                self._first[change.first_start : change.first_end],
                self.text[change.start : change.end],
            )
            for change in self._changes
        )

    @property
    def _first(self) -> str:
        return self.first if self._changes else self.text

    def apply(self, edits: Iterable[Edit]) -> EditedText:
        """Return the text after `edits`, which must be in order and must not overlap."""
        wanted = list(edits)
        if not wanted:
            return self
        changes = tuple(self._shifted(wanted))
        text = "".join(_spliced(self.text, wanted))
        return EditedText(
            text,
            self._first,
            changes,
            tuple(change.start for change in changes),
            tuple(change.first_start for change in changes),
        )

    def _shifted(self, edits: Sequence[Edit]) -> Iterator[_Change]:
        """Yield the changes after `edits`, each moved by what the edits before it added or took."""
        grown = behind = 0
        for old, new in _groups(self._changes, edits):
            added = sum(len(edit.replacement) - (edit.end - edit.start) for edit in new)
            start = min([*(c.start for c in old), *(e.start for e in new)])
            end = max([*(c.end for c in old), *(e.end for e in new)])
            before = old[0].first_start - old[0].start if old else behind
            behind = old[-1].behind if old else behind
            rules = dict.fromkeys([*(rule for c in old for rule in c.rules), *(edit.rule for edit in new)])
            yield _Change(start + grown, end + grown + added, start + before, end + behind, tuple(rules))
            grown += added


def _groups(changes: Sequence[_Change], edits: Sequence[Edit]) -> Iterator[tuple[list[_Change], list[Edit]]]:
    """Yield changes and edits in order, those that share characters together."""
    at = 0
    position = 0
    while position < len(edits):
        edit = edits[position]
        while at < len(changes) and changes[at].end <= edit.start:
            yield [changes[at]], []
            at += 1
        old: list[_Change] = []
        new = [edit]
        end, position = edit.end, position + 1
        while True:
            if at < len(changes) and changes[at].start < end:
                old.append(changes[at])
                end, at = max(end, changes[at].end), at + 1
            elif old and position < len(edits) and edits[position].start < end:
                new.append(edits[position])
                end, position = max(end, edits[position].end), position + 1
            else:
                break
        yield old, new
    for change in changes[at:]:
        yield [change], []


def _spliced(text: str, edits: Sequence[Edit]) -> Iterator[str]:
    position = 0
    for edit in edits:
        yield text[position : edit.start]
        yield edit.replacement
        position = edit.end
    yield text[position:]


Replacement = str | Callable[["re.Match[str]"], str]


def substitute(text: str, pattern: re.Pattern[str], replacement: Replacement, rule: str) -> list[Edit]:
    """Return the edits of `pattern.sub(replacement, text)`, without those that change nothing."""
    edits = []
    for match in pattern.finditer(text):
        new = replacement if isinstance(replacement, str) else replacement(match)
        if new != match[0]:
            edits.append(Edit(match.start(), match.end(), new, rule))
    return edits


def differences(old: str, new: str, rule: str, *, start: int = 0) -> list[Edit]:
    """Return an edit per run of characters in which `new` differs from `old` of the same length, `start` added."""
    places = [index for index, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    edges = [0, *(i for i, (a, b) in enumerate(pairwise(places), start=1) if b != a + 1), len(places)]
    return [
        Edit(start + places[first], start + places[last - 1] + 1, new[places[first] : places[last - 1] + 1], rule)
        for first, last in pairwise(edges)
        if last > first
    ]
