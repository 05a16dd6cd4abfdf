"""An answer of the assistant as the draft of a reply to a petition."""

from __future__ import annotations

import re

from api.schemas.chat import AnswerOut, CitationOut
from api.schemas.suggestions import DraftSourceOut, ReplyDraftOut
from core.messages import message

_MARKS = re.compile(r"\*\*|\[\d+\]|^(?:## |- )", re.MULTILINE)
"""The marks of docs/answers.md; a reply is plain text."""


def reply_draft_out(answer: AnswerOut) -> ReplyDraftOut:
    """Return what was answered with its clauses; an answer without any is no draft."""
    sources = [_source(citation) for citation in answer.citations]
    return ReplyDraftOut(outcome=answer.outcome, text=_MARKS.sub("", answer.text) if sources else "", sources=sources)


def _source(citation: CitationOut) -> DraftSourceOut:
    key = "petition.citation.numbered" if citation.document_number else "petition.citation.titled"
    values = {"title": citation.title, "number": citation.document_number, "clause": citation.clause_label}
    named = f"{citation.document_id}#{citation.clause_id}" if citation.clause_id else citation.document_id
    return DraftSourceOut(
        marker=citation.marker,
        basis=message(key, **values).strip(),
        citation=named,
        quote=citation.quote,
        status=citation.status,
        url=citation.url,
    )
