from __future__ import annotations

import base64
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.readers.web_page import read_web_page
from ingest.service import read_file
from ingest.types import BlockKind, ReadResult
from knowledge.types import Attachment

FILLER = "为了规范补贴资金的发放和管理，提高资金使用效益，根据有关规定，结合本市实际，制定本办法。"


def page(main: str, *, head: str = "", around: str = "") -> str:
    text = f'<div id="zoom"><p>{FILLER}</p><p>{FILLER}</p>{main}</div>'
    return f"<html><head>{head}</head><body>{text}{around}</body></html>"


def read(main: str, *, head: str = "", around: str = "") -> ReadResult:
    return read_web_page("a.html", page(main, head=head, around=around).encode())


def lines(main: str) -> list[str]:
    return [block.text for block in read(main).blocks][2:]


def test_a_line_break_begins_a_paragraph_and_inline_marks_do_not() -> None:
    assert lines("<p>甲<b>乙</b>丙<br>丁<span>戊</span></p>") == ["甲乙丙", "丁戊"]


def test_nothing_that_is_not_printed_is_read() -> None:
    hidden = (
        '<div style="display: none">隐藏</div><p hidden>隐藏</p><script>var 隐藏</script><style>隐藏</style>'
        "<iframe>隐藏</iframe><!-- 隐藏 --><noscript>隐藏</noscript><template>隐藏</template>"
        '<span style="visibility:hidden">隐藏</span><select><option>隐藏</option></select>'
    )
    assert lines(hidden + "<p>显示</p>") == ["显示"]
    assert [(loss.code, loss.count) for loss in read(hidden).losses] == [("hidden_text_dropped", 3)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ('<ol start="3"><li>甲</li><li value="7">乙</li><li>丙</li></ol>', ["3. 甲", "7. 乙", "8. 丙"]),
        ('<ol type="a"><li>甲</li><li>乙</li></ol>', ["a. 甲", "b. 乙"]),
        ('<ol type="i"><li>甲</li><li>乙</li></ol>', ["i. 甲", "ii. 乙"]),
        (
            '<ol style="list-style-type: simp-chinese-informal"><li>甲</li><li><p>乙</p></li></ol>',
            ["一、甲", "二、乙"],
        ),
        ('<ol style="list-style:none"><li>甲</li></ol>', ["甲"]),
        ("<ol><li>1. 甲</li><li>2. 乙</li></ol>", ["1. 甲", "2. 乙"]),
        ("<ul><li>甲<ol><li>乙</li></ol></li><li>丙</li></ul>", ["甲", "1. 乙", "丙"]),
    ],
)
def test_list_numbers_are_written_as_they_are_printed(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_superscript_digits_stay_apart_from_the_number_before() -> None:
    assert lines("<p>面积10m<sup>2</sup>，共10<sup>4</sup>元</p>") == ["面积10m²，共10⁴元"]


def test_a_data_table_keeps_its_cells_and_caption_and_spreads_merged_ones() -> None:
    result = read(
        "<table><caption>补贴标准</caption><tr><th>类别</th><th>对象</th><th>金额</th></tr>"
        '<tr><td rowspan="2">甲</td><td>企业<br>个体</td><td>1</td></tr><tr><td>机构</td><td>2</td></tr></table>'
    )
    table = result.blocks[-1]
    assert result.blocks[-2].text == "补贴标准"
    assert table.kind is BlockKind.TABLE
    assert table.rows == (("类别", "对象", "金额"), ("甲", "企业 个体", "1"), ("甲", "机构", "2"))


def test_a_table_that_only_lays_out_the_page_is_read_as_text() -> None:
    assert lines("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>") == ["甲", "乙"]
    inner = "<table><tr><th>列</th><th>值</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert lines(f"<table><tr><td>左</td><td>{inner}</td></tr></table>") == ["左", "列 | 值\n1 | 2"]


def test_pictures_are_counted_and_icons_are_not() -> None:
    result = read('<img src="a.png"><img src="b.jpg" width="600"><img src="icon_doc.gif"><img src="c.gif" width="16">')
    assert [(loss.code, loss.count) for loss in result.losses] == [("picture_not_read", 2)]


def test_files_are_attachments_with_whole_addresses() -> None:
    result = read(
        '<a href="./P020.docx">附件1：申请表</a> <a href="/files/b.xls?x=1"></a> <a href="javascript:c.pdf">无</a>',
        head='<meta name="Url" content="https://www.example.gov.cn/zc/2024/post_1.html">',
        around='<div>附件：<a href="d.pdf">名单</a></div><div class="nav"><a href="/app.zip">下载客户端</a></div>',
    )
    assert result.attachments == (
        Attachment("附件1：申请表", "https://www.example.gov.cn/zc/2024/P020.docx"),
        Attachment("b.xls", "https://www.example.gov.cn/files/b.xls?x=1"),
        Attachment("名单", "https://www.example.gov.cn/zc/2024/d.pdf"),
    )


def test_metadata_and_the_table_of_facts_become_facts() -> None:
    facts = read(
        "",
        head=(
            '<meta name="ArticleTitle" content="青川市补贴办法"><meta name="PubDate" content="2024-05-06 10:00">'
            '<meta name="ContentSource" content="市财政局"><meta name="SiteName" content="青川市人民政府">'
            '<meta name="ColumnName" content="规范性文件"><link rel="canonical" href="https://www.example.gov.cn/a.html">'
        ),
        around=(
            "<table><tr><td>信息索引号：</td><td>000014349/2024-00012</td></tr><tr><td>发文单位</td><td>青川市财政局</td></tr>"
            "</table><ul><li><b>文　　号：</b>青川财〔2024〕9号</li><li>成文日期：2024年5月1日</li></ul>"
        ),
    ).facts
    assert facts.title == "青川市补贴办法"
    assert facts.published_on == date(2024, 5, 6)
    assert (facts.source_name, facts.site) == ("市财政局", "青川市人民政府")
    assert facts.url == "https://www.example.gov.cn/a.html"
    assert facts.fields == {
        "索引号": "000014349/2024-00012",
        "发文机关": "青川市财政局",
        "文号": "青川财〔2024〕9号",
        "成文日期": "2024年5月1日",
        "栏目": "规范性文件",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["", "gb2312", "utf-8", "big5", "x-unknown"])
def test_a_page_is_read_in_its_encoding_whatever_it_declares(encoding: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    result = read_web_page("a.html", page("<p>结尾。</p>", head=head).encode(encoding))
    assert [block.text for block in result.blocks] == [FILLER, FILLER, "结尾。"]


def test_a_big5_page_is_read() -> None:
    text = "政府為協助企業發展，訂定本辦法，並自公布日施行。各機關應確實執行有關規定。"
    content = f'<html><head><meta charset="big5"></head><body><p>{text}</p></body></html>'.encode("big5")
    assert [block.text for block in read_web_page("a.html", content).blocks] == [text]


def test_the_page_of_an_mht_file_is_read() -> None:
    encoded = base64.encodebytes(page("<p>结尾。</p>").encode("gb18030"))
    content = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + encoded
        + b"\r\n--x--\r\n"
    )
    draft = read_file("a.mht", content)[0]
    assert draft.body.endswith("结尾。")


@pytest.mark.parametrize("opening", ["<div>", "<table><tr><td>", "<ol><li>", '<div class="TRS_Editor">', "<b><i>"])
def test_endless_nesting_loses_no_text_and_says_that_structure_is_lost(opening: str) -> None:
    result = read_web_page("a.html", f"<html><body>{opening * 20_000}{FILLER * 2}</body></html>".encode())
    assert FILLER in "".join(block.text for block in result.blocks)
    assert "structure_flattened" in [loss.code for loss in result.losses]


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE html [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
        f"<html><body><p>{FILLER}&b;&amp;&lt;</p></body></html>"
    )
    [block] = read_web_page("a.html", bomb.encode()).blocks
    assert block.text == f"{FILLER}&b;&<"


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read_web_page("a.html", b"<html><body><script>var a</script></body></html>")


def test_a_page_without_a_known_frame_is_taken_whole_when_it_has_no_portal_around() -> None:
    result = read_web_page("a.html", f"<html><body><h1>办法</h1><p>{FILLER}</p><p>短句。</p></body></html>".encode())
    assert [block.text for block in result.blocks] == ["办法", FILLER, "短句。"]
    assert result.warnings == ("main_text_guessed",)


_PIECES = st.sampled_from(
    re.findall(
        r"[^ ]+",
        "<p> </p> <div> </div> <table> </table> <tr> <td\trowspan=3> </td> <td> <ol> <li> </li> <br> <sup>2 <pre>a\nb "
        "<!-- --> &amp; &#x0; <a\thref='b.pdf'> 文字。 < <caption> <h2> </h2> <script> \x00 <td\tcolspan='9999999'>",
    )
)


@settings(max_examples=60)
@given(st.lists(_PIECES, max_size=40))
def test_broken_markup_gives_blocks_or_a_reason(pieces: list[str]) -> None:
    try:
        result = read_web_page("a.html", ("<html><body>" + "".join(pieces)).encode())
    except UnreadableFileError:
        return
    assert all(block.text.strip() or block.rows for block in result.blocks)
