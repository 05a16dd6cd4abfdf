"""Retrieval data sets in BEIR layout: `corpus.jsonl`, `queries.jsonl`, `qrels/NAME.tsv`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import DatasetError


@dataclass(frozen=True, slots=True)
class CorpusRow:
    """One document of a data set; `title` may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question of a split and the gain of every document judged for it."""

    id: str
    text: str
    judgements: dict[str, int]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A corpus with the judged questions of one split, in the order of `queries.jsonl`, and those to learn from."""

    name: str
    corpus: tuple[CorpusRow, ...]
    questions: tuple[JudgedQuestion, ...]
    train: tuple[JudgedQuestion, ...]


def read_dataset(folder: Path, *, split: str = "test") -> Dataset:
    """Read a BEIR folder; `train` is empty without `qrels/train.tsv`, or when `split` is "train".

    Raises DatasetError naming the file and line: a missing file or field, an id that stands twice, a judgement of
    an unknown question or document, a split without questions.
    """
    if not folder.is_dir():
        raise DatasetError(
            folder, "no such folder. Give one that holds corpus.jsonl, queries.jsonl and qrels/NAME.tsv."
        )
    corpus = tuple(_read_corpus(folder / "corpus.jsonl"))
    texts = dict(_read_queries(folder / "queries.jsonl"))
    known = {row.id for row in corpus}
    path = folder / "qrels" / f"{split}.tsv"
    questions = _judged(path, texts, known)
    if not questions:
        raise DatasetError(path, "holds no judgement, so there is nothing to measure.")
    log = folder / "qrels" / "train.tsv"
    train = _judged(log, texts, known) if split != "train" and log.is_file() else ()
    return Dataset(folder.resolve().name, corpus, questions, train)


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of every line that is not blank. Raises DatasetError."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _parsed(path, number, line)
    except FileNotFoundError:
        raise DatasetError(path, "there is no such file. Check the name of the data set.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(path, f"cannot be read as UTF-8 text ({type(error).__name__}).") from error


def text_field(path: Path, line: int, row: dict[str, Any], name: str, *, default: str | None = None) -> str:
    """Return a field as text; numbers are written out. Raises DatasetError when it is missing and has no default."""
    value = row.get(name)
    if value is None:
        if default is None:
            raise DatasetError(path, f"the field '{name}' is missing.", line=line)
        return default
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise DatasetError(path, f"the field '{name}' must be text.", line=line)
    return str(value)


def _parsed(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DatasetError(path, f"is not JSON ({error}).", line=number) from error
    if not isinstance(row, dict):
        raise DatasetError(path, "each line must be one JSON object.", line=number)
    return row


def _read_corpus(path: Path) -> Iterator[CorpusRow]:
    seen: set[str] = set()
    for number, row in read_json_lines(path):
        key = text_field(path, number, row, "_id")
        if key in seen:
            raise DatasetError(path, f"document '{key}' stands twice.", line=number)
        seen.add(key)
        title = text_field(path, number, row, "title", default="")
        yield CorpusRow(key, title, text_field(path, number, row, "text"))


def _read_queries(path: Path) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for number, row in read_json_lines(path):
        key = text_field(path, number, row, "_id")
        if key in seen:
            raise DatasetError(path, f"question '{key}' stands twice.", line=number)
        seen.add(key)
        yield key, text_field(path, number, row, "text")


def _judged(path: Path, texts: dict[str, str], known: set[str]) -> tuple[JudgedQuestion, ...]:
    """Return the questions that the qrels file judges, in the order of the question file."""
    gains: dict[str, dict[str, int]] = {}
    for line, (question, document, gain) in _read_qrels(path):
        if question not in texts:
            raise DatasetError(path, f"judges question '{question}', which queries.jsonl lacks.", line=line)
        if document not in known:
            raise DatasetError(path, f"judges document '{document}', which corpus.jsonl lacks.", line=line)
        gains.setdefault(question, {})[document] = gain
    return tuple(JudgedQuestion(key, text, gains[key]) for key, text in texts.items() if key in gains)


def _read_qrels(path: Path) -> Iterator[tuple[int, tuple[str, str, int]]]:
    if not path.is_file():
        there = ", ".join(sorted(p.stem for p in path.parent.glob("*.tsv"))) or "none"
        raise DatasetError(path, f"there is no such split. Splits of this data set: {there}.")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if not row or (number == 1 and row[-1] == "score"):
                continue
            try:
                question, document, gain = row
                yield number, (question, document, int(gain))
            except ValueError:
                raise DatasetError(path, "needs question id, document id and a whole number, split by tabs.",
                                   line=number) from None  # fmt: skip
