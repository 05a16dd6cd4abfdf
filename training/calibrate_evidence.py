"""Fit the evidence model: when may the best passages answer, and when must the assistant abstain?

Usage: calibrate_evidence.py DATA_DIR --out FILE [--threshold 0.3]

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
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.model_selection import StratifiedKFold

from assistant.evidence import FEATURES, features_of
from assistant.steps.keep_in_force import KeepInForce
from assistant.steps.rerank_passages import RerankPassages
from assistant.steps.retrieve_passages import RetrievePassages
from assistant.types import Answer, Draft, Question
from core.clock import FixedClock
from core.settings import KnowledgeSettings
from eval.base import ThrowAwayBase
from ingest.running.in_process import parse_in_process
from ingest.service import read_file
from ingest.types import ReadOptions
from knowledge.types import EntryDraft, EntryKind, FaqDetails, SearchHit

Matrix = npt.NDArray[np.float64]
TODAY = date(2026, 11, 20)
SUPERSEDED = {"loan-interest-subsidy-2022.docx", "rd-expense-subsidy-2022.txt"}
SAMPLE = Path(__file__).parents[1] / "ingest" / "sample"


@dataclass(frozen=True, slots=True)
class Example:
    """Features of one ranking, whether its best passage may answer, and how much it counts."""

    features: list[float]
    answers: bool
    weight: float


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def ranking(base: ThrowAwayBase, text: str) -> list[SearchHit]:
    """Return the ranking that RequireEvidence would judge."""
    question = Question(text, TODAY, datetime(2026, 11, 20, 2, 20, tzinfo=UTC))
    draft: Draft | Answer = Draft(question=question, text=text)
    for step in (RetrievePassages(base.search), KeepInForce(), RerankPassages(base.search)):
        assert isinstance(draft, Draft)
        draft = step.run(draft)
    assert isinstance(draft, Draft)
    return list(draft.hits)


def vector(base: ThrowAwayBase, question: object, hits: Sequence[SearchHit]) -> list[float]:
    values = features_of(str(question), hits, base.search)
    return [values[name] for name in FEATURES]


def foreign_examples(base: ThrowAwayBase, data: Path) -> list[Example]:
    """Legal questions of lay people, asked to a base that does not hold the law they are about."""
    asked = list(rows(data / "lecoqa" / "questions.dev.jsonl"))[::4]
    return [Example(vector(base, row["question"], ranking(base, str(row["question"]))), False, 1.0) for row in asked]


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
        ids = base.publish(drafts)
        file_of = dict(zip(ids, (d.source.file_name for d in drafts), strict=True))
        bases = {
            i: " ".join(d.details.basis) for i, d in zip(ids, drafts, strict=True) if isinstance(d.details, FaqDetails)
        }
        for row in rows(SAMPLE / "questions.jsonl"):
            expect = row["expect"]
            hits = ranking(base, str(row["question"]))
            if expect["outcome"] == "abstained":
                found.append(Example(vector(base, row["question"], hits), False, 4.0))
            if expect["outcome"] != "answered":
                continue
            gold = str(expect["file"])
            number = number_of.get(gold) or "\0"

            def is_gold(hit: SearchHit, gold: str = gold, number: str = number) -> bool:
                if hit.passage.kind is EntryKind.FAQ and number in bases[hit.passage.entry_id]:
                    return True
                return file_of[hit.passage.entry_id] == gold

            if any(map(is_gold, hits[:2])):
                found.append(Example(vector(base, row["question"], hits), True, 4.0))
            if gold.endswith((".pdf", ".ofd", ".docx", ".md", ".txt", ".html")):
                found.append(
                    Example(vector(base, row["question"], [hit for hit in hits if not is_gold(hit)]), False, 4.0)
                )
        found += foreign_examples(base, data)
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
            for row in asked:
                own = row["expect"]["file"] == path.name
                weight = 4.0 if own else 0.3
                found.append(Example(vector(base, row["question"], ranking(base, str(row["question"]))), own, weight))
    return found


def policy_examples(data: Path) -> list[Example]:
    """Questions of ncppolicies with their documents; the same questions without them."""
    documents = list(rows(data / "ncppolicies" / "docs.jsonl"))
    drafts: list[EntryDraft] = []
    keys: list[str] = []
    for document in documents:
        content = f"{document['title'] or ''}\n{document['text']}".encode()
        for draft in read_file(f"{document['docid']}.txt", content):
            drafts.append(replace(draft, relations=()))
            keys.append(str(document["docid"]))
    found: list[Example] = []
    with ThrowAwayBase(KnowledgeSettings()) as base:
        key_of = dict(zip(base.publish(drafts), keys, strict=True))
        for row in rows(data / "ncppolicies" / "questions.dev.jsonl"):
            if not row["doc_available"]:
                continue
            hits = ranking(base, str(row["question"]))
            right = bool(hits) and key_of[hits[0].passage.entry_id] == row["docid"]
            found.append(Example(vector(base, row["question"], hits), right, 1.0))
            others = [hit for hit in hits if key_of[hit.passage.entry_id] != row["docid"]]
            found.append(Example(vector(base, row["question"], others), False, 0.5))
        found += foreign_examples(base, data)
    return found


FALLING = {"rarest_missing", "log_length"}
"""Features that speak against an answer; every other one may only speak for it."""
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
    parser.add_argument("--threshold", type=float, default=0.3, help="chosen from the curve that is printed")
    options = parser.parse_args()
    parts = {
        "sample": sample_examples(options.data),
        "one document": tiny_examples(),
        "ncppolicies": policy_examples(options.data),
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
    w = fit(features / scale, answers, weights)
    fitted = {
        "comment": "Written by training/calibrate_evidence.py; the curve stands in docs/evaluation.md.",
        "weights": {n: round(float(v / s), 4) for n, v, s in zip(FEATURES, w[:-1], scale, strict=True)},
        "bias": round(float(w[-1]), 4),
        "threshold": options.threshold,
    }
    options.out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(fitted, indent=2))


if __name__ == "__main__":
    main()
