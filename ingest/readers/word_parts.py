"""The parts of a Word package: its main text and what that refers to, wherever the package keeps them."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from ingest.errors import UnreadableFileError
from ingest.readers.package import read_part
from ingest.types import ReadLimits

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_CONTENT_TYPES = ".//{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_USUAL_MAIN_PART = "word/document.xml"


def w(name: str) -> str:
    """Return the qualified name of an element or attribute of WordprocessingML."""
    return f"{{{_MAIN}}}{name}"


def m(name: str) -> str:
    """Return the qualified name of an element of a formula."""
    return f"{{{_MATH}}}{name}"


def relation_id(element: Any) -> str:
    """Return the id by which an element refers to another part, "" for none."""
    return str(element.get(f"{{{_RELATIONS}}}id") or "")


def value_of(element: Any | None, name: str) -> str | None:
    """Return the `val` of a child, None where either is missing."""
    child = element.find(w(name)) if element is not None else None
    return None if child is None else child.get(w("val"))


def number_of(element: Any | None, name: str) -> int | None:
    """Return the `val` of a child as a number, None where it is missing or none."""
    return to_number(value_of(element, name))


def to_number(text: str | None) -> int | None:
    """Return a whole number as a part writes it, None for anything else or anything absurd."""
    bare = (text or "").strip().removeprefix("-")
    return int(text or "") if bare.isascii() and bare.isdigit() and len(bare) <= 9 else None


def is_on(properties: Any | None, name: str) -> bool | None:
    """Say whether a switch (<w:vanish/>) is on or off; None where it is not given."""
    child = properties.find(w(name)) if properties is not None else None
    return None if child is None else child.get(w("val"), "1").lower() not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class WordParts:
    """The parts of a document as trees; a part that is missing is None."""

    body: Any
    styles: Any | None
    numbering: Any | None
    footnotes: Any | None
    endnotes: Any | None
    comments: Any | None
    headers: Mapping[str, Any]  # headers and footers by relation id
    title: str | None  # as the file's properties give it
    has_macros: bool


def load_parts(name: str, package: zipfile.ZipFile, limits: ReadLimits) -> WordParts:
    """Return the parts of a package. Raises UnreadableFileError when it is damaged, too large, or has no main text."""
    return _Loader(name, package, limits).load()


class _Loader:
    def __init__(self, name: str, package: zipfile.ZipFile, limits: ReadLimits) -> None:
        self._name, self._package, self._limits = name, package, limits
        self._members = {member.lower().replace("\\", "/"): member for member in package.namelist()}
        self._size = 0

    def load(self) -> WordParts:
        main = self._main_part()
        document = self._tree(main)
        body = document.find(w("body")) if document is not None else None
        if body is None:
            raise UnreadableFileError("damaged", file=self._name)
        relations = self._relations(main)
        properties = self._tree("docprops/core.xml")
        title = properties.findtext("{http://purl.org/dc/elements/1.1/}title") if properties is not None else None
        return WordParts(
            body=body,
            styles=self._related(relations, "styles"),
            numbering=self._related(relations, "numbering"),
            footnotes=self._related(relations, "footnotes"),
            endnotes=self._related(relations, "endnotes"),
            comments=self._related(relations, "comments"),
            headers={
                id_: tree
                for id_, relation in relations.items()
                if relation.kind in ("header", "footer") and (tree := self._tree(relation.target)) is not None
            },
            title=(title or "").strip() or None,
            has_macros=any(member.endswith("vbaproject.bin") for member in self._members),
        )

    def _main_part(self) -> str:
        for relation in self._relations("").values():
            if relation.kind == "officeDocument" and relation.target in self._members:
                return relation.target
        types = self._tree("[content_types].xml")
        for override in types.iterfind(_CONTENT_TYPES) if types is not None else ():
            part = _normal("", override.get("PartName") or "")
            if "word" in (kind := override.get("ContentType") or "") and "main+xml" in kind and part in self._members:
                return part
        return _USUAL_MAIN_PART

    def _relations(self, part: str) -> dict[str, _Relation]:
        folder, file = posixpath.split(part)
        tree = self._tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        return dict(_read_relations(tree, folder)) if tree is not None else {}

    def _related(self, relations: Mapping[str, _Relation], kind: str) -> Any | None:
        target = next((relation.target for relation in relations.values() if relation.kind == kind), None)
        return self._tree(target) if target else None

    def _tree(self, part: str) -> Any | None:
        member = self._members.get(part)
        if member is None:
            return None
        content = read_part(self._name, self._package, member, self._limits)
        self._size += len(content)
        if self._size > self._limits.max_part_bytes * 2:
            raise UnreadableFileError("too_large", file=self._name, limit_mb=self._limits.max_part_bytes * 2 // 1024**2)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        return etree.fromstring(content, parser)


def _read_relations(tree: Any, folder: str) -> Iterator[tuple[str, _Relation]]:
    for element in tree:
        if isinstance(element.tag, str) and element.get("TargetMode") != "External":
            kind = (element.get("Type") or "").rsplit("/", 1)[-1]
            yield element.get("Id") or "", _Relation(kind, _normal(folder, element.get("Target") or ""))


def _normal(folder: str, target: str) -> str:
    """Return a part's name as a key: from the root, in lower case, as the package's names are compared."""
    path = unquote(target).replace("\\", "/")
    path = path if path.startswith("/") else posixpath.join("/", folder, path)
    return posixpath.normpath(path).lstrip("/").lower()
