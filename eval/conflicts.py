"""How well duplicates, supersession and differing amounts are found: labelled pairs made from real law texts.

Every pair is two documents published into one throw-away base, among all the others; what the watch finds there is
compared with the labels. Labels come from how a pair was made, never from the rules that are measured.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from core.actors import OPERATOR
from core.clock import FixedClock
from core.settings import KnowledgeSettings
from core.text import fold_for_comparison, normalise_for_search
from eval.base import Progress, ThrowAwayBase, no_progress
from eval.versions import LawText, read_law_texts, read_pairs
from ingest.service import parse_file
from knowledge.build import build_knowledge
from knowledge.conflicts.detector import ConflictDetector
from knowledge.conflicts.types import ConflictKind
from knowledge.index.store import IndexGeneration
from knowledge.repository import VersionKey
from knowledge.types import ClauseKind, EntryDraft

_NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
_SEED = 20260302
_ARTICLES = 6
_OPENING = re.compile(r"^\s*第[一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?\s*")
_NUMBERS = re.compile(r"([一二三四五六七八九十百千]+|\d+)(?=万元|元|日|个工作日|倍|年内|个月)")
_DIGITS = "一二三四五六七八九十"
_SAME_TEXT = frozenset({"duplicate"})
"""Clauses in slightly other words are near-identical too; those whose numbers nobody alters are the same."""
_KINDS = {
    "duplicate": frozenset({ConflictKind.DUPLICATE, ConflictKind.NUMBER}),
    "supersession": frozenset({ConflictKind.SUPERSESSION}),
    "amount": frozenset({ConflictKind.AMOUNT, ConflictKind.PRECEDENCE}),
}


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two documents and what holds between them: duplicate, supersession, amount, or nothing ("none").

    `how` says how the pair was made, `also` what may hold besides: what is found of it is neither right nor wrong.
    """

    label: str
    how: str
    left: EntryDraft
    right: EntryDraft
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A pair with what was found between its documents, by the product and by the baseline."""

    pair: LabelledPair
    found: frozenset[str]
    baseline: frozenset[str]


@dataclass(frozen=True, slots=True)
class ConflictsReport:
    """All judged pairs."""

    rows: tuple[JudgedPair, ...]

    def figures(self, label: str, *, baseline: bool = False) -> dict[str, float]:
        """Return pairs of a label, and recall and precision over all pairs; nothing found counts as precision 1."""
        wanted = [row for row in self.rows if row.pair.label == label]
        said = [
            row
            for row in self.rows
            if label in (row.baseline if baseline else row.found) and label not in row.pair.also
        ]
        right = sum(row.pair.label == label for row in said)
        return {
            "pairs": len(wanted),
            "recall": round(right / len(wanted), 4) if wanted else 0.0,
            "precision": round(right / len(said), 4) if said else 1.0,
        }

    def to_json(self) -> dict[str, object]:
        """Return figures by label beside the baseline's, and every pair that was judged otherwise than labelled."""
        return {
            "pairs": len(self.rows),
            "none": sum(row.pair.label == "none" for row in self.rows),
            **{label: self.figures(label) for label in _KINDS},
            "baselines": {"text_equality": {label: self.figures(label, baseline=True) for label in _KINDS}},
            "wrong": [
                {"label": row.pair.label, "how": row.pair.how, "found": sorted(row.found),
                 "left": row.pair.left.title, "right": row.pair.right.title}
                for row in self.rows
                if row.found - row.pair.also != {row.pair.label} - {"none"}
            ],
        }  # fmt: skip


def make_pairs(folder: Path, each: int) -> list[LabelledPair]:
    """Return `each` pairs of every way to make one, from the law texts in `folder`. Raises DatasetError without any.

    Real: two texts of one law (supersession); laws of two places with one title, or that share a matter (none).
    Made: a copy with other marks and numbering (duplicate); a measure that ends or only cites another (supersession,
    none); a copy in other words whose amounts are altered, or are not (amount, none).
    """
    choose = random.Random(_SEED)
    pairs = [
        LabelledPair(
            "supersession", "versions", _parsed(pair.old), _parsed(pair.new), frozenset({"duplicate", "amount"})
        )
        for pair in read_pairs(folder, each)
    ]
    texts = read_law_texts(folder)
    pairs += [LabelledPair("none", "same_title", _parsed(a), _parsed(b)) for a, b in _same_title(texts, each)]
    used = {fold_for_comparison(draft.title) for pair in pairs for draft in (pair.left, pair.right)}
    sources = _sources(texts, used)
    choose.shuffle(sources)
    makers = (_duplicate, _repealing, _citing, _altered, _reworded)
    for number, (title, articles) in enumerate(sources[: each * len(makers)]):
        pairs.append(makers[number % len(makers)](number, title, articles, choose))
    return pairs


