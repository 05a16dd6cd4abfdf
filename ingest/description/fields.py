"""Which described fields of a draft were found, and which one of its kind should have but does not."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.types import (
    Authority,
    EntryDraft,
    EntryKind,
    FaqDetails,
    NoticeDetails,
    RelationKind,
    ServiceItemDetails,
)

_OFFICIAL = ("document_number", "issuing_bodies", "issued_on", "effective_from")
EXPECTED: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.POLICY_DOCUMENT: _OFFICIAL,
    EntryKind.NOTICE: (*_OFFICIAL, "window", "apply_url", "contact"),
    EntryKind.SERVICE_ITEM: ("implementing_body", "legal_basis", "required_materials", "statutory_limit"),
    EntryKind.FAQ: ("basis",),
    EntryKind.INTERPRETATION: ("interprets",),
    EntryKind.ARTICLE: ("source", "published_on"),
}
"""What DOMAIN §2.1 asks of each kind and a text can state; a curator adds summary and interpreter."""


def described_fields(draft: EntryDraft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of `draft` that have a value, and the ones its kind should have that have none."""
    values = {**_legal_values(draft), **_detail_values(draft)}
    found = tuple(name for name, value in values.items() if value)
    expected = EXPECTED[draft.kind]
    if draft.kind is EntryKind.POLICY_DOCUMENT and draft.description.authority is Authority.LAW:
        expected = tuple(name for name in expected if name != "document_number")  # a law is known by its title
    return found, tuple(name for name in expected if not values.get(name))


def _legal_values(draft: EntryDraft) -> dict[str, object]:
    described = draft.description
    return {
        "document_number": described.document_number,
        "issuing_bodies": described.issuing_bodies,
        "recipients": described.recipients,
        "issued_on": described.issued_on,
        "published_on": described.published_on,
        "effective_from": described.effective_from,
        "effective_to": described.effective_to,
        "region": described.region_code,
        "tags": described.tags,
        "relations": draft.relations,
        "interprets": any(relation.kind is RelationKind.INTERPRETS for relation in draft.relations),
        "source": draft.source.site or draft.source.url,
    }


def _detail_values(draft: EntryDraft) -> dict[str, object]:
    match draft.details:
        case NoticeDetails() as notice:
            return {
                "window": notice.window_start or notice.window_end or notice.year_round,
                "apply_url": notice.apply_url,
                "contact": notice.contact,
            }
        case FaqDetails() as faq:
            return {"basis": faq.basis or faq.no_basis_reason, "similar_questions": faq.similar_questions}
        case ServiceItemDetails() as item:
            return {
                "implementing_body": item.implementing_body,
                "legal_basis": item.legal_basis,
                "required_materials": item.required_materials,
                "statutory_limit": item.statutory_limit,
                "committed_limit": item.committed_limit,
            }
    return {}
