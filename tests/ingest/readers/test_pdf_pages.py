"""Text of PDF pages: columns, running lines, paragraphs over lines and pages."""

from __future__ import annotations

import itertools

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf import read_pdf
from ingest.types import Block, ReadLimits, ReadResult
from tests.support.pdfs import Drawing, drawn, write

LEFT = [
    "第一条　为了规范全市各级行政机关的涉企行",
    "政检查活动，优化营商环境，根据有关法律法",
    "规，结合本市实际情况，制定本办法。",
    "第二条　行政机关应当公布检查事项、依据和",
    "标准，并且按照年度计划组织实施，不得随意",
    "检查，不得影响企业正常的生产和经营活动。",
    "第三条　行政检查应当有计划地进行，检查结",
    "果应当公开，接受社会监督，企业有权查询和",
]
RIGHT = [
    "提出异议，行政机关应当在五日内予以答复。",
    "第四条　检查人员应当出示执法证件，说明检",
    "查的依据、内容和要求，听取企业意见，并制",
    "作检查笔录，由企业负责人签字确认。",
    "第五条　本办法由市司法局负责解释，自发布",
    "之日起施行，有效期五年。",
]
FULL = "检查机关应当公布检查事项、依据和标准，并且按照年度计划组织实施，不得随"  # one line of a page


def read(content: bytes) -> ReadResult:
    return read_pdf("a.pdf", content, ReadLimits())


def texts(content: bytes) -> list[str]:
    return [block.text for block in read(content).blocks]


def page_texts(block: Block) -> list[str]:
    """Return the text of a block page by page."""
    places = [0, *block.page_breaks, len(block.text)]
    return [block.text[start:end] for start, end in itertools.pairwise(places)]


def two_columns(by_row: bool, offset: float) -> Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 18)
        canvas.drawCentredString(297, 770, "青川市涉企行政检查管理办法")
        columns = [(70, 730, LEFT), (325, 730 - offset, RIGHT)]
        if by_row:  # as word processors do that print a page from the top down
            for row in range(len(LEFT)):
                for x, top, lines in columns:
                    write(canvas, x, top - 20 * row, lines[row : row + 1])
        else:
            for x, top, lines in columns:
                write(canvas, x, top, lines)
        write(canvas, 70, 540, ["注：本文为节选，以正式文件为准，页面下方的说明横跨两栏，不属于任何一栏。"])

    return draw


@pytest.mark.parametrize(("by_row", "offset"), [(True, 0), (False, 0), (False, 7)])
def test_a_page_in_two_columns_is_read_column_by_column_whatever_order_it_was_printed_in(
    by_row: bool, offset: float
) -> None:
    found = texts(drawn(two_columns(by_row, offset)))
    assert found[0] == "青川市涉企行政检查管理办法"
    assert found[-1].startswith("注：本文为节选")
    assert found[1].startswith("第一条 为了规范全市各级行政机关的涉企行政检查活动，优化营商环境，根据有关法律法规，")
    assert found[1].endswith("制定本办法。")
    assert found[3].endswith("企业有权查询和提出异议，行政机关应当在五日内予以答复。")
    assert [text[:3] for text in found[1:6]] == ["第一条", "第二条", "第三条", "第四条", "第五条"]


def test_a_last_page_with_a_few_lines_in_its_second_column_is_read_in_columns() -> None:
    def last(canvas: Canvas) -> None:
        write(canvas, 70, 760, LEFT)
        write(canvas, 325, 760, RIGHT[:1])

    found = texts(drawn(two_columns(True, 0), last))
    assert found[-1].endswith("企业有权查询和提出异议，行政机关应当在五日内予以答复。")


def test_labels_beside_what_they_label_are_no_columns() -> None:
    rows = [
        ("单位名称：", "青川市第一机械厂"),
        ("联系人：", "甲"),
        ("地址：", "青川市东街一号"),
        ("电话：", "12345"),
    ] * 3

    def draw(canvas: Canvas) -> None:
        for number, (label, value) in enumerate(rows):
            write(canvas, 70, 740 - 20 * number, [label])
            write(canvas, 320, 740 - 20 * number, [value])

    assert texts(drawn(draw))[0].startswith("单位名称： 青川市第一机械厂")


def numbered_pages(count: int, header: str | tuple[str, str], number: str = "— {} —") -> bytes:
    def page(index: int) -> Drawing:
        def draw(canvas: Canvas) -> None:
            shown = header if isinstance(header, str) else header[index % 2]
            write(canvas, 70 if index % 2 else 420, 810, [shown], size=9)
            write(canvas, 70 if index % 2 else 500, 30, [number.format(index + 1)], size=9)
            write(canvas, 70, 740, [f"　　第{'一二三四五六'[index]}条　{FULL[:-3]}", "意检查企业。"])

        return draw

    return drawn(*(page(index) for index in range(count)))


