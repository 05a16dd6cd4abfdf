"""`youda issues detect|list|show` and one command for each step, made from its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say, table
from cli.stepping import COMMAND_LINE, ActorOption, open_desk, step_command
from core.messages import message
from petitions.wording import due_text
from reports.issues.types import ISSUE_COMMANDS, IssueState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.runtime import Runtime
    from api.schemas.issues import IssueOut
    from core.actors import Actor

IssueId = Annotated[str, typer.Argument(metavar="ISSUE", help=message("cli.option.issue_id"))]


def register(app: typer.Typer) -> None:
    """Add `issues` with its commands."""
    group = typer.Typer(help=message("cli.help.issues"), no_args_is_help=True)
    group.command("detect", help=message("cli.help.issues_detect"))(detect)
    group.command("list", help=message("cli.help.issues_list"))(list_issues)
    group.command("show", help=message("cli.help.issues_show"))(show)
    for name, command in ISSUE_COMMANDS.items():
        made = step_command(name, command, IssueId, lock_of=_lock, take=_take, show=_print)
        group.command(name.replace("_", "-"), help=message(f"issue.step.{name}"))(made)
    app.add_typer(group, name="issues")


def detect(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Look for hot issues now."""
    from api.runtime import Runtime

    settings = settings_for(data)
    expect_base(settings)
    runtime = Runtime(settings)
    try:
        runtime.prepare()
        report = runtime.issue_watch.run()
    finally:
        runtime.database.dispose()
    if as_json:
        print_json({"voices": report.voices, "found": report.found, "seen_again": report.seen_again})
        return
    say("cli.issues.detected", voices=report.voices, found=len(report.found), again=len(report.seen_again))


def list_issues(
    user: ActorOption,
    data: DataOption = None,
    state: Annotated[list[IssueState] | None, typer.Option("--state", help=message("cli.option.issue_state"))] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=message("cli.option.limit"))] = 50,
    as_json: JsonOption = False,
) -> None:
    """Print the issues that a member of staff may see."""
    from api.views.issues import summary_out
    from core.departments import DepartmentRepository

    with open_desk(data, user) as (runtime, actor), runtime.database.reading() as session:
        total, _, found = runtime.issues.page(session, actor, state or (), limit=limit)
        names = DepartmentRepository().labels(session)
        rows = [summary_out(issue, names) for issue in found]
    if as_json:
        print_json({"total": total, "rows": [row.model_dump(mode="json") for row in rows]})
        return
    table(
        [f"cli.column.{column}" for column in ("number", "state", "title", "voices", "department", "due")],
        [
            (row.id, row.state_name, row.title, f"{row.petitions} / {row.questions}", row.department, row.due_on)
            for row in rows
        ],
    )
    say("cli.issues.total", shown=len(rows), total=total)


def show(issue_id: IssueId, user: ActorOption, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Print one issue."""
    with open_desk(data, user) as (runtime, actor), runtime.database.reading() as session:
        shown = _shown(runtime, session, issue_id, actor)
    _print(shown, as_json=as_json)


def _lock(runtime: Runtime, session: Session, issue_id: str, actor: Actor) -> int:
    return runtime.issues.get(session, issue_id, actor)[0].lock


def _take(runtime: Runtime, session: Session, issue_id: str, name: str, command: Any, actor: Actor) -> IssueOut:
    getattr(runtime.issues, name)(session, issue_id, command, actor, COMMAND_LINE)
    return _shown(runtime, session, issue_id, actor)


def _shown(runtime: Runtime, session: Session, issue_id: str, actor: Actor) -> IssueOut:
    from api.views.issues import issue_out
    from core.departments import DepartmentRepository

    issue, history = runtime.issues.get(session, issue_id, actor)
    allowed = runtime.issues.offered(session, issue, history.receipts, actor)
    return issue_out(issue, history, DepartmentRepository().labels(session), allowed, runtime.clock.today())


def _print(shown: IssueOut, *, as_json: bool) -> None:
    if as_json:
        print_json(shown.model_dump(mode="json"))
        return
    say("cli.issues.head", id=shown.id, state=shown.state_name, title=shown.title)
    for reason in shown.evidence.reasons:
        say("cli.issues.reason", reason=reason)
    if shown.report:
        say("cli.issues.report", title=shown.report.title, signed=shown.signed_by or message("notice.blank"))
    for given in shown.instructions:
        say("cli.issues.instruction", leader=given.leader, day=given.given_on, text=given.text)
    if shown.tracking:
        say("cli.issues.tracking", department=shown.tracking.department, due=shown.tracking.due_on)
    table(
        [f"cli.column.{column}" for column in ("time", "who", "what", "reason")],
        [(due_text(event.at), event.actor, event.text, event.note) for event in shown.events],
    )
    if shown.allowed:
        steps = message("petition.separator").join(step.replace("_", "-") for step in shown.allowed)
        say("cli.issues.allowed", steps=steps)
