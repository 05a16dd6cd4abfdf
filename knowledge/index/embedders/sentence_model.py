"""A sentence-transformers model folder as an embedder. Needs the `st` extra; never fetches anything."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.index.embedders.files import (
    MissingExtraError,
    ModelFilesError,
    Prefixes,
    fingerprint,
    prepared,
    unit_rows,
)
from knowledge.index.protocols import Vectors

SETTING = "YOUDA_EMBEDDER"


class SentenceModelEmbedder:
    """Embeds with the model in `folder`. Prompts that the model itself keeps are used where no prefix is set."""

    def __init__(self, folder: Path, prefixes: Prefixes, *, batch: int) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingExtraError(SETTING, str(folder), "st") from error
        try:
            self._model: Any = SentenceTransformer(str(folder), local_files_only=True)
            probe = np.asarray(self._model.encode(["policy"], show_progress_bar=False))
        except Exception as error:  # torch, safetensors and transformers raise all kinds for a damaged folder
            raise ModelFilesError(SETTING, folder, f"{type(error).__name__}: {error}") from error
        if probe.ndim != 2 or not np.isfinite(probe).all():
            raise ModelFilesError(SETTING, folder, "its vectors are not finite numbers")
        self._dimension = int(probe.shape[1])
        self._name = f"st-{folder.name}-{fingerprint(folder)}{prefixes.mark}"
        self._prefixes, self._batch = prefixes, batch
        self._one_at_a_time = threading.Lock()  # its tokenizer changes state while it pads

    @property
    def name(self) -> str:
        """Folder name, fingerprint of the files, and of the prefixes."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 unit row per passage; zeros for an empty text."""
        return self._embed(texts, self._prefixes.passage, self._model.encode_document)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As `embed`, with the prefix or prompt of questions."""
        return self._embed(texts, self._prefixes.question, self._model.encode_query)

    def _embed(self, texts: Sequence[str], prefix: str, own_way: Any) -> Vectors:
        wanted, places = prepared(texts, prefix)
        found = np.zeros((0, self._dimension), dtype=np.float32)
        if wanted:
            encode = self._model.encode if prefix else own_way
            with self._one_at_a_time:
                found = np.asarray(encode(wanted, batch_size=self._batch, show_progress_bar=False), dtype=np.float32)
        return unit_rows(found, places, (len(texts), self._dimension))
