"""Knowledge entries as curators and reviewers see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from api.schemas.documents import DocumentOut
from api.schemas.knowledge import ApplicationWindow, EntryDetail, EntryRow, EvidenceOut, FaqOut, FindingOut
from core.messages import has_message, message
from knowledge.reviewing import review_day
from knowledge.types import EntrySummary, EntryVersion, Evidence, FaqDetails, Finding, NoticeDetails, ServiceItemDetails


def entry_row(summary: EntrySummary, review_days: int) -> EntryRow:
    """Return one row of a knowledge list; entries are looked at again `review_days` after publishing, as a rule."""
    return EntryRow(
        entry_id=summary.entry_id,
        version=summary.version,
        kind=summary.kind.value,
        status=summary.status.value,
        title=summary.title,
        document_number=summary.document_number,
        issuing_bodies=list(summary.issuing_bodies),
        department_code=summary.department_code,
        effective_from=summary.effective_from,
        effective_to=summary.effective_to,
        updated_at=summary.updated_at,
        finding_count=summary.finding_count,
        live_version=summary.live_version,
        next_review_on=_review_day(summary, review_days),
    )


def entry_detail(
    entry: EntryVersion,
    document: DocumentOut,
    versions: Sequence[EntrySummary],
    allowed: list[str],
    *,
    review_days: int,
) -> EntryDetail:
    """Return everything a curator may see of one version; `allowed` is what this caller may do with it now."""
    content, description = entry.content, entry.content.description
    details = content.details
    return EntryDetail(
        document=document,
        lock=entry.lock,
        author_id=entry.author_id,
        reviewer_id=entry.reviewer_id,
        department_code=description.department_code,
        region_code=description.region_code,
        interpreter=description.interpreter,
        visibility=content.visibility.value,
        tags=list(description.tags),
        status_reason=entry.status_reason,
        findings=[finding_out(finding) for finding in content.findings],
        evidence=[_evidence(evidence) for evidence in description.evidence],
        faq=_faq(details) if isinstance(details, FaqDetails) else None,
        window=ApplicationWindow(**asdict(details)) if isinstance(details, NoticeDetails) else None,
        service_item=asdict(details) if isinstance(details, ServiceItemDetails) else None,
        next_review_on=_review_day(_last_published(versions), review_days),
        versions=[entry_row(summary, review_days) for summary in versions],
        allowed=allowed,
    )


def _last_published(versions: Sequence[EntrySummary]) -> EntrySummary:
    return next((summary for summary in versions if summary.published_at is not None), versions[0])


def _review_day(summary: EntrySummary, review_days: int) -> date | None:
    published_on = summary.published_at.date() if summary.published_at else None
    return review_day(summary.review_set_on, published_on, days=review_days)


def finding_out(finding: Finding) -> FindingOut:
    """Return a finding with its sentence; one without a sentence shows its code."""
    key = f"finding.{finding.code}"
    text = message(key, **finding.params) if has_message(key) else finding.code
    return FindingOut(code=finding.code, text=text, blocks_publishing=finding.blocks_publishing)


def _evidence(evidence: Evidence) -> EvidenceOut:
    return EvidenceOut(
        field=evidence.field,
        value=evidence.value,
        quote=evidence.quote,
        start=evidence.start,
        end=evidence.end,
        confidence=evidence.confidence,
    )


def _faq(details: FaqDetails) -> FaqOut:
    return FaqOut(
        standard_question=details.standard_question,
        answer=details.answer,
        similar_questions=list(details.similar_questions),
        basis=list(details.basis),
        no_basis_reason=details.no_basis_reason,
    )
