"""`youda bench`: the sizes of DESIGN §10, measured on this machine, each beside a baseline of the same run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import JsonOption, settings_for
from cli.output import print_json, progress_bar, say, table
from core.messages import message

if TYPE_CHECKING:
    from eval.bench import BenchReport, Measurement

DEFAULT_PASSAGES = 10_000


def register(app: typer.Typer) -> None:
    """Add `bench`."""
    app.command("bench", help=message("cli.help.bench"))(bench)


def bench(
    passages: Annotated[
        int, typer.Option("--passages", metavar="N", min=100, help=message("cli.option.passages"))
    ] = DEFAULT_PASSAGES,
    as_json: JsonOption = False,
) -> None:
    """Build a base of made-up policies, start a server on it, and measure."""
    from eval.bench import run_bench

    with progress_bar() as advance:
        report = run_bench(passages, settings_for(None), progress=advance)
    print_json(report.to_json()) if as_json else _show(report)


def _show(report: BenchReport) -> None:
    table(
        ("cli.column.measure", "cli.column.value", "cli.column.unit", "cli.column.goal", "cli.column.baseline"),
        [_row(row) for row in report.rows],
    )
    say("bench.machine", cores=report.cores, passages=report.passages, questions=report.questions)
    for note in report.notes:
        say(note)


def _row(row: Measurement) -> tuple[str, ...]:
    baseline = "–"
    if row.baseline is not None:
        baseline = message("bench.baseline", value=f"{row.baseline:g}", name=message(f"bench.{row.baseline_name}"))
    goal = "–" if row.goal is None else f"{'≥' if row.more_is_better else '≤'} {row.goal:g}"
    return message(f"bench.{row.name}"), f"{row.value:g}", row.unit, goal, baseline
