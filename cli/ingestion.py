"""`youda ingest`: files into the base, beside a running server or without one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption, JsonOption, settings_for
from cli.output import plain, print_json, progress_bar, run_progress, say, table, tell
from core.actors import OPERATOR
from core.errors import InvalidInputError
from core.locks import FolderOwnedError
from core.messages import message

if TYPE_CHECKING:
    from api.golden import TriedImport
    from api.runtime import Runtime
    from eval.golden.types import GoldenAnswer, GoldenResult
    from ingest.types import RunReport

_EXIT_INTERRUPTED = 130
_ROWS_SHOWN = 200
_ANSWER_CHARS = 120
_BROKEN = ("cli.column.question", "cli.column.expected", "cli.column.answer_before", "cli.column.answer_after")
_COLUMNS = ("cli.column.file", "cli.column.outcome", "cli.column.entries", "cli.column.clauses",
            "cli.column.passages", "cli.column.findings", "cli.column.remark")  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add `ingest`."""
    app.command("ingest", help=message("cli.help.ingest"))(ingest)


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=message("cli.option.paths"))],
    data: DataOption = None,
    publish: Annotated[bool, typer.Option("--publish", help=message("cli.option.publish"))] = False,
    despite: Annotated[
        str | None, typer.Option("--despite-golden", metavar="REASON", help=message("cli.option.despite_golden"))
    ] = None,
    again: Annotated[bool, typer.Option("--again", help=message("cli.option.again"))] = False,
    report: Annotated[
        list[Path] | None, typer.Option("--report", metavar="FILE", help=message("cli.option.report"))
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read every file under the paths; say per file what was read or skipped, and why."""
    _check_paths(paths)
    _check_reports(report or [])
    if despite is not None and not (publish and despite.strip()):
        raise InvalidInputError(message("cli.ingest.despite_needs"))
    from api.runtime import Runtime

    runtime = Runtime(settings_for(data))
    runtime.prepare()
    try:
        found = _run(runtime, paths, publish=publish, again=again)
        tried = _publish_held(runtime, found, despite or "") if publish else None
        if publish:
            _follow(runtime)
    finally:
        runtime.stop() if runtime.ready else runtime.database.dispose()
    for path in report or []:
        _write_report(path, found)
    _print(found, tried, publish=publish, as_json=as_json)


def _check_paths(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise InvalidInputError(message("ingest.reason.not_found", file=path))


def _check_reports(paths: Sequence[Path]) -> None:
    """Refuse what cannot be written before hours of work, not after them."""
    for path in paths:
        if path.suffix.lower() not in (".json", ".html"):
            raise InvalidInputError(message("cli.ingest.report_kind", file=path))
        if not path.absolute().parent.is_dir():
            raise InvalidInputError(message("cli.cannot_write", file=path, reason=message("cli.ingest.no_folder")))


def _run(runtime: Runtime, paths: list[Path], *, publish: bool, again: bool) -> RunReport:
    from ingest.running.run import RunOrder, Step

    with run_progress() as show:

        def on_step(step: Step) -> None:
            file = step.report
            if file is None:
                show(step.done_count, step.expected_count, "", 0, False)
            else:
                is_failed = file.outcome.value == "failed"
                show(step.done_count, step.expected_count, file.file_name, file.passage_count, is_failed)

        with runtime.database.reading() as session:
            hold = publish and bool(runtime.golden.active(session))
        order = RunOrder(actor=OPERATOR, publish=publish, hold=hold, again=again, on_step=on_step)
        return runtime.ingest.run(paths, order)


def _publish_held(runtime: Runtime, found: RunReport, despite: str) -> TriedImport | None:
    """Publish what waits for golden questions, once the run is complete; return None when nothing waits."""
    from api.golden import publish_import

    if found.status.value == "stopped":
        return None
    with progress_bar() as advance:
        done = 0

        def on_result(_result: GoldenResult, total: int) -> None:
            nonlocal done
            done += 1
            advance("cli.progress.golden", done, max(done, total))

        tried = publish_import(runtime, found, OPERATOR, despite=despite, on_result=on_result)
    return tried if tried.held else None


def _follow(runtime: Runtime) -> None:
    """Bring the indexes level now when no server does, so that the next start need not."""
    lag = runtime.indexer.lag()
    with progress_bar() as advance:
        try:
            runtime.start(label="youda ingest")
        except FolderOwnedError:
            tell("cli.ingest.server_follows")
            return
        runtime.indexer.follow_once()
        advance("cli.ingest.indexing", lag, lag)
        runtime.stop()


def _write_report(path: Path, found: RunReport) -> None:
    from ingest.running.report_page import report_page
    from ingest.running.summary import report_json

    if path.suffix.lower() == ".html":
        text = report_page(found)
    else:
        text = json.dumps(report_json(found), ensure_ascii=False, indent=2, default=plain) + "\n"
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InvalidInputError(message("cli.cannot_write", file=path, reason=error.strerror or "")) from error


def _print(found: RunReport, tried: TriedImport | None, *, publish: bool, as_json: bool) -> None:
    """Print the report; exit 1 when no file could be used or golden questions got worse, 130 when it was stopped."""
    from ingest.running.summary import report_json

    if as_json:
        print_json(report_json(found) | ({"golden": _tried_json(tried)} if tried else {}))
    else:
        _show(found, publish=publish)
        if tried:
            _show_tried(tried)
    if found.status.value == "stopped":
        raise typer.Exit(_EXIT_INTERRUPTED)
    if tried and tried.is_refused:
        raise typer.Exit(1)
    if found.files and not any(file.outcome.value not in ("failed", "missing") for file in found.files):
        raise typer.Exit(1)


def _show(found: RunReport, *, publish: bool) -> None:
    """Print a row per file, those that need somebody first; a long run's remaining rows are in its report file."""
    from ingest.running.summary import remark, summarise

    order = {"failed": 0, "missing": 1, "skipped": 2}
    files = sorted(found.files, key=lambda file: order.get(file.outcome.value, 3))
    rows = [
        (file.file_name, message(f"ingest.outcome.{file.outcome.value}"), file.entry_count, file.clause_count,
         file.passage_count, len(file.findings), remark(file) or "")
        for file in files[:_ROWS_SHOWN]
    ]  # fmt: skip
    table(_COLUMNS, rows)
    if len(files) > _ROWS_SHOWN:
        say("cli.ingest.more_rows", count=len(files) - _ROWS_SHOWN)
    summary = summarise(found)
    outcomes = {name: summary.outcomes[name] for name in ("read", "unchanged", "skipped", "failed", "missing")}
    say("cli.ingest.summary", **outcomes, entries=summary.entries, passages=summary.passages,
        seconds=summary.seconds, rate=summary.passages_per_second)  # fmt: skip
    if found.status.value == "stopped":
        say("cli.ingest.stopped")
    if not publish and summary.entries:
        say("cli.ingest.drafts")


def _show_tried(tried: TriedImport) -> None:
    """Print the questions that got worse, and what became of the import."""
    from api.views.golden import expected

    if tried.broken:
        rows = [
            (result.question.question, expected(result.question), _answer(result.before), _answer(result.after))
            for result in tried.broken
        ]
        table(_BROKEN, rows)
    counts = {"held": tried.held, "asked": len(tried.results), "broken": len(tried.broken)}
    outcome = "refused" if tried.is_refused else "despite" if tried.broken else "passed"
    say(f"cli.ingest.golden_{outcome}", published=tried.published, **counts)


def _answer(answer: GoldenAnswer) -> str:
    sources = message("golden.list_separator").join(
        dict.fromkeys(f"《{cited.title}》{cited.clause_label}" for cited in answer.citations)
    )
    text = answer.text.replace("**", "")
    text = text if len(text) <= _ANSWER_CHARS else f"{text[:_ANSWER_CHARS]}…"
    return f"{text}\n{sources}".strip()


def _tried_json(tried: TriedImport) -> dict[str, object]:
    from api.views.golden import result_out

    return {
        "held": tried.held,
        "published": tried.published,
        "asked": len(tried.results),
        "broken": [result_out(result).model_dump(mode="json") for result in tried.broken],
    }
