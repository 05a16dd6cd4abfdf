"""`youda bench`: what DESIGN §10 promises, measured in one run on one machine, beside a plain pipeline."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.types import AskRequest, Outcome
from core.actors import OPERATOR
from core.clock import SystemClock
from core.database import Database
from core.errors import UpstreamError
from core.files import FileStore
from core.schema import upgrade
from core.settings import Settings
from eval.base import Progress, no_progress
from eval.bench_corpus import news, policies, questions
from eval.bench_ingesting import answers_at_rest_and_while_ingesting
from eval.langchain_baseline import BaselineTimes, PlainPipeline, SharedEmbeddings, build_pipeline, measure_langchain
from eval.metrics import percentile
from eval.server_process import ServerProcess
from ingest.build import build_ingest
from ingest.running.run import RunOrder
from knowledge.build import build_embedder, build_indexer, build_knowledge, build_search
from knowledge.bulk import BulkImport
from knowledge.index.indexer import Indexer
from knowledge.index.store import indexed_text
from knowledge.passages import PassageRepository
from knowledge.search import SearchQuery
from knowledge.types import EntryStatus

_QUESTIONS = 200
_CLIENTS = 16
_STARTS = 3
_NEWS = 5
_FILES = 60
_NEWS_TIMEOUT_SECONDS = 30.0
_EMBEDDED = 1_000
"""Passages that the transformer of the plain pipeline embeds; its rate is taken to be the same for all of them."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One row. `name` has its words in the catalogue under `bench.<name>`; `goal` is DESIGN §10's, None without one."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    more_is_better: bool = False
    baseline: float | None = None
    baseline_name: str | None = None


