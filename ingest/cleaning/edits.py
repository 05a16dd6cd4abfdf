"""Edits of a text, and the way back from an edited text to the one it was made from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from knowledge.types import TextEdit


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` of the text before the rule became `replacement`; `rule` is its number in DOMAIN §2.7."""

    start: int
    end: int
    replacement: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Layer:
    """Positions of one rule's output: from `after[i]` on, an offset is `before[i]` + the distance."""

    after: tuple[int, ...]
    before: tuple[int, ...]
    inserted_end: tuple[int, ...]  # end in the output of what replaced the text before after[i]
    edits: tuple[tuple[Edit, str], ...]  # each with the text it removed

    def back(self, position: int, *, is_end: bool) -> int:
        index = bisect_right(self.after, position - 1 if is_end else position) - 1
        if index < 0:
            return position
        offset = position - self.after[index]
        limit = self.inserted_end[index]
        return min(self.before[index] + offset, limit) if limit >= 0 else self.before[index] + offset


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text after some rules, with what each changed."""

    text: str
    _layers: tuple[_Layer, ...] = field(default=(), repr=False)

    def before(self, position: int, *, is_end: bool = False) -> int:
        """Return the offset in the first text that `position` comes from.

        For `is_end` the position is the exclusive end of a span, so text removed behind the span stays outside.
        """
        for layer in reversed(self._layers):
            position = layer.back(position, is_end=is_end)
        return position

    def after(self, position: int) -> int:
        """Return the first offset in this text that comes from `position` of the first text or from behind it."""
        return bisect_left(range(len(self.text)), position, key=self.before)

    def text_edits(self) -> tuple[TextEdit, ...]:
        """Return every edit in order of the rules, with its place in the first text and in this one."""
        return tuple(
            TextEdit(edit.rule, start, end, self.after(start), removed, edit.replacement)
            for depth, layer in enumerate(self._layers)
            for edit, removed in layer.edits
            for start, end in [self._span_before(edit, depth)]
        )

    def _span_before(self, edit: Edit, depth: int) -> tuple[int, int]:
        start, end = edit.start, edit.end
        for layer in reversed(self._layers[:depth]):
            start, end = layer.back(start, is_end=False), layer.back(end, is_end=end > start)
        return start, max(start, end)

    def apply(self, edits: Iterable[Edit]) -> EditedText:
        """Return the text after `edits`, which must be in order and must not overlap."""
        pieces: list[str] = []
        after, before, limits = [0], [0], [-1]
        position = length = 0
        done: list[tuple[Edit, str]] = []
        for edit in edits:
            kept = self.text[position : edit.start]
            pieces += [kept, edit.replacement]
            length += len(kept)
            if edit.replacement:
                after.append(length)
                before.append(edit.start)
                limits.append(edit.end)
                length += len(edit.replacement)
            after.append(length)
            before.append(edit.end)
            limits.append(-1)
            position = edit.end
            done.append((edit, self.text[edit.start : edit.end]))
        if not done:
            return self
        pieces.append(self.text[position:])
        layer = _Layer(tuple(after), tuple(before), tuple(limits), tuple(done))
        return EditedText("".join(pieces), (*self._layers, layer))


Replacement = str | Callable[["re.Match[str]"], str]


def substitute(text: str, pattern: re.Pattern[str], replacement: Replacement, rule: str) -> list[Edit]:
    """Return the edits of `pattern.sub(replacement, text)`, without those that change nothing."""
    edits = []
    for match in pattern.finditer(text):
        new = replacement if isinstance(replacement, str) else replacement(match)
        if new != match[0]:
            edits.append(Edit(match.start(), match.end(), new, rule))
    return edits
