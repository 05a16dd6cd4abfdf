"""Guessing what a question that finds nothing may have meant: known words that sound like what was typed.

Only ever offered for choice ("您是不是想问"), never put in the place of what was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.orm import Session

from core.database import Database
from core.outbox import last_sequence
from core.text import has_han, normalise_for_search, to_simplified
from knowledge.changes import CHANGED_TOPIC
from knowledge.passages import PassageRepository
from knowledge.repository import EntryFilter, KnowledgeRepository
from knowledge.types import EntryKind, EntryStatus

_ENTRIES_READ = 500
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-zü]+(?:[\s']+[a-zü]+)*", re.IGNORECASE)
_LEAST_LETTERS = 5
_LONGEST_TERM = 8
_COVERED = 0.75  # share of the letters typed that must be words of the base


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a base, and how they sound."""

    counts: Counter[str]
    by_sound: dict[str, list[str]]  # joined syllables without tones → words, commonest first

    def corrected(self, question: str) -> str | None:
        """Return `question` in the words of the base, None when it already is or nothing comes near it."""
        text = to_simplified(question) if has_han(question) else normalise_for_search(question)
        said = _LATIN.sub(lambda match: self._from_letters(match[0].lower()) or match[0], text)
        said = _HAN.sub(lambda match: self._from_characters(match[0], _single_characters(match[0])), said)
        return said.replace(" ", "") if said != text else None

    # -- typed in letters: "gaoqi butie duoshao" ---------------------------------------------------------------------

    def _from_letters(self, letters: str) -> str | None:
        """Return the fewest words whose sounds make up most of `letters`, None when they are something else."""
        typed = re.sub(r"[^a-zü]", "", letters)
        if len(typed) < _LEAST_LETTERS:
            return None
        # best[i]: (letters covered, minus words used, commonness, the words) for the first i letters
        best: list[tuple[int, int, int, tuple[str, ...]]] = [(0, 0, 0, ())]
        for end in range(1, len(typed) + 1):
            ways = [best[end - 1]]
            for start in range(max(0, end - _LONGEST_TERM * 6), end):
                for word in self.by_sound.get(typed[start:end], ())[:1]:
                    covered, used, common, spoken = best[start]
                    ways.append((covered + end - start, used - 1, common + self.counts[word], (*spoken, word)))
            best.append(max(ways))
        covered, _, _, spoken = best[-1]
        return "".join(spoken) if covered >= _COVERED * len(typed) else None

    # -- typed with a wrong character: "高企人定" -------------------------------------------------------------------

    def _from_characters(self, run: str, alone: Sequence[bool]) -> str:
        """Return `run` with what sounds like words of the base in their place.

        Only characters that stand alone, as `alone` says of each, are taken to be wrong: "升级" is a word, and means
        no "省级".
        """
        sounds = _syllables(run)
        for length in range(min(_LONGEST_TERM, len(run)), 1, -1):
            for start in range(len(run) - length + 1):
                end = start + length
                meant = self._meant(run[start:end], "".join(sounds[start:end]), alone[start:end])
                if meant is not None:
                    before = self._from_characters(run[:start], alone[:start]) if start > 1 else run[:start]
                    after = self._from_characters(run[end:], alone[end:]) if len(run) - end > 1 else run[end:]
                    return before + meant + after
        return run

    def _meant(self, window: str, sound: str, alone: Sequence[bool]) -> str | None:
        """Return the word that sounds like `window` and shares a character with it; None when `window` is a word."""
        if window in self.counts:
            return None
        for word in self.by_sound.get(sound, ()):
            if len(word) == len(window) and set(word) & set(window):
                wrong = [mine != theirs for mine, theirs in zip(window, word, strict=True)]
                if all(is_alone for is_alone, is_wrong in zip(alone, wrong, strict=True) if is_wrong):
                    return word
        return None


class Speller:
    """Knows the words of what is published now. Read again after a change only: reading takes longer than answering."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int, Vocabulary] | None = None  # with the number of the last change it knows of

    def suggestion(self, question: str) -> str | None:
        """Return what a question that found nothing may have meant, in words of the base; None when unclear."""
        with self._database.reading() as session:
            newest = last_sequence(session, topics=[CHANGED_TOPIC])
            known = self._known
            if known is None or known[0] != newest:
                self._known = known = newest, vocabulary_of(_texts(session))
        return known[1].corrected(question)


def _texts(session: Session) -> tuple[str, ...]:
    """Return the titles and the FAQ phrasings of what was published last."""
    wanted = EntryFilter(status=EntryStatus.PUBLISHED, public_only=True, limit=_ENTRIES_READ)
    _, entries = KnowledgeRepository(session).list_entries(wanted)
    faqs = [entry.entry_id for entry in entries if entry.kind is EntryKind.FAQ]
    passages = PassageRepository(session).live_by_entry(faqs).values()
    phrasings = [passage.context for found in passages for passage in found]
    return tuple(sorted({entry.title for entry in entries} | set(phrasings)))


def vocabulary_of(texts: tuple[str, ...]) -> Vocabulary:
    """Return the words of `texts` and pairs of neighbouring ones."""
    counts: Counter[str] = Counter()
    for text in texts:
        for run in _HAN.findall(normalise_for_search(text)):
            counts.update(_terms(_cut(run)))
    by_sound: dict[str, list[str]] = {}
    for word in sorted(counts, key=lambda term: (-counts[term], term)):
        by_sound.setdefault("".join(_syllables(word)), []).append(word)
    return Vocabulary(counts, by_sound)


def _terms(words: Sequence[str]) -> Iterator[str]:
    yield from (word for word in words if len(word) > 1)
    pairs: Iterable[str] = (first + second for first, second in pairwise(words))
    yield from (pair for pair in pairs if 2 < len(pair) <= _LONGEST_TERM)


def _cut(text: str) -> list[str]:
    import rjieba  # loads its dictionary when first used

    return list(rjieba.cut(text))


def _single_characters(run: str) -> list[bool]:
    """Say of each character of a run whether it is no part of a longer word of the dictionary."""
    import rjieba  # loads its dictionary when first used

    return [len(word) == 1 for word in rjieba.cut(run, hmm=False) for _ in word]


def _syllables(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # 40,000 characters: loaded when the first question finds nothing

    return list(lazy_pinyin(text))
