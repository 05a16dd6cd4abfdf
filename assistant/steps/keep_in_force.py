"""KeepInForce: only what governs on the day asked about may answer."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Answer, Draft


class KeepInForce:
    """Drops passages whose version is not yet effective, expired or replaced on the day asked about.

    What is only about to be in force is noted under `future`, for the sentence that says so.
    """

    name = "keep_in_force"

    def run(self, draft: Draft) -> Draft | Answer:
        day = draft.question.as_of
        kept = tuple(hit for hit in draft.hits if hit.passage.in_force_on(day))
        future = [hit for hit in draft.hits if hit.passage.begins_after(day)]
        return replace(draft, hits=kept, future=tuple(future), notes=draft.notes | {"in_force": len(kept)})
