"""`youda ingest`: files into the base, beside a running server or without one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption, JsonOption, settings_for
from cli.output import print_json, progress_bar, say, table, tell
from core.actors import OPERATOR
from core.errors import InvalidInputError
from core.locks import FolderOwnedError
from core.messages import message

if TYPE_CHECKING:
    from api.runtime import Runtime
    from ingest.types import FileReport, RunReport

_COLUMNS = ("cli.column.file", "cli.column.outcome", "cli.column.entries", "cli.column.clauses",
            "cli.column.passages", "cli.column.findings", "cli.column.remark")  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add `ingest`."""
    app.command("ingest", help=message("cli.help.ingest"))(ingest)


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=message("cli.option.paths"))],
    data: DataOption = None,
    publish: Annotated[bool, typer.Option("--publish", help=message("cli.option.publish"))] = False,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help=message("cli.option.report"))] = None,
    as_json: JsonOption = False,
) -> None:
    """Read every file under the paths; say per file what was read or skipped, and why."""
    _check_paths(paths)
    from api.runtime import Runtime

    runtime = Runtime(settings_for(data))
    runtime.prepare()
    try:
        with progress_bar() as advance:
            found = _run(runtime, paths, publish=publish, advance=advance)
            if publish:
                _follow(runtime, advance)
    finally:
        runtime.database.dispose()
    if report is not None:
        _write_report(report, found)
    if as_json:
        print_json(_to_json(found))
    else:
        _show(found, publish=publish)
    if not any(file.outcome.value != "failed" for file in found.files):
        raise typer.Exit(1)


def _check_paths(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise InvalidInputError(message("ingest.reason.not_found", file=path))


def _run(runtime: Runtime, paths: list[Path], *, publish: bool, advance: Callable[[str, int, int], None]) -> RunReport:
    total, done = _count_files(paths), 0
    advance("cli.ingest.reading", 0, total)

    def after(_file: FileReport) -> None:
        nonlocal done
        done += 1
        advance("cli.ingest.reading", done, total)

    return runtime.ingest.run(paths, actor=OPERATOR, publish=publish, on_file=after)


def _count_files(paths: list[Path]) -> int:
    """Return about how many files will be read: members of archives are not counted before they are opened."""
    return sum(sum(len(files) for _, _, files in os.walk(path)) if path.is_dir() else 1 for path in paths)


def _follow(runtime: Runtime, advance: Callable[[str, int, int], None]) -> None:
    """Bring the indexes level now when no server does, so that the next start need not."""
    lag = runtime.indexer.lag()
    try:
        runtime.start(label="youda ingest")
    except FolderOwnedError:
        tell("cli.ingest.server_follows")
        return
    advance("cli.ingest.indexing", lag, lag)
    runtime.stop()


def _to_json(found: RunReport) -> dict[str, object]:
    from ingest.types import Outcome

    counts = {outcome.value: found.count(outcome) for outcome in Outcome}
    return {
        **counts,
        "entries": sum(file.entry_count for file in found.files),
        "passages": sum(file.passage_count for file in found.files),
        "seconds": found.seconds,
        "files": [{**asdict(file), "outcome": file.outcome.value, "remark": _remark(file)} for file in found.files],
    }


def _remark(file: FileReport) -> str | None:
    return message(f"ingest.reason.{file.reason}", **file.params) if file.reason else None


def _write_report(path: Path, found: RunReport) -> None:
    try:
        path.write_text(json.dumps(_to_json(found), ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise InvalidInputError(message("cli.cannot_write", file=path, reason=error.strerror or "")) from error


def _show(found: RunReport, *, publish: bool) -> None:
    rows = [
        (file.file_name, message(f"ingest.outcome.{file.outcome.value}"), file.entry_count, file.clause_count,
         file.passage_count, len(file.findings), _remark(file) or "")
        for file in found.files
    ]  # fmt: skip
    table(_COLUMNS, rows)
    counted = _to_json(found)
    say("cli.ingest.summary", **{name: counted[name] for name in ("read", "unchanged", "skipped", "failed", "entries",
                                                                  "passages", "seconds")})  # fmt: skip
    if not publish and counted["entries"]:
        say("cli.ingest.drafts")
