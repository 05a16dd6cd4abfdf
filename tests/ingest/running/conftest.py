"""An import over a real database, with a parser in this process that counts what it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from core.actors import OPERATOR
from core.clock import FixedClock
from core.database import Database
from core.files import FileStore
from ingest.repository import IngestRepository
from ingest.running.run import IngestRun, RunOrder
from ingest.running.store import RunStore
from ingest.running.worker import Parser, ParserProcess
from ingest.service import parse_file
from ingest.types import KnownFile, ParsedFile, ReadLimits, ReadOptions, RunReport
from knowledge.repository import EntryFilter
from knowledge.service import KnowledgeService
from knowledge.types import EntrySummary

ARTICLES = "第一条 为支持企业，制定本办法。\n第二条 每户补助{amount}万元。\n第三条 本办法自2025年3月1日起施行。\n"


def document(number: int, amount: int = 5) -> str:
    """Return a small policy with a title of its own."""
    return f"青川市第{number}号企业扶持办法\n{ARTICLES.format(amount=amount)}"


@dataclass
class SamePlace:
    """Parses in this process and remembers which files it was asked for; several at a time, if told so."""

    places: int = 1
    asked: list[str] = field(default_factory=list)
    options: list[ReadOptions | None] = field(default_factory=list)

    def parse(self, name: str, content: bytes, options: ReadOptions | None = None) -> ParsedFile:
        self.asked.append(name)
        self.options.append(options)
        return parse_file(name, content, options=options)

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class Importing:
    """One base, its import, and what a test asks of them."""

    database: Database
    clock: FixedClock
    knowledge: KnowledgeService
    files: FileStore
    parser: SamePlace

    def make(self, parser: Parser | None = None, limits: ReadLimits | None = None, **values: Any) -> IngestRun:
        store = RunStore(self.database, self.knowledge, self.clock)
        return IngestRun(store, self.files, self.clock, parser or self.parser, limits, **values)

    def run(self, *paths: Path, **values: Any) -> RunReport:
        return self.make().run(paths, RunOrder(actor=OPERATOR, **values))

    def entries(self) -> list[EntrySummary]:
        """Return the newest version of every entry."""
        with self.database.reading() as session:
            return self.knowledge.list_entries(session, EntryFilter(limit=10_000))[1]

    def known(self, root: Path, name: str) -> KnownFile | None:
        with self.database.reading() as session:
            return IngestRepository(session).known(str(root), name)


@pytest.fixture
def importing(database: Database, clock: FixedClock, tmp_path: Path) -> Importing:
    files = FileStore(str(tmp_path / "originals"))
    return Importing(database, clock, KnowledgeService(clock), files, SamePlace())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    return path


@pytest.fixture
def write(folder: Path) -> Callable[[str, str | bytes], Path]:
    """Return a function that writes a file of the folder."""

    def write(name: str, content: str | bytes) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture(scope="module")
def parser() -> Iterator[ParserProcess]:
    with ParserProcess(ReadLimits(timeout_seconds=60)) as parser:
        yield parser
