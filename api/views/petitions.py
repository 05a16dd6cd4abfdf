"""Petitions as clients see them; the domain's views already have the fields of the HTTP shapes."""

from __future__ import annotations

from api.schemas.petitions import (
    CategoryLeafOut,
    CategoryOut,
    PetitionDetail,
    PetitionIn,
    PetitionList,
    PetitionRow,
    ProgressOut,
    ReceiptOut,
)
from petitions.taxonomy import Category, Taxonomy
from petitions.types import Contact, Identity, Nature, PetitionDraft
from petitions.views import PetitionDetailView, PetitionPage, ProgressView, ReceiptView


def petition_draft(form: PetitionIn) -> PetitionDraft:
    """Return what the form says; the domain checks it field by field."""
    return PetitionDraft(
        title=form.title,
        content=form.content,
        contact=Contact(name=form.contact_name, phone=form.contact_phone),
        enterprise_name=form.enterprise_name,
        credit_code=form.credit_code,
        identity=Identity(form.identity),
        nature=Nature(form.nature),
        is_policy_query=form.is_policy_query,
        category_code=form.category_code,
        demand=form.demand,
        conversation_id=form.conversation_id,
        consent=form.consent,
        submission_key=form.submission_key,
        region_code=form.region_code or None,
    )


def category_out(category: Category, taxonomy: Taxonomy) -> CategoryOut:
    """Return a first-level category with the names of those below."""
    below = taxonomy.children(category.code)
    leaves = [CategoryLeafOut(code=child.code, name=child.name) for child in below]
    return CategoryOut(code=category.code, name=category.name, children=[child.name for child in below], leaves=leaves)


def receipt_out(receipt: ReceiptView) -> ReceiptOut:
    """Return what the enterprise keeps."""
    return ReceiptOut.model_validate(receipt, from_attributes=True)


def progress_out(progress: ProgressView) -> ProgressOut:
    """Return a petition as its petitioner sees it."""
    return ProgressOut.model_validate(progress, from_attributes=True)


def detail_out(detail: PetitionDetailView) -> PetitionDetail:
    """Return a petition as staff see it."""
    return PetitionDetail.model_validate(detail, from_attributes=True)


def page_out(page: PetitionPage) -> PetitionList:
    """Return a page of the desk list."""
    rows = [PetitionRow.model_validate(row, from_attributes=True) for row in page.rows]
    return PetitionList(total=page.total, rows=rows)
