"""Ruled tables of PDF pages."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf import read_pdf
from ingest.types import Block, BlockKind, ReadLimits
from tests.support.pdfs import Drawing, drawn, rule, write

HEADER = ["类别", "条件", "奖励（万元）"]
WIDTHS = [100, 200, 100]
LEAD = ["青川市奖励标准表", "各类奖励的标准如下，企业可以按照就高的原则申请其中一项。"]


def blocks(*pages: Drawing) -> tuple[Block, ...]:
    return read_pdf("a.pdf", drawn(*pages), ReadLimits()).blocks


def page(
    rows: Sequence[Sequence[str]], top: float = 740, after: Sequence[str] = (), above: Sequence[str] = ()
) -> Drawing:
    def draw(canvas: Canvas) -> None:
        write(canvas, 70, 800, above)
        rule(canvas, 70, top, WIDTHS[: len(rows[0])], rows)
        write(canvas, 70, top - 24 * len(rows) - 30, after)

    return draw


def tables(found: Sequence[Block]) -> list[Block]:
    return [block for block in found if block.kind is BlockKind.TABLE]


def test_a_table_stands_in_its_place_and_its_print_is_not_said_twice() -> None:
    found = blocks(page([HEADER, ["甲类", "首次认定的企业", "50"]], after=["注：以上奖励不重复享受。"], above=LEAD))
    assert [block.kind for block in found] == [BlockKind.PARAGRAPH] * 2 + [BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert found[2].rows == (tuple(HEADER), ("甲类", "首次认定的企业", "50"))
    assert found[3].text == "注：以上奖励不重复享受。"


def test_a_table_over_three_pages_with_its_header_on_each_is_one_table() -> None:
    parts = [[[f"第{n}类", "首次认定的企业", str(n)] for n in range(start, start + 3)] for start in (1, 4, 7)]
    found = blocks(*(page([HEADER, *part], above=LEAD if part is parts[0] else ()) for part in parts))
    (table,) = tables(found)
    assert table.rows == (tuple(HEADER), *(tuple(row) for part in parts for row in part))
    assert table.page == 1
    assert [table.text[place:].split(" | ")[0] for place in table.page_breaks] == ["第4类", "第7类"]


def test_a_table_goes_on_without_a_header_and_under_a_line_that_says_so() -> None:
    found = blocks(
        page([HEADER, ["甲类", "首次认定的企业", "50"]], above=LEAD),
        page([["乙类", "首次备案的企业", "20"], ["丙类", "首次入库的企业", "10"]], above=["续表1"], top=780),
        page([["丁类", "首次上规的企业", "5"]]),
    )
    (table,) = tables(found)
    assert [row[0] for row in table.rows] == ["类别", "甲类", "乙类", "丙类", "丁类"]
    assert not any("续表" in block.text for block in found)


def test_one_row_in_a_frame_is_a_line_of_text() -> None:
    found = blocks(page([["经办人", "复核人", "负责人"]], above=LEAD))
    assert [block.text for block in found][2:] == ["经办人 复核人 负责人"]


def test_a_row_cut_by_the_end_of_a_page_is_put_together() -> None:
    (table,) = tables(
        blocks(
            page([HEADER, ["甲类", "首次通过省级以上部门认定并在本市", "50"]], above=LEAD),
            page([["", "缴纳税收的企业", ""], ["乙类", "首次备案的企业", "20"]]),
        )
    )
    assert table.rows[1:] == (
        ("甲类", "首次通过省级以上部门认定并在本市缴纳税收的企业", "50"),
        ("乙类", "首次备案的企业", "20"),
    )


def test_a_merged_cell_cut_by_the_end_of_a_page_holds_for_the_rows_after_it() -> None:
    (table,) = tables(
        blocks(
            page([HEADER, ["甲类", "一等", "50"]], above=LEAD),
            page([["", "二等", "20"], ["乙类", "首次备案的企业", "20"]]),
        )
    )
    assert table.rows[2] == ("甲类", "二等", "20")


def test_another_table_on_the_next_page_stays_another_table() -> None:
    first = page([HEADER, ["甲类", "首次认定的企业", "50"]], above=LEAD)
    other_header = page([["区域", "单位", "数量"], ["东区", "青川厂", "3"]])
    other_columns = page([["东区", "3"], ["西区", "5"]])
    with_text_between = page(
        [["乙类", "首次备案的企业", "20"], ["丙类", "入库企业", "5"]], above=["二、其他奖励标准如下："]
    )
    for second in (other_header, other_columns, with_text_between):
        assert len(tables(blocks(first, second))) == 2


def test_a_table_on_a_page_whose_origin_is_elsewhere_is_found() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((20, 30, 575, 820))
        page([HEADER, ["甲类", "首次认定的企业", "50"]], above=LEAD)(canvas)

    found = blocks(draw)
    assert len(tables(found)) == 1
    assert "".join(block.text for block in found).count("首次认定的企业") == 1
