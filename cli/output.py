"""What the command prints: for people, Rich on stderr and stdout; for machines, exactly one JSON object on stdout."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from core.clock import SHANGHAI
from core.messages import message


def stdout() -> Console:
    """Return a console on stdout; made anew, because tests and pipes replace the stream."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=True)


def stderr() -> Console:
    """Return a console on stderr."""
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """Write one JSON object and a line end to stdout, and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=plain) + "\n")
    sys.stdout.flush()


def say(key: str, **values: object) -> None:
    """Print a catalogue sentence for people on stdout; square brackets are text, not markup."""
    stdout().print(message(key, **values), markup=False)


def tell(key: str, **values: object) -> None:
    """Print a catalogue sentence on stderr: news on the way, which must not mix with a result."""
    stderr().print(message(key, **values), markup=False)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str | None = None) -> None:
    """Print a table on stdout; `columns` are catalogue keys, numbers stand right."""
    shown = Table(title=title, title_justify="left")
    for place, key in enumerate(columns):
        is_number = bool(rows) and all(isinstance(row[place], int | float) for row in rows)
        shown.add_column(message(key), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(value) for value in row))
    Console(file=sys.stdout, highlight=False, markup=False).print(shown)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar on stderr while something goes on; yields what to call with a catalogue key, done and total."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=stderr(), transient=True,
    )  # fmt: skip
    tasks: dict[str, int] = {}

    def advance(key: str, done: int, total: int) -> None:
        if key not in tasks:
            tasks[key] = bar.add_task(message(key), total=total)
        bar.update(tasks[key], completed=done, total=max(done, total))  # type: ignore[arg-type]

    with bar:
        yield advance


@contextmanager
def run_progress() -> Iterator[Callable[[int, int, str, int, bool], None]]:
    """Show on stderr how far a run over files is: files, passages a second, failures, the file just done.

    Yields what to call after each file with done, total, file name, its passages, and whether it failed.
    """
    bar = Progress(
        TextColumn(message("cli.ingest.reading")), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("{task.fields[news]}"), console=Console(file=sys.stderr, highlight=False, markup=False),
        transient=True,
    )  # fmt: skip
    task = bar.add_task("", total=None, news="")
    begun, passages, failed = time.monotonic(), 0, 0

    def show(done: int, total: int, name: str, more_passages: int, has_failed: bool) -> None:
        nonlocal passages, failed
        passages, failed = passages + more_passages, failed + has_failed
        rate = round(passages / max(time.monotonic() - begun, 0.1))
        news = message("cli.ingest.news", rate=rate, failed=failed, file=name)
        bar.update(task, completed=done, total=max(done, total), news=escape(news))

    with bar:
        yield show


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)


def plain(value: object) -> str:
    """Write a time with the offset of Asia/Shanghai, anything else as its text."""
    return value.astimezone(SHANGHAI).isoformat() if isinstance(value, datetime) else str(value)
