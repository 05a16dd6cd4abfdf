"""The container of an OFD document: its pages in order, with their sizes and templates, and what is beside them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import defusedxml.ElementTree as SafeXml

from ingest.errors import UnreadableFileError
from ingest.readers.package import read_part
from ingest.types import Loss, ReadLimits

_ROOT = "ofd.xml"
_A4 = (0.0, 0.0, 210.0, 297.0)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_MAX_TEMPLATES = 64


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its own content and that of its templates, as trees, and the box of the paper in millimetres."""

    contents: tuple[Any, ...]
    box: tuple[float, float, float, float]


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace: programs write several."""
    return str(element.tag).rsplit("}", 1)[-1]


def child(element: Any | None, *path: str) -> Any | None:
    """Return the first descendant along a path of names, None where it breaks off."""
    for name in path:
        element = next((inner for inner in element if local_name(inner) == name), None) if element is not None else None
    return element


def children(element: Any | None, name: str) -> Iterator[Any]:
    """Yield the children of a name."""
    yield from (inner for inner in (element if element is not None else ()) if local_name(inner) == name)


def numbers(text: str | None) -> list[float]:
    """Return the numbers of an attribute ("0 0 210 297"); whatever else stands there is passed over."""
    return [float(found) for found in _NUMBER.findall(text or "") if abs(float(found)) < 1e9]


class OfdPackage:
    """Opens the parts of a container by the places they name. Raises UnreadableFileError for a locked one."""

    def __init__(self, name: str, container: zipfile.ZipFile, limits: ReadLimits) -> None:
        self._name, self._container, self._limits = name, container, limits
        self._members = {_normal(member): member for member in container.namelist()}
        self._root = self._tree(_ROOT)
        if self._root is None or "encryptions.xml" in self._members:
            raise UnreadableFileError("damaged" if self._root is None else "encrypted", file=name)
        self._documents = [
            place for body in children(self._root, "DocBody") if (place := _text(child(body, "DocRoot"))) is not None
        ]

    @property
    def title(self) -> str | None:
        """The title that the file's properties give."""
        return _text(child(self._root, "DocBody", "DocInfo", "Title"))

    def pages(self) -> list[OfdPage]:
        """Return the pages of all documents of the container, in order."""
        pages: list[OfdPage] = []
        for place in self._documents:
            path = _normal(place)
            document = self._tree(path)
            listed = list(children(child(document, "Pages"), "Page"))
            if len(pages) + len(listed) > self._limits.max_pages:
                count = len(pages) + len(listed)
                raise UnreadableFileError("too_many_pages", file=self._name, pages=count, limit=self._limits.max_pages)
            templates = dict(self._templates(document, path))
            usual = _box(child(document, "CommonData", "PageArea")) or _A4
            for page in listed:
                content = self._tree(_beside(path, page.get("BaseLoc") or ""))
                if content is not None:
                    below = [templates.get(t.get("TemplateID") or "") for t in children(content, "Template")]
                    trees = (*(tree for tree in below if tree is not None), content)
                    pages.append(OfdPage(trees, _box(child(content, "Area")) or usual))
        return pages

    def losses(self) -> list[Loss]:
        """Return what stands beside the pages: seals, attachments, remarks."""
        signatures = attachments = remarks = 0
        for body in children(self._root, "DocBody"):
            signatures += self._count(_ROOT, _text(child(body, "Signatures")), "Signature")
            path = _normal(_text(child(body, "DocRoot")) or "")
            document = self._tree(path)
            attachments += self._count(path, _text(child(document, "Attachments")), "Attachment")
            listed = _beside(path, _text(child(document, "Annotations")) or "")
            for page in children(self._tree(listed), "Page"):
                remarks += self._count(listed, _text(child(page, "FileLoc")), "Annot")
        counts = {
            "signature_not_checked": signatures,
            "attachment_not_read": attachments,
            "comments_dropped": remarks,
        }
        return [Loss(code=code, count=count) for code, count in counts.items() if count]

    def _templates(self, document: Any, path: str) -> Iterator[tuple[str, Any]]:
        listed = list(children(child(document, "CommonData"), "TemplatePage"))[:_MAX_TEMPLATES]
        for template in listed:
            tree = self._tree(_beside(path, template.get("BaseLoc") or ""))
            if tree is not None:
                yield template.get("ID") or "", tree

    def _count(self, path: str, place: str | None, name: str) -> int:
        tree = self._tree(_beside(path, place)) if place else None
        return sum(1 for _ in children(tree, name))

    def _tree(self, path: str) -> Any | None:
        member = self._members.get(path)
        if member is None:
            return None
        return SafeXml.fromstring(read_part(self._name, self._container, member, self._limits), forbid_dtd=True)


def _box(area: Any | None) -> tuple[float, float, float, float] | None:
    found = numbers(_text(child(area, "PhysicalBox")))
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and min(found[2:]) > 1 else None


def _text(element: Any | None) -> str | None:
    return (element.text or "").strip() or None if element is not None else None


def _beside(path: str, place: str) -> str:
    return _normal(place if place.startswith("/") else posixpath.join(posixpath.dirname(path), place))


def _normal(path: str) -> str:
    return posixpath.normpath("/" + path.replace("\\", "/")).lstrip("/").lower()
