"""LeaveOutStory: of a long question only what it asks goes on, so that the story around it weighs nothing."""

from __future__ import annotations

from assistant.asking_part import asking_part
from assistant.types import Answer, Draft
from core.text import to_simplified


class LeaveOutStory:
    """What the asker typed stays in the question; later steps still read there what it said of itself."""

    name = "leave_out_story"

    def run(self, draft: Draft) -> Draft | Answer:
        plain = to_simplified(draft.text)
        text = asking_part(plain)
        return draft if text == plain else draft.looked_for_as(text, "asking_part")