@pytest.mark.parametrize("number", ["— {} —", "- {} -", "第 {} 页", "{}/6", "第{}页 共6页", "· {} ·"])
def test_page_numbers_and_running_headers_are_left_out(number: str) -> None:
    body = "\n".join(texts(numbered_pages(6, "青川市人民政府公报2025年第3期", number)))
    assert "公报" not in body
    assert number.format(2) not in body
    assert body.count("意检查企业。") == 6


def test_headers_that_alternate_between_left_and_right_pages_are_left_out() -> None:
    body = "\n".join(texts(numbered_pages(6, ("青川市人民政府公报", "涉企行政检查管理办法"))))
    assert "公报" not in body
    assert "管理办法" not in body


def test_annexes_on_pages_of_their_own_keep_their_headings() -> None:
    def annex(number: int) -> Drawing:
        return lambda canvas: write(canvas, 70, 790, [f"附件{number}", f"第{number}张申请表由企业填写并加盖公章。"])

    found = texts(drawn(annex(1), annex(2), annex(3)))
    assert [text for text in found if text.startswith("附件")] == ["附件1", "附件2", "附件3"]


def test_a_paragraph_that_runs_over_three_pages_is_one_block_that_knows_its_pages() -> None:
    lines = ["　　第一条　" + FULL[:-6], *[FULL] * 69, "意检查。", "　　第二条　本办法自发布之日起施行。"]

    def page(number: int) -> Drawing:
        part = lines[number * 30 : number * 30 + 30]
        return lambda canvas: write(canvas, 70, 740, part)

    blocks = read(drawn(page(0), page(1), page(2))).blocks
    assert [block.page for block in blocks] == [1, 3]
    parts = page_texts(blocks[0])
    assert [len(part) for part in parts[1:]] == [30 * len(FULL), 10 * len(FULL) + len("意检查。")]
    assert all(part.startswith(FULL) for part in parts[1:])


def test_mirrored_margins_do_not_indent_every_other_page() -> None:
    def page(number: int) -> Drawing:
        lines = [f"　　第{'一二三四'[number]}条　{FULL[:-6]}", *[FULL] * 8, "意检查。"]
        return lambda canvas: write(canvas, 90 if number % 2 else 60, 760, lines)

    assert len(read(drawn(page(0), page(1), page(2), page(3))).blocks) == 4


def test_a_footnote_stands_after_the_paragraph_that_runs_past_it() -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 70, 780, ["　　第一条　" + FULL[:-6], *[FULL] * 20])
        write(canvas, 70, 120, ["① 年度计划由市司法局编制，于每年一月向社会公布。"], size=9)

    def second(canvas: Canvas) -> None:
        write(canvas, 70, 780, ["意检查。", "　　第二条　本办法自发布之日起施行。"])

    found = texts(drawn(first, second))
    assert [text[:3] for text in found] == ["第一条", "① 年", "第二条"]
    assert found[0].endswith("不得随意检查。")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    lines = ["青川市检查办法", "第一条　为了规范检查，制定本办法。", "第二条　本办法自发布之日起施行，有效期五年。"]

    def sideways(canvas: Canvas) -> None:
        canvas.rotate(turn)
        canvas.translate(*{90: (0, -595), 180: (-595, -842), 270: (-842, 0)}[turn])
        write(canvas, 70, 500, lines)

    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        sideways(canvas)

    expected = ["青川市检查办法", "第一条 为了规范检查，制定本办法。", "第二条 本办法自发布之日起施行，有效期五年。"]
    as_shown = (842, 595) if turn != 180 else (595, 842)  # the writer swaps the sides of a page that it turns
    assert texts(drawn(turned, size=as_shown)) == expected
    assert texts(drawn(sideways)) == expected


def test_a_slanted_watermark_is_left_out_and_reported() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 70, 740, ["第一条　为了规范检查，制定本办法。", "第二条　本办法自发布之日起施行。"])
        canvas.rotate(45)
        write(canvas, 400, 200, ["内部资料"], size=40)

    found = read(drawn(draw))
    assert "内部" not in "".join(block.text for block in found.blocks)
    assert [(loss.code, loss.count) for loss in found.losses] == [("watermark", 4)]


def test_print_too_small_to_see_is_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 70, 740, ["第一条　为了规范检查，制定本办法。", "第二条　本办法自发布之日起施行。"])
        write(canvas, 70, 400, ["关键词"], size=0.5)

    assert "关键词" not in "".join(texts(drawn(draw)))
