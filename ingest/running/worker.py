"""The parser process: files are parsed where a crash, a hang or a hunger for memory harms nothing else."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Protocol

import structlog

from core.logging import configure_logging
from ingest.errors import ParserNotStartedError, UnreadableFileError
from ingest.types import ParsedFile, ReadLimits, ReadOptions

_log = structlog.get_logger(__name__)
_START_SECONDS = 120.0
_STARTS = 2
_ALIVE = pickle.dumps(None)
_ORPHAN_SECONDS = 15.0
"""How much longer than its parent a parser allows a file: only one whose parent was killed gets there."""

_FILES_A_PROCESS = 500
_GROWN_BYTES = 600 * 1024**2
"""A process that holds this much between two files has kept what it should have let go, and is replaced."""


class Parser(Protocol):
    """Turns files into drafts; `places` of them may be parsed at the same time, each call in a thread of its own."""

    @property
    def places(self) -> int:
        """Return how many files may be parsed at once."""

    def parse(self, name: str, content: bytes, options: ReadOptions | None = None) -> ParsedFile:
        """Return what a file holds.

        Raises UnreadableFileError, whatever the file does, and ParserNotStartedError when no file could be parsed.
        """

    def close(self) -> None:
        """Give back what the parser holds; it starts anew when it is used again."""


class ParserProcess:
    """Parses files in one niced child process, replaced after a crash, a time-out and a few hundred files.

    Not for several threads.
    """

    places = 1

    def __init__(
        self, limits: ReadLimits | None = None, *, niceness: int = 10, files_at_most: int = _FILES_A_PROCESS
    ) -> None:
        self._limits = limits or ReadLimits()
        self._niceness = niceness
        self._files_at_most = files_at_most
        self.serving: Callable[[Connection, ReadLimits, int, int], None] = serve
        self._context = multiprocessing.get_context("spawn")
        self._process: Any = None
        self._pipe: Connection | None = None

    def parse(self, name: str, content: bytes, options: ReadOptions | None = None) -> ParsedFile:
        """Return the drafts of a file. Raises UnreadableFileError when it cannot be read, crashes or takes too long."""
        pipe = self._connected()
        try:
            pipe.send((name, content, options))
            while (answer := self._receive(pipe, name)) is None:
                pass  # a page was recognised, which takes seconds each: the file's time begins anew
        except UnreadableFileError:
            self._stop()
            raise
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self._stop()
            raise UnreadableFileError("parser_crashed", file=name) from error
        found, is_leaving = answer
        if is_leaving:
            self._stop()
        if isinstance(found, UnreadableFileError):
            raise found
        parsed: ParsedFile = found
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

    def _receive(self, pipe: Connection, name: str) -> tuple[Any, bool] | None:
        """Return what the child answered, None for a sign of life.

        The child measures its answer itself; what is said here holds if it does not.
        """
        if not pipe.poll(self._limits.timeout_seconds):
            raise UnreadableFileError("too_slow", file=name, seconds=int(self._limits.timeout_seconds))
        try:
            answer = pipe.recv_bytes(self._limits.max_output_bytes + 1024**2)
        except (EOFError, ConnectionResetError):
            raise
        except OSError as error:
            raise _too_much_output(name, self._limits) from error
        return pickle.loads(answer)  # type: ignore[no-any-return]  # written by `serve`, in a process of ours

    def _connected(self) -> Connection:
        if self._pipe is not None and self._process.is_alive():
            return self._pipe
        for _ in range(_STARTS):
            self._stop()
            pipe = self._start()
            try:
                if pipe.poll(_START_SECONDS) and pipe.recv() == "ready":
                    return pipe
            except (EOFError, ConnectionResetError):
                continue
        self._stop()
        raise ParserNotStartedError

    def _start(self) -> Connection:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._limits, self._niceness, self._files_at_most)
        process = self._context.Process(target=self.serving, args=arguments, daemon=True)
        process.start()
        self._process, self._pipe = process, ours
        theirs.close()
        return ours

    def _stop(self) -> None:
        pipe, process = self._pipe, self._process
        self._pipe, self._process = None, None
        if process is not None:
            # What the parser started (an office suite) is of its process group, and ends with it.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()


def serve(pipe: Connection, limits: ReadLimits, niceness: int, files_at_most: int) -> None:
    """Answer each file with its drafts or the reason why not, until the pipe is closed."""
    # A group of its own: Ctrl-C in the terminal is for the run, which ends its parsers when it is ready to.
    with suppress(OSError):
        os.setpgid(0, 0)
    os.nice(niceness)
    configure_logging(level="error")  # as it comes, a trace would print the text of the file
    _limit_memory(limits.memory_bytes)
    import_module("ingest.service")
    pipe.send("ready")
    for number in range(1, files_at_most + 1):
        try:
            name, content, options = pipe.recv()
        except EOFError:
            return
        _set_alarm(limits)
        begun = time.monotonic()
        found = _answer(name, content, limits, options, partial(_show_life, pipe, limits))
        if isinstance(found, ParsedFile):
            found = replace(found, seconds=round(time.monotonic() - begun, 3))
        signal.setitimer(signal.ITIMER_REAL, 0)
        del content
        is_leaving = number == files_at_most or _resident_bytes() > _GROWN_BYTES
        pipe.send_bytes(_packed(name, found, is_leaving, limits))
        if is_leaving:
            return


def _set_alarm(limits: ReadLimits) -> None:
    # Kept by the kernel: it ends a parser that hangs after its parent was killed, whatever holds the interpreter.
    signal.setitimer(signal.ITIMER_REAL, limits.timeout_seconds + _ORPHAN_SECONDS)


def _show_life(pipe: Connection, limits: ReadLimits) -> None:
    _set_alarm(limits)
    pipe.send_bytes(_ALIVE)


def _packed(name: str, found: ParsedFile | UnreadableFileError, is_leaving: bool, limits: ReadLimits) -> bytes:
    try:
        answer = pickle.dumps((found, is_leaving), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps((UnreadableFileError("too_much_memory", file=name), True))
    if len(answer) > limits.max_output_bytes:
        return pickle.dumps((_too_much_output(name, limits), is_leaving))
    return answer


def _answer(
    name: str, content: bytes, limits: ReadLimits, options: ReadOptions | None, on_page: Callable[[], None]
) -> ParsedFile | UnreadableFileError:
    # Only the child loads the format libraries: they are slow to import and large, and the parent parses nothing.
    from ingest.service import parse_file

    try:
        return parse_file(name, content, limits, options, on_page)
    except UnreadableFileError as error:
        return error
    except MemoryError:
        return UnreadableFileError("too_much_memory", file=name)
    except RecursionError:
        return UnreadableFileError("too_deep", file=name)
    except Exception as error:  # a parser of ours failed on this file; the run goes on and the log has the trace
        _log.exception("parser_failed", kind=type(error).__name__, bytes=len(content))
        return UnreadableFileError("parser_failed", file=name, kind=type(error).__name__)


def _too_much_output(name: str, limits: ReadLimits) -> UnreadableFileError:
    return UnreadableFileError("too_much_output", file=name, limit_mb=limits.max_output_bytes // 1024**2)


def _resident_bytes() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:  # not Linux: the number of files alone decides
        return 0


def _limit_memory(limit: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
