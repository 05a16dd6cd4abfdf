"""Telling what is wrong with a damaged or hostile file, whatever a format library raises over it."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import defusedxml.ElementTree as SafeXml
from defusedxml.common import DefusedXmlException
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from ingest.errors import UnreadableFileError
from ingest.types import ReadLimits

_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLAIN_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml(?![^>]*encoding\s*=\s*[\"'](?!utf-8[\"']))|[A-Za-z])", re.IGNORECASE
)
_CHUNK, _OVERLAP = 1024 * 1024, 16
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.LxmlError,
    SafeXml.ParseError,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    EOFError,
    OSError,
    NotImplementedError,
    RecursionError,  # elements nested a thousand deep
)
"""What the libraries raise over a damaged file, none of which says so in its name."""


@contextmanager
def naming_damage(name: str) -> Iterator[None]:
    """Turn whatever a format library raises over a file's content into the reason `damaged` or `hostile_xml`."""
    try:
        yield
    except DefusedXmlException as error:  # a ValueError too, so it comes first
        raise UnreadableFileError("hostile_xml", file=name) from error
    except _DAMAGE as error:
        raise UnreadableFileError("damaged", file=name) from error


def refuse_hostile_xml(name: str, package: zipfile.ZipFile, limits: ReadLimits) -> None:
    """Refuse document types in any part that is XML, whatever it is called: a library may expand their entities.

    Plain UTF-8 is searched, which is ten times faster than a parse; anything in another coat is parsed.
    """
    with naming_damage(name):
        for member in package.infolist():
            with package.open(member) as file:
                suspicious = _may_declare(file)
            if suspicious:
                if member.file_size > limits.max_part_bytes:
                    raise UnreadableFileError("part_too_large", file=name, limit_mb=limits.max_part_bytes // 1024**2)
                SafeXml.fromstring(package.read(member), forbid_dtd=True)


def _may_declare(file: IO[bytes]) -> bool:
    """Whether a part is XML that declares a document type, or is written in a way that hides whether it does."""
    head = file.read(_CHUNK)
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        return False
    if not _PLAIN_UTF8.match(head):
        return True
    tail = b""
    while head:
        if _DOCUMENT_TYPE.search(tail + head):
            return True
        tail, head = head[-_OVERLAP:], file.read(_CHUNK)
    return False
