"""`youda petitions list|show|file|lookup` and one command for each step that staff take, made from its fields."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import DataOption, JsonOption
from cli.output import print_json, say, table
from cli.stepping import COMMAND_LINE, ActorOption, open_desk, step_command
from core.messages import message
from petitions.commands import STAFF_COMMANDS
from petitions.pressing import Pressing
from petitions.types import AlertLevel, DeskQuery, State
from petitions.wording import due_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.runtime import Runtime
    from core.actors import Actor
    from petitions.views import PetitionDetailView

Number = Annotated[str, typer.Argument(metavar="NUMBER", help=message("cli.option.petition_number"))]


def register(group: typer.Typer) -> None:
    """Add the commands of the desk to `youda petitions`."""
    group.command("list", help=message("cli.help.petitions_list"))(list_petitions)
    group.command("show", help=message("cli.help.petitions_show"))(show)
    group.command("mark-reusable", help=message("cli.help.petitions_mark_reusable"))(mark_reusable)
    group.command("draft-knowledge", help=message("cli.help.petitions_draft_knowledge"))(draft_knowledge)
    for name, command in STAFF_COMMANDS.items():
        made = step_command(name, command, Number, lock_of=_lock, take=_take, show=_print)
        group.command(name.replace("_", "-"), help=message(f"cli.step.{name}"))(made)


def list_petitions(
    user: ActorOption,
    data: DataOption = None,
    state: Annotated[list[State] | None, typer.Option("--state", help=message("cli.option.petition_state"))] = None,
    department: Annotated[str | None, typer.Option(metavar="CODE", help=message("cli.option.department"))] = None,
    category: Annotated[
        str | None, typer.Option(metavar="CODE", help=message("cli.option.field.category_code"))
    ] = None,
    alert: Annotated[AlertLevel | None, typer.Option(help=message("cli.option.petition_alert"))] = None,
    pressing: Annotated[Pressing | None, typer.Option(help=message("cli.option.petition_pressing"))] = None,
    text: Annotated[str, typer.Option("--text", help=message("cli.option.petition_text"))] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=message("cli.option.limit"))] = 50,
    as_json: JsonOption = False,
) -> None:
    """Print what the desk of a member of staff shows."""
    query = DeskQuery(
        states=frozenset(state or ()),
        department_code=department,
        category_code=category,
        alert=alert,
        pressing=pressing,
        text=text,
        limit=limit,
    )
    with open_desk(data, user) as (runtime, actor), runtime.database.reading() as session:
        page = runtime.petitions.desk_list(session, query, actor)
    if as_json:
        print_json(asdict(page))
        return
    table(
        [f"cli.column.{column}" for column in ("number", "state", "title", "department", "due")],
        [
            (
                row.number,
                message(f"petition.state.{row.state}"),
                row.title,
                row.lead_department,
                due_text(row.due_at) if row.due_at else None,
            )
            for row in page.rows
        ],
    )
    say("cli.petitions.total", shown=len(page.rows), total=page.total)


def show(number: Number, user: ActorOption, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Print one petition with its history."""
    with open_desk(data, user) as (runtime, actor), runtime.database.reading() as session:
        _print(runtime.petitions.detail(session, number, actor), as_json=as_json)


def mark_reusable(
    number: Number,
    user: ActorOption,
    is_reusable: Annotated[
        bool, typer.Option("--reusable/--not-reusable", help=message("cli.option.is_reusable"))
    ] = True,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether a reply is to be drafted as knowledge once its petition is closed."""
    with open_desk(data, user, "petition.reply", "petition.revisit") as (runtime, actor):
        with runtime.database.unit_of_work() as session:
            reuse = runtime.reuse.mark(session, number, is_reusable, actor, COMMAND_LINE)
        drafted = runtime.reuse_writer.follow()
    if as_json:
        print_json({"number": reuse.number, "unfit": list(reuse.unfit), "mark": reuse.note.mark, "drafted": drafted})
        return
    reasons = message("petition.separator").join(message(f"reuse.unfit.{reason.value}") for reason in reuse.unfit)
    say("cli.reuse.unfit" if reasons else "cli.reuse.fit", number=reuse.number, reasons=reasons)


def draft_knowledge(number: Number, user: ActorOption, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Draft an FAQ from a closed petition; it then goes through review like any other."""
    with open_desk(data, user, "kb.edit") as (runtime, actor), runtime.database.unit_of_work() as session:
        entry_id = runtime.reuse.draft_by_hand(session, number, actor)
    print_json({"entry_id": entry_id}) if as_json else say("cli.reuse.drafted", number=number, entry_id=entry_id)


def _lock(runtime: Runtime, session: Session, number: str, actor: Actor) -> int:
    return runtime.petitions.detail(session, number, actor).lock


def _take(runtime: Runtime, session: Session, number: str, name: str, command: Any, actor: Actor) -> PetitionDetailView:
    return getattr(runtime.petitions, name)(session, number, command, actor, COMMAND_LINE)  # type: ignore[no-any-return]


def _print(detail: PetitionDetailView, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(detail))
        return
    say("cli.petitions.head", number=detail.number, state=message(f"petition.state.{detail.state}"), title=detail.title)
    if detail.why_text and detail.due_at:
        say("cli.petitions.due", due=due_text(detail.due_at), why=detail.why_text)
    table(
        [f"cli.column.{column}" for column in ("time", "who", "what", "reason")],
        [(due_text(event.at), event.actor, event.text, event.reason) for event in detail.events],
    )
    if detail.allowed:
        steps = message("petition.separator").join(step.replace("_", "-") for step in detail.allowed)
        say("cli.petitions.allowed", steps=steps)
