"""Write a trained table as the files `knowledge.index.static_model` reads."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lsa import UNKNOWN
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from knowledge.index.static_model import (
    CONFIG_FILE,
    SCALES_FILE,
    TOKENISATION,
    TOKENIZER_FILE,
    VECTORS_FILE,
    ModelConfig,
    checksum_of,
)

NAME = "youda-static-zh"


def build_tokenizer(vocabulary: list[str]) -> Tokenizer:
    """Return a tokenizer that maps segmented text to row numbers."""
    ids = {token: number for number, token in enumerate(vocabulary)}
    tokenizer = Tokenizer(WordLevel(ids, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    return tokenizer


def write_model(
    directory: Path, vocabulary: list[str], table: npt.NDArray[np.float32], *, version: str, recipe: str
) -> None:
    """Write tokenizer, int8 rows, one scale per row, and the configuration with their checksum."""
    directory.mkdir(parents=True, exist_ok=True)
    scales = np.abs(table).max(axis=1) / 127
    rows = np.round(table / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    rows[0] = 0
    build_tokenizer(vocabulary).save(str(directory / TOKENIZER_FILE), pretty=False)
    np.save(directory / VECTORS_FILE, rows)
    np.save(directory / SCALES_FILE, scales.astype(np.float32))
    config = ModelConfig(NAME, version, table.shape[1], len(vocabulary), TOKENISATION, recipe, checksum_of(directory))
    (directory / CONFIG_FILE).write_text(json.dumps(asdict(config), indent=2) + "\n", encoding="utf-8")
