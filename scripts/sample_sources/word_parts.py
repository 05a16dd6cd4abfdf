"""What the Word library cannot write: list numbering, footnotes, tracked changes, text boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

_LEVELS = (
    (re.compile(r"^第[一二三四五六七八九十百]+章$"), "第%1章", "chineseCountingThousand"),
    (re.compile(r"^第[一二三四五六七八九十百]+条$"), "第%2条", "chineseCountingThousand"),
    (re.compile(r"^（[一二三四五六七八九十]+）"), "（%3）", "chineseCountingThousand"),
    (re.compile(r"^\d{1,2}\.(?!\d)"), "%4.", "decimal"),
)
_NUMBER_ID = 77
_STAMP = 'w:author="经办人" w:date="2026-01-06T09:00:00Z"'
_BOX_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Numbering:
    """A list of four levels: chapter, article, item, point. Articles count on over chapters."""

    def __init__(self, document: Document) -> None:
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            + ('<w:lvlRestart w:val="0"/>' if level == 1 else "")
            + f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for level, (_, text, form) in enumerate(_LEVELS)
        )
        root = document.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUMBER_ID}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        root.insert(0, abstract)
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{_NUMBER_ID}"><w:abstractNumId w:val="{_NUMBER_ID}"/></w:num>')
        )

    def take(self, paragraph: Paragraph, label: str, rest: str) -> tuple[str, str]:
        """Turn a written number into a list number of the paragraph; return what is left to write."""
        head, _, tail = rest.partition("\u3000")
        for level, (pattern, _, _) in enumerate(_LEVELS):
            written = label or head
            if not (match := pattern.match(written)):
                continue
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = _NUMBER_ID
            if label:
                return "", rest.lstrip("\u3000")
            return "", tail if tail and match.end() == len(head) else rest[match.end() :]
        return label, rest


def add_change(paragraph: Paragraph, text: str, *, is_deleted: bool) -> None:
    """Add a tracked deletion or insertion."""
    tag, inner = ("del", "delText") if is_deleted else ("ins", "t")
    number = 100 + len(paragraph._p)
    paragraph._p.append(
        parse_xml(
            f'<w:{tag} {nsdecls("w")} w:id="{number}" {_STAMP}><w:r>'
            f'<w:{inner} xml:space="preserve">{escape(text)}</w:{inner}></w:r></w:{tag}>'
        )
    )


def footnote_mark(paragraph: Paragraph, number: int) -> None:
    """Add the mark of a footnote."""
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )
    )


def attach_footnotes(document: Document, notes: Sequence[str]) -> None:
    """Add the part that holds the texts of the footnotes."""
    rule = "<w:p><w:r><w:separator/></w:r></w:p>"
    texts = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{escape(note)}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, note in enumerate(notes, start=1)
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>'
        f'<w:footnote w:type="separator" w:id="-1">{rule}</w:footnote>'
        f'<w:footnote w:type="continuationSeparator" w:id="0">{rule}</w:footnote>{texts}</w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, content.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def add_text_box(paragraph: Paragraph, text: str) -> None:
    """Add a text box the way Word stores it: a drawing, and the same text again as a fallback for old programs."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} {_BOX_SPACES}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0"'
            ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
            '<wp:extent cx="5200000" cy="900000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="Box"/><a:graphic>'
            '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
            '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5200000" cy="900000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
            f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
            '</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="width:410pt;height:70pt">'
            f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
