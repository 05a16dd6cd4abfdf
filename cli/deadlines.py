"""`youda petitions due`: when a petition accepted then is due, and why. Pure: no data folder is opened."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from cli.options import JsonOption, settings_for
from cli.output import print_json, say
from core.messages import message
from petitions.types import WorkRules
from petitions.wording import due_report, due_text


def register(app: typer.Typer) -> None:
    """Add `petitions` with its `due`."""
    group = typer.Typer(help=message("cli.help.petitions"), no_args_is_help=True)
    group.command("due", help=message("cli.help.petitions_due"))(due)
    group.callback()(lambda: None)  # keeps `due` a sub-command although it is the only one
    app.add_typer(group, name="petitions")


def due(
    accepted_at: Annotated[str, typer.Argument(metavar="ACCEPTED_AT", help=message("cli.option.accepted_at"))],
    days: Annotated[int, typer.Option("--days", metavar="N", help=message("cli.option.days"))],
    as_json: JsonOption = False,
) -> None:
    """Print start day, due time and alert times of a deadline."""
    zone = settings_for(None).zone
    rules = WorkRules(opens_hour=zone.work_start_hour, closes_hour=zone.work_end_hour)
    report = due_report(accepted_at, days, rules=rules)
    if as_json:
        print_json(asdict(report))
        return
    times = {name: due_text(datetime.fromisoformat(getattr(report, f"{name}_at" if name == "due" else f"{name}_after")))
             for name in ("due", "orange", "red")}  # fmt: skip
    say("cli.due", **times, why=report.why)
