"""What is asked about: how often answers came from an instrument and from an entry, against how much it holds."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

_PRIOR_CITATIONS, _PRIOR_PASSAGES = 0.3, 30.0
_PER = 700.0
"""Counts are brought to this many pairs, so that a long history does not weigh more than a short one."""


@dataclass(slots=True)
class CitationPrior:
    """Trusted answers by number of the instrument and by entry id."""

    instruments: Counter[int] = field(default_factory=Counter)
    entries: Counter[str] = field(default_factory=Counter)

    def add(self, instrument: int, entry_id: str, weight: float) -> None:
        self.instruments[instrument] += weight  # type: ignore[assignment]
        if entry_id:
            self.entries[entry_id] += weight  # type: ignore[assignment]

    def copy(self) -> CitationPrior:
        return CitationPrior(self.instruments.copy(), self.entries.copy())

    def of_instrument(self, instrument: int, size: int) -> float:
        """Return ln((citations + .3) / (passages + 30)), citations per 700 of all."""
        total = sum(self.instruments.values())
        cited = self.instruments[instrument] * _PER / total if total else 0.0
        return math.log((cited + _PRIOR_CITATIONS) / (size + _PRIOR_PASSAGES))

    def of_entry(self, entry_id: str) -> float:
        """Return ln(1 + citations of the entry)."""
        return math.log1p(self.entries[entry_id])
