"""The vocabulary and the starting table: latent semantic analysis of the training texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from knowledge.index.static_table import UNKNOWN

FloatTable = npt.NDArray[np.float32]


def choose_vocabulary(token_lists: Sequence[Sequence[str]], *, size: int, min_count: int) -> list[str]:
    """Return the unknown token and the `size` - 1 tokens found in most texts; ties in alphabetical order."""
    counts = Counter(token for tokens in token_lists for token in set(tokens))
    frequent = [token for token, count in counts.items() if count >= min_count]
    return [UNKNOWN, *sorted(frequent, key=lambda token: (-counts[token], token))[: size - 1]]


def inverse_document_frequency(token_ids: Sequence[npt.NDArray[np.int64]], size: int) -> FloatTable:
    """Return ln((texts + 1) / (texts with the token + 1)) per token."""
    counts = np.zeros(size)
    for ids in token_ids:
        counts[ids] += 1
    return np.log((len(token_ids) + 1) / (counts + 1)).astype(np.float32)


def lsa_directions(
    token_ids: Sequence[npt.NDArray[np.int64]], idf: FloatTable, *, dimension: int, seed: int
) -> FloatTable:
    """Return one unit row per token from the SVD of the row-normalised tf-idf matrix; random for unused tokens."""
    lengths = np.array([len(ids) for ids in token_ids])
    columns = np.concatenate(token_ids)
    values = idf[columns]
    rows = np.repeat(np.arange(len(token_ids)), lengths)
    norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(token_ids)))
    matrix = sparse.csr_matrix(
        (values / np.maximum(norms[rows], 1e-9), (rows, columns)), shape=(len(token_ids), len(idf)), dtype=np.float32
    )
    _, singular, right = randomized_svd(matrix, dimension, n_iter=3, random_state=seed)
    table = (right.T * np.sqrt(singular)).astype(np.float32)
    unused = ~table.any(axis=1)
    table[unused] = np.random.default_rng(seed).standard_normal((int(unused.sum()), dimension), dtype=np.float32)
    directions: FloatTable = table / np.linalg.norm(table, axis=1, keepdims=True)
    return directions
