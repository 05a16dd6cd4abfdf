"""The sets that rankers learn from and are measured on, as documents with judged questions.

`make_beir.py SET OUT` writes four of them as folders; the same documents and questions are read here, in the same
order, so that fold K of N means the same questions.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.datasets import CorpusRow, JudgedQuestion

FOLDS = 5
STATUTES, CITY, POLICIES, SCENARIOS = "lecoqa", "taipei-faq", "ncppolicies", "gz-policies"
REPLIES = "replies"
_GLUED = (1, 1, 2, 3, 4, 6, 9, 12)
_REPLIES, _SHORTEST_REPLY = 900, 60
_SEED = 5


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Documents and questions; `spans` names by question the words that the right passage of the document holds."""

    name: str
    corpus: tuple[CorpusRow, ...]
    questions: tuple[JudgedQuestion, ...]
    spans: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def fold(self, number: int) -> tuple[JudgedQuestion, ...]:
        """Return the questions that fold `number` (from 1) tests on."""
        return tuple(q for place, q in enumerate(self.questions) if place % FOLDS == number - 1)

    def without(self, number: int) -> tuple[JudgedQuestion, ...]:
        """Return the questions that fold `number` learns from."""
        return tuple(q for place, q in enumerate(self.questions) if place % FOLDS != number - 1)


def read_set(data: Path, name: str) -> JudgedSet:
    """Return one of the sets, read from the folder that holds them all."""
    corpus, questions, spans = _READERS[name](data)
    return JudgedSet(name, tuple(corpus), tuple(questions), spans)


_Read = tuple[list[CorpusRow], list[JudgedQuestion], dict[str, tuple[str, ...]]]


def _statutes(data: Path) -> _Read:
    corpus = [CorpusRow(str(r["aid"]), r["name"], r["text"]) for r in _rows(data / "lecoqa/articles.jsonl.gz")]
    asked = _rows(data / "lecoqa/questions.dev.jsonl")
    return corpus, [_question(r["id"], r["question"], r["gold_aids"]) for r in asked], {}


def _city(data: Path) -> _Read:
    corpus = [CorpusRow(str(r["id"]), "", r["answer_hant"]) for r in _rows(data / "taipei-faq/answers.jsonl")]
    asked = _rows(data / "taipei-faq/questions.dev.jsonl")
    return corpus, [_question(r["id"], r["question_hans"], [r["id"]]) for r in asked], {}


def _policies(data: Path) -> _Read:
    corpus = [CorpusRow(r["docid"], r["title"] or "", r["text"]) for r in _rows(data / "ncppolicies/docs.jsonl")]
    asked = [r for r in _rows(data / "ncppolicies/questions.dev.jsonl") if r["doc_available"]]
    return corpus, [_question(r["id"], r["question"], [r["docid"]]) for r in asked], {}


def _scenarios(data: Path) -> _Read:
    corpus = [CorpusRow(r["id"], r["title"], r["original_text"]) for r in _rows(data / "gz-policies/docs.jsonl")]
    asked = _rows(data / "gz-policies/scenarios.jsonl")
    return corpus, [_question(r["id"], r["title"], r["doc_ids"]) for r in asked], {}


def _replies(data: Path) -> _Read:
    """Titles of petitions and the official replies, one to twelve of them glued to one document without a title."""
    chance = random.Random(_SEED)
    answered = [r for r in _rows(data / "teddy-petitions/replies.dev.jsonl") if len(r["reply"]) > _SHORTEST_REPLY]
    chance.shuffle(answered)
    corpus, asked = list[CorpusRow](), list[JudgedQuestion]()
    while answered:
        glued = [answered.pop() for _ in range(min(chance.choice(_GLUED), len(answered)))]
        key = f"d{len(corpus)}"
        corpus.append(CorpusRow(key, "", "\n".join(row["reply"].strip() for row in glued)))
        asked += [_question(row["id"], row["title"], [key]) for row in glued]
    return corpus, chance.sample(asked, _REPLIES), {}


_READERS = {STATUTES: _statutes, CITY: _city, POLICIES: _policies, SCENARIOS: _scenarios, REPLIES: _replies}


def _question(key: object, text: str, documents: list[Any]) -> JudgedQuestion:
    return JudgedQuestion(str(key), text, {str(document): 1 for document in documents})


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
