"""`youda eval compare` and `youda eval report`: what becomes of saved runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import JsonOption
from cli.output import print_json, table, tell
from core.messages import has_message, message

if TYPE_CHECKING:
    from eval.comparison import ComparedRuns
    from eval.saved import SavedRun

SaveOption = Annotated[Path | None, typer.Option("--save", metavar="DIR", help=message("cli.option.save"))]
_RunArgument = Annotated[str, typer.Argument(metavar="RUN", help=message("cli.option.saved_run"))]
_COLUMNS = ("metric", "mean_a", "mean_b", "difference", "interval", "randomisation_p", "sign_p", "better", "worse",
            "same")  # fmt: skip


def compare(run_a: _RunArgument, run_b: _RunArgument, as_json: JsonOption = False) -> None:
    """Compare two saved runs, or a run with a baseline of its own, question by question."""
    from eval.comparison import compare_systems, read_system

    found = compare_systems(read_system(run_a), read_system(run_b))
    print_json(asdict(found)) if as_json else _show(found)


def report(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help=message("cli.option.saved_run"))],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=message("cli.option.report_out"))],
) -> None:
    """Write saved runs as one page of HTML."""
    from eval.comparison import read_system
    from eval.report.page import report_page
    from eval.runs import write_text

    write_text(out, report_page([read_system(run) for run in runs]))
    tell("cli.eval.report_written", file=out)


def save(folder: Path, run: SavedRun) -> None:
    """Write a run where `--save` says."""
    from eval.saved import write_run

    write_run(folder, run)
    tell("cli.eval.saved", folder=folder)


def _show(found: ComparedRuns) -> None:
    rows = []
    for name, test in found.metrics.items():
        label = message(f"cli.measure.{name}") if has_message(f"cli.measure.{name}") else name
        interval = f"{test.difference.low:+.4f} … {test.difference.high:+.4f}"
        rows.append((label, round(test.mean_a, 4), round(test.mean_b, 4), f"{test.difference.mean:+.4f}", interval,
                     round(test.randomisation_p, 4), round(test.sign_p, 4), test.better, test.worse, test.same)
                    )  # fmt: skip
    title = message("eval.compare.title", a=found.name_a, b=found.name_b, count=found.shared)
    table([f"eval.compare.{name}" for name in _COLUMNS], rows, title=title)
    if found.only_a or found.only_b:
        tell("cli.eval.left_out", only_a=found.only_a, only_b=found.only_b)
