"""A sentence-transformers model of the size of bge-small-zh, made here with random weights: its speed is real.

4 layers, 512 wide, 8 heads, 2,048 between, 21,128 tokens, 24 M parameters, one token a Chinese character, the vector of
the first token, normalised. Its vectors mean nothing, so nothing but time may be read off it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.embeddings import Embeddings

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_VOCABULARY = 21_128
_FIRST_HAN, _FIRST_ASCII, _LAST_ASCII = 0x4E00, 33, 127
_LAYERS, _HIDDEN, _HEADS, _BETWEEN, _LONGEST = 4, 512, 8, 2_048, 512
_BATCH = 32


class SmallTransformer(Embeddings):
    """The model behind LangChain's interface. Raises ImportError without the `st` extra."""

    def __init__(self, folder: Path) -> None:
        self._model = _make(folder)

    @property
    def parameters(self) -> int:
        """How many weights it has."""
        return sum(int(weights.numel()) for weights in self._model.parameters())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._model.encode(
            texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def _make(folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(_words()) + "\n", encoding="utf-8")
    tokens = BertTokenizer(str(folder / "vocab.txt"))
    shape = BertConfig(
        vocab_size=_VOCABULARY, hidden_size=_HIDDEN, num_hidden_layers=_LAYERS, num_attention_heads=_HEADS,
        intermediate_size=_BETWEEN, max_position_embeddings=_LONGEST,
    )  # fmt: skip
    BertModel(shape).save_pretrained(folder)
    tokens.save_pretrained(folder)
    words = Transformer(str(folder), max_seq_length=_LONGEST)
    return SentenceTransformer(modules=[words, Pooling(_HIDDEN, pooling_mode="cls")], device="cpu")


def _words() -> list[str]:
    """Return a vocabulary of the same size and cut: ASCII, then the commonest block of Chinese characters."""
    ascii_words = [f"{mark}{chr(code)}" for mark in ("", "##") for code in range(_FIRST_ASCII, _LAST_ASCII)]
    rest = _VOCABULARY - len(_SPECIAL) - len(ascii_words)
    return [*_SPECIAL, *ascii_words, *(chr(_FIRST_HAN + place) for place in range(rest))]
