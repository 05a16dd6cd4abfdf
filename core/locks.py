"""One owner per index folder or piece of work: an advisory lock that the kernel drops when its process dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from core.errors import ConflictError


class FolderOwnedError(ConflictError):
    code = "folder_owned"

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(
            f"Another process ({owner}) owns the indexes: lock file {path}. Stop it, or use it: while a server "
            "runs, `youda ask` goes to the server and `youda ingest` writes beside it. "
            "To run a second server, give it its own --data folder."
        )


_RETRY_SECONDS = 0.2


class OwnerLock:
    """Exclusive ownership of a folder, or of one kind of work on it, until `release` or the end of the process.

    `refusal` makes the error that says who holds it.
    """

    def __init__(self, path: Path, refusal: Callable[[Path, str], ConflictError] = FolderOwnedError) -> None:
        self._path = path
        self._refusal = refusal
        self._handle: int | None = None

    def acquire(self, label: str, *, wait_seconds: float = 0.0) -> OwnerLock:
        """Take the lock, waiting at most so long. Raises the refusal, naming lock file and owner, when it is held."""
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                return self._acquire(label)
            except ConflictError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(_RETRY_SECONDS)

    def _acquire(self, label: str) -> OwnerLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(handle, 200).decode("utf-8", "replace").strip() or "unknown process"
            os.close(handle)
            raise self._refusal(self._path, owner) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"{label}, pid {os.getpid()}".encode())
        self._handle = handle
        return self

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> OwnerLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
