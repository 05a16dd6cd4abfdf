"""The plain LangChain pipeline on a BEIR data set, beside the product in the same run."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from core.errors import InvalidInputError
from core.settings import KnowledgeSettings
from eval.base import Progress, no_progress
from eval.datasets import Dataset
from eval.folding import fold
from eval.langchain_baseline import PlainPipeline, SharedEmbeddings
from eval.retrieval import DEPTH, RetrievalReport, ask_all
from eval.runs import Ranked
from knowledge.build import build_embedder

_CHUNKS = 300
_DOCUMENTS_AT_ONCE = 1_000


def beside_langchain(
    report: RetrievalReport, dataset: Dataset, settings: KnowledgeSettings, *, progress: Progress = no_progress
) -> RetrievalReport:
    """Return `report` with the baseline "langchain": recursive splitter and Chroma around the product's own embedder.

    So it differs in what surrounds the embedder alone. Raises InvalidInputError without langchain-chroma.
    """
    embeddings = SharedEmbeddings(build_embedder(settings))
    with tempfile.TemporaryDirectory(prefix="youda-langchain-", ignore_cleanup_errors=True) as folder:
        try:
            pipeline = PlainPipeline(embeddings, Path(folder))
        except ImportError as error:
            raise InvalidInputError(f"The LangChain baseline needs '{error.name}'. Install youda[dev].") from error
        rows = dataset.corpus
        for start in range(0, len(rows), _DOCUMENTS_AT_ONCE):
            some = rows[start : start + _DOCUMENTS_AT_ONCE]
            pipeline.add((row.id, f"{row.title}\n{row.text}") for row in some)
            progress("eval.progress.index", start + len(some), len(rows))

        def ask(text: str) -> list[Ranked]:
            found = pipeline.ask(text, limit=min(_CHUNKS, len(rows)))
            return fold((Ranked(chunk.document, -chunk.distance) for chunk in found), limit=DEPTH)

        result = ask_all(ask, dataset.questions, "eval.progress.langchain", progress)
    return replace(report, baselines={**report.baselines, "langchain": result})
