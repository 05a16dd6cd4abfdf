"""OFD documents: print put back into paragraphs and tables; what is beside the text is counted."""

from __future__ import annotations

import pytest

from core.messages import has_message
from ingest.errors import UnreadableFileError
from ingest.readers.ofd import read_ofd
from ingest.service import parse_file
from ingest.types import BlockKind, ReadLimits, ReadResult
from knowledge.types import ClauseKind
from scripts.sample_sources.ofd_writer import write_ofd
from tests.support.packages import zipped

SIZE = 'Font="3" Size="5"'


ARTICLES = [
    f"　　第{n}条　企业符合条件的，可以申请补贴，补贴标准为每人1200元，由市财政局按季度审核拨付，资金不得挪用，"
    "违反规定的责令退回已经拨付的资金。"
    for n in "一二三四五六七八九十"
]


def text(x: float, y: float, words: str, more: str = "", code: str = "") -> str:
    return (
        f'<o:TextObject ID="1" Boundary="{x} {y} 100 6" {SIZE} {more}>'
        f'<o:TextCode X="0" Y="5" {code}>{words}</o:TextCode></o:TextObject>'
    )


def ofd(*pages: str, document: str = "", root: str = "", members: dict[str, str | bytes] | None = None) -> bytes:
    """Return an OFD of pages given by the XML of their objects."""
    space = 'xmlns:o="http://www.ofdspec.org/2016"'
    listed = "".join(f'<o:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    made: dict[str, str | bytes] = {
        "OFD.xml": f"<o:OFD {space}><o:DocBody><o:DocRoot>/Doc_0/Document.xml</o:DocRoot>{root}</o:DocBody></o:OFD>",
        "Doc_0/Document.xml": f"<o:Document {space}><o:Pages>{listed}</o:Pages>{document}</o:Document>",
    }
    for number, objects in enumerate(pages):
        layer = f"<o:Content><o:Layer>{objects}</o:Layer></o:Content>"
        made[f"Doc_0/Pages/{number}.xml"] = f"<o:Page {space}>{layer}</o:Page>"
    return zipped(made | (members or {}))


def read(content: bytes, limits: ReadLimits | None = None) -> ReadResult:
    return read_ofd("a.ofd", content, limits or ReadLimits())


def lines(content: bytes) -> list[str]:
    return [block.text for block in read(content).blocks]


def losses(content: bytes) -> dict[str, int]:
    found = read(content).losses
    assert all(has_message(f"ingest.loss.{loss.code}") for loss in found)
    return {loss.code: loss.count for loss in found}


def test_paragraphs_are_joined_over_lines_and_pages_without_running_lines() -> None:
    pages = [["\t青川市企业补贴办法", *ARTICLES], ["　　附则由市财政局解释。"]]
    result = read(write_ofd(pages, "青川市政策汇编"))
    assert [block.text for block in result.blocks] == [
        "青川市企业补贴办法",
        *(article.strip("　").replace("　", " ") for article in ARTICLES),
        "附则由市财政局解释。",
    ]
    assert result.page_count == 3
    assert result.blocks[0].page == 1
    assert result.blocks[-1].page == 3


def test_a_paragraph_that_runs_over_a_page_knows_where_the_next_one_begins() -> None:
    result = read(write_ofd([["　　第一条　开头。"] + ["　　" + "一二三四五六七八九，" * 20 + "完。"] * 4], "汇编"))
    over = next(block for block in result.blocks if block.page_breaks)
    assert over.page == 1
    assert 0 < over.page_breaks[0] < len(over.text)


def test_ruled_tables_keep_their_cells() -> None:
    rows = ["类别\t金额\t备注", "甲类\t10万元\t", "乙类\t5万元\t按年"]
    result = read(
        write_ofd([["　　第一条　补贴标准如下，企业可以按照本表的规定申请。", *rows, "　　第二条　完。"]], "汇编")
    )
    tables = [block.rows for block in result.blocks if block.kind is BlockKind.TABLE]
    assert tables == [(("类别", "金额", "备注"), ("甲类", "10万元", ""), ("乙类", "5万元", "按年"))]


def test_an_ofd_becomes_a_clause_tree() -> None:
    draft = parse_file("a.ofd", write_ofd([["\t青川市企业补贴办法", *ARTICLES]], "汇编")).drafts[0]
    assert draft.title == "青川市企业补贴办法"
    assert [c.number for c in draft.clauses if c.kind is ClauseKind.ARTICLE] == [str(n) for n in range(1, 11)]


def test_steps_between_characters_are_followed() -> None:
    spaced = text(20, 40, "甲乙丙丁戊己庚辛", code='DeltaX="g 3 5 15 g 3 5"')
    upright = text(150, 60, "子丑", code='DeltaX="0" DeltaY="g 9999999999 6"')
    assert lines(ofd(spaced + upright)) == ["甲乙丙丁 戊己庚辛", "子丑"]


