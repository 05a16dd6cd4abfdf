"""What the command prints: for people, Rich on stderr and stdout; for machines, exactly one JSON object on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
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
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")
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


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(value: object) -> str:
    """Write a time with the offset of Asia/Shanghai, anything else as its text."""
    return value.astimezone(SHANGHAI).isoformat() if isinstance(value, datetime) else str(value)
