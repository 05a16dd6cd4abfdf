"""`youda user`: staff accounts from the command line, for the first administrator and for emergencies."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import DataOption, JsonOption, settings_for
from cli.output import print_json, say
from core.actors import OPERATOR, Role
from core.errors import InvalidInputError
from core.messages import message

_STAFF = [role for role in Role if role not in (Role.GUEST, Role.ENTERPRISE)]


def register(app: typer.Typer) -> None:
    """Add `user` with its `add`."""
    group = typer.Typer(help=message("cli.help.user"), no_args_is_help=True)
    group.command("add", help=message("cli.help.user_add", roles=", ".join(role.value for role in _STAFF)))(add)
    group.callback()(lambda: None)  # keeps `add` a sub-command although it is the only one
    app.add_typer(group, name="user")


def add(
    user_name: Annotated[str, typer.Argument(metavar="NAME", help=message("cli.option.user_name"))],
    role: Annotated[list[str], typer.Option("--role", metavar="ROLE", help=message("cli.option.role"))],
    data: DataOption = None,
    display_name: Annotated[str, typer.Option(metavar="TEXT", help=message("cli.option.display_name"))] = "",
    department: Annotated[str | None, typer.Option(metavar="CODE", help=message("cli.option.department"))] = None,
    level: Annotated[int | None, typer.Option(min=1, max=3, help=message("cli.option.level"))] = None,
    ask_password: Annotated[bool, typer.Option("--ask-password", help=message("cli.option.ask_password"))] = False,
    as_json: JsonOption = False,
) -> None:
    """Make an account; without --ask-password a random one is printed once, to be changed at the first login."""
    roles = frozenset(_role(name) for name in role)
    from api.accounts.types import AccountDraft
    from api.runtime import Runtime

    asked = (
        typer.prompt(message("cli.user.password"), hide_input=True, confirmation_prompt=True, err=True)
        if ask_password
        else None
    )
    runtime = Runtime(settings_for(data))
    password = asked or runtime.accounts.random_password(user_name)
    runtime.prepare()
    draft = AccountDraft(
        user_name=user_name,
        display_name=display_name,
        roles=roles,
        department_code=department,
        must_change_password=not ask_password,
        supervision_level=level,
    )
    try:
        with runtime.database.unit_of_work() as session:
            account = runtime.accounts.create(session, draft, password, OPERATOR)
    finally:
        runtime.database.dispose()
    shown = None if ask_password else password
    if as_json:
        print_json({"user_name": account.user_name, "roles": sorted(account.roles), "password": shown})
    elif shown is None:
        say("cli.user.added", user_name=account.user_name)
    else:
        say("cli.user.added_with_password", user_name=account.user_name, password=shown)


def _role(name: str) -> Role:
    """Return the role of a code, whatever its case. Raises InvalidInputError listing the codes."""
    found = next((role for role in _STAFF if name.strip().upper() == role.value), None)
    if found is None:
        raise InvalidInputError(message("cli.user.unknown_role", role=name, roles=", ".join(r.value for r in _STAFF)))
    return found
