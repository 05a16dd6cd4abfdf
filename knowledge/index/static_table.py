"""The files of an embedding table, read and written: a folder with tokenizer, int8 rows, their scales and a checksum.

One row per token. `scales.npy` holds the scale of each row in a passage, `question_scales.npy`, where a table has it,
the scale in a question: which words matter differs between what people ask and what clauses say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from core.errors import StorageError

CONFIG_FILE, TOKENIZER_FILE, VECTORS_FILE, SCALES_FILE = "config.json", "tokenizer.json", "vectors.npy", "scales.npy"
QUESTION_SCALES_FILE = "question_scales.npy"
UNKNOWN = "[UNK]"

TOKENISATION = "1"
"""Raised whenever `segment` gives other tokens than before; a table fits one value only."""

Floats = npt.NDArray[np.float32]


class EmbedderFilesError(StorageError):
    """The files of an embedding table are missing, damaged or of another version."""

    code = "embedder_files"

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(
            f"The embedding model in '{directory}' cannot be used: {reason}. If it is the shipped one, reinstall the "
            "`youda` package, or in a source checkout run `git checkout -- knowledge/index/model`; if you made it, "
            "make it again with `youda train`, or set YOUDA_EMBEDDER back to 'static'."
        )


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """What `config.json` says about a table. `checksum` covers every other file of the folder that is read."""

    name: str
    version: str
    dimension: int
    vocabulary: int
    tokenisation: str
    recipe: str
    checksum: str


@dataclass(frozen=True, slots=True)
class StaticTable:
    """A table as it is kept: int8 rows, shape (vocabulary, dimension), and one float32 scale per row and side.

    Row 0 is the unknown token and is zero.
    """

    config: ModelConfig
    tokenizer: Tokenizer
    vectors: npt.NDArray[np.int8]
    scales: Floats
    question_scales: Floats

    def passage_rows(self) -> Floats:
        """Return the rows as floats, as they enter the vector of a passage."""
        return self.scales[:, None] * self.vectors.astype(np.float32)

    def question_factors(self) -> Floats:
        """Return by how much each row counts more in a question than in a passage."""
        factors = np.ones_like(self.scales)
        return np.divide(self.question_scales, self.scales, out=factors, where=self.scales > 0)


def build_tokenizer(vocabulary: Sequence[str]) -> Tokenizer:
    """Return a tokenizer that maps segmented text to row numbers; the first token is the unknown one."""
    tokenizer = Tokenizer(WordLevel({token: number for number, token in enumerate(vocabulary)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    return tokenizer


def checksum_of(directory: Path) -> str:
    """Return the SHA-256 over the tokenizer, vectors and scales in `directory`, in hexadecimal."""
    digest = hashlib.sha256()
    for name in (TOKENIZER_FILE, VECTORS_FILE, SCALES_FILE):
        digest.update((directory / name).read_bytes())
    if (directory / QUESTION_SCALES_FILE).exists():
        digest.update((directory / QUESTION_SCALES_FILE).read_bytes())
    return digest.hexdigest()


def read_table(directory: Path) -> StaticTable:
    """Read the table in `directory`.

    Raises EmbedderFilesError if a file is missing, damaged or made for another tokenisation.
    """
    config = _read_config(directory)
    try:
        tokenizer = Tokenizer.from_file(str(directory / TOKENIZER_FILE))
        vectors = np.load(directory / VECTORS_FILE, allow_pickle=False)
        scales = np.load(directory / SCALES_FILE, allow_pickle=False)
        asked = directory / QUESTION_SCALES_FILE
        question_scales = np.load(asked, allow_pickle=False) if asked.exists() else scales
    except Exception as error:  # tokenizers raises bare Exception for a file it cannot read
        raise EmbedderFilesError(directory, str(error)) from error
    shape = (config.vocabulary, config.dimension)
    if vectors.shape != shape or scales.shape != shape[:1] or question_scales.shape != shape[:1]:
        raise EmbedderFilesError(directory, f"its vectors are {vectors.shape}, not {shape}")
    return StaticTable(config, tokenizer, vectors, scales, question_scales)


def write_table(
    directory: Path,
    tokenizer: Tokenizer,
    rows: Floats,
    *,
    question_factors: Floats | None = None,
    name: str,
    version: str,
    recipe: str,
) -> ModelConfig:
    """Write passage rows as int8 with one scale each, what questions differ by, and the configuration with checksum.

    `recipe` says how the rows came about (a hash); it and the checksum become part of the model's name, so that a
    deployment indexes anew when its table changes.
    """
    directory.mkdir(parents=True, exist_ok=True)
    scales = (np.abs(rows).max(axis=1) / 127).astype(np.float32)
    vectors = np.round(rows / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    vectors[0] = 0
    tokenizer.save(str(directory / TOKENIZER_FILE), pretty=False)
    np.save(directory / VECTORS_FILE, vectors)
    np.save(directory / SCALES_FILE, scales)
    (directory / QUESTION_SCALES_FILE).unlink(missing_ok=True)
    if question_factors is not None:
        np.save(directory / QUESTION_SCALES_FILE, (scales * question_factors).astype(np.float32))
    config = ModelConfig(name, version, rows.shape[1], len(rows), TOKENISATION, recipe, checksum_of(directory))
    (directory / CONFIG_FILE).write_text(json.dumps(asdict(config), indent=2) + "\n", encoding="utf-8")
    return config


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
