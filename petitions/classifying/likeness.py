"""How alike two messages are to the letter: the same text sent twice, with a word changed or a greeting added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

from core.text import fold_for_comparison
from petitions.classifying.types import Message

if TYPE_CHECKING:
    from core.learners import HashingVectorizer

_MARKS = re.compile(r"[^\w]+")
_COLUMNS = 2**18


def pieces(messages: Sequence[Message]) -> sparse.csr_matrix:
    """Return one unit row per message: the square roots of how often its character pairs and triples occur."""
    if not messages:
        return sparse.csr_matrix((0, _COLUMNS))
    texts = [_MARKS.sub("", fold_for_comparison(message.title + message.text)) for message in messages]
    rows = _counter().transform(texts).sqrt()
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1)).A1
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-9)) @ rows)


def likeness(messages: Sequence[Message], others: Sequence[Message]) -> npt.NDArray[np.float64]:
    """Return the cosine of every message with every one of `others`, 0..1; 1 is the same text."""
    found: npt.NDArray[np.float64] = (pieces(messages) @ pieces(others).T).toarray()
    return found


def have_twin(rows: sparse.csr_matrix, others: sparse.csr_matrix, *, threshold: float) -> npt.NDArray[np.bool_]:
    """Say for each row of `pieces` whether one of `others` is at least this like it."""
    if not rows.shape[0] or not others.shape[0]:
        return np.zeros(rows.shape[0], dtype=np.bool_)
    step = 500  # thousands of rows against thousands of rows at once would not fit
    best = [
        (rows[begin : begin + step] @ others.T).max(axis=1).toarray().ravel() for begin in range(0, rows.shape[0], step)
    ]
    found: npt.NDArray[np.bool_] = np.concatenate(best) >= threshold
    return found


@cache
def _counter() -> HashingVectorizer:
    from core.learners import HashingVectorizer

    return HashingVectorizer(analyzer="char", ngram_range=(2, 3), n_features=_COLUMNS, alternate_sign=False, norm=None)
