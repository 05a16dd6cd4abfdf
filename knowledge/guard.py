"""What must be complete before a version may be reviewed and published (DOMAIN §2.2). Pure rules."""

from __future__ import annotations

from core.messages import has_message, message
from knowledge.types import EntryDraft, EntryKind, FaqDetails, Finding, ServiceItemDetails

SUMMARY_CHARS = (20, 300)
NO_NUMBER = "none"
"""Value of the `document_number` evidence that says: this document has no number, and somebody checked."""

_OF_SERVICE_ITEMS = (
    "item_code", "item_type", "implementing_body", "legal_basis", "eligibility", "required_materials",
    "statutory_limit", "committed_limit", "fee", "consult_phone", "complaint_phone",
)  # fmt: skip
"""What a service guide must say (DOMAIN §2.1), besides where to apply."""


def missing_fields(draft: EntryDraft) -> dict[str, str]:
    """Return a sentence for every field that keeps `draft` from publication; empty when nothing does."""
    missing: dict[str, str] = {}
    if not draft.title.strip():
        missing["title"] = message("guard.title")
    if not draft.body.strip():
        missing["body"] = message("guard.body")
    if draft.kind is EntryKind.POLICY_DOCUMENT:
        missing |= _missing_of_policy(draft)
    if isinstance(draft.details, FaqDetails):
        missing |= _missing_of_faq(draft.details)
    if isinstance(draft.details, ServiceItemDetails):
        missing |= _missing_of_service_item(draft.details)
    for clause in draft.clauses:
        if clause.damaged:
            missing[f"clause.{clause.id}"] = message("guard.damaged", label=clause.label or draft.title)
    for position, finding in enumerate(draft.findings):
        if finding.blocks_publishing:
            missing[f"finding.{position}"] = finding_text(finding)
    return missing


def finding_text(finding: Finding) -> str:
    """Return the catalogue sentence of a finding."""
    key = f"finding.{finding.code}"
    return message(key, **finding.params) if has_message(key) else finding.code


def _missing_of_policy(draft: EntryDraft) -> dict[str, str]:
    described, missing = draft.description, {}
    summary = len(described.summary or "")
    if not SUMMARY_CHARS[0] <= summary <= SUMMARY_CHARS[1]:
        missing["summary"] = message("guard.summary", count=summary)
    has_no_number = any(e.field == "document_number" and e.value == NO_NUMBER for e in described.evidence)
    for name, value in (
        ("interpreter", described.interpreter),
        ("issuing_bodies", described.issuing_bodies),
        ("document_number", described.document_number or has_no_number),
        ("issued_on", described.issued_on),
        ("effective_from", described.effective_from),
    ):
        if not value:
            missing[name] = message(f"guard.{name}")
    return missing


def _missing_of_faq(details: FaqDetails) -> dict[str, str]:
    missing = {}
    if not details.standard_question.strip():
        missing["standard_question"] = message("guard.title")
    if not details.answer.strip():
        missing["answer"] = message("guard.answer")
    if not details.basis and not (details.no_basis_reason or "").strip():
        missing["basis"] = message("guard.basis")
    return missing


def _missing_of_service_item(details: ServiceItemDetails) -> dict[str, str]:
    said = {name: getattr(details, name) for name in _OF_SERVICE_ITEMS}
    said["windows"] = details.windows or details.online_url
    return {
        name: message(f"guard.service_item.{name}")
        for name, value in said.items()
        if not (value.strip() if isinstance(value, str) else value)
    }
