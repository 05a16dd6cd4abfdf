"""The parser process: files are parsed where a crash, a hang or a hunger for memory harms nothing else."""

from __future__ import annotations

import multiprocessing
import resource
from importlib import import_module
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Protocol

import structlog

from ingest.errors import UnreadableFileError
from ingest.types import ParsedFile, ReadLimits, ReadOptions

_log = structlog.get_logger(__name__)
_START_SECONDS = 60.0


class Parser(Protocol):
    """Turns a file into drafts."""

    def parse(self, name: str, content: bytes, options: ReadOptions | None = None) -> ParsedFile:
        """Return what a file holds. Raises UnreadableFileError, whatever the file does."""

    def close(self) -> None:
        """Give back what the parser holds."""


class ParserProcess:
    """Parses files in one child process, which is replaced after a crash or a time-out. Not for several threads."""

    def __init__(self, limits: ReadLimits | None = None) -> None:
        self._limits = limits or ReadLimits()
        self._context = multiprocessing.get_context("spawn")
        self._process: Any = None
        self._pipe: Connection | None = None

    def parse(self, name: str, content: bytes, options: ReadOptions | None = None) -> ParsedFile:
        """Return the drafts of a file. Raises UnreadableFileError when it cannot be read, crashes or takes too long."""
        pipe = self._connected()
        try:
            pipe.send((name, content, options))
            if not pipe.poll(self._limits.timeout_seconds):
                self._stop()
                raise UnreadableFileError("too_slow", file=name, seconds=int(self._limits.timeout_seconds))
            answer = pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self._stop()
            raise UnreadableFileError("parser_crashed", file=name) from error
        if isinstance(answer, UnreadableFileError):
            raise answer
        parsed: ParsedFile = answer
        return parsed

    def close(self) -> None:
        """End the child process."""
        self._stop()

    def __enter__(self) -> ParserProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connected(self) -> Connection:
        if self._pipe is not None and self._process.is_alive():
            return self._pipe
        self._stop()
        ours, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, self._limits), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        if not ours.poll(_START_SECONDS):
            self._stop()
            raise UnreadableFileError("parser_not_started")
        ours.recv()
        return ours

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._pipe, self._process = None, None


def _serve(pipe: Connection, limits: ReadLimits) -> None:
    """Answer each file with its drafts or the reason why not, until the pipe is closed."""
    _limit_memory(limits.memory_bytes)
    import_module("ingest.service")
    pipe.send("ready")
    while True:
        try:
            name, content, options = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(name, content, limits, options))


def _answer(
    name: str, content: bytes, limits: ReadLimits, options: ReadOptions | None
) -> ParsedFile | UnreadableFileError:
    # Only the child loads the format libraries: they are slow to import and large, and the parent parses nothing.
    from ingest.service import parse_file

    try:
        return parse_file(name, content, limits, options)
    except UnreadableFileError as error:
        return error
    except MemoryError:
        return UnreadableFileError("too_much_memory", file=name)
    except Exception as error:  # a parser of ours failed on this file; the run goes on and the log has the trace
        _log.exception("parser_failed", kind=type(error).__name__, bytes=len(content))
        return UnreadableFileError("parser_failed", file=name, kind=type(error).__name__)


def _limit_memory(limit: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
