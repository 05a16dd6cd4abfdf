"""`youda reports make`: compute a report on a data folder, keep it, release it, write it to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say
from core.errors import InvalidInputError
from core.messages import message

_FORMATS = ("docx", "xlsx", "csv")


def register(app: typer.Typer) -> None:
    """Add `reports` with its `make`."""
    group = typer.Typer(help=message("cli.help.reports"), no_args_is_help=True)
    group.command("make", help=message("cli.help.reports_make"))(make)
    group.callback()(lambda: None)  # keeps `make` a sub-command although it is the only one
    app.add_typer(group, name="reports")


def make(
    kind: Annotated[str, typer.Argument(metavar="week|month|quarter|year")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=message("cli.option.edition_period"))],
    data: DataOption = None,
    department: Annotated[
        str | None, typer.Option(metavar="CODE", help=message("cli.option.edition_department"))
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=message("cli.option.edition_reason"))] = "",
    release: Annotated[bool, typer.Option("--release", help=message("cli.option.edition_release"))] = False,
    public: Annotated[bool, typer.Option("--public", help=message("cli.option.edition_public"))] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=message("cli.option.edition_out"))] = None,
    as_json: JsonOption = False,
) -> None:
    """Compute the report, keep it as a draft, and do with it what the options say."""
    from api.runtime import Runtime
    from core.actors import OPERATOR
    from core.departments import DepartmentRepository
    from reports.export import EXPORTERS, Document
    from reports.periods import ReportKind, parse_period
    from reports.types import Reader
    from reports.wording import title

    if kind not in tuple(ReportKind):
        raise InvalidInputError(message("cli.reports.unknown_kind", kind=kind, kinds=", ".join(ReportKind)))
    form = None if out is None else out.suffix.lower().lstrip(".")
    if form is not None and form not in _FORMATS:
        raise InvalidInputError(message("cli.reports.unknown_format", file=out, formats=", ".join(_FORMATS)))
    wanted, everything = parse_period(ReportKind(kind), period), Reader(sees_all=True)
    settings = settings_for(data)
    expect_base(settings)
    runtime = Runtime(settings)
    runtime.prepare()
    try:
        with runtime.database.reading() as session:
            compiled = runtime.reports.compile(session, wanted, department)
            label = DepartmentRepository().labels(session).get(department) if department else None
        with runtime.database.unit_of_work() as session:
            edition = runtime.reports.keep(session, compiled, OPERATOR, reason=reason)
            if release:
                edition = runtime.reports.release(session, edition.id, everything, OPERATOR)
            if public:
                edition = runtime.reports.public(session, edition.id, everything)
    finally:
        runtime.database.dispose()
    heading = title(edition, settings.zone.display_name, label)
    if out is not None and form is not None:
        least = runtime.reports.rules.public_group_min if public else None
        out.write_bytes(EXPORTERS[form].write(Document(heading, edition, least)))
    if as_json:
        figures = {figure.key: figure.value for section in edition.sections for figure in section.figures}
        print_json({
            "id": edition.id, "kind": kind, "period": wanted.label, "number": edition.number,
            "state": edition.state.value, "cutoff_at": edition.cutoff_at, "figures": figures,
            "file": None if out is None else str(out),
        })  # fmt: skip
        return
    say("cli.reports.made", title=heading, number=edition.number, state=message(f"report.state.{edition.state.value}"))
    if out is not None:
        say("cli.reports.written", file=out)
