"""All queries on hot issues. Nothing here commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import Session

from core.actors import Actor
from core.ids import new_id
from petitions.recipients import department
from reports.hot.types import Evidence
from reports.issues.tables import InstructionRow, IssueEventRow, IssueReceiptRow, IssueRow, IssueVoiceRow
from reports.issues.types import (
    DirectReport,
    Instruction,
    Issue,
    IssueEvent,
    IssueHistory,
    IssueSight,
    IssueState,
    Receipt,
    Tracking,
    Voice,
    VoiceKind,
)

_TITLE_CHARS = 200
_AT_ONCE = 500


class IssueRepository:
    """Reads and writes issues."""

    def add(self, session: Session, title: str, terms: Sequence[str], evidence: Evidence, at: datetime) -> IssueRow:
        """Store what was just detected, without voices yet."""
        row = IssueRow(
            id=new_id("hot"),
            state=IssueState.DETECTED.value,
            title=title[:_TITLE_CHARS],
            terms=list(terms),
            evidence=_frozen(evidence),
            petitions=0,
            questions=0,
            detected_at=at,
            seen_at=at,
        )
        session.add(row)
        session.flush()
        return row

    def saw(self, session: Session, row: IssueRow, evidence: Evidence, voices: Iterable[Voice], at: datetime) -> None:
        """Note that an issue is still there: its figures now, and the voices that came to it."""
        for voice in voices:
            session.add(
                IssueVoiceRow(
                    kind=voice.kind.value,
                    voice_id=voice.id,
                    issue_id=row.id,
                    title=voice.title[:_TITLE_CHARS],
                    at=voice.at,
                )
            )
        session.flush()
        counted = select(IssueVoiceRow.kind, func.count()).where(IssueVoiceRow.issue_id == row.id)
        counts = dict(session.execute(counted.group_by(IssueVoiceRow.kind)).all())
        row.petitions, row.questions = counts.get("petition", 0), counts.get("question", 0)
        row.evidence, row.seen_at = _frozen(evidence), at
        session.flush()

    def owners(self, session: Session, voices: Sequence[Voice]) -> dict[tuple[VoiceKind, str], str]:
        """Return the issue of each voice that belongs to one already."""
        found: dict[tuple[VoiceKind, str], str] = {}
        row = IssueVoiceRow
        for kind in VoiceKind:
            ids = [voice.id for voice in voices if voice.kind is kind]
            for start in range(0, len(ids), _AT_ONCE):
                some = select(row.voice_id, row.issue_id).where(
                    row.kind == kind.value, row.voice_id.in_(ids[start : start + _AT_ONCE])
                )
                found |= {(kind, voice_id): issue_id for voice_id, issue_id in session.execute(some)}
        return found

    def get(self, session: Session, issue_id: str) -> IssueRow | None:
        """Return the row of an issue, for changing it too."""
        return session.get(IssueRow, issue_id, populate_existing=True)

    def take_lock(self, session: Session, issue_id: str, lock: int) -> bool:
        """Take the next version of an issue for this transaction; False when somebody else was first."""
        taken = session.execute(
            update(IssueRow).where(IssueRow.id == issue_id, IssueRow.lock == lock).values(lock=lock + 1)
        )
        session.expire_all()
        return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE always gives a CursorResult

    def is_shown(self, session: Session, row: IssueRow, sight: IssueSight) -> bool:
        """Say whether a caller may know of an issue."""
        return sight.sees_all or bool(session.scalar(select(exists().where(IssueRow.id == row.id, _given_to(sight)))))

    def page(
        self, session: Session, sight: IssueSight, states: Sequence[IssueState], *, offset: int, limit: int
    ) -> tuple[int, Counter[str], list[Issue]]:
        """Return how many issues there are, how many by state, and one page, those seen last first."""
        scope: list[ColumnElement[bool]] = [] if sight.sees_all else [_given_to(sight)]
        by_state = select(IssueRow.state, func.count()).where(*scope).group_by(IssueRow.state)
        counts: Counter[str] = Counter(dict(session.execute(by_state).all()))
        if states:
            scope.append(IssueRow.state.in_([state.value for state in states]))
        total = session.scalar(select(func.count()).select_from(IssueRow).where(*scope)) or 0
        rows = session.scalars(
            select(IssueRow)
            .where(*scope)
            .order_by(IssueRow.seen_at.desc(), IssueRow.petitions.desc(), IssueRow.id)
            .offset(offset)
            .limit(limit)
        )
        return total, counts, [to_issue(row) for row in rows]

    def history(self, session: Session, issue_id: str) -> IssueHistory:
        """Return what hangs on an issue."""
        voices = select(IssueVoiceRow).where(IssueVoiceRow.issue_id == issue_id)
        receipts = select(IssueReceiptRow).where(IssueReceiptRow.issue_id == issue_id)
        instructions = select(InstructionRow).where(InstructionRow.issue_id == issue_id)
        events = select(IssueEventRow).where(IssueEventRow.issue_id == issue_id)
        return IssueHistory(
            tuple(
                Voice(VoiceKind(row.kind), row.voice_id, row.title, row.at)
                for row in session.scalars(voices.order_by(IssueVoiceRow.at.desc(), IssueVoiceRow.voice_id))
            ),
            tuple(
                Receipt(row.recipient, row.read_at, row.read_by)
                for row in session.scalars(receipts.order_by(IssueReceiptRow.recipient))
            ),
            tuple(
                Instruction(row.leader, row.given_on, row.text, row.noted_by, row.noted_at)
                for row in session.scalars(instructions.order_by(InstructionRow.given_on, InstructionRow.id))
            ),
            tuple(_event(row) for row in session.scalars(events.order_by(IssueEventRow.id))),
        )

    def send_to(self, session: Session, issue_id: str, recipients: Iterable[str]) -> None:
        """Keep whom a direct report went to."""
        session.add_all(IssueReceiptRow(issue_id=issue_id, recipient=name) for name in recipients)
        session.flush()

    def receipt(self, session: Session, issue_id: str, recipient: str) -> IssueReceiptRow | None:
        """Return the receipt of one recipient."""
        return session.get(IssueReceiptRow, (issue_id, recipient))

    def add_instruction(self, session: Session, issue_id: str, instruction: Instruction) -> None:
        """Put a leader's instruction on record."""
        session.add(InstructionRow(issue_id=issue_id, **asdict(instruction)))
        session.flush()

    def add_event(
        self, session: Session, row: IssueRow, code: str, before: IssueState, actor: Actor, at: datetime, note: str
    ) -> None:
        """Append one happening."""
        session.add(
            IssueEventRow(
                issue_id=row.id,
                code=code,
                at=at,
                actor_id=actor.id,
                actor_name=actor.name,
                from_state=before.value,
                to_state=row.state,
                note=note,
            )
        )
        session.flush()


