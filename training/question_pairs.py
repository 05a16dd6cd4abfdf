"""Pairs of what people ask and what answers it, for the fine-tuning of the table, with hard negatives from BM25.

Questions that a fold holds out are left out whole: neither they, nor their keywords, nor their answers are seen.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from evaluate_embedder import bm25_scores
from passages import MAX_CHARS, split_passages

from knowledge.ranking.table_tuning import TuningPair

NEAR, FAR = 15, 60
"""One hard negative comes from BM25 ranks 1 to 15, one from ranks 1 to 60, anew for each pair."""


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON lines file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def without_fold(rows: Sequence[dict[str, Any]], fold: str | None) -> list[dict[str, Any]]:
    """Leave out the test questions of fold "K/N": those whose place in the file, counted from 0, is K − 1 modulo N."""
    if fold is None:
        return list(rows)
    part, parts = map(int, fold.split("/"))
    return [row for place, row in enumerate(rows) if place % parts != part - 1]


def legal_question_pairs(data: Path, fold: str | None, rng: random.Random) -> Iterator[TuningPair]:
    """Question → article, keywords → article, answer → article, question → answer."""
    articles = {row["aid"]: row for row in read_rows(data / "lecoqa/articles.jsonl.gz")}
    texts = [f"{row['name']} {row['text']}" for row in articles.values()]
    asked = without_fold(read_rows(data / "lecoqa/questions.dev.jsonl"), fold)
    looks_right = best_by_words(texts, [row["question"] for row in asked])
    text_of = dict(zip(articles, texts, strict=True))
    for row, similar in zip(asked, looks_right, strict=True):
        right = [text_of[aid] for aid in row["gold_aids"] if aid in text_of]
        wrong = [text for text in similar if text not in right]
        question, keywords, answer = row["question"], str(row["keywords"] or ""), str(row["answer"] or "")
        group = f"@lecoqa {row['id']}"
        for text in right:
            # Twice: this is what is asked for, the others only help it.
            for _ in range(2):
                yield TuningPair(question, text, hard_negatives(wrong, rng), group)
            if len(keywords) > 3:
                yield TuningPair(keywords, text, hard_negatives(wrong, rng), group)
            for passage in split_passages(answer)[:1]:
                yield TuningPair(passage, text, hard_negatives(wrong, rng), group)
        yield from (TuningPair(question, passage, (), group) for passage in split_passages(answer)[:2])


def city_question_pairs(data: Path, fold: str | None, rng: random.Random) -> Iterator[TuningPair]:
    """Question → the passage of its answer that shares most words with it, and → the answer's beginning."""
    answers = read_rows(data / "taipei-faq/answers.jsonl")
    passages = {row["id"]: split_passages(row["answer_hant"]) for row in answers}
    owners = [key for key, own in passages.items() for _ in own]
    texts = [passage for own in passages.values() for passage in own]
    asked = without_fold(read_rows(data / "taipei-faq/questions.dev.jsonl"), fold)
    for row, similar in zip(asked, ranked_by_words(texts, [r["question_hans"] for r in asked]), strict=True):
        own = [texts[place] for place in similar if owners[place] == row["id"]][:1]
        wrong = [texts[place] for place in similar if owners[place] != row["id"]]
        for text in dict.fromkeys([*own, *passages[row["id"]][:1]]):
            group = f"@taipei {row['id']}"
            yield TuningPair(row["question_hans"], text, hard_negatives(wrong, rng), group, source=row["id"])


def best_by_words(texts: Sequence[str], questions: Sequence[str]) -> list[list[str]]:
    """Return for each question the texts that BM25 ranks first."""
    return [[texts[place] for place in places] for places in ranked_by_words(texts, questions)]


def ranked_by_words(texts: Sequence[str], questions: Iterable[str]) -> list[list[int]]:
    """Return for each question the places of the texts that BM25 ranks first."""
    scores = bm25_scores(texts, questions)
    return [np.argsort(-row, kind="stable")[: FAR + 10].tolist() for row in scores]


def hard_negatives(wrong: Sequence[str], rng: random.Random) -> tuple[str, ...]:
    """Draw two texts that share words with the question but do not answer it."""
    return tuple(text[:MAX_CHARS] for reach in (NEAR, FAR) for text in [rng.choice(wrong[:reach])])
