"""Print how well answers quote the gold spans of long policy documents, and when the assistant refuses.

Usage: python scripts/evaluate_answers.py [SHARED_DIR] [--keep DIR] [--rows FILE] [--folds].
SHARED_DIR holds data/ncppolicies; default ../shared. `--keep` holds the two imported bases between runs; `--rows` gets
one JSON line per question; `--folds` answers each question with models that never saw one about its document, as
training/train_quoting.py and training/calibrate_evidence.py left them in `--keep`. Published figures are made with it.

First base: all documents. Every question is asked; the answer text without its marks and the joined quotes are
compared with the gold span (ROUGE-L over folded characters). Second base: without every document that contains the
gold span of one of half the questions (chosen by a hash of their id). An answer to one of that half is false; the other
questions whose gold document is still there should be answered. The curve is over the confidence of the answers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from assistant.build import build_assistant
from assistant.evidence import FittedModels, read_evidence_model
from assistant.quoting.scorer import UnitScorer
from assistant.service import Assistant
from assistant.types import AskRequest, Outcome
from core.actors import OPERATOR
from core.clock import SystemClock
from core.database import Database
from core.files import FileStore
from core.schema import upgrade
from core.settings import AssistantSettings, Settings
from eval.datasets import read_json_lines
from eval.metrics import percentile, rouge_l
from ingest.build import build_ingest
from ingest.running.run import RunOrder
from knowledge.build import build_indexer, build_knowledge, build_search
from knowledge.repository import KnowledgeRepository
from knowledge.search import HybridSearch

FOLDS = 5
ROOT = Path(__file__).parents[1]
_MARKUP = re.compile(r"\[\d{1,2}\]|\*\*|^## .*$|^- |[“”]", re.MULTILINE)
_ANSWERED = {Outcome.ANSWERED, Outcome.PARTIAL}


@dataclass(frozen=True, slots=True)
class Gold:
    """A question, its document, and the span of it that answers."""

    id: str
    question: str
    document: str
    span: str

    @property
    def is_taken_away(self) -> bool:
        """Say whether its documents are missing from the second base."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 == 1


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one question. `rouge_text` and `rouge_quotes` are 0 when it was declined."""

    id: str
    outcome: str
    reason: str
    confidence: float
    rouge_text: float
    rouge_quotes: float
    document_hit: bool
    verbatim: bool
    citations: int
    text: str
    milliseconds: float

    @property
    def is_answered(self) -> bool:
        return self.outcome in {outcome.value for outcome in _ANSWERED}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--folds", action="store_true", help="answer with models that never saw the document")
    arguments = parser.parse_args()
    folder = arguments.shared / "data" / "ncppolicies"
    if not folder.is_dir():
        raise SystemExit(f"No policy documents in '{folder}'. Name the folder that holds data/ncppolicies.")
    texts = policy_texts(folder)
    questions = policy_questions(folder)
    with _kept(arguments.keep) as keep:
        fitted = fold_models(keep) if arguments.folds else None
        rows = ask_all(keep / "all", texts, questions, fitted)
        _report_answers(rows)
        gone = taken_away(texts, questions)
        fewer = ask_all(keep / "fewer", {k: t for k, t in texts.items() if k not in gone}, questions, fitted)
        _report_refusal(questions, fewer, gone)
    if arguments.rows:
        written = ({"base": base} | asdict(row) for base, part in (("all", rows), ("fewer", fewer)) for row in part)
        arguments.rows.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in written))


def policy_texts(folder: Path) -> dict[str, str]:
    """Return every document by its id: a line with its title, then its text."""
    rows = (row for _, row in read_json_lines(folder / "docs.jsonl"))
    return {str(row["docid"]): f"{row['title'] or ''}\n{row['text']}" for row in rows}


def policy_questions(folder: Path) -> list[Gold]:
    """Return the questions whose document there is."""
    rows = (row for _, row in read_json_lines(folder / "questions.dev.jsonl"))
    return [
        Gold(str(row["id"]), str(row["question"]), str(row["docid"]), str(row["answer"]))
        for row in rows
        if row["doc_available"]
    ]


def taken_away(texts: dict[str, str], questions: Sequence[Gold]) -> set[str]:
    """Return the documents that hold the gold span of a question of the chosen half."""
    chosen = [gold for gold in questions if gold.is_taken_away]
    return {g.document for g in chosen} | {k for k, text in texts.items() if any(g.span in text for g in chosen)}


@contextmanager
def _kept(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="youda-answers-", ignore_cleanup_errors=True) as temporary:
        yield Path(temporary)


@contextmanager
def opened(folder: Path, texts: dict[str, str]) -> Iterator[tuple[Database, HybridSearch]]:
    """Lend a base of `texts`, imported and published as files named after their keys, and its search."""
    settings = Settings()
    is_new = not (folder / "ready").exists()
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{folder / 'youda.db'}")
    upgrade(database)
    if is_new:
        _import(folder, texts, database)
    indexer = build_indexer(settings.knowledge, database, folder / "index")
    search = build_search(settings.knowledge, database, indexer)
    indexer.open()
    (folder / "ready").touch()
    try:
        yield database, search
    finally:
        indexer.stop()
        database.dispose()


def _import(folder: Path, texts: dict[str, str], database: Database) -> None:
    clock, sources = SystemClock(), folder / "sources"
    sources.mkdir(exist_ok=True)
    for key, text in texts.items():
        (sources / f"{key}.txt").write_text(text, encoding="utf-8")
    files = FileStore(str(folder / "files"))
    run = build_ingest(Settings().ingest, database, build_knowledge(clock), files, clock)
    run.run([sources], RunOrder(actor=OPERATOR, publish=True, on_step=lambda _: None))


def fold_of(document: str) -> int:
    """Return the fold, 0..4, of the questions about a document."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def fold_models(keep: Path) -> list[FittedModels]:
    """Return the models of each fold, as train_quoting.py and calibrate_evidence.py left them."""
    return [
        FittedModels(
            UnitScorer.load(keep / "quoting" / f"fold-{fold}"),
            read_evidence_model((keep / "evidence" / f"fold-{fold}.json").read_text(encoding="utf-8")),
        )
        for fold in range(FOLDS)
    ]


