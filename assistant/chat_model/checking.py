"""Decides of each sentence the model wrote whether it may be shown, and how it then reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answers import Answers
from assistant.chat_model.grounding import foreign_words
from assistant.chat_model.splitting import RawSentence, split_marks
from assistant.chat_model.tokens import Tokens, has_token_signs
from assistant.chat_model.types import Dropped, NumberedClause
from assistant.facts import findings_of
from assistant.types import Citation, Draft, Rung
from assistant.verify import verified
from core.text import fold_for_comparison

_MARKUP = re.compile(r"[|<>`{}\\]|\]\(|!\[|\*{3}")
_ENDING = re.compile(r"(?P<marks>(?:\[\d{1,2}\]|\s)*)(?P<stop>[。！？!?；;：:，,]*)(?P<more>(?:\[\d{1,2}\]|\s)*)$")
_MARK = re.compile(r"\[(\d{1,2})\]")
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{4,})[”」』\"]")
_STOPS = "。！？："
_HAN = re.compile(r"[\u3400-\u9fff]")
_FEWEST, _FEWEST_IN_ITEM = 5, 2
_OWN_BOLD = re.compile(r"\*\*|__")


class Writing:
    """The answer as far as it stands: sentences that passed, the citations they use, and what was dropped.

    A sentence passes when `assistant.verify` leaves the whole text with it as it is, so that nothing released can be
    removed when the finished answer is verified.
    """

    def __init__(self, draft: Draft, clauses: Sequence[NumberedClause], tokens: Tokens, answers: Answers) -> None:
        self.text = ""
        self.released = 0
        self.dropped: list[Dropped] = []
        self._draft = draft
        self._clauses: Mapping[int, NumberedClause] = {clause.number: clause for clause in clauses}
        self._tokens = tokens
        self._answers = answers
        self._shown_as: dict[int, int] = {}  # number of the clause in the prompt → marker in the answer

    @property
    def citations(self) -> list[Citation]:
        """What the released sentences cite, by marker."""
        return self._citations(self._shown_as)

    def add(self, raw: RawSentence) -> str:
        """Return what a sentence adds to the text, empty when it must not be shown."""
        read = self._read(raw)
        if isinstance(read, Dropped):
            self.dropped.append(read)
            return ""
        sentence, shown_as = read
        sentence = f"- {sentence}" if raw.is_item and raw.starts_line else sentence
        if self._holds(sentence, shown_as):  # by itself: beside others it could lean on what they cite
            for between in self._joints(raw):
                if self._holds(f"{self.text}{between}{sentence}", shown_as):
                    self.text, self._shown_as = f"{self.text}{between}{sentence}", shown_as
                    self.released += 1
                    return between + sentence
        self.dropped.append(self._unsupported(raw.text, sentence, shown_as))
        return ""

    def _read(self, raw: RawSentence) -> tuple[str, dict[int, int]] | Dropped:
        """Return a sentence as it would be shown and the markers it would use, or why it may not be."""
        marked, numbers = split_marks(_OWN_BOLD.sub("", raw.text))
        if not numbers:
            return Dropped(raw.text, "no_citation")
        foreign = [number for number in numbers if number not in self._clauses]
        if foreign:
            return Dropped(raw.text, "unknown_clause", str(foreign[0]))
        if _MARKUP.search(marked):
            return Dropped(raw.text, "markup")
        restored, unknown = self._tokens.restore(marked)
        if unknown or has_token_signs(restored):
            return Dropped(raw.text, "unknown_token", "".join(unknown))
        bare = _MARK.sub("", restored).replace("**", "")
        if len(_HAN.findall(bare)) < (_FEWEST_IN_ITEM if raw.is_item else _FEWEST):
            return Dropped(raw.text, "fragment")
        support = "\n".join(self._grounds(number) for number in numbers)
        strange = foreign_words(bare, support)
        if strange is not None:
            return Dropped(raw.text, "ungrounded", strange)
        for quoted in _QUOTED.findall(bare):
            if fold_for_comparison(quoted) not in fold_for_comparison(support):
                return Dropped(raw.text, "misquoted", quoted)
        shown_as = dict(self._shown_as)
        for number in numbers:
            shown_as.setdefault(number, len(shown_as) + 1)
        return _with_marks_last(_MARK.sub(lambda match: f"[{shown_as[int(match[1])]}]", restored)), shown_as

    def _joints(self, raw: RawSentence) -> list[str]:
        """Return what may stand between the text and the next sentence: best first. The first sentence opens it."""
        if not self.text:
            return [""]
        if raw.is_item and raw.starts_line:
            last_line = self.text.rsplit("\n", 1)[-1]
            return ["\n" if last_line.startswith("- ") else "\n\n"]
        return ["\n\n"] if raw.starts_line else ["", "\n\n"]

    def _holds(self, text: str, shown_as: Mapping[int, int]) -> bool:
        """Say whether verification leaves `text` as it is."""
        used = {int(mark) for mark in _MARK.findall(text)}
        citations = [citation for citation in self._citations(shown_as) if citation.marker in used]
        answer = self._answers.answered(self._draft, Rung.CHAT_MODEL, text, citations)
        texts = {marker: self._clauses[number].support for number, marker in shown_as.items() if marker in used}
        checked = verified(answer, texts)
        if checked is None:
            return False
        # Alone, a sentence that cites the second clause only would be renumbered; nothing else may differ.
        return _MARK.sub("", checked.text) == _MARK.sub("", text) and len(checked.citations) == len(citations)

    def _citations(self, shown_as: Mapping[int, int]) -> list[Citation]:
        return [replace(self._clauses[number].citation, marker=marker) for number, marker in shown_as.items()]

    def _grounds(self, number: int) -> str:
        clause = self._clauses[number]
        return "\n".join((clause.citation.title, *clause.citation.issuing_bodies, clause.shown, clause.support))

    def _unsupported(self, written: str, sentence: str, shown_as: Mapping[int, int]) -> Dropped:
        markers = {int(mark) for mark in _MARK.findall(sentence)}
        cited = "\n".join(self._clauses[number].support for number, marker in shown_as.items() if marker in markers)
        found = findings_of(_MARK.sub("", sentence).replace("**", ""), cited)
        return Dropped(written, "unsupported", ", ".join(f"{each.kind}/{each.why}: {each.text}" for each in found))


def _with_marks_last(sentence: str) -> str:
    """Return a sentence whose closing marks stand right before its full stop, as everywhere in the product."""
    ending = _ENDING.search(sentence)
    if ending is None:
        return sentence
    body = sentence[: ending.start()].rstrip()
    marks = "".join(dict.fromkeys(f"[{mark}]" for mark in _MARK.findall(ending["marks"] + ending["more"])))
    stop = ending["stop"][:1].translate({ord("!"): "！", ord("?"): "？", ord(":"): "："})
    return f"{body}{marks}{stop if stop and stop in _STOPS else _STOPS[0]}"
