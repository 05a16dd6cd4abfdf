"""Reading a file that is known to be harmless, in this process: those of the sample base, and those of tests."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ingest.running.recognised import parse_or_recognised
from ingest.running.walk import RECOGNISED
from ingest.service import parse_file
from ingest.types import ParsedFile, ReadOptions


def parse_in_process(path: Path, options: ReadOptions | None = None) -> ParsedFile:
    """Return what a file holds; a scan that cannot be read gives the recognised text laid beside it.

    Raises UnreadableFileError with the reason when there is nothing to return.
    """
    beside = path.with_name(path.name + RECOGNISED)
    parse = partial(parse_file, options=options)
    return parse_or_recognised(parse, path.name, path.read_bytes(), beside.read_bytes if beside.is_file() else None)
