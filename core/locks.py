"""One owner per index folder: an advisory lock that the kernel drops when its process dies."""

from __future__ import annotations

import fcntl
import os
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


class OwnerLock:
    """Exclusive ownership of a folder, held until `release` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self, label: str) -> OwnerLock:
        """Take the lock. Raises FolderOwnedError, naming the lock file and its owner, when it is held."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(handle, 200).decode("utf-8", "replace").strip() or "unknown process"
            os.close(handle)
            raise FolderOwnedError(self._path, owner) from None
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