@dataclass(frozen=True, slots=True)
class BenchReport:
    """All rows, and on what they were measured. `notes` are catalogue keys."""

    passages: int
    questions: int
    cores: int
    rows: tuple[Measurement, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return the object that `--json` prints."""
        return asdict(self)


class _Bench:
    """One data folder that every part of the run works on in turn."""

    def __init__(self, folder: Path, passages: int, asked: int, settings: Settings, progress: Progress) -> None:
        self.folder, self.passages, self.progress = folder, passages, progress
        self.settings = settings.model_copy(deep=True)
        self.settings.storage.data_dir = folder / "data"
        self.settings.storage.data_dir.mkdir()
        self.settings.storage.database_url = self.settings.storage.files_url = None
        self.clock = SystemClock()
        self.database = Database(self.settings.storage.resolved_database_url)
        self.questions = questions(asked)

    def indexer(self) -> Indexer:
        return build_indexer(self.settings.knowledge, self.database, self.settings.storage.index_dir)


def run_bench(
    passages: int, settings: Settings, *, asked: int = _QUESTIONS, progress: Progress = no_progress
) -> BenchReport:
    """Measure with a made-up base of at least `passages` passages in a temporary folder, and `asked` questions."""
    with tempfile.TemporaryDirectory(prefix="youda-bench-", ignore_cleanup_errors=True) as folder:
        bench = _Bench(Path(folder), passages, asked, settings, progress)
        parts: list[Callable[[_Bench], list[Measurement]]] = [
            _build,
            _in_process,
            _serving,
            _beside_an_import,
            _ingesting,
        ]
        rows: list[Measurement] = []
        for done, part in enumerate(parts, start=1):
            rows += part(bench)
            progress("eval.progress.bench", done, len(parts) + 2)
        texts = _indexed_texts(bench)
        baseline = _same_embedder(bench, texts)
        progress("eval.progress.bench", len(parts) + 1, len(parts) + 2)
        plain = _plain_pipeline(bench, texts)
        rows = [*_beside(rows, baseline), *_times_faster(bench, rows, plain)]
        progress("eval.progress.bench", len(parts) + 2, len(parts) + 2)
        bench.database.dispose()
    notes = ("bench.baseline_transformer",) if plain else ("bench.no_langchain",)
    return BenchReport(passages, asked, os.cpu_count() or 1, tuple(rows), notes)


def _build(bench: _Bench) -> list[Measurement]:
    """Publish the base in bulk and index it."""
    upgrade(bench.database)
    drafts = [policy.as_draft() for policy in policies(bench.passages)]
    count = sum(len(draft.passages) for draft in drafts)
    started = time.perf_counter()
    with bench.database.unit_of_work() as session:
        BulkImport(bench.clock).publish(session, drafts, OPERATOR)
    stored = time.perf_counter()
    indexer = bench.indexer()
    indexer.rebuild(on_progress=lambda done, total: bench.progress("eval.progress.index", done, total))
    indexed = time.perf_counter()
    indexer.stop()
    return [
        Measurement("store_rate", round(count / (stored - started)), "1/s", more_is_better=True),
        Measurement("index_rate", round(count / (indexed - stored)), "1/s", more_is_better=True),
    ]


def _in_process(bench: _Bench) -> list[Measurement]:
    """Search and answer in this process, without HTTP and without storing the exchange."""
    indexer = bench.indexer()
    indexer.open()
    search = build_search(bench.settings.knowledge, bench.database, indexer)
    assistant = build_assistant(bench.settings.assistant, bench.settings.zone, bench.database, search, bench.clock)
    today = bench.clock.today()
    searching = _times(bench.questions, lambda text: search.search(SearchQuery(text=text, as_of=today)))
    answering = _times(bench.questions, lambda text: _answer(assistant, text))
    indexer.stop()
    return [
        *_latency("search", searching, goals=(None, 100.0)),
        *_latency("answer_in_process", answering, goals=(None, None)),
    ]


def _serving(bench: _Bench) -> list[Measurement]:
    """Start the server several times; measure answers over HTTP with the last one."""
    data_dir, starts = bench.settings.storage.data_dir, []
    for _ in range(_STARTS - 1):
        with ServerProcess(data_dir) as server:
            starts.append(server.ready_seconds)
    with ServerProcess(data_dir) as server:
        starts.append(server.ready_seconds)
        server.load(bench.questions[:10], clients=1)
        alone = server.load(bench.questions, clients=1)
        crowd = server.load(bench.questions * 2, clients=_CLIENTS)
        memory = server.memory_mb()
        delay = _publish_delay(bench, server)
    rows = [
        Measurement("ready_seconds", round(median(starts), 2), "s", goal=4.0),
        *_latency("answer_http", alone.milliseconds, goals=(40.0, 100.0)),
        Measurement("answers_16_clients", round(crowd.per_second, 1), "1/s", goal=60.0, more_is_better=True),
        Measurement("p95_16_clients", round(percentile(crowd.milliseconds, 0.95), 1), "ms", goal=500.0),
        Measurement("errors", alone.errors + crowd.errors, "", goal=0.0),
    ]
    if memory is not None:
        rows.append(Measurement("memory", round(memory), "MB", goal=1024.0 if bench.passages > 10_000 else 400.0))
    if delay is not None:
        rows.append(Measurement("publish_delay", round(delay, 2), "s", goal=2.0))
    return rows


def _publish_delay(bench: _Bench, server: ServerProcess) -> float | None:
    """Return the median time from publishing beside the server to an answer that cites it; None when one never came."""
    knowledge, delays = build_knowledge(bench.clock), []
    for number in range(_NEWS):
        draft, question = news(f"QX{number}7{number}")
        started = time.perf_counter()
        with bench.database.unit_of_work() as session:
            entry_id = knowledge.publish_import(session, draft, OPERATOR).entry_id
        while entry_id not in {citation["document_id"] for citation in server.ask(question)["citations"]}:
            if time.perf_counter() - started > _NEWS_TIMEOUT_SECONDS:
                return None
            time.sleep(0.02)
        delays.append(time.perf_counter() - started)
    return median(delays)


def _beside_an_import(bench: _Bench) -> list[Measurement]:
    """Answer over HTTP while files are read into the same base."""
    data_dir, folder = bench.settings.storage.data_dir, bench.folder / "beside"
    at_rest, meanwhile = answers_at_rest_and_while_ingesting(data_dir, folder, bench.questions)
    rest, busy = (round(percentile(times, 0.95), 2) for times in (at_rest, meanwhile))
    return [
        Measurement("p95_at_rest", rest, "ms"),
        Measurement("p95_while_ingesting", busy, "ms", goal=round(2 * rest, 2)),
    ]


def _ingesting(bench: _Bench) -> list[Measurement]:
    """Read text documents from disk to searchable, in a base of their own."""
    folder = bench.folder / "ingest"
    sources = folder / "sources"
    sources.mkdir(parents=True)
    for number, policy in enumerate(policies(_FILES * 10, seed=7)):
        (sources / f"{number}.txt").write_text(policy.as_file(), encoding="utf-8")
    database = Database(f"sqlite:///{folder / 'youda.db'}")
    upgrade(database)
    indexer = build_indexer(bench.settings.knowledge, database, folder / "index")
    indexer.open()
    files = FileStore(str(folder / "files"))
    run = build_ingest(bench.settings.ingest, database, build_knowledge(bench.clock), files, bench.clock)
    started = time.perf_counter()
    report = run.run([sources], RunOrder(actor=OPERATOR, publish=True))
    indexer.follow_once()
    seconds = time.perf_counter() - started
    indexer.stop()
    database.dispose()
    count = sum(file.passage_count for file in report.files)
    return [Measurement("ingest_rate", round(count / seconds), "1/s", goal=150.0, more_is_better=True)]


def _indexed_texts(bench: _Bench) -> list[str]:
    with bench.database.reading() as session:
        repository = PassageRepository(session)
        keys = repository.searchable_keys([EntryStatus.PUBLISHED])
        return [indexed_text(passage) for passage in repository.of_versions(keys)]


def _same_embedder(bench: _Bench, texts: Sequence[str]) -> BaselineTimes | None:
    """Measure LangChain over Chroma with the same passages, the same questions and the same embedder."""
    embeddings = SharedEmbeddings(build_embedder(bench.settings.knowledge))
    return measure_langchain(texts, bench.questions, embeddings, bench.folder / "baseline")


def _plain_pipeline(bench: _Bench, texts: Sequence[str]) -> tuple[PlainPipeline, float] | None:
    """Build LangChain over Chroma with a transformer of bge-small's size; None without the `st` extra."""
    try:
        from eval.small_transformer import SmallTransformer

        embeddings = SmallTransformer(bench.folder / "transformer")
    except ImportError:
        return None
    return build_pipeline(texts, embeddings, bench.folder / "plain", sample=_EMBEDDED)


def _times_faster(
    bench: _Bench, rows: Sequence[Measurement], plain: tuple[PlainPipeline, float] | None
) -> list[Measurement]:
    """Return how many times faster the product is than the plain pipeline: to find, to answer, to take in.

    Each question is asked of all of them in turn, so that whatever else the machine does slows all of them alike.
    """
    if plain is None:
        return []
    pipeline, rate = plain
    indexer = bench.indexer()
    indexer.open()
    search = build_search(bench.settings.knowledge, bench.database, indexer)
    assistant = build_assistant(bench.settings.assistant, bench.settings.zone, bench.database, search, bench.clock)
    today = bench.clock.today()
    finding, answering, theirs = _in_turn(
        bench.questions,
        lambda text: search.search(SearchQuery(text=text, as_of=today)),
        lambda text: _answer(assistant, text),
        pipeline.ask,
    )
    indexer.stop()
    value = {row.name: row.value for row in rows}
    taking_in = 1 / (1 / value["store_rate"] + 1 / value["index_rate"])
    ratios = {
        "faster_to_find": (theirs / finding, 5.0, round(theirs, 2)),
        "faster_to_answer": (theirs / answering, 5.0, round(theirs, 2)),
        "faster_to_index": (taking_in / rate, 10.0, round(rate, 1)),
    }
    return [
        Measurement(name, round(ratio, 1), "×", goal, True, baseline, "langchain_transformer")
        for name, (ratio, goal, baseline) in ratios.items()
    ]


def _answer(assistant: Assistant, text: str) -> None:
    """Answer in this process. Raises UpstreamError when it fails: failing fast is no speed."""
    answer = assistant.ask(AskRequest(text=text)).answer
    if answer.outcome is Outcome.FAILED:
        raise UpstreamError(f"A question could not be answered ({answer.reason}), so there is no time to measure.")


def _in_turn(texts: Sequence[str], *works: Callable[[str], object]) -> list[float]:
    """Return the median milliseconds of each, every text given to all of them before the next one."""
    times: list[list[float]] = [[] for _ in works]
    for text in (texts[0], *texts):
        for work, taken in zip(works, times, strict=True):
            started = time.perf_counter()
            work(text)
            taken.append((time.perf_counter() - started) * 1000)
    return [median(taken[1:]) for taken in times]


def _beside(rows: list[Measurement], baseline: BaselineTimes | None) -> list[Measurement]:
    """Put the baseline's figure beside each row that has a counterpart."""
    if baseline is None:
        return rows
    p50, p95 = (round(percentile(baseline.milliseconds, share), 2) for share in (0.5, 0.95))
    rate = float(round(baseline.passages_per_second))
    beside: dict[str, float] = {"index_rate": rate, "ingest_rate": rate}
    for name in ("search", "answer_in_process", "answer_http"):
        beside |= {f"{name}_p50": p50, f"{name}_p95": p95}
    return [
        replace(row, baseline=beside[row.name], baseline_name="langchain_chroma") if row.name in beside else row
        for row in rows
    ]


def _times(texts: Sequence[str], work: Callable[[str], object]) -> list[float]:
    work(texts[0])
    times = []
    for text in texts:
        started = time.perf_counter()
        work(text)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _latency(name: str, times: Sequence[float], *, goals: tuple[float | None, float | None]) -> list[Measurement]:
    return [
        Measurement(f"{name}_p50", round(percentile(times, 0.5), 2), "ms", goal=goals[0]),
        Measurement(f"{name}_p95", round(percentile(times, 0.95), 2), "ms", goal=goals[1]),
    ]
