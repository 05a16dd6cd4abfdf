"""`youda eval retrieval`: how well production search ranks the documents of a BEIR data set, beside two baselines."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.settings import KnowledgeSettings
from eval.base import Progress, ThrowAwayBase, no_progress
from eval.baselines import CharacterBm25
from eval.datasets import Dataset, JudgedQuestion
from eval.folding import fold
from eval.metrics import Aggregate, aggregate, percentile, score
from eval.passages import draft_of
from eval.runs import QuestionResult, Ranked
from knowledge.index.store import Placement
from knowledge.passages import PassageRepository
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.types import LearnedPair
from knowledge.search import SearchQuery

DEPTH = 100
"""Documents kept per question, in run files too."""

_PASSAGES = 300
"""Passages taken from search before folding to documents."""

Ask = Callable[[str], list[Ranked]]


@dataclass(frozen=True, slots=True)
class SystemResult:
    """One system over all questions."""

    aggregate: Aggregate
    p50_ms: float
    p95_ms: float
    rows: tuple[QuestionResult, ...]

    def figures(self) -> dict[str, float]:
        """Return means and latencies, rounded for reading."""
        means = {name: round(value, 4) for name, value in self.aggregate.means.items()}
        return means | {"p50_ms": round(self.p50_ms, 2), "p95_ms": round(self.p95_ms, 2)}


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """What a run measured. `index_seconds` is from rows in memory to all of them searchable.

    `train_questions` counts the questions that search learned from.
    """

    dataset: str
    documents: int
    passages: int
    train_questions: int
    hybrid: SystemResult
    baselines: dict[str, SystemResult]
    index_seconds: float
    peak_rss_mb: float

    def to_json(self) -> dict[str, object]:
        """Return the object that `--json` prints (DESIGN §7)."""
        return {
            "queries": len(self.hybrid.rows),
            **self.hybrid.figures(),
            "index_seconds": round(self.index_seconds, 2),
            "peak_rss_mb": round(self.peak_rss_mb, 1),
            "baselines": {name: result.figures() for name, result in self.baselines.items()},
        }


def run_retrieval(
    dataset: Dataset, settings: KnowledgeSettings, *, learn: bool = True, progress: Progress = no_progress
) -> RetrievalReport:
    """Index the corpus in a throw-away base, ask every question, and score it beside the baselines.

    With `learn`, search first learns from the questions of `dataset.train`, as from a log of confirmed answers.
    """
    drafts = [draft_of(row) for row in dataset.corpus]
    with ThrowAwayBase(settings) as base:
        started = time.perf_counter()
        ids = base.publish(drafts, progress=progress)
        index_seconds = time.perf_counter() - started
        corpus_ids = dict(zip(ids, (row.id for row in dataset.corpus), strict=True))
        learned = dataset.train if learn else ()
        if learned:
            pairs = confirmed_pairs(learned, corpus_ids)
            base.search.use(LearnedSignals.fit(pairs, base.database, base.indexer), None)
        hybrid = ask_all(_hybrid(base, corpus_ids), dataset.questions, "eval.progress.hybrid", progress)
        peak_rss_mb = _peak_rss_mb()  # before the baselines, whose memory is not the product's
        dense = ask_all(_dense(base, corpus_ids), dataset.questions, "eval.progress.dense", progress)
    bm25 = CharacterBm25(dataset.corpus)
    lexical = ask_all(lambda text: bm25.search(text, limit=DEPTH), dataset.questions, "eval.progress.bm25", progress)
    return RetrievalReport(
        dataset=dataset.name,
        documents=len(drafts),
        passages=sum(len(draft.passages) for draft in drafts),
        train_questions=len(learned),
        hybrid=hybrid,
        baselines={"bm25": lexical, "dense": dense},
        index_seconds=index_seconds,
        peak_rss_mb=peak_rss_mb,
    )


def confirmed_pairs(questions: Sequence[JudgedQuestion], corpus_ids: Mapping[str, str]) -> list[LearnedPair]:
    """Return the relevant documents of `questions` as confirmed pairs; `corpus_ids` maps entry to corpus ids."""
    entries = {corpus_id: entry_id for entry_id, corpus_id in corpus_ids.items()}
    return [
        LearnedPair(question.text, entries[document])
        for question in questions
        for document, gain in question.judgements.items()
        if gain > 0
    ]


def _hybrid(base: ThrowAwayBase, corpus_ids: Mapping[str, str]) -> Ask:
    """Return production search, folded to corpus ids."""
    today = base.clock.today()

    def ask(text: str) -> list[Ranked]:
        hits = base.search.search(SearchQuery(text=text, as_of=today, limit=_PASSAGES))
        return fold((Ranked(corpus_ids[hit.passage.entry_id], hit.score) for hit in hits), limit=DEPTH)

    return ask


def _dense(base: ThrowAwayBase, corpus_ids: Mapping[str, str]) -> Ask:
    """Return the embedder alone: nearest passages of the production vector index, folded to corpus ids."""

    def ask(text: str) -> list[Ranked]:
        with base.indexer.reading() as generation:
            vector = generation.embedder.embed_questions([text])
            near = generation.vectors[Placement.LIVE].search(vector, limit=_PASSAGES)
        with base.database.reading() as session:
            passages = PassageRepository(session).by_id([hit.id for hit in near])
        return fold((Ranked(corpus_ids[passages[hit.id].entry_id], hit.score) for hit in near), limit=DEPTH)

    return ask


def ask_all(ask: Ask, questions: Sequence[JudgedQuestion], what: str, progress: Progress) -> SystemResult:
    """Ask every question in order, time it and score it."""
    ask(questions[0].text)  # the first search of a process opens files; it is not what a user waits for
    rows = []
    for number, question in enumerate(questions, start=1):
        started = time.perf_counter()
        ranking = ask(question.text)
        milliseconds = (time.perf_counter() - started) * 1000
        scores = score([document.id for document in ranking], question.judgements)
        rows.append(QuestionResult(question.id, tuple(ranking), scores, milliseconds))
        progress(what, number, len(questions))
    times = [row.milliseconds for row in rows]
    return SystemResult(
        aggregate([row.scores for row in rows]), percentile(times, 0.5), percentile(times, 0.95), tuple(rows)
    )


def _peak_rss_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def settings_of(report: RetrievalReport, settings: KnowledgeSettings, split: str) -> dict[str, object]:
    """Return what has to be known to repeat a run."""
    return {
        "dataset": report.dataset,
        "split": split,
        "documents": report.documents,
        "passages": report.passages,
        "train_questions": report.train_questions,
        "knowledge": settings.model_dump(mode="json", exclude={"chroma_url"}),
    }
