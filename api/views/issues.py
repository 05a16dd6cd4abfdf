"""Hot issues as clients see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from api.schemas.issues import (
    DirectReportOut,
    InstructionOut,
    IssueEventOut,
    IssueEvidenceOut,
    IssueOut,
    IssueSummary,
    IssueVoiceOut,
    RecipientOut,
    TrackingOut,
)
from core.messages import message
from petitions.recipients import Recipient, RecipientKind
from reports.hot.types import Evidence
from reports.issues.states import is_open
from reports.issues.types import DirectReport, Issue, IssueEvent, IssueHistory, Receipt, Tracking


def summary_out(issue: Issue, names: Mapping[str, str]) -> IssueSummary:
    """Return an issue as a list shows it."""
    tracking = issue.tracking
    return IssueSummary(
        id=issue.id,
        state=issue.state.value,
        state_name=message(f"issue.state.{issue.state.value}"),
        title=issue.title,
        terms=list(issue.terms),
        petitions=issue.petitions,
        questions=issue.questions,
        evidence=_evidence_out(issue.evidence),
        detected_at=issue.detected_at,
        seen_at=issue.seen_at,
        department=names.get(tracking.department_code, tracking.department_code) if tracking else None,
        due_on=tracking.due_on if tracking else None,
    )


def issue_out(
    issue: Issue, history: IssueHistory, names: Mapping[str, str], allowed: list[str], today: date
) -> IssueOut:
    """Return an issue with everything about it; `allowed` are the steps its reader may take now."""
    return IssueOut(
        **summary_out(issue, names).model_dump(),
        lock=issue.lock,
        report=_report_out(issue.report, history.receipts, names) if issue.report else None,
        signed_at=issue.signed_at,
        signed_by=issue.signed_by,
        instructions=[InstructionOut.model_validate(asdict(given)) for given in history.instructions],
        tracking=_tracking_out(issue, issue.tracking, names, today) if issue.tracking else None,
        closed_at=issue.closed_at,
        voices=[IssueVoiceOut.model_validate(asdict(voice)) for voice in history.voices],
        events=[_event_out(event) for event in history.events],
        allowed=allowed,
    )


def reasons(evidence: Evidence) -> list[str]:
    """Return why an issue is one, in sentences of the catalogue."""
    values = {
        "first": evidence.first_day.isoformat(),
        "last": evidence.last_day.isoformat(),
        "voices": evidence.voices,
        "senders": evidence.senders,
        "before": f"{evidence.weekly_before:.1f}",
    }
    return [message(f"issue.why.{rule}", **values) for rule in evidence.meets]


def recipient_name(code: str, names: Mapping[str, str]) -> str:
    """Return how a recipient is called: a level of supervision, or a department."""
    recipient = Recipient.parse(code)
    if recipient.kind is RecipientKind.SUPERVISOR:
        return message(f"supervision.level.{recipient.code}")
    return names.get(recipient.code, recipient.code)


def _evidence_out(evidence: Evidence) -> IssueEvidenceOut:
    return IssueEvidenceOut.model_validate(asdict(evidence) | {"reasons": reasons(evidence)})


def _report_out(report: DirectReport, receipts: tuple[Receipt, ...], names: Mapping[str, str]) -> DirectReportOut:
    read = {receipt.recipient: receipt for receipt in receipts}
    recipients = []
    for code in report.recipients:
        receipt = read.get(code)
        recipients.append(
            RecipientOut(
                code=code,
                name=recipient_name(code, names),
                read_at=receipt.read_at if receipt else None,
                read_by=receipt.read_by if receipt else "",
            )
        )
    named = [names.get(code, code) for code in report.departments]
    return DirectReportOut.model_validate(asdict(report) | {"recipients": recipients, "department_names": named})


def _tracking_out(issue: Issue, tracking: Tracking, names: Mapping[str, str], today: date) -> TrackingOut:
    return TrackingOut(
        **asdict(tracking),
        department=names.get(tracking.department_code, tracking.department_code),
        is_overdue=is_open(issue.state) and today > tracking.due_on,
    )


def _event_out(event: IssueEvent) -> IssueEventOut:
    return IssueEventOut(
        code=event.code,
        text=message(f"issue.event.{event.code}"),
        at=event.at,
        actor=message("petition.actor.system") if event.code == "detected" else event.actor_name,
        from_state=event.from_state.value,
        to_state=event.to_state.value,
        note=event.note,
    )