def run_conflicts(
    pairs: Sequence[LabelledPair], settings: KnowledgeSettings, *, progress: Progress = no_progress
) -> ConflictsReport:
    """Publish all documents into one base, look at each, and compare what is found between the two of a pair."""
    with ThrowAwayBase(settings, clock=FixedClock(_NOW)) as base:
        knowledge = build_knowledge(base.clock)
        keys: list[tuple[VersionKey, VersionKey]] = []
        for number, pair in enumerate(pairs, start=1):
            with base.database.unit_of_work() as session:
                keys.append(
                    (
                        knowledge.take_in(session, pair.left, OPERATOR, publish=True),
                        knowledge.take_in(session, pair.right, OPERATOR, publish=True),
                    )
                )
            progress("eval.progress.store", number, len(pairs))
        base.indexer.open()
        with base.indexer.reading() as generation:
            rows = []
            for number, (pair, both) in enumerate(zip(pairs, keys, strict=True), start=1):
                found = _found(base, generation, both)
                rows.append(JudgedPair(pair, found, _baseline(pair)))
                progress("eval.progress.answers", number, len(pairs))
    return ConflictsReport(tuple(rows))


def _found(base: ThrowAwayBase, generation: IndexGeneration, both: tuple[VersionKey, VersionKey]) -> frozenset[str]:
    kinds: set[ConflictKind] = set()
    with base.database.reading() as session:
        detector = ConflictDetector(session, generation)
        for one, other in (both, both[::-1]):
            kinds |= {found.kind for found in detector.examine(one) if found.right.entry_id == other.entry_id}
    return frozenset(label for label, some in _KINDS.items() if kinds & some)


def _baseline(pair: LabelledPair) -> frozenset[str]:
    """What a comparison of texts finds: equal clauses, equal titles, and equal clauses but for their digits."""
    left, right = ({_plain(text) for text in _articles(draft)} for draft in (pair.left, pair.right))
    found = set()
    if left & right:
        found.add("duplicate")
    if fold_for_comparison(pair.left.title) == fold_for_comparison(pair.right.title):
        found.add("supersession")
    masked = [{re.sub(r"\d+", "#", normalise_for_search(text)) for text in texts} for texts in (left, right)]
    if masked[0] & masked[1] and not left & right:
        found.add("amount")
    return frozenset(found)


# -- making pairs --------------------------------------------------------------------------------------------------


def _duplicate(number: int, title: str, articles: Sequence[str], choose: random.Random) -> LabelledPair:
    moved = list(articles)
    choose.shuffle(moved)
    noisy = [text.replace("，", ",").replace("；", "; ").replace("（", "(").replace("）", ")") for text in moved]
    return LabelledPair(
        "duplicate",
        "copied",
        _measure(number, f"{title}实施规定", articles),
        _measure(number + 0.5, f"{title}执行办法", noisy),
    )


def _repealing(number: int, title: str, articles: Sequence[str], choose: random.Random) -> LabelledPair:
    old, new = f"{title}实施意见", f"{title}工作规则"
    ending = choose.choice(_lexicon()["repeals"]).format(title=old)
    half = len(articles) // 2
    return LabelledPair(
        "supersession", "stated",
        _measure(number, old, articles[:half], day=date(2021, 5, 1)),
        _measure(number + 0.5, new, [*articles[half:], ending], day=date(2024, 5, 1)),
    )  # fmt: skip


def _citing(number: int, title: str, articles: Sequence[str], choose: random.Random) -> LabelledPair:
    old, new = f"{title}实施意见", f"{title}工作规则"
    cites = choose.choice(_lexicon()["cites"]).format(title=old)
    half = len(articles) // 2
    return LabelledPair(
        "none", "cited",
        _measure(number, old, articles[:half], day=date(2021, 5, 1)),
        _measure(number + 0.5, new, [cites, *articles[half:]], day=date(2024, 5, 1)),
    )  # fmt: skip


def _altered(number: int, title: str, articles: Sequence[str], choose: random.Random) -> LabelledPair:
    others = [_with_other_amounts(_in_other_words(text), choose) for text in articles]
    return LabelledPair(
        "amount",
        "altered",
        _measure(number, f"{title}实施办法", articles),
        _measure(number + 0.5, f"{title}操作规程", others),
        _SAME_TEXT,
    )


