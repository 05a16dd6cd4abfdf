"""Opening zip containers without being harmed by them."""

from __future__ import annotations

import io
import zipfile

from ingest.errors import UnreadableFileError
from ingest.types import ReadLimits


def open_package(name: str, content: bytes, limits: ReadLimits) -> zipfile.ZipFile:
    """Return the container after checking its directory.

    Raises UnreadableFileError when it is damaged, encrypted, has too many members, or unpacks to too much.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFileError("damaged", file=name) from error
    members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.max_archive_members:
        raise UnreadableFileError("too_many_members", file=name, limit=limits.max_archive_members)
    if unpacked > limits.max_unpacked_bytes or (
        unpacked > 10 * 1024 * 1024 and unpacked > limits.max_unpacking_ratio * max(len(content), 1)
    ):
        raise UnreadableFileError("zip_bomb", file=name)
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableFileError("encrypted", file=name)
    return package
