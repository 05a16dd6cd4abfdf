"""KeepInForce: only what governs on the day asked about may answer."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Answer, Draft
from knowledge.types import EntryKind, SearchHit


class KeepInForce:
    """Drops passages whose version is not yet effective, expired or replaced on the day asked about.

    Guides, curated answers and explanations without a day of their own tell how things stand today: they say nothing
    about the past. What is only about to be in force is noted under `future`, what no longer is under `over`, for the
    sentences that say so.
    """

    name = "keep_in_force"

    def run(self, draft: Draft) -> Draft | Answer:
        day, past = draft.question.as_of, draft.question.is_about_the_past
        kept = tuple(hit for hit in draft.hits if hit.passage.in_force_on(day) and not (past and _tells_today(hit)))
        future = tuple(hit for hit in draft.hits if hit.passage.begins_after(day))
        over = tuple(hit for hit in draft.hits if hit.passage.ended_before(day))
        return replace(draft, hits=kept, future=future, over=over, notes=draft.notes | {"in_force": len(kept)})


def _tells_today(hit: SearchHit) -> bool:
    return hit.passage.first_day is None and hit.passage.kind is not EntryKind.POLICY_DOCUMENT
