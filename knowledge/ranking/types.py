"""What ranking learns from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LearnedPair:
    """A question that a person confirmed to be answered by a clause, or by an entry as a whole.

    `clause_id` empty means every passage of the entry; otherwise passages of the clause, of clauses inside it and of
    those around it count. `weight` is how much the pair is trusted, above 0 up to 1: a curator's is 1, a rating less.
    """

    question: str
    entry_id: str
    clause_id: str = ""
    weight: float = 1.0

    def covers(self, clause_id: str) -> bool:
        """Say whether a passage of `clause_id` in the same entry is meant."""
        mine, other = self.clause_id, clause_id
        return not mine or mine == other or other.startswith(f"{mine}.") or mine.startswith(f"{other}.")
