"""Tokens: every value in the clauses and the question is hidden from the model, which copies ⟦金额1⟧ instead.

Code puts the true words back, so that the model cannot invent, round or mistype a value of the sources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_DIGITS = r"[\d０-９](?:[\d０-９,]*[\d０-９])?(?:[.．][\d０-９]+)?"
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]+").pattern
_COUNT = rf"(?:{_DIGITS}|{_NUMERAL})"
_PATTERNS = {
    "url": re.compile(r"(?:https?://|www\.)[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’<>\"']+"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    "document_number": re.compile(r"[〔\[(（]\d{4}[〕\])）]\s*第?\d{1,5}号"),
    "date": re.compile(
        r"[\d０-９]{4}\s*年(?:\s*[\d０-９]{1,2}\s*月(?:\s*[\d０-９]{1,2}\s*日)?)?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
        r"|[\d０-９]{1,2}\s*月\s*[\d０-９]{1,2}\s*日"
        r"|[二一][零〇○九一二三四五六七八]{3}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)?"
    ),
    "percentage": re.compile(
        rf"{_DIGITS}\s*[%％‰]|[百千万]分之(?:{_DIGITS}|{_NUMERAL}(?:点{_NUMERAL})?)"
        rf"|{_COUNT}分之{_COUNT}|[一二三四五六七八九]成"
    ),
    "amount": re.compile(rf"{_COUNT}\s*(?:[十百千]?[万亿]|[十百千])*\s*(?:美元|欧元|港元|元)|{_DIGITS}\s*[万亿]"),
    "period": re.compile(
        rf"(?<![第每]){_COUNT}\s*(?:个工作日|工作日|个自然日|自然日|个季度|个月|个小时|小时|分钟|周年|周(?!岁)|年(?![度级代初末终])|天|日)"
    ),
    "phone": re.compile(
        r"(?<!\d)(?:\(?0\d{2,3}\)?[- ]?\d{7,8}(?:[-转]\d{1,6})?|1\d{10}|[48]00[- ]?\d{3,4}[- ]?\d{3,4}"
        r"|123\d{2}|\d{7,8})(?!\d)"
    ),
    # A figure alone; not the number of an article or of a list item, which belongs to the text's order.
    "number": re.compile(rf"(?<![第\d.(（]){_DIGITS}(?![\d.、．)）条款项章节]|\.)"),
}
_TAKEN = "\ue000"  # a character for private use: no pattern matches it
_EMPHASISED = frozenset({"amount", "percentage", "period"})
_BRACKETS = {ord("⟦"): "〚", ord("⟧"): "〛"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the sources: what kind it is of, and its words as they stand there."""

    kind: str
    words: str

    @property
    def is_emphasised(self) -> bool:
        """Say whether the answer grammar shows it in bold: amounts, shares and time limits."""
        return self.kind in _EMPHASISED


class Tokens:
    """The values of one prompt. The same words get the same token wherever they stand."""

    def __init__(self) -> None:
        self._values: dict[str, Value] = {}
        self._names: dict[Value, str] = {}
        self._counts: dict[str, int] = {}

    def hide(self, text: str) -> str:
        """Return `text` with a token for every value; brackets like a token's own are changed first."""
        text = text.translate(_BRACKETS)
        parts, position = [], 0
        for start, end, kind in _values_in(text):
            parts += [text[position:start], self._name(Value(kind, text[start:end]))]
            position = end
        return "".join([*parts, text[position:]])

    def restore(self, text: str) -> tuple[str, list[str]]:
        """Return `text` with the words of every token, emphasised values in `**`, and the tokens that nobody gave."""
        unknown: list[str] = []

        def words(match: re.Match[str]) -> str:
            value = self._values.get(f"{match['label']}{int(match['number'])}")
            if value is None:
                unknown.append(match[0])
                return match[0]
            return f"**{value.words}**" if value.is_emphasised else value.words

        return _written_token().sub(words, text), unknown

    def _name(self, value: Value) -> str:
        if value not in self._names:
            label = labels()[value.kind]
            self._counts[label] = self._counts.get(label, 0) + 1
            self._names[value] = f"{label}{self._counts[label]}"
            self._values[self._names[value]] = value
        return f"⟦{self._names[value]}⟧"


def says_no_basis(text: str) -> bool:
    """Say whether the model wrote the token that means that the clauses do not answer."""
    return f"⟦{labels()['no_basis']}⟧" in text


def has_token_signs(text: str) -> bool:
    """Say whether brackets of tokens are left in `text`."""
    return "⟦" in text or "⟧" in text


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """Return the word that tokens of each kind are named by."""
    text = (resources.files("assistant") / "prompts" / "tokens.json").read_text(encoding="utf-8")
    loaded: dict[str, str] = json.loads(text)
    return loaded


@lru_cache(maxsize=1)
def _written_token() -> re.Pattern[str]:
    """Return how models write tokens: now and then with blanks inside, or with other brackets."""
    names = "|".join(label for kind, label in labels().items() if kind != "no_basis")
    return re.compile(rf"[⟦〚【\[]{{1,2}}\s*(?P<label>{names})\s*(?P<number>\d{{1,3}})\s*[⟧〛】\]]{{1,2}}")


def _values_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of the values of `text` in order; what one kind took no later kind sees."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS.items():
        spans = [match.span() for match in pattern.finditer(text)]
        found += [(start, end, kind) for start, end in spans]
        for start, end in spans:
            text = f"{text[:start]}{_TAKEN * (end - start)}{text[end:]}"
    yield from sorted(found)
