"""VerifyCitations: remove what the cited clauses do not state; an answer left without support becomes an abstention."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers import Answers
from assistant.citing import Citer
from assistant.steps.require_evidence import related_entries
from assistant.types import Answer, Draft
from assistant.verify import Removed, review


class VerifyCitations:
    """Reads every cited clause from the database again and checks each sentence of the answer against it."""

    name = "verify_citations"

    def __init__(self, citer: Citer, answers: Answers) -> None:
        self._citer = citer
        self._answers = answers

    def run(self, draft: Draft) -> Draft | Answer:
        answer = draft.composed
        if answer is None:
            raise AssertionError("ComposeAnswer must run before VerifyCitations")
        texts = {citation.marker: self._citer.clause_text(citation) for citation in answer.citations}
        reviewed = review(answer, texts)
        checked = reviewed.answer
        if checked is None:
            related = related_entries(draft.hits)
            return self._answers.no_evidence(draft.question.text, related, reason="unverified", misses=0)
        notes = {
            "sentences_removed": len(reviewed.removed),
            "removed": [_note(removed) for removed in reviewed.removed],
        }
        return replace(draft, composed=checked, notes=draft.notes | notes)


def _note(removed: Removed) -> dict[str, object]:
    """Return what staff see of a sentence that was taken out: its text and, fact by fact, why."""
    why = [
        {"kind": found.kind.value, "fact": found.text, "why": found.why.value, "clause_says": found.clause_says}
        for found in removed.findings
    ]
    return {"text": removed.text, "why": why}
