"""Whether the words of a sentence come from the clauses it cites.

Facts are checked by `assistant.verify`; a sentence may hold none ("请添加客服领取礼品") and still be invented, or quote
another clause than the one it cites. Most of its words must therefore stand in its clauses, and none of its stretches
may be foreign to them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.lexicon import linking_words
from core.text import fold_for_comparison, normalise_for_search

LEAST_SHARE = 0.75
"""Least share of a sentence's own characters that stand in its clauses, each beside a neighbour it has there.

True paraphrases of the sample base's clauses have 0.84 and more, inventions about the same matter 0.6 and less
(tests/assistant/chat_model/test_grounding.py)."""

LONGEST_FOREIGN = 4
"""Most characters in a row that its clauses do not hold; true paraphrases have up to two."""

_BREAK = re.compile(r"[，。；：！？、,;:!?()（）\[\]“”\"'\s]+")


def foreign_words(sentence: str, support: str) -> str | None:
    """Return what of `sentence` is foreign to `support`, None when it is grounded there.

    Linking words, which state nothing, count neither way.
    """
    known = _folded(support)
    pairs = {known[i : i + 2] for i in range(len(known) - 1)}
    covered, foreign = 0, [""]
    for stretch in filter(None, map(_folded, _BREAK.split(sentence))):
        marks = _covered(stretch, pairs)
        covered += sum(marks)
        foreign += _foreign_runs(stretch, marks)
    count, longest = sum(map(len, foreign)), max(foreign, key=len)
    grounded = len(longest) <= LONGEST_FOREIGN and covered >= LEAST_SHARE * (covered + count)
    return None if grounded and covered else longest or sentence


def _folded(text: str) -> str:
    return fold_for_comparison(normalise_for_search(text))


def _covered(words: str, pairs: set[str]) -> list[bool]:
    """Say of each character whether it stands beside one of its neighbours in the clauses too."""
    known = [words[i : i + 2] in pairs for i in range(len(words) - 1)]
    return [left or right for left, right in zip([False, *known], [*known, False], strict=True)]


def _foreign_runs(words: str, marks: list[bool]) -> list[str]:
    """Return the stretches that no mark covers, without their linking words."""
    runs = "".join("\n" if is_covered else character for character, is_covered in zip(words, marks, strict=True))
    return [_linking().sub("", run) for run in runs.split("\n") if run]


@lru_cache(maxsize=1)
def _linking() -> re.Pattern[str]:
    words = sorted(linking_words(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
