"""What ships: rankers for bases with and without a history, and what lay questions taught about national law."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.ranking.features import FEATURES
from knowledge.ranking.files import check_folder, read_arrays, write_folder
from knowledge.ranking.prior import CitationPrior
from knowledge.ranking.translation import NO_TRANSLATION, Translation
from knowledge.ranking.trees import Ranker

SHIPPED = Path(__file__).parent / "model"
KIND, FORMAT = "lay", 1


@dataclass(frozen=True, slots=True)
class LayKnowledge:
    """A translation of lay words into those of statutes, and how often lay people ask about each of them.

    Both know statutes by their words and titles, so that they serve every base that holds some.
    """

    translation: Translation = NO_TRANSLATION
    prior: CitationPrior = field(default_factory=CitationPrior)

    def save(self, folder: Path, notes: dict[str, object] | None = None) -> None:
        """Write both into `folder`, with `notes` on what they were learned from."""
        asked = self.prior.instruments
        arrays = self.translation.arrays() | {
            "instruments": np.array(list(asked), np.uint32),
            "citations": np.array(list(asked.values()), np.float32),
        }
        write_folder(folder, KIND, FORMAT, arrays=arrays, notes=notes)

    @classmethod
    def load(cls, folder: Path) -> LayKnowledge:
        """Read what `save` wrote. Raises RankingFilesError."""
        check_folder(folder, KIND, FORMAT)
        arrays = read_arrays(folder)
        asked = zip(arrays["instruments"].tolist(), arrays["citations"].tolist(), strict=True)
        return cls(Translation.from_arrays(arrays), CitationPrior(Counter(dict(asked))))


@lru_cache(maxsize=2)
def shipped_ranker(*, history: bool) -> Ranker:
    """Return the ranker of the package for bases with a history of confirmed pairs, or for those without.

    Raises RankingFilesError.
    """
    return Ranker.load(SHIPPED / ("full" if history else "cold"), FEATURES)


@lru_cache(maxsize=1)
def shipped_lay() -> LayKnowledge:
    """Return the lay knowledge of the package. Raises RankingFilesError."""
    return LayKnowledge.load(SHIPPED / "lay")
