"""`youda petitions import`: another system's table of petitions, read as guessed or as told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, progress_bar, say, table
from core.errors import InvalidInputError, NotFoundError
from core.messages import has_message, message
from petitions.exchange.columns import guess
from petitions.exchange.types import FIELDS, ImportReport, Mapping, Preview, RowProblem, Table


def import_petitions(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.petition_file"))],
    source: Annotated[str, typer.Option("--source", metavar="NAME", help=message("cli.option.petition_source"))],
    data: DataOption = None,
    told: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=HEADER", help=message("cli.option.petition_map"))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=message("cli.option.dry_run"))] = False,
    as_json: JsonOption = False,
) -> None:
    """File the good rows, list the bad ones."""
    from api.runtime import Runtime
    from api.spreadsheets import read_tables

    settings = settings_for(data)
    expect_base(settings)
    if not file.is_file():
        raise NotFoundError(message("cli.petitions.no_file", file=file))
    tables = read_tables(file.name, file.read_bytes())
    runtime = Runtime(settings)
    try:
        runtime.prepare()
        mapping = _corrected(tables, told) if told else None
        if dry_run:
            _show_preview(runtime.petition_import.look(tables, source, mapping), as_json=as_json)
            return
        with progress_bar() as advance:
            report = runtime.petition_import.run(
                tables, source, mapping, on_progress=lambda done, total: advance("cli.progress.petitions", done, total)
            )
    finally:
        runtime.database.dispose()
    _show_report(report, as_json=as_json)


def _corrected(tables: Sequence[Table], told: Sequence[str]) -> Mapping:
    """Return the guess for the sheet that has the named columns, corrected; an unknown one is an InvalidInputError."""
    wanted = {header: field for field, _, header in (pair.partition("=") for pair in told)}
    for field in wanted.values():
        if field not in FIELDS:
            raise InvalidInputError(message("exchange.error.field", field=field, fields=", ".join(FIELDS)))
    guesses = [guess(table) for table in tables]
    headers = [{column.header for column in found.columns} for found in guesses]
    best = max(range(len(tables)), key=lambda n: len(headers[n] & set(wanted)))
    missing = sorted(set(wanted) - headers[best])
    if missing:
        raise InvalidInputError(message("exchange.error.column", column=missing[0]))
    kept = ((column.header, column.field) for column in guesses[best].columns)
    fields = tuple(wanted.get(header, None if field in wanted.values() else field) for header, field in kept)
    return replace(guesses[best].mapping, fields=fields)


def _show_preview(preview: Preview, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(preview))
        return
    columns = [(c.header, _field(c.field), c.confidence) for c in preview.guess.columns]
    table(("cli.column.header", "cli.column.field", "cli.column.confidence"), columns)
    say("cli.petitions.previewed", rows=preview.row_count, problems=len(preview.problems))
    _show_problems(preview.problems)


def _show_report(report: ImportReport, *, as_json: bool) -> None:
    counts = {outcome: report.count(outcome) for outcome in ("filed", "joined", "known")}
    if as_json:
        print_json({**counts, **asdict(report)})
        return
    say("cli.petitions.imported", **counts, unclassified=report.unclassified)
    _show_problems(report.problems)


def _show_problems(problems: Sequence[RowProblem]) -> None:
    if problems:
        rows = [(p.row, _field(p.field), p.text) for p in problems]
        table(
            ("cli.column.row", "cli.column.field", "cli.column.problem"), rows, title=message("cli.petitions.problems")
        )


def _field(code: str | None) -> str | None:
    key = f"exchange.field.{code}"
    return message(key) if has_message(key) else code
