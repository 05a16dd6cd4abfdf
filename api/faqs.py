"""Makes an entry's content from the FAQ form."""

from __future__ import annotations

from dataclasses import replace

from api.schemas.knowledge import FaqIn
from core.text import remove_invisible
from knowledge.drafts import DraftFrame, faq_draft
from knowledge.types import Description, EntryDraft, FaqDetails


def draft_of_form(form: FaqIn, existing: EntryDraft | None = None) -> EntryDraft:
    """Return the content the form describes; what it does not mention is kept from `existing`."""
    details = FaqDetails(
        standard_question=_clean(form.standard_question),
        answer=_clean(form.answer),
        similar_questions=tuple(dict.fromkeys(_clean_all(form.similar_questions))),
        basis=tuple(_clean_all(form.basis)),
        no_basis_reason=_clean(form.no_basis_reason or "") or None,
    )
    known = existing.description if existing else Description()
    description = replace(
        known,
        department_code=form.department_code or known.department_code,
        effective_to=form.effective_to or known.effective_to,
    )
    if existing is None:
        return faq_draft(details, DraftFrame(description=description))
    frame = DraftFrame(description=description, source=existing.source, visibility=existing.visibility)
    return faq_draft(details, frame)


def _clean_all(texts: list[str]) -> list[str]:
    return [text for text in map(_clean, texts) if text]


def _clean(text: str) -> str:
    return remove_invisible(text).strip()
