"""Small OFD documents (GB/T 33190) as office programs do: page template, and an advance for each character."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from xml.sax.saxutils import escape

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ZIP_DATE = (2024, 1, 1, 0, 0, 0)
_WIDTH, _HEIGHT = 210.0, 297.0  # A4 in millimetres
_LEFT, _TOP, _PITCH, _EM = 28.0, 37.0, 10.2, 5.57  # the type area of GB/T 9704: 22 lines of 28 characters
_COLUMNS, _LINES = 28, 22
_NOT_FIRST = "，。、；：？！）》”"


@dataclass(slots=True)
class _Page:
    """The objects of a page, and how many of its lines are used."""

    objects: list[str] = field(default_factory=list)
    used: int = 0


class _Writer:
    def __init__(self) -> None:
        self.pages: list[_Page] = []
        self._next_id = 10

    def new_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def text(self, text: str, left: float, top: float, size: float = _EM) -> str:
        """Return a text object whose box stands at `left`, `top`."""
        advances = [size / 2 if character.isascii() else size for character in text]
        deltas = f' DeltaX="{_runs(advances[:-1])}"' if len(text) > 1 else ""
        return (
            f'<ofd:TextObject ID="{self.new_id()}" Boundary="{left:.2f} {top:.2f} {sum(advances):.2f} {size:.2f}"'
            f' Font="3" Size="{size:.2f}"><ofd:TextCode X="0" Y="{size * 0.85:.2f}"{deltas}>{escape(text)}'
            "</ofd:TextCode></ofd:TextObject>"
        )

    def rule(self, left: float, top: float, right: float, bottom: float) -> str:
        """Return a straight line."""
        width, height = right - left, bottom - top
        return (
            f'<ofd:PathObject ID="{self.new_id()}" Boundary="{left:.2f} {top:.2f} {width:.2f} {height:.2f}"'
            f' LineWidth="0.25"><ofd:AbbreviatedData>M 0 0 L {width:.2f} {height:.2f}</ofd:AbbreviatedData>'
            "</ofd:PathObject>"
        )

    def room(self) -> _Page:
        """Return the page on which the next line goes."""
        if not self.pages or self.pages[-1].used == _LINES:
            self.pages.append(_Page())
        return self.pages[-1]

    def paragraph(self, text: str) -> None:
        centred, right = text.startswith("\t"), text.startswith("\t\t")
        for line in _wrapped(text.strip("\t")):
            page, bare = self.room(), line.lstrip("\u3000")
            indent = (len(line) - len(bare)) * _EM
            if centred:
                spare = _COLUMNS * _EM - sum(_EM / 2 if c.isascii() else _EM for c in bare)
                indent = spare - 2 * _EM if right else spare / 2
            page.objects.append(self.text(bare, _LEFT + indent, _TOP + page.used * _PITCH))
            page.used += 1

    def row(self, cells: Sequence[str]) -> None:
        page = self.room()
        top, width = _TOP + page.used * _PITCH - 2, _COLUMNS * _EM / len(cells)
        end = _LEFT + width * len(cells)
        page.objects += [self.rule(_LEFT, y, end, y) for y in (top, top + _PITCH)]
        for number, cell in enumerate(cells):
            left = _LEFT + number * width
            page.objects.append(self.rule(left, top, left, top + _PITCH))
            if cell:
                page.objects.append(self.text(cell, left + 1.5, top + 2))
        page.objects.append(self.rule(end, top, end, top + _PITCH))
        page.used += 1


def write_ofd(pages: list[list[str]], title: str) -> bytes:
    """Return an OFD package; the same arguments give the same bytes.

    Each inner list begins a page and holds its paragraphs, which wrap at 28 characters and run over to a page of their
    own when they need one. Leading U+3000 indents; a leading tab centres; two set to the right, as signatures are. Tabs
    further on make the row of a ruled table. `title` stands as a running header on every page; pages are numbered.
    """
    writer = _Writer()
    for paragraphs in pages:
        writer.pages.append(_Page())
        for text in paragraphs:
            if "\t" in text.strip("\t"):
                writer.row(text.split("\t"))
            else:
                writer.paragraph(text)
    for number, page in enumerate(writer.pages, start=1):
        page.objects.append(writer.text(f"— {number} —", 96, 277, 4.94))
    header = writer.text(title, _LEFT, 18, 3.7)
    return _package(dict(_members(writer, header, title)))


def _members(writer: _Writer, header: str, title: str) -> Iterator[tuple[str, str]]:
    yield (
        "OFD.xml",
        f'<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{'0' * 32}</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    )
    listed = "".join(
        f'<ofd:Page ID="{writer.new_id()}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(writer.pages))
    )
    yield (
        "Doc_0/Document.xml",
        f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>{writer.new_id()}</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {_WIDTH:g} {_HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    )
    yield (
        "Doc_0/PublicRes.xml",
        f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="FangSong" FamilyName="FangSong"/>'
        "</ofd:Fonts></ofd:Res>",
    )
    yield "Doc_0/Tpls/Tpl_0/Content.xml", _content([header], writer.new_id())
    for number, page in enumerate(writer.pages):
        template = '<ofd:Template TemplateID="2" ZOrder="Background"/>'
        yield f"Doc_0/Pages/Page_{number}/Content.xml", _content(page.objects, writer.new_id(), template)


def _content(objects: Sequence[str], layer: int, template: str = "") -> str:
    return (
        f'<ofd:Page {_NAMESPACE}>{template}<ofd:Content><ofd:Layer Type="Body" ID="{layer}">'
        f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def _runs(advances: Sequence[float]) -> str:
    """Write advances as OFD does: "g 3 5.57" stands for three of 5.57."""
    parts = []
    for value, group in groupby(advances):
        count = len(list(group))
        parts.append(f"g {count} {value:g}" if count > 2 else " ".join([f"{value:g}"] * count))
    return " ".join(parts)


def _wrapped(text: str) -> Iterator[str]:
    """Yield the printed lines of a paragraph; no line begins with a closing mark, which hangs instead."""
    while text:
        width, end = 0.0, 0
        while end < len(text) and (width <= _COLUMNS - 1 or (end and text[end] in _NOT_FIRST)):
            width += 0.5 if text[end].isascii() else 1
            end += 1
        yield text[:end]
        text = text[end:]


def _package(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, _DECLARATION + content)
    return buffer.getvalue()
