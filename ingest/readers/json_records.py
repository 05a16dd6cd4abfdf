"""JSON and JSON lines: lists of records."""

from __future__ import annotations

import json
from typing import Any

from ingest.errors import UnreadableFileError
from ingest.readers.detect import decode

_LISTS = ("records", "items", "faqs", "data", "questions", "list", "rows")


def read_records(name: str, content: bytes) -> list[dict[str, Any]]:
    """Return the records of a JSON array, an object that holds one, or JSON lines.

    Raises UnreadableFileError naming the line that is no JSON.
    """
    text, _ = decode(name, content)
    text = text.lstrip("\ufeff").strip()
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise UnreadableFileError("damaged", file=name) from error
    except json.JSONDecodeError:
        return [_record(name, number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if isinstance(whole, dict):
        inner = next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), [whole])
        whole = inner
    if not isinstance(whole, list):
        raise UnreadableFileError("not_records", file=name)
    return [record for record in whole if isinstance(record, dict)]


def _record(name: str, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableFileError("bad_json_line", file=name, line=number) from error
    if not isinstance(record, dict):
        raise UnreadableFileError("bad_json_line", file=name, line=number)
    return record
