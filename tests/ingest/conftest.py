"""Small official documents in real formats, written for the tests."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

MEASURE = """青川市人民政府办公室文件
青川府办规〔2024〕3号
青川市人民政府办公室关于印发《青川市企业稳岗补贴办法》的通知
各区人民政府，市政府各部门：
现将《青川市企业稳岗补贴办法》印发给你们，请认真贯彻执行。
青川市人民政府办公室
2024年1月10日
青川市企业稳岗补贴办法
第一章　总则　　第一条　为了稳定就业，根据《中华人民共和国就业促进法》，制定本办法。
第二条　本办法适用于本市行政区域内的企业。
第二章　补贴
第三条　企业符合下列条件的，可以申请补贴：
（一）依法参加失业保险；
（二）上年度未裁员，具体指：
1.用工人数不减少；
2.未拖欠工资。
前款所称裁员，不包括劳动者主动离职。
第三条之一　补贴标准为每人1,200元。
依照第三条第二款规定执行。
第四条　本办法自2024年2月1日起施行，有效期5年。
《青川市稳岗补贴暂行办法》（青川府办〔2019〕8号）、《青川市援企办法》同时废止。
"""
OFFICIAL = """关于支持专精特新企业发展的若干措施
青川经信〔2023〕12号
各有关企业：
为支持企业发展，制定以下措施。
一、总体要求
坚持企业主体。
二、支持政策
（一）资金奖励。对首次认定的企业给予奖励。
1．国家级奖励50万元。
2．省级奖励20万元。
（二）融资支持。
一是降低融资成本，鼓励银行推出信用贷款产品，对符合条件的企业给予贴息支持；二是建立风险补偿机制，由市财政安排专项资金，对银行不良贷款按照百分之三十的比例给予补偿，单户最高不超过一百万元，补偿资金由市财政局会同市金融局按季审核拨付；三是强化融资对接服务。
三、组织实施
本措施自印发之日起施行，有效期至2026年12月31日。
青川市经济和信息化局
二○二三年六月十七日
"""


class Documents:
    """Makes the documents of a test."""

    MEASURE = MEASURE
    OFFICIAL = OFFICIAL

    @staticmethod
    def word(paragraphs: list[str], table: list[list[str]] | None = None) -> bytes:
        """Return a DOCX of plain paragraphs and one table."""
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        if table:
            made = document.add_table(rows=0, cols=len(table[0]))
            for row in table:
                for cell, text in zip(made.add_row().cells, row, strict=True):
                    cell.text = text
        return Documents._saved(document)

    @staticmethod
    def numbered_word() -> bytes:
        """Return a DOCX whose 第一条 and （一） are automatic numbers."""
        document = Document()
        numbering = document.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="1">'
                '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
                '<w:lvlText w:val="第%1条"/></w:lvl>'
                '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
                '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
            )
        )
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="1"/></w:num>'))
        document.add_paragraph("青川市检查办法")
        for level, text in (
            (0, "为规范检查，制定本办法。"),
            (0, "检查包括："),
            (1, "日常检查；"),
            (1, "专项检查。"),
            (0, "本办法自2024年1月1日起施行。"),
        ):
            paragraph = document.add_paragraph(text)
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
            )
        return Documents._saved(document)

    @staticmethod
    def workbook(rows: list[list[object]], title: str = "Sheet1") -> bytes:
        """Return an XLSX with one sheet."""
        book = Workbook()
        sheet = book.active
        sheet.title = title
        for row in rows:
            sheet.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    @staticmethod
    def archive(members: dict[str, bytes]) -> bytes:
        """Return a zip archive."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in members.items():
                package.writestr(name, content)
        return buffer.getvalue()

    @staticmethod
    def pdf(lines: list[str], *, password: str | None = None, ruled: list[list[str]] | None = None) -> bytes:
        """Return a PDF with a text layer: one printed line per entry, with a running header and page numbers."""
        from reportlab.lib.pagesizes import A4
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen import canvas
        from reportlab.platypus import Table, TableStyle

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        buffer = io.BytesIO()
        page = canvas.Canvas(buffer, pagesize=A4, encrypt=password)
        per_page = 25
        for number, start in enumerate(range(0, len(lines), per_page), start=1):
            page.setFont("STSong-Light", 12)
            page.drawString(220, 815, "青川市政策汇编")
            page.drawCentredString(297, 25, f"— {number} —")
            for row, text in enumerate(lines[start : start + per_page]):
                page.drawString(70 + 24 * (len(text) - len(text.lstrip("　"))) / 2, 760 - row * 26, text.lstrip("　"))
            if ruled and start + per_page >= len(lines):
                table = Table(ruled, colWidths=120)
                table.setStyle(
                    TableStyle(
                        [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light", 10)]
                    )
                )
                table.wrapOn(page, 400, 200)
                table.drawOn(page, 70, 80)
            page.showPage()
        page.save()
        return buffer.getvalue()

    @staticmethod
    def _saved(document: object) -> bytes:
        buffer = io.BytesIO()
        document.save(buffer)  # type: ignore[attr-defined]
        return buffer.getvalue()


@pytest.fixture(scope="session")
def documents() -> type[Documents]:
    return Documents
