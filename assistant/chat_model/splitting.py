"""Cuts a stream of text into whole sentences, each with the marks of the clauses it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass

_THINKING = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_MARK = r"[\[【［]\s*\d{1,2}(?:\s*[,，、]\s*\d{1,2})*\s*[\]】］]"
_MARKS = re.compile(_MARK)
# A sentence ends where something follows that cannot belong to it any more; a bracket may open a mark.
_END = re.compile(rf"[。！？!?]+[”’」』）)]*(?:[^\S\n]*{_MARK})*。?(?=[^\S\n]*(?:\n|[^\s\[【［。！？!?”’」』）)]))|\n")
_LAYOUT = re.compile(r"^\s*(?:(?P<item>[-*•·+]\s+)|>\s*|#{1,6}\s+)+")
LONGEST = 400


@dataclass(frozen=True, slots=True)
class RawSentence:
    """A sentence as the model wrote it, without layout, and where it stands: first of a line, in an item of a list."""

    text: str
    starts_line: bool
    is_item: bool


class SentenceBuffer:
    """Takes text in pieces of any size and gives sentences as soon as it is certain that they are whole."""

    def __init__(self) -> None:
        self._text = ""
        self._starts_line = True
        self._is_item = False

    def feed(self, piece: str) -> list[RawSentence]:
        """Take the next piece; return the sentences that are whole now."""
        self._text += piece
        if self._is_thinking():
            return []
        sentences: list[RawSentence] = []
        while (match := _END.search(self._text)) is not None:
            piece, self._text = self._text[: match.end()], self._text[match.end() :]
            sentences += self._sentence(piece)
            if piece.endswith("\n"):
                self._starts_line, self._is_item = True, False
        return sentences

    def finish(self) -> list[RawSentence]:
        """Return what is left after the model said that it is done; its last sentence may lack a full stop."""
        return self.feed("\n")

    @property
    def is_overlong(self) -> bool:
        """Say whether more has been written without an end than a sentence may hold."""
        return len(self._text) > LONGEST and not self._is_thinking()

    def _is_thinking(self) -> bool:
        """Say whether the text is still what some models write before they answer; drop that once it is over."""
        opening = self._text.lstrip()[: len("<think>")]
        if not opening or not "<think>".startswith(opening):
            return False
        self._text = _THINKING.sub("", self._text)
        return self._text.lstrip()[: len("<think>")] == opening

    def _sentence(self, piece: str) -> list[RawSentence]:
        layout = _LAYOUT.match(piece) if self._starts_line else None
        text = piece[layout.end() if layout else 0 :].strip()
        if layout:
            self._is_item = layout["item"] is not None
        if not text:
            return []
        sentence = RawSentence(text, self._starts_line, self._is_item)
        self._starts_line = False
        return [sentence]


def split_marks(text: str) -> tuple[str, list[int]]:
    """Return `text` with marks as `[n]`, one number each, and the numbers in order, each once."""
    numbers: list[int] = []

    def plain(match: re.Match[str]) -> str:
        found = [int(number) for number in re.findall(r"\d+", match[0])]
        numbers.extend(found)
        return "".join(f"[{number}]" for number in found)

    return _MARKS.sub(plain, text), list(dict.fromkeys(numbers))
