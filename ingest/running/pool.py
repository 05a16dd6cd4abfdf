"""A bounded pool of parser processes."""

from __future__ import annotations

from collections.abc import Iterable
from queue import LifoQueue

from ingest.running.worker import ParserProcess
from ingest.types import ParsedFile, ReadOptions


class ParserPool:
    """Parses as many files at once as it has processes; for as many threads. A process starts when it is needed."""

    def __init__(self, processes: Iterable[ParserProcess]) -> None:
        self._all = list(processes)
        # Last in, first out: while files come one by one, one process serves them all and no other starts.
        self._idle: LifoQueue[ParserProcess] = LifoQueue()
        for process in self._all:
            self._idle.put(process)

    @property
    def places(self) -> int:
        return len(self._all)

    def parse(self, name: str, content: bytes, options: ReadOptions | None = None) -> ParsedFile:
        """Return the drafts of a file; waits while every process is busy. Raises UnreadableFileError."""
        process = self._idle.get()
        try:
            return process.parse(name, content, options)
        finally:
            self._idle.put(process)

    def close(self) -> None:
        """End every process; a file that one of them was at is given up with reason `parser_crashed`."""
        for process in self._all:
            process.close()
