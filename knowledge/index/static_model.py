"""The embedder shipped with the product: a table of token vectors, averaged and scaled to length 1.

Training (`training/`) and serving share `segment`, so a text always meets the table it was trained with. What the
table was made from, and how well it does, stands in `model/MODEL_CARD.md`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rjieba
from tokenizers import Tokenizer

from core.errors import StorageError
from core.text import normalise_for_search

MODEL_DIRECTORY = Path(__file__).parent / "model"
CONFIG_FILE, TOKENIZER_FILE, VECTORS_FILE, SCALES_FILE = "config.json", "tokenizer.json", "vectors.npy", "scales.npy"

TOKENISATION = "1"
"""Raised whenever `segment` gives other tokens than before; a table fits one value only."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"\w")


class EmbedderFilesError(StorageError):
    """The files of the shipped embedding model are missing, damaged or of another version."""

    code = "embedder_files"

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(
            f"The embedding model in '{directory}' cannot be used: {reason}. Reinstall the `youda` package, or in a "
            "source checkout run `git checkout -- knowledge/index/model`, or train it again with "
            f"`python training/train_embedder.py DATA_DIR --out {directory}`."
        )


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """What `config.json` says about a table. `checksum` covers tokenizer, vectors and scales."""

    name: str
    version: str
    dimension: int
    vocabulary: int
    tokenisation: str
    recipe: str
    checksum: str


def segment(text: str) -> str:
    """Return the distinct words and single Han characters of the normalised text, joined by spaces.

    Each token counts once, however often it occurs: in a clause, repetition says little about the subject.
    """
    plain = normalise_for_search(text)
    words = (word for word in rjieba.cut_for_search(plain) if _WORD.search(word))
    return " ".join(dict.fromkeys([*words, *_HAN.findall(plain)]))


def checksum_of(directory: Path) -> str:
    """Return the SHA-256 over the tokenizer, vectors and scales in `directory`, in hexadecimal."""
    digest = hashlib.sha256()
    for name in (TOKENIZER_FILE, VECTORS_FILE, SCALES_FILE):
        digest.update((directory / name).read_bytes())
    return digest.hexdigest()


class StaticEmbedder:
    """Embeds texts with the shipped table. Immutable after loading, so threads may share one.

    The table holds int8 rows with one scale each; row 0 is the unknown token and is zero.
    Raises EmbedderFilesError if a file is missing, damaged or made for another tokenisation.
    """

    def __init__(self, directory: Path = MODEL_DIRECTORY) -> None:
        config = _read_config(directory)
        try:
            self._tokenizer = Tokenizer.from_file(str(directory / TOKENIZER_FILE))
            self._vectors: npt.NDArray[np.int8] = np.load(directory / VECTORS_FILE, allow_pickle=False)
            self._scales: npt.NDArray[np.float32] = np.load(directory / SCALES_FILE, allow_pickle=False)
        except Exception as error:  # tokenizers raises bare Exception for a file it cannot read
            raise EmbedderFilesError(directory, str(error)) from error
        self._check_shapes(directory, config)
        self._config = config

    @property
    def name(self) -> str:
        """Name, version and first digits of the checksum: changes whenever vectors would change."""
        return f"{self._config.name}-{self._config.version}-{self._config.checksum[:8]}"

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._config.dimension

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one unit row per text, float32, shape (len(texts), dimension), in the order given.

        A text that is empty or has no known token gives a row of zeros, whose cosine with everything is 0.
        """
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            tokens = self._tokenizer.encode(segment(text)).ids
            row[:] = self._scales[tokens] @ self._vectors[tokens].astype(np.float32)
            length = float(np.linalg.norm(row))
            if length > 0:
                row /= length
        return rows

    def _check_shapes(self, directory: Path, config: ModelConfig) -> None:
        expected = (config.vocabulary, config.dimension)
        if self._vectors.shape != expected or self._scales.shape != expected[:1]:
            raise EmbedderFilesError(directory, f"its vectors are {self._vectors.shape}, not {expected}")


def _read_config(directory: Path) -> ModelConfig:
    try:
        config = ModelConfig(**json.loads((directory / CONFIG_FILE).read_text(encoding="utf-8")))
        actual = checksum_of(directory)
    except FileNotFoundError as error:
        raise EmbedderFilesError(directory, f"'{Path(error.filename).name}' is missing") from error
    except (OSError, ValueError, TypeError) as error:
        raise EmbedderFilesError(directory, f"'{CONFIG_FILE}' cannot be read ({error})") from error
    if actual != config.checksum:
        raise EmbedderFilesError(directory, "its files do not match their checksum")
    if config.tokenisation != TOKENISATION:
        raise EmbedderFilesError(
            directory, f"it was made for tokenisation {config.tokenisation}, this version uses {TOKENISATION}"
        )
    return config
