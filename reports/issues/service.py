"""What people do about a hot issue: confirm it, report it upwards, sign, acknowledge, assign, follow up, close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor, Role
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import SHANGHAI, Clock
from core.departments import DepartmentRepository
from core.masking import mask
from core.messages import message
from core.text import remove_invisible
from petitions.recipients import LAST_LEVEL, department, supervision_level, supervisors
from reports.issues.errors import (
    IssueChangedError,
    IssueNotFoundError,
    NotARecipientError,
    UnfinishedIssueError,
    UnusableIssueFieldsError,
    WrongIssueRoleError,
)
from reports.issues.repository import IssueRepository, to_issue
from reports.issues.states import missing_for_end, offered_steps, require_step
from reports.issues.tables import IssueRow
from reports.issues.types import (
    AssignCommand,
    DirectReport,
    InstructCommand,
    Instruction,
    Issue,
    IssueHistory,
    IssueSight,
    IssueState,
    NoteCommand,
    Receipt,
    ReportCommand,
    ResultCommand,
)

_TITLE_CHARS, _TEXT_CHARS, _MOST_RECIPIENTS, _LEADER_CHARS = 100, 4_000, 50, 50
_NEEDS_NOTE = frozenset({"dismiss", "send_back", "note_progress"})
_BY_OWNER = frozenset({"note_progress", "record_result"})
_SEES_ALL = frozenset({Role.ANALYST, Role.AGENT, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class IssueService:
    """Use cases over hot issues. A step checks sight (404), role (403), state and version (409), in this order."""

    clock: Clock
    departments: DepartmentRepository = field(default_factory=DepartmentRepository)
    repository: IssueRepository = field(default_factory=IssueRepository)

    def sight(self, session: Session, actor: Actor) -> IssueSight:
        """Return which issues a caller may see."""
        own = frozenset[str]()
        if actor.has(Role.HANDLER) and actor.department_code is not None:
            own = self.departments.subtree_codes(session, actor.department_code)
        return IssueSight(bool(actor.roles & _SEES_ALL), own)

    def page(
        self,
        session: Session,
        actor: Actor,
        states: Sequence[IssueState] = (),
        *,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[int, Counter[str], list[Issue]]:
        """Return how many issues this caller may see, how many stand at each state, and one page of them."""
        return self.repository.page(session, self.sight(session, actor), states, offset=offset, limit=limit)

    def get(self, session: Session, issue_id: str, actor: Actor) -> tuple[Issue, IssueHistory]:
        """Return an issue with its history; voices only for those who see all. Raises IssueNotFoundError."""
        row, sight = self._visible(session, issue_id, actor), self.sight(session, actor)
        history = self.repository.history(session, issue_id)
        if not sight.sees_all:
            history = replace(history, voices=())
        return to_issue(row), history

    def offered(self, session: Session, issue: Issue, receipts: Sequence[Receipt], actor: Actor) -> list[str]:
        """Return the steps this caller may take now: no receipt where none is owed, no work of another department."""
        steps = offered_steps(issue.state, actor, issue.tracking)
        names = set(self._names_of(session, actor))
        owes = any(receipt.recipient in names and receipt.read_at is None for receipt in receipts)
        owner = issue.tracking.department_code if issue.tracking else None
        works = actor.has(Role.SUPERVISOR) or owner in self.sight(session, actor).departments
        return [step for step in steps if (owes or step != "acknowledge") and (works or step not in _BY_OWNER)]

    def confirm(
        self, session: Session, issue_id: str, command: NoteCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """The analyst says that it is one."""
        return self._move(session, self._begin(session, issue_id, "confirm", command, actor), actor, command, origin)

    def dismiss(
        self, session: Session, issue_id: str, command: NoteCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """The analyst says why it is none."""
        return self._move(session, self._begin(session, issue_id, "dismiss", command, actor), actor, command, origin)

    def draft(
        self, session: Session, issue_id: str, command: ReportCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """Write the direct report, or write it again, as long as nobody has signed it."""
        taken = self._begin(session, issue_id, "draft", NoteCommand(command.lock), actor)
        report = self._checked(session, command)
        taken.row.report = {name: getattr(report, name) for name in DirectReport.__dataclass_fields__} | {
            "departments": list(report.departments),
            "recipients": list(report.recipients),
        }
        return self._move(session, taken, actor, NoteCommand(command.lock, report.title), origin)

    def send_back(
        self, session: Session, issue_id: str, command: NoteCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """The supervisor does not sign, and says why."""
        return self._move(session, self._begin(session, issue_id, "send_back", command, actor), actor, command, origin)

    def sign(
        self, session: Session, issue_id: str, command: NoteCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """The supervisor signs: the direct report goes to its recipients."""
        taken = self._begin(session, issue_id, "sign", command, actor)
        taken.row.signed_at, taken.row.signed_by = self.clock.now(), actor.name
        self.repository.send_to(session, issue_id, (taken.row.report or {}).get("recipients", ()))
        return self._move(session, taken, actor, command, origin)

    def acknowledge(
        self, session: Session, issue_id: str, command: NoteCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """A recipient has read the direct report; the first reading counts. Raises NotARecipientError."""
        taken = self._begin(session, issue_id, "acknowledge", command, actor)
        receipts = [
            receipt
            for name in self._names_of(session, actor)
            if (receipt := self.repository.receipt(session, issue_id, name)) is not None
        ]
        if not receipts:
            raise NotARecipientError
        for receipt in receipts:
            if receipt.read_at is None:
                receipt.read_at, receipt.read_by = self.clock.now(), actor.name
        return self._move(session, taken, actor, command, origin)

    def instruct(
        self, session: Session, issue_id: str, command: InstructCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """Put on record what a leader wrote on the signed report (领导批示); there may be several."""
        taken = self._begin(session, issue_id, "instruct", NoteCommand(command.lock), actor)
        leader, text = " ".join(_text(command.leader).split()), _text(command.text)
        signed_at = taken.row.signed_at
        signed_on = date.min if signed_at is None else signed_at.astimezone(SHANGHAI).date()
        _require(
            {
                "leader": 0 < len(leader) <= _LEADER_CHARS,
                "given_on": signed_on <= command.given_on <= self.clock.today(),
                "text": 0 < len(text) <= _TEXT_CHARS,
            }
        )
        instruction = Instruction(leader, command.given_on, text, actor.name, self.clock.now())
        self.repository.add_instruction(session, issue_id, instruction)
        return self._move(session, taken, actor, NoteCommand(command.lock, text), origin)

    def assign(
        self, session: Session, issue_id: str, command: AssignCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """Give it to a department to act until a day (督查跟踪)."""
        taken = self._begin(session, issue_id, "assign", NoteCommand(command.lock), actor)
        _require(
            {
                "department_code": self.departments.get(session, command.department_code) is not None,
                "due_on": command.due_on >= self.clock.today(),
            }
        )
        taken.row.department_code, taken.row.due_on = command.department_code, command.due_on
        return self._move(session, taken, actor, NoteCommand(command.lock, command.note), origin)

    def note_progress(
        self, session: Session, issue_id: str, command: NoteCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """Say how it gets on."""
        taken = self._begin(session, issue_id, "note_progress", command, actor)
        return self._move(session, taken, actor, command, origin)

    def record_result(
        self, session: Session, issue_id: str, command: ResultCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """Say what came of it, and what the public is told."""
        taken = self._begin(session, issue_id, "record_result", NoteCommand(command.lock), actor)
        result, feedback = _text(command.result), _text(command.feedback)
        _require({"result": 0 < len(result) <= _TEXT_CHARS, "feedback": 0 < len(feedback) <= _TEXT_CHARS})
        taken.row.result, taken.row.feedback = result, feedback
        return self._move(session, taken, actor, NoteCommand(command.lock, result), origin)

    def close(
        self, session: Session, issue_id: str, command: NoteCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Issue:
        """End it. Raises UnfinishedIssueError without result or public feedback."""
        taken = self._begin(session, issue_id, "close", command, actor)
        lacking = missing_for_end(to_issue(taken.row).tracking)
        if lacking:
            raise UnfinishedIssueError(lacking)
        taken.row.closed_at = self.clock.now()
        return self._move(session, taken, actor, command, origin)

    def _visible(self, session: Session, issue_id: str, actor: Actor) -> IssueRow:
        row = self.repository.get(session, issue_id)
        if row is None:
            raise IssueNotFoundError
        if not self.repository.is_shown(session, row, self.sight(session, actor)):
            raise IssueNotFoundError(is_hidden=True)
        return row

    def _begin(self, session: Session, issue_id: str, name: str, command: NoteCommand, actor: Actor) -> _Taken:
        row = self._visible(session, issue_id, actor)
        step = require_step(name, IssueState(row.state), actor)
        is_owner = row.department_code in self.sight(session, actor).departments
        if name in _BY_OWNER and not actor.has(Role.SUPERVISOR) and not is_owner:
            raise WrongIssueRoleError(name)
        if name in _NEEDS_NOTE:
            _require({"note": bool(_text(command.note))})
        if not self.repository.take_lock(session, issue_id, command.lock):
            raise IssueChangedError
        row, before = self._visible(session, issue_id, actor), IssueState(row.state)
        return _Taken(row, name, before, step.target or before)

    def _move(self, session: Session, taken: _Taken, actor: Actor, command: NoteCommand, origin: Origin) -> Issue:
        row, now, note = taken.row, self.clock.now(), mask(_text(command.note))
        row.state = taken.target.value
        session.flush()
        self.repository.add_event(session, row, taken.name, taken.before, actor, now, note)
        audit.record(
            session, actor, f"issue.{taken.name}", "hot_issue", row.id,
            {"state": [taken.before.value, row.state]}, note or None,
            at=now, ip=origin.ip, request_id=origin.request_id,
        )  # fmt: skip
        return to_issue(row)

    def _checked(self, session: Session, command: ReportCommand) -> DirectReport:
        """Return the report as it is kept. Raises UnusableIssueFieldsError naming every wrong field."""
        title, facts, scope, suggestion = (
            _text(text) for text in (command.title, command.facts, command.scope, command.suggestion)
        )
        recipients = tuple(dict.fromkeys(command.recipients))
        departments = tuple(dict.fromkeys(command.departments))
        possible = {str(supervisors(level)) for level in range(1, LAST_LEVEL + 1)}
        possible |= {str(department(found.code)) for found in self.departments.list_all(session)}
        _require(
            {
                "title": 0 < len(title) <= _TITLE_CHARS,
                "facts": 0 < len(facts) <= _TEXT_CHARS,
                "scope": 0 < len(scope) <= _TEXT_CHARS,
                "suggestion": 0 < len(suggestion) <= _TEXT_CHARS,
                "departments": all(str(department(code)) in possible for code in departments),
                "recipients": 0 < len(recipients) <= _MOST_RECIPIENTS and set(recipients) <= possible,
            }
        )
        return DirectReport(title, facts, scope, suggestion, departments, recipients)

    def _names_of(self, session: Session, actor: Actor) -> list[str]:
        """Return the recipients that a caller stands for."""
        level = supervision_level(actor)
        names = [] if level is None else [str(supervisors(level))]
        return names + [str(department(code)) for code in sorted(self.sight(session, actor).departments)]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A step under way: the row as it stands locked, and where it goes."""

    row: IssueRow
    name: str
    before: IssueState
    target: IssueState


def _text(text: str) -> str:
    return mask(remove_invisible(text).strip())


def _require(fields: dict[str, bool]) -> None:
    wrong = {name: message(f"issue.wrong.{name}") for name, is_right in fields.items() if not is_right}
    if wrong:
        raise UnusableIssueFieldsError(wrong)
