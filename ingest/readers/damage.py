"""Telling what is wrong with a damaged or hostile file, whatever a format library raises over it."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import defusedxml.ElementTree as SafeXml
from defusedxml.common import DefusedXmlException
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from ingest.errors import UnreadableFileError

_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLAIN_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml(?![^>]*encoding\s*=\s*[\"'](?!utf-8[\"']))|[A-Za-z])", re.IGNORECASE
)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.LxmlError,
    SafeXml.ParseError,
    PackageNotFoundError,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    EOFError,
    OSError,
    NotImplementedError,
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


def refuse_hostile_xml(name: str, package: zipfile.ZipFile, parts: list[str]) -> None:
    """Refuse document types: the format libraries would expand their entities.

    Plain UTF-8 is searched, which is ten times faster than a parse; anything in another coat is parsed.
    """
    with naming_damage(name):
        for part in parts:
            content = package.read(part)
            if _DOCUMENT_TYPE.search(content) or not _PLAIN_UTF8.match(content):
                SafeXml.fromstring(content, forbid_dtd=True)
