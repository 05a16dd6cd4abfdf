"""From messages to weighted words: titles and texts in columns of their own, since a word in a title says more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import rjieba
from scipy import sparse

from core.text import normalise_for_search
from petitions.classifying.types import Message

MAX_CHARS = 3_000
"""Of a text: what a message is about is said early, and a pasted contract must not drown it."""

_WORD = re.compile(r"[\u3400-\u9fffa-z]")
_BLANKS = re.compile(r"\s+")
_MASKED_PLACE = re.compile(r"[a-z]\d{0,2}(?=[市县区州省])")
_FIELDS: tuple[Callable[[Message], str], ...] = (lambda message: message.title, lambda message: message.text)


@lru_cache(maxsize=8_192)  # of a fold-wise evaluation every message is read many times
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, long ones with their parts; numbers and letters that mask a place ("K8县") go."""
    plain = _MASKED_PLACE.sub("", _BLANKS.sub("", normalise_for_search(text)))
    return tuple(word for word in rjieba.cut_for_search(plain[:MAX_CHARS]) if _WORD.search(word))


class MessageFeatures:
    """Sublinear TF-IDF of title words and of text words, side by side; each part of a row has length 1.

    A field without a single word in all messages learned from is left out.
    """

    def __init__(self, messages: Sequence[Message]) -> None:
        from core.learners import TfidfVectorizer

        self._parts = [
            (field, TfidfVectorizer(analyzer=words, sublinear_tf=True).fit(map(field, messages)))
            for field in _FIELDS
            if any(words(field(message)) for message in messages)
        ]

    def rows(self, messages: Sequence[Message]) -> sparse.csr_matrix:
        """Return one row per message; words never seen are left out."""
        blocks = [part.transform([field(message) for message in messages]) for field, part in self._parts]
        return sparse.csr_matrix(sparse.hstack(blocks) if blocks else (len(messages), 0))

    def names(self) -> list[str]:
        """Return the word of each column."""
        return [name for _, part in self._parts for name in part.get_feature_names_out()]
