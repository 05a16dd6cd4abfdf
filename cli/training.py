"""`youda train`: learn from what was confirmed, judge it by held-out questions, and keep what is better."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, progress_bar, say, table, tell
from core.messages import message

if TYPE_CHECKING:
    from knowledge.learning.training import TrainReport
    from petitions.suggesting.training import CategoryReport

_COLUMNS = ("cli.column.measure", "cli.column.before", "cli.column.after", "cli.column.difference",
            "cli.column.won_lost")  # fmt: skip


class Part(StrEnum):
    """What may be left untrained."""

    RANKER = "ranker"
    TABLE = "table"
    CATEGORIES = "categories"


def register(app: typer.Typer) -> None:
    """Add `train`."""
    app.command("train", help=message("cli.help.train"))(train)


def train(
    data: DataOption = None,
    without: Annotated[list[Part] | None, typer.Option("--without", help=message("cli.option.without"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=message("cli.option.dry_run"))] = False,
    as_json: JsonOption = False,
) -> None:
    """Train beside whatever serves: a killed run changes nothing, a running server takes the new model over itself."""
    from api.runtime import Runtime
    from knowledge.learning.build import build_trainer
    from knowledge.learning.training import TrainOrder
    from petitions.build import build_category_trainer

    settings = settings_for(data)
    expect_base(settings)
    left_out = frozenset(without or ())
    order = TrainOrder(without=left_out - {Part.CATEGORIES}, dry_run=dry_run)
    runtime = Runtime(settings)
    runtime.prepare()
    try:
        with progress_bar() as advance:
            trainer = build_trainer(settings.knowledge, runtime.database, runtime.models, runtime.clock)
            report = trainer.train(order, on_progress=advance)
            categories = None
            if Part.CATEGORIES not in left_out:
                learner = build_category_trainer(
                    runtime.database, runtime.petitions, runtime.category_models, runtime.clock
                )
                categories = learner.train(dry_run=dry_run, on_progress=advance)
    finally:
        runtime.database.dispose()
    if as_json:
        print_json(_to_json(report) | {"categories": None if categories is None else asdict(categories)})
        return
    _show(report)
    if categories is not None:
        _show_categories(categories)


def _show(report: TrainReport) -> None:
    tell("cli.train.questions", learned=report.learned, held_out=report.held_out, curated=report.curated)
    if report.is_too_few:
        say("cli.train.too_few", questions=report.learned + report.held_out, least=report.least)
        return
    rows = [
        (
            name,
            report.before[name],
            report.after[name],
            f"{d.mean:+.3f} ({d.low:+.3f} … {d.high:+.3f})",
            f"{d.won}/{d.lost}",
        )
        for name, d in report.differences.items()
    ]
    table(_COLUMNS, rows)
    if report.dry_run:
        say("cli.train.dry_run", verdict=message("cli.train.better" if report.is_better else "cli.train.same"))
    elif report.is_better:
        say("cli.train.kept", number=report.number)
    else:
        say("cli.train.not_better")
    say("cli.train.seconds", seconds=round(report.seconds))


def _show_categories(report: CategoryReport) -> None:
    tell("cli.train.petitions", learned=report.learned, held_out=report.held_out, corrected=report.corrected)
    if report.is_too_few:
        say("cli.train.too_few_petitions", petitions=report.learned + report.held_out, least=report.least)
        return
    rows = [
        (
            name,
            report.before[name],
            report.after[name],
            f"{gain.mean:+.3f} ({gain.low:+.3f} … {gain.high:+.3f})",
            f"{gain.won}/{gain.lost}",
        )
        for name, gain in report.differences.items()
    ]
    table(_COLUMNS, rows)
    if report.dry_run:
        say("cli.train.dry_run", verdict=message("cli.train.better" if report.is_better else "cli.train.same"))
    elif report.is_better:
        say("cli.train.categories_kept", number=report.number)
    else:
        say("cli.train.not_better")


def _to_json(report: TrainReport) -> dict[str, object]:
    return asdict(report)
