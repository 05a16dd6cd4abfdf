"""What is killed: a process that owns a data folder and ingests, publishes and withdraws as fast as it can.

A line in `acknowledged` is written after the commit it tells of, as a server acknowledges to its caller.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from api.runtime import Runtime
from core.actors import OPERATOR
from core.logging import configure_logging
from core.settings import load_settings
from ingest.running.run import IngestRun, RunOrder, Step
from ingest.running.store import RunStore
from ingest.service import parse_file
from ingest.types import ParsedFile, ReadOptions
from knowledge.types import EntryVersion
from tests.support.drafts import policy

DOCUMENTS_A_ROUND = 60


class SameProcess:
    """A parser without a process of its own: the one killed is the one that writes."""

    places = 1

    def parse(self, name: str, content: bytes, options: ReadOptions | None = None) -> ParsedFile:
        return parse_file(name, content, options=options)

    def close(self) -> None:
        """Nothing is held."""


def title_of(number: int) -> str:
    return f"云岭高新区第{number}号试点企业扶持办法"


def write_files(folder: Path, first: int) -> None:
    """Write the small documents of an ingest round."""
    folder.mkdir()
    for number in range(first, first + DOCUMENTS_A_ROUND):
        body = f"第一条 试点企业第{number}号补助标准为{number}万元。\n第二条 本办法自2025年3月1日起施行。\n"
        (folder / f"{number}.txt").write_text(f"{title_of(number)}\n{body}", encoding="utf-8")


def run(data: str, mode: str, first: int, files: str, acknowledged: str) -> None:
    """Start a server's runtime and write until killed, or until the round's documents are done."""
    configure_logging(level="error")
    runtime = Runtime(load_settings(data_dir=Path(data)))
    runtime.start(label="kill-test")
    said = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def say(word: str, number: int) -> None:
        os.write(said, f"{word} {number}\n".encode())
        runtime.indexer.wake()

    say("ready", 0)
    if mode == "ingest":
        _ingest(runtime, Path(files), say)
    else:
        _publish_and_withdraw(runtime, first, say)
    runtime.stop()


def _ingest(runtime: Runtime, folder: Path, say: Callable[[str, int], None]) -> None:
    store = RunStore(runtime.database, runtime.knowledge, runtime.clock)
    ingest = IngestRun(store, runtime.files, runtime.clock, SameProcess())

    def on_step(step: Step) -> None:
        if step.report is not None and step.report.entry_ids:
            say("published", int(Path(step.report.file_name).stem))

    ingest.run([folder], RunOrder(actor=OPERATOR, publish=True, on_step=on_step))


def _publish_and_withdraw(runtime: Runtime, first: int, say: Callable[[str, int], None]) -> None:
    published: list[tuple[int, EntryVersion]] = []
    for number in range(first, first + DOCUMENTS_A_ROUND):
        draft = policy(title_of(number), f"试点企业第{number}号补助标准为{number}万元。")
        with runtime.database.unit_of_work() as session:
            version = runtime.knowledge.publish_import(session, draft, OPERATOR)
        say("published", number)
        published.append((number, version))
        if len(published) % 3 == 0:
            old, version = published.pop(0)
            say("withdrawing", old)
            with runtime.database.unit_of_work() as session:
                runtime.knowledge.withdraw(session, version.entry_id, version.version, actor=OPERATOR, reason="误发")
            say("withdrawn", old)
