"""`youda eval conflicts`: how well duplicates, supersession and differing amounts are found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import JsonOption, settings_for
from cli.output import print_json, progress_bar, table
from core.messages import message

_COLUMNS = ("cli.column.system", "cli.column.label", "cli.column.pairs", "cli.column.recall_share",
            "cli.column.precision")  # fmt: skip
_LABELS = ("duplicate", "supersession", "amount")


def conflicts(
    laws: Annotated[Path, typer.Option("--laws", metavar="DIR", help=message("cli.option.laws"))],
    each: Annotated[int, typer.Option("--each", metavar="N", min=1, help=message("cli.option.each"))] = 24,
    as_json: JsonOption = False,
) -> None:
    """Make labelled pairs of documents from law texts, publish all into a throw-away base, and judge what is found."""
    from eval.conflicts import make_pairs, run_conflicts

    with progress_bar() as advance:
        report = run_conflicts(make_pairs(laws, each), settings_for(None).knowledge, progress=advance)
    if as_json:
        print_json(report.to_json())
        return
    rows = []
    for system, is_baseline in (("youda", False), ("text_equality", True)):
        for label in _LABELS:
            figures = report.figures(label, baseline=is_baseline)
            rows.append((system, label, int(figures["pairs"]), figures["recall"], figures["precision"]))
    table(_COLUMNS, rows)
