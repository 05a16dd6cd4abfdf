"""The embedder shipped with the product: a table of token vectors, averaged and scaled to length 1.

Training (`training/`, `knowledge/ranking/table_tuning.py`) and serving share `segment`, so a text always meets the
table it was trained with. What the table was made from, and how well it does, stands in `model/MODEL_CARD.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rjieba

from core.text import normalise_for_search
from knowledge.index.static_table import Floats, read_table

MODEL_DIRECTORY = Path(__file__).parent / "model"

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"\w")


def segment(text: str) -> str:
    """Return the distinct words and single Han characters of the normalised text, joined by spaces.

    Each token counts once, however often it occurs: in a clause, repetition says little about the subject.
    """
    plain = normalise_for_search(text)
    words = (word for word in rjieba.cut_for_search(plain) if _WORD.search(word))
    return " ".join(dict.fromkeys([*words, *_HAN.findall(plain)]))


class StaticEmbedder:
    """Embeds texts with a table. Immutable after loading, so threads may share one.

    Raises EmbedderFilesError if a file is missing, damaged or made for another tokenisation.
    """

    def __init__(self, directory: Path = MODEL_DIRECTORY) -> None:
        self._table = read_table(directory)

    @property
    def name(self) -> str:
        """Name, version and first digits of the checksum: changes whenever vectors would change."""
        config = self._table.config
        return f"{config.name}-{config.version}-{config.checksum[:8]}"

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._table.config.dimension

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one unit row per passage, float32, shape (len(texts), dimension), in the order given.

        A text that is empty or has no known token gives a row of zeros, whose cosine with everything is 0.
        """
        return self._embed(texts, self._table.scales)

    def embed_questions(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """As `embed`, for what people ask: tokens weigh as they do in questions."""
        return self._embed(texts, self._table.question_scales)

    def _embed(self, texts: Sequence[str], scales: Floats) -> npt.NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            tokens = self._table.tokenizer.encode(segment(text)).ids
            row[:] = scales[tokens] @ self._table.vectors[tokens].astype(np.float32)
            length = float(np.linalg.norm(row))
            if length > 0:
                row /= length
        return rows
