"""Fit the evidence model: when may the best passages answer, and when must the assistant abstain?

Usage: python -m training.calibrate_evidence DATA_DIR --keep DIR --out FILE [--threshold 0.5], after train_quoting.py

Positive examples are rankings as they are, for questions whose gold document is in the base. Negative ones are the
same rankings with everything of the gold document taken away, and questions about something else altogether.
Questions come from the sample base and from the ncppolicies dev set (coefficients and thresholds may be fitted on
every dev set: no text can be recovered from them). The curve printed is cross-validated over five folds; the file
holds the model fitted on all examples.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.model_selection import StratifiedKFold

from assistant.evidence import FALLING, FEATURES, features_of
from assistant.quoting.quoter import Quoter
from assistant.quoting.scorer import UnitScorer
from core.clock import FixedClock
from core.settings import KnowledgeSettings
from eval.base import ThrowAwayBase
from ingest.running.in_process import parse_in_process
from ingest.types import ReadOptions
from knowledge.search import HybridSearch
from knowledge.types import EntryKind, FaqDetails, SearchHit
from scripts.evaluate_answers import FOLDS, Gold, fold_of, opened, policy_questions, policy_texts
from training.rankings import files_of, ranking

Matrix = npt.NDArray[np.float64]
SUPERSEDED = {"loan-interest-subsidy-2022.docx", "rd-expense-subsidy-2022.txt"}
SAMPLE = Path(__file__).parents[1] / "ingest" / "sample"


@dataclass(frozen=True, slots=True)
class Example:
    """Features of one ranking, whether its best passage may answer, and how much it counts."""

    features: list[float]
    answers: bool
    weight: float
    fold: int = -1  # of its policy document; −1 for questions that no figure is measured on


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def vector(search: HybridSearch, quoter: Quoter, question: object, hits: Sequence[SearchHit]) -> list[float]:
    """Return the features that RequireEvidence would judge by."""
    documents = [hit for hit in hits if hit.passage.kind is not EntryKind.FAQ]
    quotes = quoter.find(str(question), search.question_weights(str(question)), documents)
    values = features_of(str(question), hits, quotes, search)
    return [values[name] for name in FEATURES]


def foreign_examples(search: HybridSearch, quoter: Quoter, data: Path) -> list[Example]:
    """Legal questions of lay people, asked to a base that does not hold the law they are about."""
    asked = list(rows(data / "lecoqa" / "questions.dev.jsonl"))[::4]
    return [
        Example(vector(search, quoter, row["question"], ranking(search, str(row["question"]))), False, 1.0)
        for row in asked
    ]


def sample_documents() -> list[Path]:
    """The documents of the sample base that governed or will govern, without the recognised text of the scan."""
    files = sorted((SAMPLE / "documents").iterdir())
    return [path for path in files if path.name not in SUPERSEDED and not path.name.endswith(".pdf.txt")]


def sample_examples(data: Path) -> list[Example]:
    """Questions of the sample base; FAQs that rest on the gold document are taken away with it."""
    drafts = [
        replace(draft, relations=())
        for path in [*sample_documents(), SAMPLE / "faqs.xlsx", SAMPLE / "service_items.jsonl"]
        for draft in parse_in_process(path, ReadOptions(ocr=False)).drafts
    ]
    number_of = {d.source.file_name: d.description.document_number for d in drafts}
    found: list[Example] = []
    with ThrowAwayBase(KnowledgeSettings(), clock=FixedClock(datetime(2026, 11, 20, 2, 20, tzinfo=UTC))) as base:
        ids, quoter = base.publish(drafts), Quoter(base.database)
        file_of = dict(zip(ids, (d.source.file_name for d in drafts), strict=True))
        bases = {
            i: " ".join(d.details.basis) for i, d in zip(ids, drafts, strict=True) if isinstance(d.details, FaqDetails)
        }
        for row in rows(SAMPLE / "questions.jsonl"):
            expect = row["expect"]
            hits = ranking(base.search, str(row["question"]))
            if expect["outcome"] == "abstained":
                found.append(Example(vector(base.search, quoter, row["question"], hits), False, 8.0))
            if expect["outcome"] != "answered":
                continue
            gold = str(expect["file"])
            number = number_of.get(gold) or "\0"

            def is_gold(hit: SearchHit, gold: str = gold, number: str = number) -> bool:
                if hit.passage.kind is EntryKind.FAQ and number in bases[hit.passage.entry_id]:
                    return True
                return file_of[hit.passage.entry_id] == gold

            if any(map(is_gold, hits[:2])):
                found.append(Example(vector(base.search, quoter, row["question"], hits), True, 8.0))
            if gold.endswith((".pdf", ".ofd", ".docx", ".md", ".txt", ".html")):
                found.append(
                    Example(
                        vector(base.search, quoter, row["question"], [hit for hit in hits if not is_gold(hit)]),
                        False,
                        8.0,
                    )
                )
        found += foreign_examples(base.search, quoter, data)
    return found


def tiny_examples() -> list[Example]:
    """Bases of one document, which is what a newcomer tries: its own questions, and those about the others."""
    asked = [row for row in rows(SAMPLE / "questions.jsonl") if row["expect"]["outcome"] == "answered"]
    found: list[Example] = []
    for path in sample_documents():
        if not any(row["expect"]["file"] == path.name for row in asked):
            continue
        with ThrowAwayBase(KnowledgeSettings(), clock=FixedClock(datetime(2026, 11, 20, 2, 20, tzinfo=UTC))) as base:
            parsed = parse_in_process(path, ReadOptions(ocr=False))
            base.publish([replace(draft, relations=()) for draft in parsed.drafts])
            quoter = Quoter(base.database)
            for row in asked:
                own = row["expect"]["file"] == path.name
                weight = 4.0 if own else 0.3
                found.append(
                    Example(
                        vector(base.search, quoter, row["question"], ranking(base.search, str(row["question"]))),
                        own,
                        weight,
                    )
                )
    return found


def policy_examples(data: Path, keep: Path) -> list[Example]:
    """Questions of ncppolicies with their documents; the same questions without any that holds the gold span.

    What would be quoted is chosen by the models of `train_quoting.py` that saw no question about the document.
    """
    folder, found = data / "ncppolicies", []
    texts = policy_texts(folder)
    with opened(keep / "all", texts) as (database, search):
        quoters = [Quoter(database, UnitScorer.load(keep / "quoting" / f"fold-{fold}")) for fold in range(FOLDS)]
        file_of = files_of(database)
        for gold in policy_questions(folder):
            quoter, hits = quoters[fold_of(gold.document)], ranking(search, gold.question)
            files = [file_of[hit.passage.entry_id] for hit in hits]
            right = bool(files) and files[0] == gold.document
            fold = fold_of(gold.document)
            found.append(Example(vector(search, quoter, gold.question, hits), right, 1.0, fold))
            others = [h for h, file in zip(hits, files, strict=True) if not holds(texts[file], gold, file)]
            found.append(Example(vector(search, quoter, gold.question, others), False, 1.0, fold))
        found += foreign_examples(search, quoters[0], data)
    return found


def holds(text: str, gold: Gold, file: str) -> bool:
    """Say whether a document holds the answer."""
    return file == gold.document or gold.span in text


SIGNS = np.array([-1.0 if name in FALLING else 1.0 for name in FEATURES])


def fit(features: Matrix, answers: Matrix, weights: Matrix) -> Matrix:
    """Return logistic coefficients, the bias last, with the sign of every feature held to what it means.

    Without that, features that say nearly the same get large opposite weights, and a question about something else
    altogether is taken for a sure one.
    """
    signed = np.hstack([features * SIGNS, np.ones((len(features), 1))])

    def loss(w: Matrix) -> tuple[float, Matrix]:
        z = signed @ w
        p = 1 / (1 + np.exp(-z))
        value = (weights * (np.logaddexp(0, z) - answers * z)).sum() + 0.5 * (w[:-1] ** 2).sum()
        gradient = signed.T @ (weights * (p - answers))
        gradient[:-1] += w[:-1]
        return float(value), gradient

    bounds = [(0, None)] * features.shape[1] + [(None, None)]
    found = minimize(loss, np.zeros(signed.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    return np.append(found[:-1] * SIGNS, found[-1])


def held_out_confidences(features: Matrix, answers: Matrix, weights: Matrix) -> Matrix:
    """Return for every example the confidence of a model that did not see it (five folds)."""
    confidences = np.zeros(len(answers))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=7).split(features, answers):
        w = fit(features[train], answers[train], weights[train])
        confidences[test] = 1 / (1 + np.exp(-(features[test] @ w[:-1] + w[-1])))
    return confidences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True, help="the folder that train_quoting.py was given")
    parser.add_argument("--threshold", type=float, default=0.5, help="chosen from the curve that is printed")
    options = parser.parse_args()
    parts = {
        "sample": sample_examples(options.data),
        "one document": tiny_examples(),
        "ncppolicies": policy_examples(options.data, options.keep),
    }
    examples = [example for part in parts.values() for example in part]
    features = np.array([e.features for e in examples])
    answers = np.array([e.answers for e in examples], dtype=float)
    weights = np.array([e.weight for e in examples])
    scale = features.std(axis=0) + 1e-9
    held_out = held_out_confidences(features / scale, answers, weights)
    begin = 0
    for name, part in parts.items():
        print(f"{name}: threshold, share of positives answered, share of negatives answered")
        yes, confidences = answers[begin : begin + len(part)] == 1, held_out[begin : begin + len(part)]
        begin += len(part)
        for threshold in (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7):
            over = confidences >= threshold
            print(f"  {threshold:.2f}  {over[yes].mean():.3f}  {over[~yes].mean():.3f}")
    for fold in range(FOLDS):
        kept = np.array([e.fold != fold for e in examples])
        part = fit(features[kept] / scale, answers[kept], weights[kept])
        path = options.keep / "evidence" / f"fold-{fold}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(as_json(part / np.append(scale, 1.0), options.threshold), encoding="utf-8")
    written = as_json(fit(features / scale, answers, weights) / np.append(scale, 1.0), options.threshold)
    options.out.write_text(written, encoding="utf-8")
    print(written)


def as_json(coefficients: Matrix, threshold: float) -> str:
    """Return the model file: a weight for each feature by name, and the bias, which comes last in `coefficients`."""
    fitted = {
        "comment": "Written by training/calibrate_evidence.py; the curve stands in docs/evaluation.md.",
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, coefficients, strict=False)},
        "bias": round(float(coefficients[-1]), 4),
        "threshold": threshold,
    }
    return json.dumps(fitted, indent=2) + "\n"


if __name__ == "__main__":
    main()