def to_issue(row: IssueRow) -> Issue:
    """Return the issue a row holds."""
    tracking = None
    if row.department_code is not None and row.due_on is not None:
        tracking = Tracking(row.department_code, row.due_on, row.result, row.feedback)
    return Issue(
        id=row.id,
        state=IssueState(row.state),
        lock=row.lock,
        title=row.title,
        terms=tuple(row.terms),
        evidence=_evidence(row.evidence),
        petitions=row.petitions,
        questions=row.questions,
        detected_at=row.detected_at,
        seen_at=row.seen_at,
        report=_report(row.report),
        tracking=tracking,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        closed_at=row.closed_at,
    )


def _given_to(sight: IssueSight) -> ColumnElement[bool]:
    """Return the condition that an issue was assigned to a department, or its signed report went there."""
    names = [str(department(code)) for code in sorted(sight.departments)]
    told = exists().where(IssueReceiptRow.issue_id == IssueRow.id, IssueReceiptRow.recipient.in_(names))
    return or_(IssueRow.department_code.in_(sorted(sight.departments)), told)


def _event(row: IssueEventRow) -> IssueEvent:
    return IssueEvent(row.code, row.at, row.actor_name, IssueState(row.from_state), IssueState(row.to_state), row.note)


def _frozen(evidence: Evidence) -> dict[str, Any]:
    days = {"first_day": evidence.first_day.isoformat(), "last_day": evidence.last_day.isoformat()}
    return asdict(evidence) | days | {"meets": list(evidence.meets)}


def _evidence(stored: dict[str, Any]) -> Evidence:
    days = {name: date.fromisoformat(stored[name]) for name in ("first_day", "last_day")}
    return Evidence(**stored | days | {"meets": tuple(stored["meets"])})


def _report(stored: dict[str, Any] | None) -> DirectReport | None:
    if stored is None:
        return None
    lists = {name: tuple(stored[name]) for name in ("departments", "recipients")}
    return DirectReport(**stored | lists)