def ask_all(
    folder: Path, texts: dict[str, str], questions: Sequence[Gold], fitted: Sequence[FittedModels] | None
) -> list[Row]:
    """Return one row per question, in order, each answered with the models of its fold; None: the shipped ones."""
    settings = Settings()
    with opened(folder, texts) as (database, search):
        assistants = [
            build_assistant(AssistantSettings(), settings.zone, database, search, SystemClock(), fitted=models)
            for models in fitted or [None]
        ]
        return [_ask(assistants[fold_of(gold.document) % len(assistants)], database, gold) for gold in questions]


def _ask(assistant: Assistant, database: Database, gold: Gold) -> Row:
    started = time.perf_counter()
    answer = assistant.ask(AskRequest(text=gold.question)).answer
    milliseconds = (time.perf_counter() - started) * 1000
    bodies = []
    with database.reading() as session:
        for citation in answer.citations:
            content = KnowledgeRepository(session).get(citation.document_id, citation.version).content
            bodies.append((content.source.file_name or "", content.body))
    is_answer = answer.outcome in _ANSWERED
    quotes = "".join(citation.quote for citation in answer.citations)
    return Row(
        id=gold.id,
        outcome=answer.outcome.value,
        reason=answer.reason,
        confidence=answer.confidence,
        rouge_text=(rouge_l(_MARKUP.sub("", answer.text), gold.span) or 0.0) if is_answer else 0.0,
        rouge_quotes=(rouge_l(quotes, gold.span) or 0.0) if is_answer else 0.0,
        document_hit=any(name.startswith(gold.document) for name, _ in bodies),
        verbatim=all(c.quote and c.quote in body for c, (_, body) in zip(answer.citations, bodies, strict=True)),
        citations=len(answer.citations),
        text=answer.text,
        milliseconds=milliseconds,
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fmean(found) if found else 0.0


def _report_answers(rows: Sequence[Row]) -> None:
    answered = [row for row in rows if row.is_answered]
    times = [row.milliseconds for row in rows]
    print(f"all documents: {len(rows)} questions, answered {_mean(row.is_answered for row in rows):.3f}")
    print("                       all questions   answered ones")
    for name in ("rouge_text", "rouge_quotes", "document_hit"):
        over_all, over_answered = (_mean(float(getattr(r, name)) for r in part) for part in (rows, answered))
        print(f"  {name:20} {over_all:13.3f} {over_answered:15.3f}")
    print(f"  every quote verbatim {_mean(row.verbatim for row in answered):.4f}")
    print(f"  citations an answer  {_mean(row.citations for row in answered):.2f}")
    print(f"  characters an answer {_mean(len(row.text) for row in answered):.0f}")
    print(f"  milliseconds         p50 {percentile(times, 0.5):.0f}, p95 {percentile(times, 0.95):.0f}")


def _report_refusal(questions: Sequence[Gold], rows: Sequence[Row], gone: set[str]) -> None:
    """Print the shares answered as they are, then the risk-coverage curve over confidence."""
    pairs = list(zip(questions, rows, strict=True))
    missing = [row for gold, row in pairs if gold.is_taken_away]
    present = [row for gold, row in pairs if not gold.is_taken_away and gold.document not in gone]
    print(f"\nwithout {len(gone)} documents: {len(missing)} questions lost theirs, {len(present)} others kept it")
    print(f"  false answers {_mean(r.is_answered for r in missing):.3f}")
    print(f"  answered      {_mean(r.is_answered for r in present):.3f}")
    print(f"  answered with the right document {_mean(r.is_answered and r.document_hit for r in present):.3f}")
    print("  confidence at least: false answers, answered")
    for step in range(1, 20):
        least = step / 20
        false, right = (_mean(row.confidence >= least for row in part) for part in (missing, present))
        print(f"  {least:.2f}  {false:.3f}  {right:.3f}")


if __name__ == "__main__":
    main()
