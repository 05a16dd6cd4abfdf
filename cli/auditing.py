"""`youda audit`: is the audit log still what was written?"""

from __future__ import annotations

from dataclasses import asdict

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say
from core.messages import message


def register(app: typer.Typer) -> None:
    """Add `audit` with its `verify`."""
    group = typer.Typer(help=message("cli.help.audit"), no_args_is_help=True)
    group.command("verify", help=message("cli.help.audit_verify"))(verify)
    group.callback()(lambda: None)  # keeps `verify` a sub-command although it is the only one
    app.add_typer(group, name="audit")


def verify(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Walk the chain of the audit log; exit 1 when a row is not what was written, naming the first such row."""
    from core import audit
    from core.database import Database

    settings = settings_for(data)
    expect_base(settings)
    database = Database(settings.storage.resolved_database_url)
    try:
        with database.reading() as session:
            report = audit.verify(session)
    finally:
        database.dispose()
    if as_json:
        print_json(asdict(report) | {"intact": report.is_intact, "message": audit.describe(report)})
    else:
        say("cli.audit", sentence=audit.describe(report), head=report.head)
    if not report.is_intact:
        raise typer.Exit(1)
