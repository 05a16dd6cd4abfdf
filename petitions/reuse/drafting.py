"""Makes the content of an FAQ from a petition, its reply and what was asked before it was filed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.messages import message
from core.text import fold_for_comparison
from knowledge.drafts import DraftFrame, faq_draft
from knowledge.types import Description, EntryDraft, FaqDetails
from petitions.types import Petition, Reply

Anonymise = Callable[[str], str]
_MOST_SIMILAR = 10


def draft_of(
    petition: Petition, reply: Reply, asked: Sequence[str], anonymise: Anonymise, region_code: str | None
) -> EntryDraft:
    """Return the draft: every word of it anonymised, the reply's basis as its basis or why there is none.

    `asked` are the questions that led to the petition; one that the title was cut from stands whole.
    """
    title, questions = anonymise(petition.title), [anonymise(question) for question in asked]
    standard = next((question for question in questions if _begins(question, title)), title)
    others = {fold_for_comparison(text): text for text in (title, *questions) if text.strip()}
    others.pop(fold_for_comparison(standard), None)
    if standard != title:
        others.pop(fold_for_comparison(title), None)
    basis = tuple(anonymise(item) for item in reply.basis)
    no_basis = anonymise(reply.no_basis_reason) or message("reuse.no_basis", number=petition.number)
    details = FaqDetails(
        standard_question=standard,
        answer=anonymise(reply.text),
        similar_questions=tuple(others.values())[:_MOST_SIMILAR],
        basis=basis,
        no_basis_reason=None if basis else no_basis,
    )
    description = Description(
        department_code=reply.department_code or petition.lead_department_code, region_code=region_code
    )
    return faq_draft(details, DraftFrame(description=description))


def _begins(question: str, title: str) -> bool:
    cut = fold_for_comparison(title).rstrip("….。")
    return bool(cut) and fold_for_comparison(question).startswith(cut)
