"""The lists behind the numbers of an edition, packed into one value: a bit for each row of what was counted over."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from reports.facts import Facts, Mask, Texts

PETITIONS, MESSAGES, ENTRIES = "petitions", "messages", "entries"
_IDS = "ids"
BASE = ".base"
"""What the key of a share gets for the list of its denominator."""


@dataclass(slots=True)
class ListBuilder:
    """Collects lists by key while a report is compiled."""

    universes: Mapping[str, Texts]
    _masks: dict[tuple[str, str], Mask] = field(default_factory=dict)

    @classmethod
    def over(cls, facts: Facts) -> ListBuilder:
        return cls({PETITIONS: facts.petitions.number, MESSAGES: facts.messages.id, ENTRIES: facts.entries.id})

    def add(self, key: str, universe: str, members: Mask | None) -> None:
        """Keep a list, unless it is empty."""
        if members is not None and members.any():
            self._masks[universe, key] = members

    def packed(self) -> bytes:
        """Return all lists; rows that no list names are left out first."""
        arrays: dict[str, np.ndarray] = {}  # bits and text
        for universe, ids in self.universes.items():
            masks = {key: found for (of, key), found in self._masks.items() if of == universe}
            used = np.zeros(len(ids), dtype=bool)
            for found in masks.values():
                used |= found
            arrays[f"{_IDS}:{universe}"] = np.char.encode(ids[used], "ascii")
            arrays |= {f"{universe}:{key}": np.packbits(found[used]) for key, found in masks.items()}
        packed = io.BytesIO()
        np.savez_compressed(packed, **arrays)  # type: ignore[arg-type]  # every keyword is an array
        return packed.getvalue()


def read_list(packed: bytes, key: str) -> tuple[str, list[str]] | None:
    """Return what a list holds (petitions, messages or entries) and their numbers or ids; None without that list."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        for universe in (PETITIONS, MESSAGES, ENTRIES):
            if f"{universe}:{key}" in arrays:
                ids = arrays[f"{_IDS}:{universe}"]
                found = np.unpackbits(arrays[f"{universe}:{key}"], count=len(ids)).astype(bool)
                return universe, [identifier.decode("ascii") for identifier in ids[found]]
    return None


def list_keys(packed: bytes, *, but_of: str = _IDS) -> frozenset[str]:
    """Return the keys of all lists, but for those of one kind."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        names = (name.split(":", 1) for name in arrays.files)
        return frozenset(key for universe, key in names if universe not in (_IDS, but_of))
