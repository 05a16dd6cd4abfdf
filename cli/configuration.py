"""`youda config`: export and import what petitions are sorted, sent and timed by."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say
from core.actors import OPERATOR
from core.errors import InvalidInputError, NotFoundError
from core.messages import message

KindArgument = Annotated[str, typer.Argument(metavar="KIND", help=message("cli.option.config_kind"))]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.config_file"))]


def register(app: typer.Typer) -> None:
    """Add `config` with its `export` and `import`."""
    group = typer.Typer(help=message("cli.help.config"), no_args_is_help=True)
    group.command("export", help=message("cli.help.config_export"))(export_config)
    group.command("import", help=message("cli.help.config_import"))(import_config)
    app.add_typer(group, name="config")


def export_config(kind: KindArgument, file: FileArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Write what is in force to a CSV or XLSX, as the file's name ends."""
    from api.configuring import kind_of, table_of
    from api.runtime import Runtime
    from api.spreadsheets import write_table

    wanted, settings = kind_of(kind), settings_for(data)
    expect_base(settings)
    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise InvalidInputError(message("api.not_a_spreadsheet"))
    runtime = Runtime(settings)
    with runtime.database.reading() as session:
        current = runtime.catalogue.current(session, wanted)
    runtime.database.dispose()
    as_workbook = file.suffix.lower() == ".xlsx"
    title = message(f"config.kind.{wanted.value}")
    file.write_bytes(write_table(table_of(wanted, current), as_workbook=as_workbook, title=title))
    if as_json:
        print_json({"kind": wanted.value, "version": current.version, "rows": len(current.rows), "file": str(file)})
    else:
        say("cli.config.exported", kind=title, count=len(current.rows), file=file)


def import_config(
    kind: KindArgument,
    file: FileArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=message("cli.option.config_reason"))],
    data: DataOption = None,
    effective_from: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=message("cli.option.config_from")),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Decide by a CSV or XLSX; calendar days are added, every other list is replaced."""
    from api.configuring import import_into, kind_of
    from api.runtime import Runtime

    wanted, settings = kind_of(kind), settings_for(data)
    expect_base(settings)
    if not file.is_file():
        raise NotFoundError(message("cli.petitions.no_file", file=file))
    runtime = Runtime(settings)
    try:
        runtime.prepare()
        with runtime.database.unit_of_work() as session:
            base = max((v.version for v in runtime.catalogue.versions(session, wanted)), default=0)
            day = effective_from.date() if effective_from else None
            version = import_into(runtime, session, wanted, (file.name, file.read_bytes()), reason, base, day, OPERATOR)
    finally:
        runtime.database.dispose()
    if as_json:
        print_json({"kind": wanted.value, "version": version.version, "rows": len(version.rows)})
    else:
        say("cli.config.imported", kind=message(f"config.kind.{wanted.value}"), version=version.version)
