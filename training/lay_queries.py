"""Rewrite the wording of statutes into the wording of people who ask.

Statutes say 用人单位 and 劳动报酬 where people say 公司 and 工资. `lay_terms.tsv` (written for this project) maps the
one to the other, `question_forms.txt` holds ways to ask; both only ever touch the query side of a pair.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from passages import Pair

_HERE = Path(__file__).parent
_END = re.compile(r"^[（(].{1,3}[）)]|[，,。；;：:？！\s]+$")


class LayWording:
    """Replaces statutory terms by lay ones and puts texts into the form of a question."""

    def __init__(self) -> None:
        lines = (_HERE / "lay_terms.tsv").read_text(encoding="utf-8").splitlines()
        self._lay = {term: words.split("|") for term, words in (line.split("\t") for line in lines)}
        longest_first = sorted(self._lay, key=len, reverse=True)
        self._term = re.compile("|".join(map(re.escape, longest_first)))
        self._forms = (_HERE / "question_forms.txt").read_text(encoding="utf-8").split("\n")[:-1]

    def ask(self, text: str, rng: random.Random) -> str:
        """Return `text` in the form of a question."""
        return rng.choice(self._forms).format(_END.sub("", text))

    def reword(self, text: str, rng: random.Random) -> str:
        """Return `text` with most of its statutory terms replaced."""
        return self._term.sub(lambda match: self._word(match[0], rng) if rng.random() < 0.8 else match[0], text)

    def keywords(self, text: str, rng: random.Random) -> str | None:
        """Return two to four statutory terms of `text` in lay wording, in order of the text.

        None if it has fewer than two: one term alone would fit too many passages.
        """
        terms = list(dict.fromkeys(self._term.findall(text)))
        if len(terms) < 2:
            return None
        chosen = sorted(rng.sample(range(len(terms)), min(len(terms), rng.randint(2, 4))))
        return "".join(self._word(terms[i], rng) for i in chosen)

    def _word(self, term: str, rng: random.Random) -> str:
        return rng.choice(self._lay[term])


def with_lay_wording(pairs: list[Pair], rng: random.Random, *, share: float, keyword_share: float) -> list[Pair]:
    """Return `pairs` with a `share` of the queries reworded and asked, plus keyword questions for some passages."""
    wording = LayWording()
    result = []
    for pair in pairs:
        query = pair.query
        if rng.random() < share:
            query = wording.reword(query, rng)
            query = wording.ask(query, rng) if rng.random() < 0.6 else query
        result.append(Pair(query, pair.passage, pair.group, pair.source))
        if rng.random() < keyword_share and (keywords := wording.keywords(pair.source, rng)):
            result.append(Pair(wording.ask(keywords, rng), pair.source, pair.group, pair.source))
    return result
