"""A parser that does, in its own process, what a damaged file or a faulty library may make it do."""

from __future__ import annotations

import os
import time
from multiprocessing.connection import Connection
from typing import Any

from ingest.running.worker import ParserProcess, serve
from ingest.types import ParsedFile, ReadLimits
from knowledge.types import EntryDraft, EntryKind


def misbehave(name: str) -> ParsedFile:
    """Do what the name of a file says."""
    match name.split(".")[0].split("-")[0]:
        case "crash":
            os.abort()
        case "exit":
            os._exit(0)
        case "hang":
            time.sleep(3600)
        case "hungry":
            return ParsedFile(drafts=tuple(bytearray(1024**3) for _ in range(64)))  # type: ignore[misc]
        case "flood":
            draft = EntryDraft(kind=EntryKind.ARTICLE, title="甲", body="甲" * 30_000_000, clauses=(), passages=())
            return ParsedFile(drafts=(draft,))
        case "deep":
            return misbehave(name)
    raise ZeroDivisionError(name)


def serve_misbehaving(pipe: Connection, limits: ReadLimits, niceness: int, files_at_most: int) -> None:
    """Serve as a parser does, with a reader that misbehaves when the name of a file asks for it."""
    import ingest.service as service

    well = service.parse_file

    def parse(name: str, content: bytes, *more: Any) -> ParsedFile:
        return misbehave(name) if content.startswith(b"misbehave") else well(name, content, *more)

    service.parse_file = parse  # type: ignore[assignment]
    serve(pipe, limits, niceness, files_at_most)


def misbehaving_process(limits: ReadLimits | None = None, **values: int) -> ParserProcess:
    """Return a parser process with that reader."""
    process = ParserProcess(limits, **values)
    process.serving = serve_misbehaving
    return process
