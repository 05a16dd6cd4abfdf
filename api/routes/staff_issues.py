"""Hot issues as staff work them: list, look now, read, and one route for each step (DOMAIN §5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, TypeAdapter

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.issues import (
    AssignIn,
    DetectionOut,
    DirectReportIn,
    InstructIn,
    IssueListOut,
    IssueNoteIn,
    IssueOut,
    IssueStateCode,
    ResultIn,
)
from api.views.issues import issue_out, summary_out
from core.departments import DepartmentRepository
from reports.issues.types import ISSUE_COMMANDS, IssueState

router = APIRouter(prefix="/api/staff/issues", tags=["staff issues"])

IssueId = Annotated[str, Path(min_length=1, max_length=40)]
Viewer = Annotated[StaffCall, Depends(require("issue.view"))]


@dataclass(frozen=True, slots=True)
class IssueRoute:
    """A method of `IssueService`: what it takes, who may come this far, and how clients call it."""

    name: str
    body: type[BaseModel]
    permission: str
    operation_id: str
    summary: str


STEPS = (
    IssueRoute("confirm", IssueNoteIn, "issue.confirm", "confirmIssue", "Say that it is one."),
    IssueRoute("dismiss", IssueNoteIn, "issue.confirm", "dismissIssue", "Say why it is none."),
    IssueRoute("draft", DirectReportIn, "issue.draft", "draftDirectReport", "Write the direct report."),
    IssueRoute("send_back", IssueNoteIn, "issue.sign", "sendBackDirectReport", "Do not sign, and say why."),
    IssueRoute("sign", IssueNoteIn, "issue.sign", "signDirectReport", "Sign: it goes to its recipients."),
    IssueRoute("acknowledge", IssueNoteIn, "issue.handle", "acknowledgeDirectReport", "A recipient has read it."),
    IssueRoute("instruct", InstructIn, "issue.sign", "instructOnIssue", "Put a leader's instruction on record."),
    IssueRoute("assign", AssignIn, "issue.sign", "assignIssue", "Give it to a department until a day."),
    IssueRoute("note_progress", IssueNoteIn, "issue.handle", "noteIssueProgress", "Say how it gets on."),
    IssueRoute("record_result", ResultIn, "issue.handle", "recordIssueResult", "Say what came of it."),
    IssueRoute("close", IssueNoteIn, "issue.sign", "closeIssue", "End it, with result and public feedback."),
)


@router.get("", response_model=IssueListOut, operation_id="listIssues", responses=problems(401, 403))
def list_issues(
    runtime: RuntimeDep,
    call: Viewer,
    state: Annotated[list[IssueStateCode] | None, Query()] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> IssueListOut:
    """Hot issues this caller may see, those seen last first; a department sees those that concern it."""
    states = [IssueState(code) for code in state or ()]
    with runtime.database.reading() as session:
        total, counts, found = runtime.issues.page(session, call.actor, states, offset=offset, limit=limit)
        names = DepartmentRepository().labels(session)
        return IssueListOut(total=total, counts=counts, rows=[summary_out(issue, names) for issue in found])


@router.post("/detect", response_model=DetectionOut, operation_id="detectIssues", responses=problems(401, 403))
def detect_issues(runtime: RuntimeDep, _call: Annotated[StaffCall, Depends(require("issue.confirm"))]) -> DetectionOut:
    """Look for hot issues now, among what petitions and questions said in the last five weeks."""
    report = runtime.issue_watch.run()
    return DetectionOut(voices=report.voices, found=report.found, seen_again=report.seen_again)


@router.get("/{issue_id}", response_model=IssueOut, operation_id="readIssue", responses=problems(401, 403, 404))
def read_issue(issue_id: IssueId, runtime: RuntimeDep, call: Viewer) -> IssueOut:
    """An issue with its reasons, voices, direct report, receipts and history."""
    return _read(runtime, issue_id, call)


def _read(runtime: Any, issue_id: str, call: StaffCall) -> IssueOut:
    with runtime.database.reading() as session:
        issue, history = runtime.issues.get(session, issue_id, call.actor)
        names = DepartmentRepository().labels(session)
        allowed = runtime.issues.offered(session, issue, history.receipts, call.actor)
    return issue_out(issue, history, names, allowed, runtime.clock.today())


def _route(step: IssueRoute) -> Callable[..., IssueOut]:
    command_of: TypeAdapter[Any] = TypeAdapter(ISSUE_COMMANDS[step.name])

    def take(issue_id: str, body: BaseModel, runtime: Any, call: StaffCall) -> IssueOut:
        command = command_of.validate_python(body.model_dump())
        with runtime.database.unit_of_work() as session:
            getattr(runtime.issues, step.name)(session, issue_id, command, call.actor, call.origin)
        return _read(runtime, issue_id, call)

    take.__doc__ = step.summary
    take.__annotations__ |= {
        "issue_id": IssueId,
        "body": step.body,
        "runtime": RuntimeDep,
        "call": Annotated[StaffCall, Depends(require(step.permission))],
        "return": IssueOut,
    }
    return take


for _step in STEPS:
    router.add_api_route(
        f"/{{issue_id}}/{_step.name.replace('_', '-')}",
        _route(_step),
        methods=["POST"],
        response_model=IssueOut,
        operation_id=_step.operation_id,
        responses=problems(401, 403, 404, 409),
    )
