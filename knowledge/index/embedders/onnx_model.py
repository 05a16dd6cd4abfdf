"""An exported (ONNX) model folder as an embedder: onnxruntime and tokenizers, no torch. Needs the `onnx` extra.

Expected: `model.onnx` or `onnx/model.onnx`, `tokenizer.json`; where present, `1_Pooling/config.json` says how tokens
become one vector (first token, or mean, which is the default), and the other configurations how long a text may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from knowledge.index.embedders.files import (
    MissingExtraError,
    ModelFilesError,
    Prefixes,
    fingerprint,
    onnx_file,
    prepared,
    read_json,
    unit_rows,
)
from knowledge.index.protocols import Vectors

SETTING = "YOUDA_EMBEDDER"
LONGEST_TOKENS = 512
_UNLIMITED = 100_000

Array = npt.NDArray[Any]


class OnnxModel:
    """A session and its tokenizer. Nothing changes after opening, so threads may share one.

    Raises MissingExtraError without onnxruntime, ModelFilesError for files that are absent or damaged.
    """

    def __init__(self, folder: Path, *, setting: str) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise MissingExtraError(setting, str(folder), "onnx") from error
        model = onnx_file(folder)
        if model is None:
            raise ModelFilesError(setting, folder, "it holds neither 'model.onnx' nor 'onnx/model.onnx'")
        try:
            self._tokenizer = _tokenizer(folder)
            self._session: Any = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
        except Exception as error:  # tokenizers and onnxruntime raise bare or private kinds
            raise ModelFilesError(setting, folder, f"{type(error).__name__}: {error}") from error
        self._inputs = {one.name for one in self._session.get_inputs()}
        unknown = self._inputs - {"input_ids", "attention_mask", "token_type_ids"}
        if unknown or "input_ids" not in self._inputs:
            raise ModelFilesError(setting, folder, f"it takes {sorted(self._inputs)}, which no text model does")

    def run(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> tuple[Array, Array]:
        """Return the model's first output for texts or pairs of texts, and which tokens are no padding."""
        encoded: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        columns = {
            "input_ids": [one.ids for one in encoded],
            "attention_mask": [one.attention_mask for one in encoded],
            "token_type_ids": [one.type_ids for one in encoded],
        }
        arrays = {name: np.array(rows, dtype=np.int64) for name, rows in columns.items()}
        first, *_ = self._session.run(None, {name: arrays[name] for name in self._inputs})
        return np.asarray(first, dtype=np.float32), arrays["attention_mask"]


class OnnxEmbedder:
    """Embeds with the exported model in `folder`."""

    def __init__(self, folder: Path, prefixes: Prefixes, *, batch: int) -> None:
        self._model = OnnxModel(folder, setting=SETTING)
        self._prefixes, self._batch = prefixes, batch
        try:
            self._of_first_token = bool(read_json(folder / "1_Pooling/config.json").get("pooling_mode_cls_token"))
            probe = self._vectors(["policy"])
        except Exception as error:  # onnxruntime raises private kinds when shapes or types do not fit
            raise ModelFilesError(SETTING, folder, f"{type(error).__name__}: {error}") from error
        if not np.isfinite(probe).all():
            raise ModelFilesError(SETTING, folder, "its vectors are not finite numbers")
        self._dimension = int(probe.shape[1])
        self._name = f"onnx-{folder.name}-{fingerprint(folder)}{prefixes.mark}"

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
        return self._embed(texts, self._prefixes.passage)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As `embed`, with the prefix of questions."""
        return self._embed(texts, self._prefixes.question)

    def _embed(self, texts: Sequence[str], prefix: str) -> Vectors:
        wanted, places = prepared(texts, prefix)
        batches = [self._vectors(wanted[i : i + self._batch]) for i in range(0, len(wanted), self._batch)]
        found = np.concatenate(batches) if batches else np.zeros((0, self._dimension), dtype=np.float32)
        return unit_rows(found, places, (len(texts), self._dimension))

    def _vectors(self, texts: Sequence[str]) -> Array:
        """Return one vector per text: what the model pooled itself, its first token, or the mean of its tokens."""
        found, mask = self._model.run(texts)
        if found.ndim == 2:
            return found
        if self._of_first_token:
            return np.asarray(found[:, 0])
        weights = mask[:, :, None].astype(np.float32)
        return np.asarray((found * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9))


def _tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    settings = read_json(folder / "tokenizer_config.json")
    pad = settings.get("pad_token") or "[PAD]"
    pad = pad["content"] if isinstance(pad, dict) else str(pad)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id(pad) or 0, pad_token=pad)
    tokenizer.enable_truncation(_longest(folder, settings))
    return tokenizer


def _longest(folder: Path, settings: dict[str, Any]) -> int:
    """Return how many tokens of a text the model can read, by the least of what its configurations say."""
    said = [
        read_json(folder / "sentence_bert_config.json").get("max_seq_length"),
        settings.get("model_max_length"),
        read_json(folder / "config.json").get("max_position_embeddings"),
    ]
    limits = [int(value) for value in said if isinstance(value, int | float) and 0 < value < _UNLIMITED]
    return min(limits, default=LONGEST_TOKENS)
