"""Which questions are about one matter: by meaning, as the embedder in use sees it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.index.protocols import Vectors


def nearest(questions: Vectors, groups: Sequence[Vectors], least: float) -> list[int | None]:
    """Return for each question the place of the group whose members are most like it on average; None below `least`.

    All rows are unit vectors; of two groups alike the first is taken.
    """
    if not groups or not len(questions):
        return [None] * len(questions)
    means = np.stack([members.mean(axis=0) for members in groups])
    alike = questions @ means.T
    best = alike.argmax(axis=1)
    return [int(place) if alike[row, place] >= least else None for row, place in enumerate(best)]


def grouped(questions: Vectors, least: float) -> list[list[int]]:
    """Return the places of questions that are alike by at least `least` on average (average linkage), each once.

    Groups come in the order of their first question; one like no other stands alone.
    """
    if len(questions) < 2:
        return [[place] for place in range(len(questions))]
    from core.learners import AgglomerativeClustering

    distances = np.clip(1 - np.asarray(questions @ questions.T, dtype=np.float64), 0, 2)
    np.fill_diagonal(distances, 0)
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - least
    )
    labels = model.fit_predict((distances + distances.T) / 2)
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(place)
    return sorted(groups.values())


def most_typical(questions: Vectors) -> int:
    """Return the place of the question that is most like all others; of equals the first."""
    return int((questions @ questions.mean(axis=0)).argmax())
