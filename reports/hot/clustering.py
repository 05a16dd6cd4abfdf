"""Which messages are about one thing: alike in words that few others use, in title and text alike.

Average linkage over the mean of title and text cosines keeps one matter together without chaining; a second pass joins
clusters whose centres are alike, since one matter told from two sides falls apart in the first. No number of clusters
is set, and messages like nothing else stay alone. Memory grows with the square: 5,000 messages take 0.2 GB and seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from petitions.classifying.features import words
from reports.hot.types import Cluster, HotMessage

MOST_MESSAGES = 6_000
"""Clustered at once; the newest are kept."""

_MOST_WORDS = 400
_ALWAYS_RARE = 50  # a word in so few messages may be what an issue is called, however few messages there are
_TERMS = 6
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike messages, and centres of clusters, must be to belong together (docs/evaluation.md, Hot issues)."""

    messages: float = 0.25
    centres: float = 0.45
    rare_share: float = 0.05


def cluster_messages(messages: Sequence[HotMessage], likeness: Likeness = Likeness()) -> list[Cluster]:
    """Return the clusters of at least two messages, the largest first. The order of `messages` does not matter."""
    kept = sorted(messages, key=lambda message: (message.at, message.id))[-MOST_MESSAGES:]
    if len(kept) < 2:
        return []
    titles, title_words = _weighted([message.title for message in kept], likeness)
    texts, text_words = _weighted([message.text for message in kept], likeness)
    rows = sparse.csr_matrix(sparse.hstack([titles, texts])) * np.sqrt(0.5)
    alike: Floats = (rows @ rows.T).toarray()
    groups = _joined(_grouped(1 - alike, likeness.messages, "average"), rows, likeness.centres)
    names = [*title_words, *text_words]
    clusters = [_cluster(kept, places, rows, alike, names) for places in groups]
    return sorted(clusters, key=lambda cluster: (-len(cluster.messages), cluster.messages[0].id))


def _weighted(texts: Sequence[str], likeness: Likeness) -> tuple[sparse.csr_matrix, list[str]]:
    """Return TF-IDF rows over all words but those that more than a small share of the messages use."""
    from core.learners import TfidfVectorizer

    weights = TfidfVectorizer(
        analyzer=lambda text: words(text)[:_MOST_WORDS],
        sublinear_tf=True,
        max_df=min(1.0, max(likeness.rare_share, _ALWAYS_RARE / len(texts))),
    )
    try:
        return weights.fit_transform(texts), list(weights.get_feature_names_out())
    except ValueError:  # not one word is left
        return sparse.csr_matrix((len(texts), 0)), []


def _grouped(distances: Floats, least: float, linkage: str) -> list[npt.NDArray[np.int64]]:
    """Return the places of each group of at least two."""
    from core.learners import AgglomerativeClustering

    distances = np.clip((distances + distances.T) / 2, 0, None)
    np.fill_diagonal(distances, 0)
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage=linkage, distance_threshold=1 - least
    )
    labels = model.fit_predict(distances)
    sizes = np.bincount(labels)
    return [np.flatnonzero(labels == label) for label in np.flatnonzero(sizes > 1)]


def _joined(groups: list[npt.NDArray[np.int64]], rows: sparse.csr_matrix, least: float) -> list[npt.NDArray[np.int64]]:
    """Join groups whose centres are all alike."""
    if len(groups) < 2:
        return groups
    centres = np.vstack([np.asarray(rows[places].mean(axis=0)) for places in groups])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    joined = _grouped(1 - centres @ centres.T, least, "complete")
    alone = set(range(len(groups))) - {int(place) for places in joined for place in places}
    return [np.sort(np.concatenate([groups[place] for place in places])) for places in joined] + [
        groups[place] for place in sorted(alone)
    ]


def _cluster(
    messages: Sequence[HotMessage],
    places: npt.NDArray[np.int64],
    rows: sparse.csr_matrix,
    alike: Floats,
    names: Sequence[str],
) -> Cluster:
    within = alike[np.ix_(places, places)]
    typical = messages[int(places[int(within.sum(axis=1).argmax())])]
    centre = np.asarray(rows[places].mean(axis=0)).ravel()
    best = dict.fromkeys(
        names[place] for place in np.argsort(-centre, kind="stable")[: 3 * _TERMS] if centre[place] > 0
    )
    size = len(places)
    return Cluster(
        title=typical.title,
        terms=tuple(best)[:_TERMS],
        messages=tuple(messages[int(place)] for place in places),
        cohesion=float((within.sum() - within.trace()) / (size * (size - 1))),
    )