def _reworded(number: int, title: str, articles: Sequence[str], _choose: random.Random) -> LabelledPair:
    others = [_in_other_words(text, shorten=True) for text in articles]
    return LabelledPair(
        "none",
        "reworded",
        _measure(number, f"{title}实施办法", articles),
        _measure(number + 0.5, f"{title}操作规程", others),
        _SAME_TEXT,
    )


def _in_other_words(text: str, *, shorten: bool = False) -> str:
    """Return a clause as somebody else would write it: other words for the common ones, a phrase left out."""
    for plain, other in _lexicon()["words"]:
        text = text.replace(plain, other)
    if shorten:
        parts = re.split(r"(?<=，)", text)
        longest = max(range(len(parts)), key=lambda n: len(parts[n]) if not _NUMBERS.search(parts[n]) else 0)
        if len(parts) > 2:
            del parts[longest]
        text = "".join(parts)
    return text


def _with_other_amounts(text: str, choose: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        if match[0].isdigit():
            return str(int(match[0]) * choose.choice((2, 3)) + choose.choice((0, 1)))
        digit = choose.choice([d for d in match[0] if d in _DIGITS[:9]] or [match[0][0]])
        wanted = choose.choice([d for d in _DIGITS[1:9] if d != digit])
        return match[0].replace(digit, wanted, 1)

    return _NUMBERS.sub(other, text)


def _measure(number: float, title: str, articles: Sequence[str], *, day: date = date(2023, 5, 1)) -> EntryDraft:
    """Return a measure of a made-up zone that holds these articles, read as any file is."""
    lines = [_lexicon()["opening"].format(title=title), *articles]
    numbered = [f"第{_chinese(place)}条 {text}" for place, text in enumerate(lines, start=1)]
    head = _lexicon()["head"].format(title=title, number=round(number * 2), year=day.year, month=day.month)
    return parse_file(f"{title}.txt", "\n".join((head, *numbered)).encode()).drafts[0]


def _chinese(number: int) -> str:
    ten, one = divmod(number, 10)
    tens = "" if ten == 0 else "十" if ten == 1 else f"{_DIGITS[ten - 1]}十"
    return tens + (_DIGITS[one - 1] if one else "")


# -- reading law texts ---------------------------------------------------------------------------------------------


def _same_title(texts: Sequence[LawText], count: int) -> list[tuple[LawText, LawText]]:
    """Return texts of one matter made by two places: their titles differ in the place only."""
    by_matter: dict[str, list[LawText]] = {}
    for text in texts:
        matter = re.sub(r"^.{2,12}?(?:省|市|自治区|自治州|自治县|经济特区)", "", text.title)
        if matter != text.title and len(text.content) < 60_000:
            by_matter.setdefault(matter, []).append(text)
    found = []
    for same in by_matter.values():
        first = same[0]
        other = next((text for text in same if text.region != first.region and text.title != first.title), None)
        if other is not None:
            found.append((first, other))
    step = max(1, len(found) // count)
    return found[::step][:count]


def _sources(texts: Sequence[LawText], used: set[str]) -> list[tuple[str, list[str]]]:
    """Return titles with articles that state amounts or limits, of laws that no other pair uses."""
    found, seen = [], set(used)
    for text in texts:
        name = fold_for_comparison(text.title)
        if name in seen or len(text.content) > 60_000:
            continue
        seen.add(name)
        lines = [_OPENING.sub("", line.strip()) for line in text.content.decode().splitlines() if _OPENING.match(line)]
        stating = [line for line in lines if _NUMBERS.search(line) and 40 <= len(line) <= 260]
        if len(stating) >= _ARTICLES:
            found.append((re.sub(r"[（(].*?[）)]", "", text.title), stating[:_ARTICLES]))
    return found


def _parsed(text: LawText) -> EntryDraft:
    return parse_file(text.file_name, text.content).drafts[0]


def _articles(draft: EntryDraft) -> list[str]:
    return [draft.body[c.start : c.subtree_end] for c in draft.clauses if c.kind is ClauseKind.ARTICLE]


def _plain(text: str) -> str:
    return _OPENING.sub("", text).strip()


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, Any]:
    text = (resources.files("eval") / "lexicons" / "conflict_pairs.json").read_text(encoding="utf-8")
    lexicon: dict[str, Any] = json.loads(text)
    return lexicon
