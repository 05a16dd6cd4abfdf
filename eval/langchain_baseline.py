"""What a newcomer builds in an afternoon: LangChain over Chroma with default settings, here with the same embedder."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.embeddings import Embeddings

from knowledge.index.protocols import Embedder

_AT_ONCE = 1_000
_TOP = 4


@dataclass(frozen=True, slots=True)
class BaselineTimes:
    """How fast the baseline indexed, in passages a second, and how long each question took."""

    passages_per_second: float
    milliseconds: tuple[float, ...]


class SharedEmbeddings(Embeddings):
    """Our embedder as LangChain's, so that only what is around it differs."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def measure_langchain(
    passages: Sequence[str], questions: Sequence[str], embedder: Embedder, folder: Path
) -> BaselineTimes | None:
    """Index `passages` and retrieve the best four for each question; None when langchain-chroma is not installed."""
    try:
        from langchain_chroma import Chroma
    except ImportError:
        return None
    store = Chroma("baseline", SharedEmbeddings(embedder), persist_directory=str(folder))
    started = time.perf_counter()
    for place in range(0, len(passages), _AT_ONCE):
        store.add_texts(list(passages[place : place + _AT_ONCE]))
    rate = len(passages) / (time.perf_counter() - started)
    store.similarity_search(questions[0], k=_TOP)
    times = []
    for question in questions:
        started = time.perf_counter()
        found = store.similarity_search(question, k=_TOP)
        "\n\n".join(document.page_content for document in found)
        times.append((time.perf_counter() - started) * 1000)
    return BaselineTimes(rate, tuple(times))