def test_print_is_placed_by_its_matrix_and_read_from_the_top() -> None:
    low = text(20, 100, "第二条　在下面的一行文字。")
    moved = text(20, 200, "第一条　由矩阵移到上面来。", 'CTM="1 0 0 1 0 -120"')
    slanted = text(20, 60, "内部资料严禁外传", 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    content = ofd(low + moved + slanted)
    assert lines(content) == ["第一条 由矩阵移到上面来。", "第二条 在下面的一行文字。"]
    assert losses(content) == {"watermark": 1}


def test_print_that_is_doubled_or_hidden_or_off_the_paper_is_left_out() -> None:
    words = "第一条　印了两遍的粗体字。"
    content = ofd(
        text(20, 40, words)
        + text(20.2, 40, words)
        + text(20, 80, "看不见的字", 'Visible="false"')
        + text(900, 60, "纸外")
    )
    assert lines(content) == ["第一条 印了两遍的粗体字。"]
    assert losses(content) == {"hidden_text_dropped": 1}


def test_blocks_templates_and_several_documents_are_read() -> None:
    space = 'xmlns:o="http://www.ofdspec.org/2016"'
    form = (
        f"<o:Page {space}><o:Content><o:Layer>{text(20, 40, '青川市补贴申请登记表格')}</o:Layer></o:Content></o:Page>"
    )
    page = (
        f'<o:Page {space}><o:Template TemplateID="9"/><o:Content><o:Layer><o:PageBlock><o:PageBlock>'
        f"{text(20, 60, '企业名称由申请人如实填写。')}</o:PageBlock></o:PageBlock></o:Layer></o:Content></o:Page>"
    )
    document = '<o:CommonData><o:TemplatePage ID="9" BaseLoc="Tpl.xml"/></o:CommonData>'
    second = f'<o:Document {space}>{document}<o:Pages><o:Page BaseLoc="P.xml"/></o:Pages></o:Document>'
    content = ofd(
        text(20, 40, "第一份文件的正文内容。"),
        root="</o:DocBody><o:DocBody><o:DocRoot>Doc_1/Document.xml</o:DocRoot>",
        members={"Doc_1/Document.xml": second, "Doc_1/Tpl.xml": form, "Doc_1/P.xml": page},
    )
    assert [(b.page, b.text) for b in read(content).blocks] == [
        (1, "第一份文件的正文内容。"), (2, "青川市补贴申请登记表格"), (2, "企业名称由申请人如实填写。"),
    ]  # fmt: skip


def test_seals_attachments_pictures_and_glyphs_are_counted() -> None:
    space = 'xmlns:o="http://www.ofdspec.org/2016"'
    content = ofd(
        text(20, 40, "第一条　正文若干\ue001字。") + '<o:ImageObject Boundary="0 0 20 20"/>',
        document="<o:Attachments>Attachs.xml</o:Attachments>",
        root="<o:Signatures>Signs/Signatures.xml</o:Signatures>",
        members={
            "Doc_0/Attachs.xml": f"<o:Attachments {space}><o:Attachment/><o:Attachment/></o:Attachments>",
            "Signs/Signatures.xml": f"<o:Signatures {space}><o:Signature/></o:Signatures>",
        },
    )
    assert losses(content) == {
        "attachment_not_read": 2, "glyph_without_text": 1, "picture_not_read": 1, "signature_not_checked": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ofd(text(20, 40, "文")) [:200], "damaged"),
        (zipped({"OFD.xml": "<a>"}), "damaged"),
        (zipped({"OFD.xml": "<a/>"}), "damaged"),
        (zipped({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "hostile_xml"),
        (ofd(text(20, 40, "正文。"), members={"Encryptions.xml": "<a/>"}), "encrypted"),
        (ofd('<o:ImageObject Boundary="0 0 210 297"/>'), "scanned"),
        (ofd(text(20, 40, "\ue001" * 30)), "garbled_text"),
        (ofd(""), "no_text"),
        (ofd(*[text(20, 40, "正文。")] * 4), "too_many_pages"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(content, ReadLimits(max_pages=3))
    assert caught.value.reason == reason


def test_numbers_that_make_no_sense_are_passed_over() -> None:
    odd = (
        '<o:TextObject Boundary="x" Size="-">'
        '<o:TextCode X="1e999" DeltaX="g g g">第一条　甲乙丙丁。</o:TextCode></o:TextObject>'
        '<o:PathObject Boundary="0 0">'
        "<o:AbbreviatedData>M L 1 L 2 2 B 1 A x C Z M 1 1</o:AbbreviatedData></o:PathObject>"
    )
    assert lines(ofd(text(20, 40, "第二条　有位置的一行文字。") + odd))[-1] == "第二条 有位置的一行文字。"
