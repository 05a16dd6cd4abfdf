"""Saying a question in official terms: askers say 搬走 and 老婆, documents 迁出 and 配偶. Pure rules over texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import accumulate

from assistant.wording import official_terms

IsCommoner = Callable[[str, str], bool]
"""Says whether the first of two wordings is the commoner one where the answer is looked for."""


def in_official_terms(text: str, is_commoner: IsCommoner) -> str:
    """Return a text in Simplified characters with the terms that documents use for what is said; the rest stays.

    Only whole words are said otherwise: 关爱人才 holds no 爱人. A base whose documents themselves say 员工 is asked
    about 员工.
    """
    for said, official in official_terms():
        if said.search(text):
            text = said.sub(partial(_official, official, is_commoner, _edges_of_words(text)), text)
    return text


def _official(official: str, is_commoner: IsCommoner, edges: frozenset[int], said: re.Match[str]) -> str:
    if not edges.issuperset(said.span()):
        return said[0]
    term = said.expand(official)
    return term if is_commoner(term, said[0]) else said[0]


def _edges_of_words(text: str) -> frozenset[int]:
    """Return the places between the words of a text, its begin and end; only what the dictionary knows is a word."""
    import rjieba  # loads its dictionary when first used

    return frozenset(accumulate(map(len, rjieba.cut(text, hmm=False)), initial=0))
