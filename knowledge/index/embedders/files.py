"""What folders of models have in common: what kind they are, what identifies them, and how their faults are told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import InvalidInputError, StorageError
from core.text import normalise_for_search
from knowledge.index.protocols import Vectors
from knowledge.index.static_table import SCALES_FILE, VECTORS_FILE

_SAMPLED_BYTES = 1 << 20
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_ONNX_PLACES = ("model.onnx", "onnx/model.onnx")


class ModelFilesError(StorageError):
    """A folder that a setting names does not hold a model that can be used."""

    code = "model_files"

    def __init__(self, setting: str, folder: Path, reason: str) -> None:
        super().__init__(
            f"The model in '{folder}' ({setting}) cannot be used: {reason}. Copy its files there again, "
            f"or set {setting} back to its default."
        )


class MissingExtraError(InvalidInputError):
    """A model needs a library that is not installed."""

    code = "missing_extra"

    def __init__(self, setting: str, value: str, extra: str) -> None:
        super().__init__(
            f"{setting}='{value}' needs libraries that are not installed. Install them with "
            f"`pip install 'youda[{extra}]'`, or set {setting} back to its default."
        )


class ModelKind(StrEnum):
    """How a folder of a model is run."""

    TABLE = "table"
    SENTENCE_TRANSFORMERS = "st"
    ONNX = "onnx"


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What a model wants to see in front of questions and of passages; empty for most."""

    question: str = ""
    passage: str = ""

    @property
    def mark(self) -> str:
        """Four hexadecimal digits that change with the prefixes, nothing when there are none."""
        both = f"{self.question}\n{self.passage}"
        return "" if both == "\n" else f"-{hashlib.sha256(both.encode()).hexdigest()[:4]}"


def kind_of(folder: Path) -> ModelKind | None:
    """Tell what kind of model `folder` holds, None when it is none. Weights of torch go before an export of them."""
    if (folder / VECTORS_FILE).is_file() or (folder / SCALES_FILE).is_file():
        return ModelKind.TABLE
    if (folder / "modules.json").is_file() or any(any(folder.glob(pattern)) for pattern in _WEIGHTS):
        return ModelKind.SENTENCE_TRANSFORMERS
    return ModelKind.ONNX if onnx_file(folder) else None


def onnx_file(folder: Path) -> Path | None:
    """Return the exported model in `folder`, None when there is none."""
    return next((folder / place for place in _ONNX_PLACES if (folder / place).is_file()), None)


def fingerprint(folder: Path) -> str:
    """Return eight hexadecimal digits that change when a file of the model does.

    Of large files size, beginning, middle and end are read: weights differ everywhere once they are trained on.
    """
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in {".md", ".lock"}):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)} {size}".encode())
        with path.open("rb") as content:
            for place in sorted({0, max(0, size // 2), max(0, size - _SAMPLED_BYTES)}):
                content.seek(place)
                digest.update(content.read(_SAMPLED_BYTES))
    return digest.hexdigest()[:8]


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file, an empty one when it is absent. Raises ValueError for other content."""
    if not path.is_file():
        return {}
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"'{path.name}' holds no JSON object")
    return value


def prepared(texts: Sequence[str], prefix: str) -> tuple[list[str], list[int]]:
    """Return the texts that say something, normalised and with `prefix`, and their places in `texts`."""
    plain = [normalise_for_search(text) for text in texts]
    places = [place for place, text in enumerate(plain) if text]
    return [prefix + plain[place] for place in places], places


def unit_rows(found: npt.NDArray[Any], places: Sequence[int], shape: tuple[int, int]) -> Vectors:
    """Return float32 rows of length 1 at `places` of an array of `shape`, zeros elsewhere and for rows of zeros."""
    rows = np.zeros(shape, dtype=np.float32)
    if len(places):
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        rows[list(places)] = np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0)
    return rows
