"""Opening zip containers without being harmed by them, and telling what kind of document one holds."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from ingest.errors import UnreadableFileError
from ingest.types import ReadLimits

_CONTENT_TYPES = "[Content_Types].xml"
_MAX_DIRECTORY_PART = 4 * 1024 * 1024
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)(?=[/\"'])")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006"
_MAIN_PART = re.compile(
    rb"(?:officedocument\.(?P<open>wordprocessingml|spreadsheetml|presentationml)\.[\w.+-]*?"
    rb"|ms-(?P<macro>word|excel|powerpoint)\.[\w.+-]*?)main(?:\+xml)?[\"']",
    re.IGNORECASE,
)
_KINDS = {
    b"wordprocessingml": "word",
    b"word": "word",
    b"spreadsheetml": "sheet",
    b"excel": "sheet",
    b"presentationml": "slides",
    b"powerpoint": "slides",
}


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


def read_part(name: str, package: zipfile.ZipFile, part: str, limits: ReadLimits) -> bytes:
    """Return a member that is going to be held as a tree, strict OOXML namespaces written as the usual ones.

    Raises UnreadableFileError when it is damaged or too large for that.
    """
    if package.getinfo(part).file_size > limits.max_part_bytes:
        raise UnreadableFileError("part_too_large", file=name, limit_mb=limits.max_part_bytes // 1024**2)
    try:
        return as_transitional(package.read(part))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise UnreadableFileError("damaged", file=name) from error


def as_transitional(part: bytes) -> bytes:
    """Return a part with the names of strict OOXML (ISO/IEC 29500) replaced by those that every program writes."""
    return _STRICT.sub(_TRANSITIONAL, part)


def office_kind(package: zipfile.ZipFile) -> str | None:
    """Return "word", "sheet", "slides" or "binary_sheet" by the content types of an OOXML package, None without any."""
    match = _MAIN_PART.search(_head(package, _CONTENT_TYPES))
    if match is None:
        return None
    kind = _KINDS[(match["open"] or match["macro"]).lower()]
    return "binary_sheet" if kind == "sheet" and b"binary" in match[0].lower() else kind


def open_document_kind(package: zipfile.ZipFile) -> str | None:
    """Return "text", "spreadsheet" or "presentation" of an OpenDocument package, None for any other."""
    match = re.match(rb"application/vnd\.oasis\.opendocument\.([a-z]+)", _head(package, "mimetype"))
    return match[1].decode() if match else None


def _head(package: zipfile.ZipFile, part: str) -> bytes:
    try:
        with package.open(part) as file:
            return file.read(_MAX_DIRECTORY_PART)
    except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        return b""
