"""`youda petitions list|show|file|lookup` and one command for each step that staff take, made from its fields."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, asdict, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say, table
from core.audit import Origin
from core.errors import NotFoundError
from core.messages import message
from petitions.commands import STAFF_COMMANDS
from petitions.types import AlertLevel, DeskQuery, State
from petitions.wording import due_text

if TYPE_CHECKING:
    from api.runtime import Runtime
    from core.actors import Actor
    from petitions.views import PetitionDetailView

Number = Annotated[str, typer.Argument(metavar="NUMBER", help=message("cli.option.petition_number"))]
ActorOption = Annotated[str, typer.Option("--as", metavar="USER", help=message("cli.option.acting_as"))]
COMMAND_LINE = Origin(ip="", request_id="command line")


def register(group: typer.Typer) -> None:
    """Add the commands of the desk to `youda petitions`."""
    group.command("list", help=message("cli.help.petitions_list"))(list_petitions)
    group.command("show", help=message("cli.help.petitions_show"))(show)
    group.command("mark-reusable", help=message("cli.help.petitions_mark_reusable"))(mark_reusable)
    group.command("draft-knowledge", help=message("cli.help.petitions_draft_knowledge"))(draft_knowledge)
    for name, command in STAFF_COMMANDS.items():
        group.command(name.replace("_", "-"), help=message(f"cli.step.{name}"))(_step_command(name, command))


def list_petitions(
    user: ActorOption,
    data: DataOption = None,
    state: Annotated[list[State] | None, typer.Option("--state", help=message("cli.option.petition_state"))] = None,
    department: Annotated[str | None, typer.Option(metavar="CODE", help=message("cli.option.department"))] = None,
    category: Annotated[
        str | None, typer.Option(metavar="CODE", help=message("cli.option.field.category_code"))
    ] = None,
    alert: Annotated[AlertLevel | None, typer.Option(help=message("cli.option.petition_alert"))] = None,
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


def _step_command(name: str, command_type: type) -> Callable[..., None]:
    """Return a function whose signature has an option for each field of the command; typer reads it from there."""
    hints = get_type_hints(command_type)
    options = {field.name: _option(field.name, hints[field.name], _default(field)) for field in fields(command_type)}

    def run(number: str, user: str, data: Any, as_json: bool, **values: Any) -> None:
        with open_desk(data, user) as (runtime, actor), runtime.database.unit_of_work() as session:
            if values["lock"] is None:
                values["lock"] = runtime.petitions.detail(session, number, actor).lock
            command = command_type(**{field: _plain(value) for field, value in values.items()})
            detail = getattr(runtime.petitions, name)(session, number, command, actor, COMMAND_LINE)
        _print(detail, as_json=as_json)

    fixed = {"number": (Number, inspect.Parameter.empty), "user": (ActorOption, inspect.Parameter.empty)}
    ends = {"data": (DataOption, None), "as_json": (JsonOption, False)}
    kind = inspect.Parameter.KEYWORD_ONLY
    all_options = fixed | options | ends
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(key, kind, annotation=hint, default=default) for key, (hint, default) in all_options.items()]
    )
    run.__annotations__ = {key: hint for key, (hint, _) in all_options.items()}
    return run


def _option(name: str, hint: Any, default: Any) -> tuple[Any, Any]:
    """Return the annotation and the default of the option for one field; lists may be given several times."""
    help_text, flag = message(f"cli.option.field.{name}"), f"--{name.replace('_', '-')}"
    if name == "lock":
        return Annotated[int | None, typer.Option(flag, metavar="N", help=help_text)], None
    if get_origin(hint) is tuple:
        hint, default = list[str], default if default is inspect.Parameter.empty else []
    elif hint is bool or bool in get_args(hint):
        flag = f"{flag}/--not-{name.removeprefix('is_').replace('_', '-')}"
    elif date in get_args(hint):
        hint = Union[datetime, None]  # noqa: UP007  # typer reads dates as datetimes
        return Annotated[hint, typer.Option(flag, formats=["%Y-%m-%d"], help=help_text)], default
    return Annotated[hint, typer.Option(flag, help=help_text)], default


def _default(field: Any) -> Any:
    return inspect.Parameter.empty if field.default is MISSING else field.default


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.date() if isinstance(value, datetime) else value


@contextmanager
def open_desk(data: Any, user: str, *permissions: str) -> Iterator[tuple[Runtime, Actor]]:
    """Open the base for a member of staff, known by user name, who holds one of `permissions` if any are named.

    Raises NotFoundError for an unknown user, MissingPermissionError.
    """
    from api.accounts.errors import MissingPermissionError
    from api.accounts.repository import AccountRepository, to_account
    from api.runtime import Runtime

    settings = settings_for(data)
    expect_base(settings)
    runtime = Runtime(settings)
    try:
        runtime.prepare()
        with runtime.database.reading() as session:
            row = AccountRepository().by_name(session, user)
            account = None if row is None else to_account(row)
        if account is None or account.disabled:
            raise NotFoundError(message("cli.petitions.no_user", user=user))
        if permissions and not set(permissions) & set(runtime.accounts.permissions.of(account.roles)):
            raise MissingPermissionError(permissions[0])
        yield runtime, account.actor
    finally:
        runtime.database.dispose()


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
