"""`youda golden`: keep golden questions, ask them of the base, try a version on them before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, progress_bar, say, table
from core.messages import message

if TYPE_CHECKING:
    from api.runtime import Runtime
    from eval.golden.types import GoldenResult

_CHECKED = ("cli.column.question", "cli.column.expected", "cli.column.outcome", "cli.column.passes")
_TRIED = ("cli.column.verdict", "cli.column.question", "cli.column.answer_before", "cli.column.answer_after")


def register(app: typer.Typer) -> None:
    """Add `golden` with `import`, `export`, `check` and `try`."""
    group = typer.Typer(help=message("cli.help.golden"), no_args_is_help=True)
    group.command("import", help=message("cli.help.golden_import"))(take_in)
    group.command("export", help=message("cli.help.golden_export"))(export)
    group.command("check", help=message("cli.help.golden_check"))(check)
    group.command("try", help=message("cli.help.golden_try"))(try_out)
    app.add_typer(group, name="golden")


def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.golden_file"))],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep the questions of a CSV or XLSX; exit 1 when a row could not be used, naming each."""
    from api.spreadsheets import read_first_sheet
    from core.actors import OPERATOR
    from core.errors import InvalidInputError
    from eval.golden.exchange import read_rows

    try:
        content = file.read_bytes()
    except OSError as error:
        raise InvalidInputError(message("cli.golden.unreadable", file=file, reason=error.strerror)) from error
    read = read_rows(read_first_sheet(file.name, content))
    with _prepared(data) as runtime, runtime.database.unit_of_work() as session:
        rows = runtime.golden.import_rows(session, read, OPERATOR)
    problems = [row for row in rows if row.problem]
    if as_json:
        print_json({"kept": len(rows) - len(problems), "left_out": [[row.line, row.problem] for row in problems]})
    else:
        say("cli.golden.kept", count=len(rows) - len(problems))
        for row in problems:
            say("cli.golden.left_out", line=row.line, problem=row.problem)
    if problems:
        raise typer.Exit(1)


def export(
    out: Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.golden_out"))],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the questions that are asked to a CSV or XLSX, which `import` takes back."""
    from api.spreadsheets import write_table
    from eval.golden.exchange import header, to_rows

    with _prepared(data) as runtime, runtime.database.reading() as session:
        rows = [header(), *to_rows(runtime.golden.active(session))]
    is_workbook = out.suffix.lower() == ".xlsx"
    out.write_bytes(write_table(rows, as_workbook=is_workbook, title=message("golden.file_name")))
    print_json({"questions": len(rows) - 1}) if as_json else say("cli.golden.written", count=len(rows) - 1, file=out)


def check(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Ask every golden question of the base as it stands; exit 1 when one does not get what is expected."""
    from api.views.golden import check_out

    with _running(data) as runtime:
        with runtime.database.reading() as session:
            questions = runtime.golden.active(session)
        found = [check_out(*pair) for pair in runtime.golden_runner.check(questions)]
    failing = [one for one in found if not one.answer.passes]
    if as_json:
        rows = [one.model_dump(mode="json") for one in found]
        print_json({"questions": len(found), "failing": len(failing), "rows": rows})
    else:
        lines = [
            (
                one.question.question,
                one.question.title or message("golden.expects.refusal"),
                message(f"eval.report.outcome.{one.answer.outcome}"),
                message("cli.yes" if one.answer.passes else "cli.no"),
            )
            for one in found
        ]
        table(_CHECKED, lines)
        say("cli.golden.checked", count=len(found), failing=len(failing))
    if failing:
        raise typer.Exit(1)


def try_out(
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help=message("cli.option.golden_entry"))],
    version: Annotated[int | None, typer.Option(metavar="N", help=message("cli.option.golden_version"))] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every golden question without and with a version published; exit 1 when one gets worse. Publishes nothing."""
    from api.golden import try_version
    from api.views.golden import run_out
    from core.actors import OPERATOR
    from knowledge.repository import VersionKey

    with _running(data) as runtime, progress_bar() as advance:
        if version is None:
            with runtime.database.reading() as session:
                version = runtime.knowledge.versions(session, entry)[0].version
        done = 0

        def tell(_result: GoldenResult, total: int) -> None:
            nonlocal done
            done += 1
            advance("cli.progress.golden", done, max(done, total))

        run = run_out(try_version(runtime, VersionKey(entry, version), OPERATOR, tell), holds=True, reader=OPERATOR.id)
    if as_json:
        print_json(run.model_dump(mode="json"))
    else:
        rows = [
            (message(f"golden.verdict.{one.verdict}"), one.question, one.before.text[:60], one.after.text[:60])
            for one in run.results
            if one.verdict != "same"
        ]
        table(_TRIED, rows)
        say("cli.golden.tried", **run.counts, count=len(run.results), seconds=run.seconds)
    if run.blocks:
        raise typer.Exit(1)


@contextmanager
def _prepared(data: Path | None) -> Iterator[Runtime]:
    """Lend the services of a base without its indexes, beside a running server too."""
    from api.runtime import Runtime

    settings = settings_for(data)
    expect_base(settings)
    runtime = Runtime(settings)
    runtime.prepare()
    try:
        yield runtime
    finally:
        runtime.database.dispose()


@contextmanager
def _running(data: Path | None) -> Iterator[Runtime]:
    """Lend the services of a base with its indexes. Raises FolderOwnedError while a server has them."""
    from api.runtime import Runtime

    settings = settings_for(data)
    expect_base(settings)
    with Runtime(settings) as runtime:
        yield runtime
