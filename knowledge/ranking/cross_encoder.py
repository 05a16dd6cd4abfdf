"""An optional last look: a cross-encoder reads question and passage together and re-orders the best few hits."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from core.text import normalise_for_search
from knowledge.index.embedders.files import MissingExtraError, ModelFilesError, fingerprint
from knowledge.index.embedders.onnx_model import OnnxModel
from knowledge.types import SearchHit

SETTING = "YOUDA_RERANKER"
FEATURE = "cross_encoder"
"""Name under which a hit keeps what the cross-encoder says of it, 0..1."""

Floats = npt.NDArray[np.float32]


class Reranker(Protocol):
    """Judges how well passages answer a question."""

    @property
    def name(self) -> str:
        """Identity of the model."""

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """Return one score per passage, 0..1, higher is better, in order."""


class SentenceReranker:
    """A sentence-transformers CrossEncoder folder. Needs the `st` extra; never fetches anything."""

    def __init__(self, folder: Path, *, batch: int) -> None:
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise MissingExtraError(SETTING, str(folder), "st") from error
        self._batch, self._one_at_a_time = batch, threading.Lock()
        try:
            self._model: Any = CrossEncoder(str(folder), local_files_only=True)
            self._logits([("policy", "policy")])
        except Exception as error:  # torch, safetensors and transformers raise all kinds for a damaged folder
            raise ModelFilesError(SETTING, folder, f"{type(error).__name__}: {error}") from error
        self._name = f"st-{folder.name}-{fingerprint(folder)}"

    @property
    def name(self) -> str:
        """Folder name and fingerprint of the files."""
        return self._name

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """Return the model's probability for each passage."""
        return _probabilities(self._logits(_pairs(question, passages))) if passages else _none()

    def _logits(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        from torch.nn import Identity

        with self._one_at_a_time:
            found = self._model.predict(
                list(pairs), batch_size=self._batch, activation_fn=Identity(), show_progress_bar=False
            )
        return _checked(np.asarray(found, dtype=np.float32))


class OnnxReranker:
    """An exported cross-encoder folder (ONNX). Needs the `onnx` extra."""

    def __init__(self, folder: Path, *, batch: int) -> None:
        self._batch = batch
        self._model = OnnxModel(folder, setting=SETTING)
        try:
            self._logits([("policy", "policy")])
        except Exception as error:  # onnxruntime raises private kinds when shapes or types do not fit
            raise ModelFilesError(SETTING, folder, f"{type(error).__name__}: {error}") from error
        self._name = f"onnx-{folder.name}-{fingerprint(folder)}"

    @property
    def name(self) -> str:
        """Folder name and fingerprint of the files."""
        return self._name

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """Return the model's probability for each passage."""
        return _probabilities(self._logits(_pairs(question, passages))) if passages else _none()

    def _logits(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        starts = range(0, len(pairs), self._batch)
        return _checked(np.concatenate([self._model.run(pairs[start : start + self._batch])[0] for start in starts]))


def rerank(reranker: Reranker, question: str, hits: Sequence[SearchHit], *, top: int) -> list[SearchHit]:
    """Return `hits` with the first `top` put in the order of the cross-encoder, ties as they were.

    The scores of those places stay where they were, best first: they say how sure the ranking before was, which a
    model that only compares does not; what the model says stands in the feature "cross_encoder".
    """
    first, rest = list(hits[:top]), list(hits[top:])
    found = reranker.scores(question, [_text(hit) for hit in first])
    order = np.argsort(-found, kind="stable")
    places = sorted((hit.score for hit in first), reverse=True)
    moved = [
        replace(first[old], score=score, features=first[old].features | {FEATURE: float(found[old])})
        for old, score in zip(order, places, strict=True)
    ]
    return [*moved, *rest]


def _text(hit: SearchHit) -> str:
    passage = hit.passage
    return "\n".join(part for part in (passage.title, passage.context, passage.text) if part)


def _pairs(question: str, passages: Sequence[str]) -> list[tuple[str, str]]:
    asked = normalise_for_search(question)
    return [(asked, normalise_for_search(passage)) for passage in passages]


def _checked(logits: Floats) -> Floats:
    """Return logits of shape (pairs, 1 or 2). Raises ValueError for anything else: then it is no cross-encoder."""
    logits = logits[:, None] if logits.ndim == 1 else logits
    if logits.ndim != 2 or logits.shape[1] not in (1, 2) or not np.isfinite(logits).all():
        raise ValueError(
            f"it gives {logits.shape[1:]} numbers for a pair; a cross-encoder gives one or two finite ones"
        )
    return logits


def _probabilities(logits: Floats) -> Floats:
    """Return the logistic of one logit, or the share of the second of two."""
    margin = logits[:, 0] if logits.shape[1] == 1 else logits[:, 1] - logits[:, 0]
    return (1 / (1 + np.exp(-margin.astype(np.float64)))).astype(np.float32)


def _none() -> Floats:
    return np.zeros(0, dtype=np.float32)
