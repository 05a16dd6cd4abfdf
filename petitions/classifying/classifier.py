"""A classifier that trains in seconds: linear models over words, helped by weakly labelled messages.

First a teacher learns from the confirmed rows alone. Each weakly labelled message then gets one label, the likeliest by
teacher and votes together; votes count as the teacher has found them reliable (Dawid & Skene 1979, with the teacher's
probabilities as the prior). The final models learn from both, a weak row weighing the less the less sure its label is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.special import log_softmax, softmax

from core.errors import InvalidInputError
from petitions.classifying.features import MessageFeatures
from petitions.classifying.types import LabelledMessage, Message, ScoredLabel, WeaklyLabelledMessage

if TYPE_CHECKING:
    from core.learners import LinearSVC

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

_FLOOR = 1e-4
_REASONS = 5


@dataclass(frozen=True, slots=True)
class Tuning:
    """Chosen by cross-validation (docs/evaluation.md, Petitions).

    `margin_scale` turns margins into probabilities, `vote_trust` (0..1) damps votes, which err together; `weak_weight`
    is that of a weak row whose label is certain; `bayes_share` is what the Bayesian model has of the final say.
    """

    penalty: float = 2.0
    teacher_penalty: float = 1.0
    margin_scale: float = 2.0
    vote_trust: float = 0.5
    weak_weight: float = 0.3
    bayes_smoothing: float = 0.1
    bayes_share: float = 0.25


class MessageClassifier:
    """Tells labels apart. Immutable once trained, so threads may share one.

    Raises InvalidInputError when the labelled rows hold fewer than two labels.
    """

    def __init__(
        self,
        labelled: Sequence[LabelledMessage],
        weak: Sequence[WeaklyLabelledMessage] = (),
        tuning: Tuning = Tuning(),
    ) -> None:
        from core.learners import ComplementNB

        self.labels = tuple(sorted({row.label for row in labelled}))
        if len(self.labels) < 2:
            raise InvalidInputError("A classifier needs rows of at least two labels. Add rows with other labels.")
        number = {label: place for place, label in enumerate(self.labels)}
        self._tuning = tuning
        self._features = MessageFeatures([*(row.message for row in labelled), *(row.message for row in weak)])
        gold = np.array([number[row.label] for row in labelled])
        rows, weights = (
            self._features.rows([row.message for row in labelled]),
            np.array([row.weight for row in labelled]),
        )
        if weak:
            more = self._features.rows([row.message for row in weak])
            teacher = self._fit(rows, gold, weights, tuning.teacher_penalty)
            believed = self._believe(self._probabilities(teacher, more), weak, number)
            rows = sparse.csr_matrix(sparse.vstack([rows, more]))
            gold = np.concatenate([gold, believed.argmax(axis=1)])
            weights = np.concatenate([weights, tuning.weak_weight * believed.max(axis=1) ** 2])
        self._margins = self._fit(rows, gold, weights, tuning.penalty)
        self._bayes = ComplementNB(alpha=tuning.bayes_smoothing).fit(rows, gold, sample_weight=weights)

    def probabilities(self, messages: Sequence[Message]) -> Floats:
        """Return one row per message, one column per label of `labels`; rows sum to 1."""
        rows = self._features.rows(messages)
        margins = log_softmax(self._decision(self._margins, rows) * self._tuning.margin_scale, axis=1)
        bayes = self._bayes.predict_log_proba(rows)
        found: Floats = softmax(margins + self._tuning.bayes_share * bayes, axis=1)
        return found

    def classify(self, message: Message, *, limit: int = 3) -> list[ScoredLabel]:
        """Return the likeliest labels, best first, each with the words that speak for it most."""
        scores = self.probabilities([message])[0]
        best = np.argsort(-scores, kind="stable")[:limit]
        return [ScoredLabel(self.labels[place], float(scores[place]), self._terms(message, place)) for place in best]

    def _terms(self, message: Message, label: int) -> tuple[str, ...]:
        row = self._features.rows([message])
        weights = self._margins.coef_
        column = weights[label] if len(weights) > 1 else weights[0] * (1 if label else -1)
        shares = row.multiply(column).tocoo()
        order = sorted(zip(-shares.data, shares.coords[1], strict=True))
        names = self._features.names()
        return tuple(dict.fromkeys(names[place] for share, place in order if share < 0))[:_REASONS]

    def _believe(
        self, prior: Floats, weak: Sequence[WeaklyLabelledMessage], number: dict[str, int], *, rounds: int = 3
    ) -> Floats:
        """Return what label each weak row has, as probabilities; votes for labels unknown here say nothing."""
        voters = max(len(row.votes) for row in weak)
        unknown = len(number)
        votes = np.full((voters, len(weak)), unknown)
        for place, row in enumerate(weak):
            votes[: len(row.votes), place] = [number.get(vote, unknown) for vote in row.votes]
        log_prior = np.log(prior + _FLOOR)
        believed: Floats = softmax(log_prior + sum(np.eye(unknown + 1)[vote][:, :unknown] for vote in votes), axis=1)
        for _ in range(rounds):
            evidence = sum(np.log(_reliability(believed, vote, unknown))[:, vote].T for vote in votes)
            believed = softmax(log_prior + self._tuning.vote_trust * evidence, axis=1)
        return believed

    def _probabilities(self, model: LinearSVC, rows: sparse.csr_matrix) -> Floats:
        found: Floats = softmax(self._decision(model, rows) * self._tuning.margin_scale, axis=1)
        return found

    @staticmethod
    def _decision(model: LinearSVC, rows: sparse.csr_matrix) -> Floats:
        found: Floats = model.decision_function(rows)
        return found if found.ndim == 2 else np.column_stack([-found, found])

    @staticmethod
    def _fit(rows: sparse.csr_matrix, gold: Labels, weights: Floats, penalty: float) -> LinearSVC:
        from core.learners import LinearSVC

        model = LinearSVC(C=penalty, class_weight="balanced", tol=1e-3, random_state=0)
        return model.fit(rows, gold, sample_weight=weights)


def _reliability(believed: Floats, vote: Labels, unknown: int) -> Floats:
    """Return P(vote | label), one row per label, the last column for votes that say nothing; add-one smoothing."""
    counts = np.stack([believed[vote == given].sum(axis=0) for given in range(unknown)], axis=1) + 1
    known = counts / counts.sum(axis=1, keepdims=True)
    return np.column_stack([known, np.ones(unknown)])
