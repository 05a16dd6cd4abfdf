"""`youda templates`: export and import the words that notices are written with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say
from core.actors import OPERATOR
from core.audit import UNKNOWN_ORIGIN
from core.errors import InvalidInputError, NotFoundError
from core.messages import message

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.config_file"))]


def register(app: typer.Typer) -> None:
    """Add `templates` with its `export` and `import`."""
    group = typer.Typer(help=message("cli.help.templates"), no_args_is_help=True)
    group.command("export", help=message("cli.help.templates_export"))(export_templates)
    group.command("import", help=message("cli.help.templates_import"))(import_templates)
    app.add_typer(group, name="templates")


def export_templates(file: FileArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Write the templates in force to a CSV or XLSX, as the file's name ends."""
    from api.runtime import Runtime
    from api.spreadsheets import write_table
    from api.templating import template_table

    settings, ending = settings_for(data), file.suffix.lower()
    expect_base(settings)
    if ending not in (".csv", ".xlsx"):
        raise InvalidInputError(message("api.not_a_spreadsheet"))
    runtime = Runtime(settings)
    with runtime.database.reading() as session:
        table = template_table(runtime.notices.templates.list_all(session))
    runtime.database.dispose()
    file.write_bytes(write_table(table, as_workbook=ending == ".xlsx", title=message("notice.templates")))
    if as_json:
        print_json({"templates": len(table) - 1, "file": str(file)})
    else:
        say("cli.templates.exported", count=len(table) - 1, file=file)


def import_templates(file: FileArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Put the words of a CSV or XLSX in force, row by row."""
    from api.runtime import Runtime
    from api.templating import read_templates

    settings = settings_for(data)
    expect_base(settings)
    if not file.is_file():
        raise NotFoundError(message("cli.petitions.no_file", file=file))
    rows, runtime = read_templates(file.name, file.read_bytes()), Runtime(settings)
    try:
        runtime.prepare()
        with runtime.database.unit_of_work() as session:
            templates, now = runtime.notices.templates, runtime.clock.now()
            report = templates.write_all(session, rows, OPERATOR, now, UNKNOWN_ORIGIN)
    finally:
        runtime.database.dispose()
    if as_json:
        print_json({"written": report.written, "unchanged": report.unchanged, "problems": report.problems})
        return
    counts = {"written": len(report.written), "unchanged": report.unchanged, "problems": len(report.problems)}
    say("cli.templates.imported", **counts)
    for line, code, reason in report.problems:
        say("cli.templates.problem", line=line, code=code, reason=reason)
