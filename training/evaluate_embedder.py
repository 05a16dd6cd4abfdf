"""Score a trained table alone and fused with BM25 on folders in BEIR layout.

Usage: python training/evaluate_embedder.py FOLDER... [--model DIR] [--weights 0.3,0.5,0.8]

Prints hit@1, recall@10 and mrr@10 per folder for character 1+2-gram BM25, for the dense score (best passage of at
most 300 characters, title in front) and for BM25 / best BM25 + weight × cosine. The product's own search scores
better than the BM25 here; this script compares tables, not products.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from passages import split_passages
from scipy import sparse

from core.text import normalise_for_search
from knowledge.index.static_model import MODEL_DIRECTORY, StaticEmbedder

Scores = npt.NDArray[np.float32]
K1, B, CUT = 1.2, 0.75, 10


class BeirFolder:
    """Documents, test questions and relevant documents of one folder."""

    def __init__(self, folder: Path) -> None:
        documents = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
        queries = {
            row["_id"]: row["text"] for row in map(json.loads, (folder / "queries.jsonl").open(encoding="utf-8"))
        }
        place = {row["_id"]: number for number, row in enumerate(documents)}
        relevant: dict[str, set[int]] = {}
        for line in (folder / "qrels/test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            query, document, _ = line.split("\t")
            relevant.setdefault(query, set()).add(place[document])
        self.name = folder.name
        self.documents = [(row["title"], row["text"]) for row in documents]
        self.queries = [queries[key] for key in relevant]
        self.relevant = list(relevant.values())


def _grams(text: str) -> list[str]:
    plain = "".join(c for c in normalise_for_search(text) if c.isalnum())
    return [*plain, *(plain[i : i + 2] for i in range(len(plain) - 1))]


def bm25_scores(documents: Iterable[str], queries: Iterable[str]) -> Scores:
    """Return BM25 scores over character unigrams and bigrams, shape (queries, documents)."""
    counts = [Counter(_grams(document)) for document in documents]
    vocabulary = {gram: i for i, gram in enumerate(dict.fromkeys(gram for count in counts for gram in count))}
    lengths = np.array([sum(count.values()) for count in counts])
    rows = np.repeat(np.arange(len(counts)), [len(count) for count in counts])
    columns = np.array([vocabulary[gram] for count in counts for gram in count])
    frequency = np.array([n for count in counts for n in count.values()], dtype=np.float32)
    found = np.bincount(columns, minlength=len(vocabulary))
    idf = np.log(1 + (len(counts) - found + 0.5) / (found + 0.5))
    weight = idf[columns] * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * (lengths / lengths.mean())[rows]))
    matrix = sparse.csc_matrix((weight.astype(np.float32), (rows, columns)), shape=(len(counts), len(vocabulary)))
    scores = []
    for query in queries:
        known = [vocabulary[gram] for gram in set(_grams(query)) if gram in vocabulary]
        scores.append(np.asarray(matrix[:, known].sum(axis=1)).ravel())
    return np.array(scores, dtype=np.float32)


def dense_scores(embedder: StaticEmbedder, documents: Sequence[tuple[str, str]], queries: Sequence[str]) -> Scores:
    """Return the cosine of each question with the best passage of each document, shape (queries, documents)."""
    passages = [[f"{title} {passage}" for passage in split_passages(text)] or [title] for title, text in documents]
    starts = np.cumsum([0, *(len(group) for group in passages[:-1])])
    vectors = embedder.embed([passage for group in passages for passage in group])
    cosines = embedder.embed_questions(queries) @ vectors.T
    return np.maximum.reduceat(cosines, starts, axis=1)


def measure(scores: Scores, relevant: Sequence[set[int]]) -> tuple[float, float, float]:
    """Return hit@1, recall@10 and mrr@10, averaged over questions; ties in document order."""
    results = []
    for row, gold in zip(scores, relevant, strict=True):
        best = np.argsort(-row, kind="stable")[:CUT].tolist()
        ranks = [rank for rank, document in enumerate(best, start=1) if document in gold]
        results.append((best[0] in gold, len(ranks) / len(gold), 1 / ranks[0] if ranks else 0.0))
    hit, recall, reciprocal = np.mean(results, axis=0)
    return float(hit), float(recall), float(reciprocal)


def main() -> None:
    """Print one table per folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--model", type=Path, default=MODEL_DIRECTORY)
    parser.add_argument("--weights", default="0.3,0.5,0.7,1.0,1.5")
    args = parser.parse_args()
    embedder = StaticEmbedder(args.model)
    print(f"{embedder.name}: hit@1 / recall@10 / mrr@10")
    for path in args.folders:
        folder = BeirFolder(path)
        lexical = bm25_scores((f"{title} {text}" for title, text in folder.documents), folder.queries)
        dense = dense_scores(embedder, folder.documents, folder.queries)
        shares = lexical / np.maximum(lexical.max(axis=1, keepdims=True), 1e-9)
        runs = {"bm25": lexical, "dense": dense}
        runs |= {f"bm25 + {weight} dense": shares + float(weight) * dense for weight in args.weights.split(",")}
        for name, scores in runs.items():
            figures = " / ".join(f"{value:.3f}" for value in measure(scores, folder.relevant))
            print(f"{folder.name:12} {name:18} {figures}", flush=True)


if __name__ == "__main__":
    main()
