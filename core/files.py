"""Original files, kept byte for byte and addressed by SHA-256, in a folder or any fsspec object store."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import fsspec

from core.errors import NotFoundError, StorageError


class FileStore:
    """Content-addressed storage. `url` is a folder path or an fsspec URL ("s3://bucket/prefix")."""

    def __init__(self, url: str) -> None:
        filesystem, root = fsspec.core.url_to_fs(url)
        self._files: Any = filesystem
        self._root = str(root).rstrip("/")

    def put(self, content: bytes) -> str:
        """Keep `content`; return its SHA-256 in hex. Keeping it again changes nothing."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        try:
            if self._files.exists(path):
                return digest
            self._files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            # Written beside and renamed: a killed process leaves a stray part file, never a short original. The name
            # is its own, because the same content may come twice at the same time.
            part = f"{path}.{secrets.token_hex(4)}.part"
            self._files.pipe_file(part, content)
            self._files.mv(part, path)
        except OSError as error:
            raise StorageError(
                f"The file store could not be written ({error.strerror}). Check space and permissions of "
                "YOUDA_FILES_URL and try again; the file was not taken."
            ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """Return the content with this SHA-256. Raises NotFoundError when it was never kept."""
        try:
            return bytes(self._files.cat_file(self._path(digest)))
        except FileNotFoundError as error:
            raise NotFoundError(f"No stored file {digest[:12]}…; restore the file store from a backup.") from error

    def remove(self, digest: str) -> None:
        """Delete the content with this SHA-256, if it is there. Who calls has made sure that nothing needs it."""
        try:
            self._files.rm_file(self._path(digest))
        except FileNotFoundError:
            return
        except OSError as error:
            raise StorageError(
                f"A file could not be deleted ({error.strerror}). Check the permissions of YOUDA_FILES_URL; it is "
                "tried again tomorrow."
            ) from error

    def _path(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest}"
