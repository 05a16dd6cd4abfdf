"""What a file is, by its content. Its name must say the same, or it is refused: nothing is opened or run here."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable

from core.text import remove_invisible
from petitions.attachments.errors import AttachmentRefusedError
from petitions.attachments.types import MAX_BYTES, CheckedFile

_MEGABYTE = 1024 * 1024
_MAX_NAME_CHARS = 120
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VIDEO_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash", b"mmp4"}
)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')


def check_file(name: str, content: bytes) -> CheckedFile:
    """Return the file if it is of an allowed kind, within the limit, and what its name says.

    Raises AttachmentRefusedError saying which of these it is not.
    """
    shown = _plain_name(name)
    suffix = os.path.splitext(shown)[1].lower()
    if suffix not in _KINDS:
        raise AttachmentRefusedError("kind", shown)
    if not content:
        raise AttachmentRefusedError("empty", shown)
    if len(content) > MAX_BYTES:
        raise AttachmentRefusedError("too_large", shown, most=MAX_BYTES // _MEGABYTE)
    media_type, is_kind = _KINDS[suffix]
    if not is_kind(content):
        raise AttachmentRefusedError("lies", shown, suffix=suffix.lstrip("."))
    return CheckedFile(shown, media_type, content)


def _plain_name(name: str) -> str:
    """Return the last part of a path without invisible and forbidden characters; its suffix is kept when it is cut."""
    last = re.split(r"[\\/]", remove_invisible(name))[-1]
    stem, suffix = os.path.splitext(_NOT_IN_NAMES.sub("", last).strip())
    return f"{stem[: _MAX_NAME_CHARS - len(suffix)]}{suffix}"[:_MAX_NAME_CHARS]


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _is_package(main_part: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                names = set(package.namelist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            return False
        # Macros make it a DOCM or XLSM, whatever it is called.
        return {"[Content_Types].xml", main_part} <= names and not any(n.endswith("vbaProject.bin") for n in names)

    return check


def _is_compound(*streams: str) -> Callable[[bytes], bool]:
    """Recognise a file of the old Office by the streams that its directory names."""
    marks = [stream.encode("utf-16-le") + b"\x00\x00" for stream in streams]
    return lambda content: content.startswith(_OLE) and any(mark in content for mark in marks)


def _is_mp3(content: bytes) -> bool:
    """Recognise an ID3 tag, or the header of an MPEG audio frame of layer III with a bit rate and a sample rate."""
    if content.startswith(b"ID3"):
        return True
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return False
    is_layer_3, bit_rate, sample_rate = (content[1] >> 1) & 3 == 1, content[2] >> 4, (content[2] >> 2) & 3
    return is_layer_3 and bit_rate not in (0, 15) and sample_rate != 3


def _is_mp4(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _VIDEO_BRANDS


def _starts(mark: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(mark)


_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _is_pdf),
    ".doc": ("application/msword", _is_compound("WordDocument")),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_package("word/document.xml"),
    ),
    ".xls": ("application/vnd.ms-excel", _is_compound("Workbook", "Book")),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _is_package("xl/workbook.xml")),
    ".jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ".mp3": ("audio/mpeg", _is_mp3),
    ".mp4": ("video/mp4", _is_mp4),
}
"""Media type and recogniser of each suffix that is taken (DOMAIN §3.1)."""
