"""Word documents: what a reader of the finished document sees is kept, and what is not is counted."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from core.messages import has_message
from ingest.errors import UnreadableFileError
from ingest.readers.word import read_word
from ingest.service import parse_file
from ingest.types import BlockKind, ReadLimits, ReadResult
from tests.support.packages import paragraph, word_package, zipped

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def read(body: str, **parts: str) -> ReadResult:
    return read_word("a.docx", word_package(body, parts=parts), ReadLimits())


def lines(result: ReadResult) -> list[str]:
    return [block.text for block in result.blocks]


def losses(result: ReadResult) -> dict[str, int]:
    assert all(has_message(f"ingest.loss.{loss.code}") for loss in result.losses)
    return {loss.code: loss.count for loss in result.losses}


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def test_tracked_changes_are_taken_as_accepted_and_counted() -> None:
    body = (
        f"<w:p>{run('补贴')}<w:del>{run('500')}</w:del><w:ins>{run('800')}</w:ins>{run('元')}"
        f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('。')}</w:moveTo></w:p>"
    )
    result = read(body)
    assert lines(result) == ["补贴800元。"]
    assert losses(result) == {"tracked_changes_accepted": 4}


def test_a_paragraph_whose_end_was_deleted_runs_on_into_the_next() -> None:
    broken = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('第一条　甲')}</w:p>"
    body = broken + paragraph("乙。") + paragraph("第二条　丙。")
    assert lines(read(body)) == ["第一条　甲乙。", "第二条　丙。"]


def test_hidden_text_is_left_out_and_counted() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    parts = [
        run("甲"),
        run("藏一", "<w:vanish/>"),
        run("藏二", '<w:rStyle w:val="H"/>'),
        run("乙", '<w:vanish w:val="0"/>'),
    ]
    body = f"<w:p>{''.join(parts)}</w:p>" + paragraph("藏三", '<w:pStyle w:val="P"/>')
    result = read(body, styles=styles)
    assert lines(result) == ["甲乙"]
    assert losses(result) == {"hidden_text_dropped": 3}


def test_fields_show_their_results_and_page_numbers_are_none() -> None:
    instruction = '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    page = FIELD.format("begin") + "<w:r><w:instrText>PAGEREF x</w:instrText></w:r>" + FIELD.format("separate")
    body = (
        f"<w:p>{FIELD.format('begin')}{instruction}{FIELD.format('separate')}{run('第一章 总则')}"
        f"<w:r><w:tab/></w:r>{page}{run('1')}{FIELD.format('end')}</w:p>"
        f"<w:p>{run('第二章 附则')}{FIELD.format('end')}</w:p>"
        f'<w:p>{run("第")}<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>{run("页")}</w:p>'
    )
    assert lines(read(body)) == ["第一章 总则\t1", "第二章 附则", "第页"]


def test_a_field_that_is_never_closed_swallows_nothing() -> None:
    body = f"<w:p>{FIELD.format('begin')}{run('甲')}</w:p>" + paragraph("乙")
    assert lines(read(body)) == ["乙"]


def test_controls_show_their_content_and_not_their_prompt() -> None:
    controlled = f"<w:sdt><w:sdtContent>{row(cell('甲'), cell('1'))}</w:sdtContent></w:sdt>"
    table = f"<w:tbl>{row(cell('类别'), cell('金额'))}{controlled}</w:tbl>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('甲')}{table}</w:sdtContent></w:sdt>"
        f"<w:p>{run('名称：')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent>"
        f"</w:sdt><w:sdt><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt></w:p>"
    )
    assert lines(read(body)) == ["甲", "类别 | 金额\n甲 | 1", "名称：乙"]


def test_a_text_box_is_read_once_and_a_red_head_in_it_stands_first() -> None:
    box = f"<w:txbxContent>{paragraph('青川市人民政府文件')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(read(f"<w:p>{drawing}{run('青川市检查办法')}</w:p>")) == ["青川市人民政府文件", "青川市检查办法"]
    art = '<w:r><w:pict><v:shape><v:textpath string="青川市文件"/></v:shape></w:pict></w:r>'
    assert lines(read(f"<w:p>{art}</w:p>")) == ["青川市文件"]


def test_notes_stand_at_the_end_behind_their_marks() -> None:
    notes = "".join(
        f'<w:footnote w:id="{id_}">{paragraph(text)}</w:footnote>'
        for id_, text in ((2, "目录另行公布。"), (3, "乙注。"))
    )
    body = (
        f'<w:p>{run("第一条　按照目录")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("执行。")}</w:p>'
        f'<w:p>{run("第二条　乙。")}<w:r><w:footnoteReference w:id="3"/></w:r></w:p>'
    )
    result = read(body, footnotes=notes)
    assert lines(result) == [
        "第一条　按照目录〔注1〕执行。", "第二条　乙。〔注2〕", "注释", "〔注1〕目录另行公布。", "〔注2〕乙注。",
    ]  # fmt: skip


def test_notes_become_no_paragraph_of_an_article() -> None:
    notes = f'<w:footnote w:id="2">{paragraph("目录另行公布。")}</w:footnote>'
    body = (
        paragraph("青川市检查办法")
        + f'<w:p>{run("第一条　按照目录")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("执行。")}</w:p>'
        + paragraph("第二条　本办法自2024年1月1日起施行。")
    )
    draft = parse_file("a.docx", word_package(body, parts={"footnotes": notes})).drafts[0]
    written = [(c.id, draft.body[c.start : c.end]) for c in draft.clauses]
    assert [(id_, text) for id_, text in written if id_.startswith("t")] == [
        ("t1", "第一条"),
        ("t1.k1", "按照目录〔注1〕执行。"),
        ("t2", "第二条"),
        ("t2.k1", "本办法自2024年1月1日起施行。"),
    ]
    assert written[-1] == ("h1.p1", "〔注1〕目录另行公布。")


def test_merged_cells_are_filled_downwards_and_headers_are_joined() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        row(cell("类别", down), cell("金额", '<w:gridSpan w:val="2"/>'))
        + row(cell("", on), cell("2023年"), cell("2024年"))
        + row(cell("甲", down), cell("1"), cell("2"))
        + row(cell("", on), cell("3"), cell("4"))
    )
    result = read(f"<w:tbl>{table}</w:tbl>")
    assert result.blocks[0].rows == (("类别", "金额/2023年", "金额/2024年"), ("甲", "1", "2"), ("甲", "3", "4"))


def test_a_title_and_a_note_inside_a_table_stand_around_it() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    table = row(cell("补贴标准表", wide)) + row(cell("类别"), cell("金额")) + row(cell("甲"), cell("1"))
    result = read(f"<w:tbl>{table}{row(cell('注：单位为万元', wide))}</w:tbl>")
    assert [block.kind for block in result.blocks] == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert lines(result) == ["补贴标准表", "类别 | 金额\n甲 | 1", "注：单位为万元"]


def test_a_table_inside_a_cell_is_kept_and_a_frame_is_no_table() -> None:
    inner = f"<w:tbl>{row(cell('内一'), cell('内二'))}</w:tbl>"
    nested = f"<w:tbl>{row(cell('外'), f'<w:tc>{inner}{paragraph(str())}</w:tc>')}</w:tbl>"
    assert lines(read(nested)) == ["外 | 内一 ｜ 内二"]
    framed = f"<w:tbl>{row(f'<w:tc>{paragraph(str(1))}{inner}</w:tc>')}</w:tbl>"
    assert [block.kind for block in read(framed).blocks] == [BlockKind.PARAGRAPH, BlockKind.TABLE]


def test_headings_come_from_styles_and_outline_levels() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="大纲"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    body = "".join(paragraph("题", f'<w:pStyle w:val="{n}"/>') for n in (1, 2, 3))
    body += paragraph("文", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
    assert [(b.kind, b.level) for b in read(body, styles=styles).blocks] == [
        (BlockKind.HEADING, 2), (BlockKind.HEADING, 2), (BlockKind.HEADING, 1), (BlockKind.PARAGRAPH, 0),
    ]  # fmt: skip


def test_characters_that_are_elements_are_written() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丁</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F021"/></w:r>'
        "<w:r><w:ruby><w:rt><w:r><w:t>wu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>戊</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    result = read(body)
    assert lines(result) == ["甲\t乙", "丙-丁☑戊"]
    assert losses(result) == {"symbol_not_read": 1}


def test_a_formula_is_written_on_one_line() -> None:
    def text(value: str) -> str:
        return f"<m:r><m:t>{value}</m:t></m:r>"

    formula = f"<m:oMath>{text('补贴=')}<m:f><m:num>{text('a+b')}</m:num><m:den>{text('2')}</m:den></m:f></m:oMath>"
    result = read(f"<w:p>{formula}</w:p>")
    assert lines(result) == ["补贴=(a+b)/2"]
    assert losses(result) == {"formula_flattened": 1}


def test_pictures_objects_and_comments_are_counted() -> None:
    picture = '<w:r><w:drawing><a:blip r:embed="r9"/></w:drawing></w:r>'
    embedded = '<w:r><w:object><v:imagedata r:id="r8"/></w:object></w:r>'
    comments = f'<w:comment w:id="1">{paragraph("内部意见")}</w:comment>'
    result = read(f"<w:p>{run('甲')}{picture}{embedded}</w:p>", comments=comments)
    assert lines(result) == ["甲"]
    assert losses(result) == {"picture_not_read": 1, "object_not_read": 1, "comments_dropped": 1}
    with pytest.raises(UnreadableFileError) as caught:
        read(f"<w:p>{picture}</w:p>")
    assert caught.value.reason == "only_pictures"


def test_a_red_head_in_the_first_header_is_kept_and_other_headers_are_not() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    header = paragraph("青川市人民政府文件") + paragraph("青川府〔2024〕3号") + paragraph("内部资料汇编")
    result = read(paragraph("关于检查的通知") + section, header1=header, footer1=paragraph("第 1 页"))
    assert lines(result) == ["青川市人民政府文件", "青川府〔2024〕3号", "关于检查的通知"]
    assert losses(result) == {"headers_dropped": 1}


def test_macros_are_never_run_and_their_presence_is_reported() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    content = word_package(paragraph("第一条　甲。"), content_type=kind, others={"word/vbaProject.bin": b"\xd0\xcf"})
    parsed = parse_file("a.docm", content)
    assert [loss.code for loss in parsed.losses] == ["macros_ignored"]


def test_the_main_part_is_found_wherever_it_is() -> None:
    result = read_word("a.docx", word_package(paragraph("甲"), main="custom/Main2.XML"), ReadLimits())
    assert lines(result) == ["甲"]


def test_strict_documents_are_read_like_others() -> None:
    usual, strict = "http://schemas.openxmlformats.org/{}/2006/", "http://purl.oclc.org/ooxml/{}/"
    members = {}
    with zipfile.ZipFile(io.BytesIO(word_package(paragraph("甲")))) as package:
        for name in package.namelist():
            text = package.read(name).decode()
            for kind in ("wordprocessingml", "officeDocument"):
                text = text.replace(usual.format(kind), strict.format(kind))
            members[name] = text
    assert lines(read_word("a.docx", zipped(members), ReadLimits())) == ["甲"]


def test_the_title_of_the_properties_serves_only_a_text_without_one() -> None:
    def made(first: str) -> ReadResult:
        document = Document()
        document.core_properties.title = "青川市检查办法"
        document.add_paragraph(first)
        buffer = io.BytesIO()
        document.save(buffer)
        return read_word("a.docx", buffer.getvalue(), ReadLimits())

    assert made("为了规范检查，制定本办法。").facts.title == "青川市检查办法"
    assert made("青川市补贴办法").facts.title is None


def test_a_table_with_too_many_cells_is_refused() -> None:
    rows = row(cell("甲", '<w:gridSpan w:val="1000000"/>')) * 3
    with pytest.raises(UnreadableFileError) as caught:
        read_word("a.docx", word_package(f"<w:tbl>{rows}</w:tbl>"), ReadLimits(max_table_cells=1000))
    assert caught.value.reason == "too_many_cells"


def test_deep_nesting_ends_in_a_reason() -> None:
    depth = 2000
    body = "<w:sdt><w:sdtContent>" * depth + paragraph("甲") + "</w:sdtContent></w:sdt>" * depth
    with pytest.raises(UnreadableFileError) as caught:
        read(body)
    assert caught.value.reason == "damaged"
