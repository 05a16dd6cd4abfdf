"""Which categories a petition seems to belong to: cues and what was learned, put together."""

from __future__ import annotations

from dataclasses import dataclass

from petitions.classifying.types import Message
from petitions.suggesting.cues import Cues
from petitions.suggesting.model import CategoryModel
from petitions.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class RankedCategory:
    """A category with its probability, 0..1, the words that led to it, and what of it was learned."""

    code: str
    score: float
    terms: tuple[str, ...]
    learned_share: float


def rank_categories(
    cues: Cues, model: CategoryModel | None, taxonomy: Taxonomy, message: Message
) -> list[RankedCategory]:
    """Return the choosable categories that anything speaks for, the likeliest first; ties by code.

    What was learned weighs the more the more was confirmed; without a single cue it decides alone.
    """
    cued = cues.categories(message.title, message.text)
    total = sum(cue.weight for cue in cued.values()) or 1.0
    learned, trust = {}, 0.0
    if model is not None:
        learned, trust = model.scores(message), model.trust if cued else 1.0
    found = []
    for code in {*cued, *learned}:
        if not taxonomy.is_choosable(code):
            continue
        by_cues = (1 - trust) * (cued[code].weight / total if code in cued else 0.0)
        by_learning = trust * (learned[code].score if code in learned else 0.0)
        terms = [
            *(cued[code].terms if code in cued else ()),
            *(learned[code].terms if code in learned else ()),
        ]
        found.append(RankedCategory(code, by_cues + by_learning, tuple(dict.fromkeys(terms)), by_learning))
    return sorted(found, key=lambda ranked: (-ranked.score, ranked.code))
