"""Reading one file for a visitor who asks about it: nothing of it is stored."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from ingest.running.worker import ParserProcess
from ingest.types import ReadLimits, ReadOptions

_IDLE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file says: the entry it would become, and its words."""

    title: str
    document_number: str | None
    text: str


class FileReader:
    """Reads files one after another in a niced process of its own, which ends when nobody asks for a while."""

    def __init__(self, limits: ReadLimits, options: ReadOptions) -> None:
        self._options = options
        self._parser = ParserProcess(limits)
        self._one_at_a_time = threading.Lock()
        self._closing: threading.Timer | None = None

    def read(self, name: str, content: bytes) -> FileText:
        """Return what a document or picture says. Raises UnreadableFileError with the reason."""
        with self._one_at_a_time:
            try:
                draft = self._parser.parse(name, content, self._options).drafts[0]
            finally:
                self._close_when_idle()
        return FileText(draft.title, draft.description.document_number, draft.body)

    def close(self) -> None:
        """End the parser process; it starts anew with the next file."""
        with self._one_at_a_time:
            if self._closing is not None:
                self._closing.cancel()
            self._parser.close()

    def _close_when_idle(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
        self._closing = threading.Timer(_IDLE_SECONDS, self.close)
        self._closing.daemon = True
        self._closing.start()


def visitors_limits(limits: ReadLimits, *, max_bytes: int) -> ReadLimits:
    """Return what a visitor's file may ask for: less than a curator's, because somebody waits for it."""
    return replace(limits, max_bytes=max_bytes, max_pages=60, max_chars=200_000, timeout_seconds=60, ocr_seconds=60)
