"""`youda petitions`: when a petition accepted then would be due, and the sweep of all deadlines."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from cli import petition_desk
from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say
from cli.petition_import import import_petitions
from core.messages import message
from petitions.types import WorkRules
from petitions.wording import due_report, due_text


def register(app: typer.Typer) -> None:
    """Add `petitions` with its `due`, `sweep` and `import`."""
    group = typer.Typer(help=message("cli.help.petitions"), no_args_is_help=True)
    group.command("due", help=message("cli.help.petitions_due"))(due)
    group.command("sweep", help=message("cli.help.petitions_sweep"))(sweep)
    group.command("import", help=message("cli.help.petitions_import"))(import_petitions)
    petition_desk.register(group)
    app.add_typer(group, name="petitions")


def due(
    accepted_at: Annotated[str, typer.Argument(metavar="ACCEPTED_AT", help=message("cli.option.accepted_at"))],
    days: Annotated[int, typer.Option("--days", metavar="N", help=message("cli.option.days"))],
    as_json: JsonOption = False,
) -> None:
    """Print start day, due time and alert times of a deadline. Pure: no data folder is opened."""
    zone = settings_for(None).zone
    rules = WorkRules(opens_hour=zone.work_start_hour, closes_hour=zone.work_end_hour)
    report = due_report(accepted_at, days, rules=rules)
    if as_json:
        print_json(asdict(report))
        return
    times = {name: due_text(datetime.fromisoformat(getattr(report, f"{name}_at" if name == "due" else f"{name}_after")))
             for name in ("due", "orange", "red")}  # fmt: skip
    say("cli.due", **times, why=report.why)


def sweep(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Raise every alert that is due and close what nobody rated, as a running server does twice a minute."""
    from api.runtime import Runtime

    settings = settings_for(data)
    expect_base(settings)
    runtime = Runtime(settings)
    try:
        runtime.prepare()
        report = runtime.sweep.run()
    finally:
        runtime.database.dispose()
    if as_json:
        print_json(
            {"planned": report.planned, "raised": report.raised, "closed": report.closed, "failed": report.failed}
        )
        return
    say("cli.sweep", raised=report.raised.total(), closed=report.closed, failed=report.failed)
    for kind, count in report.raised.items():
        say("cli.sweep_kind", kind=message(f"alert.kind.{kind}"), count=count)
