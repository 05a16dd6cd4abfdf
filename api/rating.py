"""What a visitor's rating of an answer teaches."""

from __future__ import annotations

import hashlib

from assistant.types import Outcome, Reply, Rung
from knowledge.learning.service import Rating
from knowledge.learning.types import PairTarget
from knowledge.types import EntryStatus

_TEACHING_RUNGS = (Rung.FAQ, Rung.CHAT_MODEL, Rung.EXTRACTIVE)


def rating_of(reply: Reply, *, helpful: bool, visitor: str | None) -> Rating:
    """Return the rating of `reply`: the question as it stands alone, and the clauses that answered it.

    Only whole answers from what is in force teach; one about a day in the past says nothing about today's clauses.
    """
    answer = reply.answer
    teaches = (
        answer.outcome is Outcome.ANSWERED and answer.rung in _TEACHING_RUNGS and not reply.question.is_about_the_past
    )
    targets = [
        PairTarget(citation.document_id, citation.clause_id)
        for citation in answer.citations
        if teaches and citation.status == EntryStatus.PUBLISHED.value
    ]
    return Rating(
        message_id=reply.message_id,
        visitor=pseudonym(visitor) if visitor else None,
        question=reply.rewritten,
        targets=tuple(dict.fromkeys(targets)),
        helpful=helpful,
    )


def pseudonym(visitor: str) -> str:
    """Return what tells visitors apart in stored ratings; the id in their cookie cannot be worked out from it."""
    return f"visitor_{hashlib.sha256(visitor.encode()).hexdigest()[:24]}"
