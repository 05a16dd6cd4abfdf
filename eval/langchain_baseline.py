"""What a newcomer builds in an afternoon: LangChain's recursive splitter, Chroma, and an embedder, all by default."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.index.protocols import Embedder

_AT_ONCE = 1_000
_CHUNK_CHARS, _OVERLAP_CHARS = 500, 50
_TOP = 4
_SEED = 7


@dataclass(frozen=True, slots=True)
class BaselineTimes:
    """How fast the baseline indexed, in passages a second, and how long each question took."""

    passages_per_second: float
    milliseconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A chunk that the pipeline found: of which document, and how near (less is nearer)."""

    document: str
    distance: float


class SharedEmbeddings(Embeddings):
    """Our embedder as LangChain's, so that only what is around it differs."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self._embedder.embed_questions([text])[0]]


class PlainPipeline:
    """Splits, embeds and stores; answers a question with the nearest chunks. Raises ImportError without LangChain."""

    def __init__(self, embeddings: Embeddings, folder: Path) -> None:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._embeddings = embeddings
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK_CHARS, chunk_overlap=_OVERLAP_CHARS)
        self._store: Any = Chroma("baseline", embeddings, persist_directory=str(folder))

    def add(self, documents: Iterable[tuple[str, str]]) -> int:
        """Index documents, given as id and text; return how many chunks they made."""
        chunks = [(key, chunk) for key, text in documents for chunk in self._splitter.split_text(text)]
        for start in range(0, len(chunks), _AT_ONCE):
            some = chunks[start : start + _AT_ONCE]
            self._store.add_texts([text for _, text in some], [{"document": key} for key, _ in some])
        return len(chunks)

    def pad(self, texts: Sequence[str], *, dimension: int) -> None:
        """Store texts under random vectors: they cost a search what real ones do, and no time to embed."""
        chance = np.random.default_rng(_SEED)
        for start in range(0, len(texts), _AT_ONCE):
            some = list(texts[start : start + _AT_ONCE])
            vectors = chance.standard_normal((len(some), dimension), dtype=np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            ids = [f"pad-{start + place}" for place in range(len(some))]
            self._store._collection.add(ids=ids, embeddings=vectors.tolist(), documents=some)

    def ask(self, question: str, *, limit: int = _TOP) -> list[Found]:
        """Return the nearest chunks, nearest first."""
        found = self._store.similarity_search_with_score(question, k=limit)
        return [Found(str(document.metadata.get("document", "")), float(distance)) for document, distance in found]


def measure_langchain(
    passages: Sequence[str], questions: Sequence[str], embeddings: Embeddings, folder: Path
) -> BaselineTimes | None:
    """Index `passages` and retrieve the best four for each question; None when langchain-chroma is not installed."""
    built = build_pipeline(passages, embeddings, folder)
    if built is None:
        return None
    pipeline, rate = built
    pipeline.ask(questions[0])
    times = []
    for question in questions:
        started = time.perf_counter()
        pipeline.ask(question)
        times.append((time.perf_counter() - started) * 1000)
    return BaselineTimes(rate, tuple(times))


def build_pipeline(
    passages: Sequence[str], embeddings: Embeddings, folder: Path, *, sample: int | None = None
) -> tuple[PlainPipeline, float] | None:
    """Index `passages`; return the pipeline and how many it indexed a second, None without langchain-chroma.

    With `sample`, only so many passages are embedded, from which the rate is taken; the others are stored under random
    vectors, so that questions still search all of them.
    """
    try:
        pipeline = PlainPipeline(embeddings, folder)
    except ImportError:
        return None
    dimension = len(embeddings.embed_query(passages[0]))  # the first call of a model sets it up
    embedded = passages if sample is None else passages[:sample]
    started = time.perf_counter()
    pipeline.add((str(place), text) for place, text in enumerate(embedded))
    rate = len(embedded) / (time.perf_counter() - started)
    pipeline.pad(passages[len(embedded) :], dimension=dimension)
    return pipeline, rate
