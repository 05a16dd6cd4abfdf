"""All training pairs, by source. The licence of each source stands in MODEL_CARD.md and NOTICE.

Only sources named here may enter the shipped weights. Questions of the evaluation sets never do.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura
from passages import MAX_CHARS, Pair, clause_pairs, split_passages
from statutes import find_cited, read_articles, short_name, statute_pairs

MIN_ANSWER_CHARS = 12

_LEGAL_BASIS = re.compile(r"法律依据[:：]?")
_SPEAKER = re.compile(r"^回答[:：]|律师解答[:：]?")
_ABSENT = re.compile("无?")
_QUESTION_LINE = re.compile(r"^(?:问[:：]|\d+[.、．]|[一二三四五六七八九十]+、|[（(].{1,3}[）)])?\s*(.{5,60}[？?])$")


@dataclass(frozen=True, slots=True)
class TrainingData:
    """`base` pairs come from running text, `questions` from question and answer; `texts` are for the LSA start."""

    base: list[Pair]
    questions: list[Pair]
    texts: list[str]


def read_training_data(data: Path, rng: random.Random, *, local_share: float = 0.35) -> TrainingData:
    """Read every allowed source below `data`. Of local regulations a share is drawn, as they repeat each other."""
    national = read_articles(data / "laws/laws_national.jsonl.gz")
    local = read_articles(data / "laws/laws_local.jsonl.gz")
    base = [*statute_pairs(national, rng)]
    base += [pair for pair in statute_pairs(local, rng) if rng.random() < local_share]
    base += [*_document_pairs(data, rng), *_item_pairs(data), *_faq_answer_pairs(data, rng)]
    questions = [*_consultation_pairs(data, national), *_comprehension_pairs(data), *_page_question_pairs(data)]
    texts = [a.text for laws in (national, local) for articles in laws.values() for a in articles]
    texts += [pair.passage for pair in (*base, *questions) if pair.group[:1] == "@"]
    return TrainingData(base, questions, list(dict.fromkeys(texts)))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _document_pairs(data: Path, rng: random.Random) -> Iterator[Pair]:
    documents = [(row["title"], row["original_text"]) for row in _rows(data / "gz-policies/docs.jsonl")]
    files = sorted((data / "policy-originals/txt").glob("*.txt"))
    documents += [(path.stem.split(" (")[0], path.read_text(encoding="utf-8", errors="ignore")) for path in files]
    documents += [(path.stem.split("_", 1)[-1], _page_text(path)) for path in _pages(data)]
    for title, text in documents:
        for passage in split_passages(text):
            yield Pair(title, passage, f"@{title}", passage)
            yield from clause_pairs(passage, head=title, group=f"@{title}", rng=rng)


def _pages(data: Path) -> list[Path]:
    return sorted((data / "policy-originals/html").glob("*.html"))


def _page_text(path: Path) -> str:
    return trafilatura.extract(path.read_text(encoding="utf-8", errors="ignore"), include_comments=False) or ""


def _page_question_pairs(data: Path) -> Iterator[Pair]:
    """Questions that stand as a line of their own on an official page → the lines below them."""
    for path in _pages(data):
        question, answer = "", ""
        for line in [*_page_text(path).splitlines(), None]:
            match = _QUESTION_LINE.match(line.strip()) if line is not None else None
            if (match or line is None) and question and len(answer) > MIN_ANSWER_CHARS:
                yield Pair(question, answer[:MAX_CHARS], f"@{path.stem}", answer)
            if match:
                question, answer = match[1], ""
            elif line is not None:
                answer += line


def _item_pairs(data: Path) -> Iterator[Pair]:
    for row in _rows(data / "gd-service-items/items.jsonl"):
        group = f"@item {row['dept']}"
        conditions, materials = row["accept_standard"], "、".join(row["materials"])
        if not _ABSENT.fullmatch(conditions):
            yield Pair(row["name"], conditions[:MAX_CHARS], group, conditions)
        if not _ABSENT.fullmatch(materials):
            yield Pair(row["name"], materials[:MAX_CHARS], group, materials)


def _faq_answer_pairs(data: Path, rng: random.Random) -> Iterator[Pair]:
    for row in _rows(data / "taipei-faq/answers.jsonl"):
        for passage in split_passages(row["answer_hant"]):
            yield from clause_pairs(passage, head="", group=f"@faq {row['dept']}", rng=rng)


def _consultation_pairs(data: Path, laws: dict[str, Any]) -> Iterator[Pair]:
    """Question → advice, question → legal basis and named articles, advice → legal basis."""
    for row in _rows(data / "lawbench-consult/questions.dev.jsonl"):
        group, question = f"@consultation {row['id']}", row["question"]
        parts = [part for part in _SPEAKER.split(row["answer"]) if part.strip()]
        advice = [p for part in parts for p in split_passages(_LEGAL_BASIS.split(part)[0]) if len(p) > MIN_ANSWER_CHARS]
        basis = [
            p
            for part in parts
            for b in _LEGAL_BASIS.split(part)[1:]
            for p in split_passages(b)
            if len(p) > MIN_ANSWER_CHARS
        ]
        basis += [f"{short_name(a.law)} {a.text}" for a in find_cited(row["answer"], laws)]
        yield from (Pair(question, passage, group, group) for passage in (*advice, *basis))
        yield from (Pair(advice[0], passage, group, group) for passage in basis if advice)


def _comprehension_pairs(data: Path) -> Iterator[Pair]:
    """Question → the passage around its answer."""
    for name in ("cmrc2018", "drcd"):
        for row in _rows(data / f"mrc/{name}.dev.jsonl"):
            for qa in row["qas"]:
                place = max(row["context"].find(qa["answers"][0]) - MAX_CHARS // 2, 0)
                yield Pair(
                    qa["question"], row["context"][place : place + MAX_CHARS], f"@{name} {row['id']}", row["context"]
                )
