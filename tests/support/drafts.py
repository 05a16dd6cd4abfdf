"""Drafts made by hand: small, complete, with clause offsets that are right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from knowledge.drafts import DraftFrame, faq_draft
from knowledge.types import (
    Authority,
    Clause,
    ClauseKind,
    Description,
    EntryDraft,
    EntryKind,
    Evidence,
    FaqDetails,
    PassageDraft,
    RelationDraft,
    RelationKind,
)

NUMERALS = "一二三四五六七八九十"


def policy(title: str = "云岭高新区企业研发费用补助办法", *articles: str, **changes: Any) -> EntryDraft:
    """Return a policy that passes the publish guard; keyword arguments change fields of its description.

    `relations`, `visibility`, `findings` and `source` change the draft itself.
    """
    bodies = articles or (f"本办法适用于《{title}》所称企业。", "补助按实际支出的百分之十给予，最高五十万元。")
    body, clauses = "", []
    for position, text in enumerate(bodies):
        label = f"第{NUMERALS[position]}条"
        start = len(body)
        body += f"{label} {text}"
        end = len(body)
        clauses.append(
            Clause(f"t{position + 1}", None, ClauseKind.ARTICLE, str(position + 1), "", label, start, end, end)
        )
        body += "\n"
    own = {name: changes.pop(name) for name in ("relations", "visibility", "findings", "source") if name in changes}
    described: dict[str, Any] = {
        "document_number": None,
        "issuing_bodies": ("云岭高新区管委会",),
        "authority": Authority.NORMATIVE_DOCUMENT,
        "issued_on": date(2025, 1, 10),
        "effective_from": date(2025, 2, 1),
        "summary": "对符合条件的企业按研发费用的百分之十给予补助，最高五十万元。",
        "interpreter": "科技创新局",
        "evidence": (Evidence("document_number", "none", ""),),
    }
    draft = EntryDraft(
        kind=EntryKind.POLICY_DOCUMENT,
        title=title,
        body=body.rstrip("\n"),
        clauses=tuple(clauses),
        passages=tuple(PassageDraft(c.id, c.start, c.end) for c in clauses),
        description=Description(**(described | changes)),
    )
    return replace(draft, **own)


def replacing(title: str, *, kind: RelationKind = RelationKind.REPLACES, **changes: Any) -> RelationDraft:
    """Return a relation that ends the document called `title`."""
    return RelationDraft(kind=kind, target_title=title, **changes)


def faq(question: str, answer: str, *similar: str, basis: tuple[str, ...] = (), **described: Any) -> EntryDraft:
    """Return a curated question; without a basis it says why it has none."""
    reason = None if basis else "日常服务安排"
    details = FaqDetails(
        standard_question=question, answer=answer, similar_questions=similar, basis=basis, no_basis_reason=reason
    )
    return faq_draft(details, DraftFrame(description=Description(**described)))
