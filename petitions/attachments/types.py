"""The words of attachments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 10
"""At most ten files of twenty megabytes for each petition (DOMAIN §3.1)."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file whose content is what its name says."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """One stored file; `sha256` is its address in the file store."""

    id: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    added_by: str
    added_at: datetime
