"""The same report in two systems' lists: same enterprise and nearly the same words, or the very same words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.text import fold_for_comparison
from petitions.exchange.repository import OpenPetition

LIKENESS = 0.85
"""Share of common pairs of characters from which two texts count as one report (`dup_threshold` of DOMAIN §3.3)."""


def digest_of(content: str, enterprise: str) -> str:
    """Return the SHA-256 of what was said and by whom, spelling and blanks aside."""
    return hashlib.sha256(f"{fold_for_comparison(enterprise)}\n{fold_for_comparison(content)}".encode()).hexdigest()


@dataclass(slots=True)
class Twins:
    """Open petitions by enterprise, to be compared with each row of a list."""

    _by_enterprise: dict[str, list[tuple[OpenPetition, frozenset[str]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, petitions: Iterable[OpenPetition]) -> Twins:
        twins = cls()
        for petition in petitions:
            twins.add(petition)
        return twins

    def add(self, petition: OpenPetition) -> None:
        """Compare later rows with this petition too."""
        entry = (petition, _pairs(petition.content))
        for key in _keys(petition.credit_code, petition.enterprise_name):
            self._by_enterprise.setdefault(key, []).append(entry)

    def find(self, credit_code: str, enterprise_name: str, content: str) -> OpenPetition | None:
        """Return the most similar petition of the same enterprise if it is the same report; the first of equals."""
        pairs = _pairs(content)
        rivals = [entry for key in _keys(credit_code, enterprise_name) for entry in self._by_enterprise.get(key, ())]
        scored = [(len(pairs & other) / max(len(pairs | other), 1), petition) for petition, other in rivals]
        best = max(scored, key=lambda found: found[0], default=None)
        return best[1] if best is not None and best[0] >= LIKENESS else None


def _keys(credit_code: str, enterprise_name: str) -> list[str]:
    name = fold_for_comparison(enterprise_name)
    return [key for key in (credit_code.strip().upper(), name) if key]


def _pairs(text: str) -> frozenset[str]:
    folded = fold_for_comparison(text)
    return frozenset(folded[n : n + 2] for n in range(len(folded) - 1))
