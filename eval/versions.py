"""Old and new texts of one law: does an answer cite the one that governs on the day asked about, and only that?"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.types import AskRequest, Outcome
from core.actors import OPERATOR
from core.clock import FixedClock
from core.settings import Settings
from eval.base import Progress, ThrowAwayBase, no_progress
from eval.errors import DatasetError
from ingest.service import parse_file
from knowledge.build import build_knowledge
from knowledge.comparison import ChangeKind, ClauseChange, PieceKind, compare
from knowledge.types import EntryDraft

ASKED_ON = datetime(2026, 3, 2, 4, tzinfo=UTC)
"""The "now" of the measurement: noon in Shanghai, after every text of the set."""
_APART_DAYS = 400
_IN_FORCE_AFTER_DAYS = 365
_WORDS = re.compile(r"[^，。；：、（）《》“”\s]{6,24}")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百千]+条$")
_CHANGED_CHARS = 6


@dataclass(frozen=True, slots=True)
class LawText:
    """One dated text of a law as its collection holds it."""

    title: str
    region: str
    day: date
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class VersionPair:
    """Two texts of one law, and a day on which the older was the one in force."""

    old: LawText
    new: LawText

    @property
    def day_of_old(self) -> date:
        return max(self.old.day + timedelta(days=_IN_FORCE_AFTER_DAYS), self.new.day - timedelta(days=30))


@dataclass(frozen=True, slots=True)
class VersionQuestion:
    """A question about one of a pair; `as_of` is what the caller passes, None when the words must say it."""

    text: str
    form: str
    when: str  # "now", "as_of", "in_words"
    label: str  # the clause that is named, empty when only words are
    as_of: date | None
    wants_new: bool


@dataclass(frozen=True, slots=True)
class JudgedVersion:
    """What an answer cited: the text that governs ("right"), the other of the pair ("other"), or neither ("none")."""

    pair: VersionPair
    question: VersionQuestion
    outcome: Outcome
    verdict: str
    cited: tuple[str, ...]
    has_clause: bool  # cites the clause that was named, in the right text


@dataclass(frozen=True, slots=True)
class VersionsReport:
    """All judged answers."""

    pairs: int
    rows: tuple[JudgedVersion, ...]

    def share(self, verdict: str, *, when: str | None = None, form: str | None = None) -> float:
        """Return the share of questions with this verdict; 0 when none was asked."""
        rows = [r for r in self.rows if when in (None, r.question.when) and form in (None, r.question.form)]
        return sum(row.verdict == verdict for row in rows) / len(rows) if rows else 0.0

    def named_clause(self) -> float:
        """Return the share of questions that name a clause whose answer cites that clause of the right text."""
        rows = [row for row in self.rows if row.question.label]
        return sum(row.has_clause for row in rows) / len(rows) if rows else 0.0

    def to_json(self) -> dict[str, object]:
        """Return shares and counts by how and when it was asked, and every question that was not answered right."""
        kinds = sorted({(row.question.when, row.question.form) for row in self.rows})
        return {
            "pairs": self.pairs,
            "questions": len(self.rows),
            "right": round(self.share("right"), 4),
            "other": round(self.share("other"), 4),
            "named_clause": round(self.named_clause(), 4),
            "by_kind": {
                f"{when}/{form}": {v: round(self.share(v, when=when, form=form), 4) for v in ("right", "other", "none")}
                for when, form in kinds
            },
            "outcomes": dict(Counter(row.outcome.value for row in self.rows)),
            "not_right": [_row_json(row) for row in self.rows if row.verdict != "right"],
        }


def read_pairs(folder: Path, count: int) -> list[VersionPair]:
    """Return up to `count` pairs of texts with one title, the two newest that lie at least 400 days apart.

    `folder` holds `*.jsonl.gz` with {title, region, date, file, history, text}. Raises DatasetError without a pair.
    """
    pairs = []
    for _, same in groupby(read_law_texts(folder), key=lambda text: (text.region, text.title)):
        texts = list(same)
        older = [text for text in texts[:-1] if (texts[-1].day - text.day).days >= _APART_DAYS]
        if older:
            pairs.append(VersionPair(older[-1], texts[-1]))
    if not pairs:
        raise DatasetError(folder, "holds no two texts of one title; give the folder with laws_*.jsonl.gz.")
    step = max(1, len(pairs) // count)
    return pairs[::step][:count]


def read_law_texts(folder: Path) -> list[LawText]:
    """Return every dated text of `*.jsonl.gz` in `folder`, by region, title and day."""
    rows = [row for path in sorted(folder.glob("*.jsonl.gz")) for row in _read(path) if row["date"]]
    rows.sort(key=lambda row: (row["region"], row["title"], row["date"]))
    return [_law_text(row) for row in rows]


def run_versions(
    pairs: Sequence[VersionPair], settings: Settings, *, progress: Progress = no_progress
) -> VersionsReport:
    """Publish both texts of every pair into a throw-away base, ask about what differs, and judge what is cited.

    Every other pair is published newest first, so that both orders of arrival are measured.
    """
    with ThrowAwayBase(settings.knowledge, clock=FixedClock(ASKED_ON)) as base:
        knowledge = build_knowledge(base.clock)
        entries: list[tuple[str, str]] = []
        drafts: list[tuple[EntryDraft, EntryDraft]] = []
        for number, pair in enumerate(pairs):
            old, new = _draft(pair.old), _draft(pair.new)
            ids: dict[bool, str] = {}
            for is_new in (False, True) if number % 2 else (True, False):
                with base.database.unit_of_work() as session:
                    ids[is_new] = knowledge.publish_import(session, new if is_new else old, OPERATOR).entry_id
            entries.append((ids[False], ids[True]))
            drafts.append((old, new))
            progress("eval.progress.store", number + 1, len(pairs))
        base.indexer.open()
        assistant = build_assistant(settings.assistant, settings.zone, base.database, base.search, base.clock)
        rows = []
        for number, (pair, ids_of_pair, both) in enumerate(zip(pairs, entries, drafts, strict=True), start=1):
            rows += [_judge(assistant, pair, ids_of_pair, question) for question in questions_of(pair, *both)]
            progress("eval.progress.answers", number, len(pairs))
    return VersionsReport(len(pairs), tuple(rows))


def questions_of(pair: VersionPair, old: EntryDraft, new: EntryDraft) -> list[VersionQuestion]:
    """Return questions about what differs most, asked about now and about the day of the old text."""
    changes = compare(old, new).clauses
    ranked = sorted((c for c in changes if _is_worth_asking(c)), key=lambda c: -_changed_chars(c))
    articles = [c for c in ranked if c.old and c.new and _ARTICLE.match(c.old.label) and c.old.label == c.new.label]
    worded = [c for c in ranked if c.old and c.new and _words(c.old.text) and _words(c.new.text)]
    questions: list[VersionQuestion] = []
    if articles:
        questions += _asked(pair, "clause", lambda _: {"label": articles[0].new.label if articles[0].new else ""})
    if worded:
        for form in ("words", "plain"):
            questions += _asked(pair, form, lambda is_new: {"words": _words_of(worded[0], is_new)})
    return questions


def _asked(pair: VersionPair, form: str, parts: Callable[[bool], dict[str, str]]) -> Iterator[VersionQuestion]:
    templates, day = _templates(), pair.day_of_old
    label = parts(True).get("label", "")

    def text(is_new: bool) -> str:
        return str(templates["forms"][form]).format(title=pair.new.title, **parts(is_new))

    yield VersionQuestion(text(True), form, "now", label, None, True)
    yield VersionQuestion(text(False), form, "as_of", label, day, False)
    year = pair.new.day.year - 1
    if date(year, 12, 31) >= pair.old.day + timedelta(days=_IN_FORCE_AFTER_DAYS):
        words = templates["at_year"].format(year=year, question=text(False))
    else:
        words = templates["at_month"].format(year=day.year, month=day.month, question=text(False))
    yield VersionQuestion(words, form, "in_words", label, None, False)


def _judge(assistant: Assistant, pair: VersionPair, ids: tuple[str, str], question: VersionQuestion) -> JudgedVersion:
    answer = assistant.ask(AskRequest(text=question.text, as_of=question.as_of)).answer
    cited = {citation.document_id for citation in answer.citations}
    right, other = (ids[1], ids[0]) if question.wants_new else (ids[0], ids[1])
    verdict = "other" if other in cited else "right" if right in cited else "none"
    labels = tuple(f"{c.title} {c.clause_label}" for c in answer.citations)
    inside = [c for c in answer.citations if c.document_id == right and c.clause_label.startswith(question.label)]
    return JudgedVersion(pair, question, answer.outcome, verdict, labels, bool(inside))


def _is_worth_asking(change: ClauseChange) -> bool:
    is_clause = change.new is not None and change.new.label != ""  # not the title, nor the history below it
    return change.kind is ChangeKind.CHANGED and is_clause and _changed_chars(change) >= _CHANGED_CHARS


def _changed_chars(change: ClauseChange) -> int:
    return sum(len(piece.text) for piece in change.pieces if piece.kind is not PieceKind.BOTH)


def _words_of(change: ClauseChange, is_new: bool) -> str:
    clause = change.new if is_new else change.old
    return _words(clause.text if clause else "")


def _words(text: str) -> str:
    """Return the first run of words of a clause that says what it is about, without its number."""
    found = _WORDS.findall(re.sub(r"^\s*第[一二三四五六七八九十百千]+条\s*", "", text))
    return found[0] if found else ""


def _law_text(row: dict[str, Any]) -> LawText:
    history = " ".join(row["history"])
    content = str(_templates()["file"]).format(title=row["title"], history=history, text=row["text"])
    return LawText(
        title=row["title"],
        region=row["region"],
        day=date.fromisoformat(row["date"]),
        file_name=f"{row['file'].replace('/', '_')}.md",
        content=content.encode(),
    )


def _draft(text: LawText) -> EntryDraft:
    return parse_file(text.file_name, text.content).drafts[0]


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@lru_cache(maxsize=1)
def _templates() -> dict[str, Any]:
    text = (resources.files("eval") / "lexicons" / "version_questions.json").read_text(encoding="utf-8")
    templates: dict[str, Any] = json.loads(text)
    return templates


def _row_json(row: JudgedVersion) -> dict[str, object]:
    return {
        "verdict": row.verdict,
        "when": row.question.when,
        "form": row.question.form,
        "question": row.question.text,
        "as_of": row.question.as_of.isoformat() if row.question.as_of else None,
        "old": row.pair.old.day.isoformat(),
        "new": row.pair.new.day.isoformat(),
        "outcome": row.outcome.value,
        "cited": list(row.cited),
    }
