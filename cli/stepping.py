"""Commands for the steps of something, made from the fields of what is handed in with each."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Protocol, Union, get_args, get_origin, get_type_hints

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from core.audit import Origin
from core.errors import NotFoundError
from core.messages import message

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.runtime import Runtime
    from core.actors import Actor

ActorOption = Annotated[str, typer.Option("--as", metavar="USER", help=message("cli.option.acting_as"))]
COMMAND_LINE = Origin(ip="", request_id="command line")


class Lock(Protocol):
    """Reads the version of something as it stands now."""

    def __call__(self, runtime: Runtime, session: Session, key: str, actor: Actor, /) -> int: ...


class Take(Protocol):
    """Takes the step of this name and returns what to show."""

    def __call__(
        self, runtime: Runtime, session: Session, key: str, name: str, command: Any, actor: Actor, /
    ) -> Any: ...


class Show(Protocol):
    """Prints what came of a step."""

    def __call__(self, shown: Any, /, *, as_json: bool) -> None: ...


def step_command(
    name: str, command_type: type, key: Any, *, lock_of: Lock, take: Take, show: Show
) -> Callable[..., None]:
    """Return a function whose signature has an option for each field of the command; typer reads it from there.

    `key` is the annotation of the argument that names the thing; without --lock the step is taken on what it is now.
    """
    hints = get_type_hints(command_type)
    options = {field.name: _option(field.name, hints[field.name], _default(field)) for field in fields(command_type)}

    def run(named: str, user: str, data: Any, as_json: bool, **values: Any) -> None:
        with open_desk(data, user) as (runtime, actor), runtime.database.unit_of_work() as session:
            if values["lock"] is None:
                values["lock"] = lock_of(runtime, session, named, actor)
            command = command_type(**{field: _plain(value) for field, value in values.items()})
            shown = take(runtime, session, named, name, command, actor)
        show(shown, as_json=as_json)

    fixed = {"named": (key, inspect.Parameter.empty), "user": (ActorOption, inspect.Parameter.empty)}
    ends = {"data": (DataOption, None), "as_json": (JsonOption, False)}
    kind = inspect.Parameter.KEYWORD_ONLY
    all_options = fixed | options | ends
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(key, kind, annotation=hint, default=default) for key, (hint, default) in all_options.items()]
    )
    run.__annotations__ = {key: hint for key, (hint, _) in all_options.items()}
    return run


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


def _option(name: str, hint: Any, default: Any) -> tuple[Any, Any]:
    """Return the annotation and the default of the option for one field; lists may be given several times."""
    help_text, flag = message(f"cli.option.field.{name}"), f"--{name.replace('_', '-')}"
    if name == "lock":
        return Annotated[int | None, typer.Option(flag, metavar="N", help=help_text)], None
    if get_origin(hint) is tuple:
        hint, default = list[str], default if default is inspect.Parameter.empty else []
    elif hint is bool or bool in get_args(hint):
        flag = f"{flag}/--not-{name.removeprefix('is_').replace('_', '-')}"
    elif hint is date or date in get_args(hint):
        hint = datetime if hint is date else Union[datetime, None]  # noqa: UP007  # typer reads dates as datetimes
        return Annotated[hint, typer.Option(flag, formats=["%Y-%m-%d"], help=help_text)], default
    return Annotated[hint, typer.Option(flag, help=help_text)], default


def _default(field: Any) -> Any:
    return inspect.Parameter.empty if field.default is MISSING else field.default


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.date() if isinstance(value, datetime) else value
