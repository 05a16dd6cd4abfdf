"""Tables of questions: guessed columns, cleaned cells, rows that join, rows that contradict each other."""

from __future__ import annotations

import json
import time

import pytest

from core.actors import OPERATOR
from core.clock import FixedClock
from core.database import Database
from ingest.errors import UnreadableFileError
from ingest.readers.sheet import Sheet
from ingest.records.faq_columns import guess_mapping
from ingest.records.faq_merging import merge_rows
from ingest.records.faq_rows import FaqRow, answer_key, clean_cell, question_key
from ingest.records.faqs import faqs_of_sheet, guess_of, sheet_of_records
from ingest.records.known_faqs import place_faqs
from ingest.records.likeness import likeness, near_pairs, shingles
from ingest.records.types import FaqMapping, FaqSheet
from ingest.service import parse_file
from ingest.types import ReadOptions
from knowledge.service import KnowledgeService
from knowledge.types import EntryDraft, FaqDetails, Source

LOAN = "符合条件的企业向金融服务局提交申请，附贷款合同和付息凭证，5个工作日内答复。"


def sheet(*rows: tuple[str, ...], name: str = "") -> Sheet:
    return Sheet(name, rows)


def read(*rows: tuple[str, ...], mapping: FaqMapping | None = None) -> tuple[list[EntryDraft], FaqSheet]:
    made = sheet(*rows)
    return faqs_of_sheet(made, guess_of(made, mapping), Source())


def fields(*rows: tuple[str, ...]) -> tuple[int | None, tuple[str | None, ...]]:
    mapping = guess_mapping(sheet(*rows)).mapping
    return mapping.header_row, mapping.fields


def row(number: int, question: str, answer: str, **values: object) -> FaqRow:
    return FaqRow(number=number, question=question, answer=answer, **values)  # type: ignore[arg-type]


def codes(draft: EntryDraft) -> set[str]:
    return {finding.code for finding in draft.findings}


# -- columns -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("标准问", "相似问", "答案", "责任部门"), ("question", "similar", "answer", "department")),
        (("序号", "咨询问题（必填）", "回复内容*", "答复单位"), (None, "question", "answer", "department")),
        (("问：", "答：", "有效期至", "政策依据"), ("question", "answer", "effective_to", "basis")),
        (("企业咨询问题", "官方答复", "相似问1", "相似问2"), ("question", "answer", "similar", "similar")),
        (("Question", "Answer", "Category", ""), ("question", "answer", "tags", "department")),
    ],
)
def test_headers_say_what_columns_hold(header: tuple[str, ...], expected: tuple[str | None, ...]) -> None:
    body = ("1", "如何申请贴息？", "向金融服务局申请。", "金融服务局")
    assert fields(header, body) == (0, expected)


def test_the_header_may_stand_below_a_title_and_notes() -> None:
    rows = [("云岭高新区常见问题汇总", "", "")] + [("说明：请逐条核对", "", "")] * 8 + [("问题", "答案", "部门")]
    assert fields(*rows, ("怎么申请？", "网上申请。", "人社局")) == (9, ("question", "answer", "department"))


def test_without_a_header_the_cells_tell_question_from_answer() -> None:
    rows = [
        ("金融服务局", LOAN, "首贷贴息怎么申请？", "2027-12-31"),
        ("科技创新局", "按实际支出的百分之十给予补助，最高五十万元。", "研发补助最高多少", "2027-12-31"),
        ("科技创新局", "在科技创新局窗口提交纸质材料，也可以网上办理。", "在哪里提交材料？", "2026-12-31"),
    ]
    guess = guess_mapping(sheet(*rows))
    assert (guess.mapping.header_row, guess.mapping.fields) == (
        None,
        ("department", "answer", "question", "effective_to"),
    )
    assert guess.is_faq
    assert all(0.3 < column.confidence < 0.8 for column in guess.columns)


def test_a_known_question_column_finds_its_answer_by_length() -> None:
    rows = [("问题", "编码", "内容说明"), ("如何申请？", "A1", LOAN), ("何时到账？", "A2", LOAN + "另行通知。")]
    guess = guess_mapping(sheet(*rows))
    assert guess.mapping.fields == ("question", None, "answer")
    assert guess.columns[0].confidence == 1.0
    assert guess.columns[2].confidence < 0.8
    assert guess.is_faq


def test_an_ordinary_table_is_no_table_of_questions() -> None:
    rows = [("企业名称", "奖励标准", "金额（万元）"), ("云岭星屿软件", "首次认定高新技术企业", "20"), ("甲", "乙", "5")]
    assert not guess_mapping(sheet(*rows)).is_faq


def test_a_title_column_beside_the_question_is_not_the_question() -> None:
    rows = [("标题", "问题", "答案"), ("贴息", "首贷贴息怎么申请？", LOAN), ("补助", "研发补助怎么申请？", LOAN)]
    assert fields(*rows) == (0, (None, "question", "answer"))


def test_a_curator_may_say_otherwise() -> None:
    rows = [("问题", "答案"), ("网上申请。", "怎么申请？")]
    drafts, report = read(*rows, mapping=FaqMapping(header_row=0, fields=("answer", "question")))
    assert (drafts[0].title, drafts[0].body) == ("怎么申请？", "网上申请。")
    assert [column.field for column in report.guess.columns] == ["answer", "question"]


# -- cells and rows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<p>第一段&nbsp;文字</p><p>第二段<br>换行</p>", "第一段 文字\n第二段\n换行"),
        ("<ul><li>身份证</li><li>合同</li></ul>", "身份证\n合同"),
        ('<a href="javascript:alert(1)">办理</a><script>alert(1)</script>', "办理"),
        ("金额<5万元且>1万元", "金额<5万元且>1万元"),
        ("A&amp;B&ldquo;引号&rdquo;", "A&B“引号”"),
        ("一行_x000D_\n二行", "一行\n二行"),
        ("零\u200b宽", "零宽"),
    ],
)
def test_cells_lose_markup_and_keep_their_words(cell: str, expected: str) -> None:
    assert clean_cell(cell) == expected


def test_rows_without_question_or_answer_are_named() -> None:
    drafts, report = read(
        ("问题", "答案"), ("怎么申请？", ""), ("", "网上申请。"), ("能退吗？", "无"), ("好吗？", "好。")
    )
    assert [draft.title for draft in drafts] == ["好吗？"]
    assert [(p.code, p.row) for p in report.problems] == [("no_answer", 2), ("no_question", 3), ("no_answer", 4)]
    assert (report.row_count, report.entry_count) == (4, 1)


def test_json_records_take_the_same_way() -> None:
    records = [
        {
            "question": "首贷贴息怎么申请？",
            "answer": LOAN,
            "similar": ["贴息怎么办"],
            "basis": "云高管规〔2025〕3号第六条",
        },
        {"question": "如何申请首贷贴息", "answer": LOAN},
    ]
    parsed = parse_file("faq.json", json.dumps(records, ensure_ascii=False).encode())
    assert [draft.title for draft in parsed.drafts] == ["首贷贴息怎么申请？"]
    details = parsed.drafts[0].details
    assert isinstance(details, FaqDetails)
    assert details.similar_questions == ("贴息怎么办", "如何申请首贷贴息")
    assert details.basis == ("云高管规〔2025〕3号第六条",)
    assert parsed.faq_sheets[0].joins[0].rows == (2, 3)
    assert sheet_of_records([{"a": None, "b": 1}]).rows == (("a", "b"), ("", "1"))


def test_a_sheet_that_is_not_mapped_is_left_out_of_an_import_and_shown_in_a_preview() -> None:
    content = "标题,正文\n甲,乙\n".encode()
    assert parse_file("表.csv", content, options=ReadOptions(faqs_only="mapped")).faq_sheets == ()
    shown = parse_file("表.csv", content, options=ReadOptions(faqs_only="every")).faq_sheets
    assert (len(shown), shown[0].entry_count, shown[0].guess.is_faq) == (1, 0, False)
    with pytest.raises(UnreadableFileError):
        parse_file("空.csv", b"", options=ReadOptions(faqs_only="every"))


# -- joining -------------------------------------------------------------------------------------------------------


def test_rows_with_the_same_answer_become_one_entry_with_phrasings() -> None:
    drafts, report = read(
        ("问题", "答案"),
        ("首贷贴息怎么申请？", LOAN),
        ("第一次贷款的利息补贴去哪里办", f"<p>您好，{LOAN}</p>"),
        ("如何申请首贷贴息", LOAN.replace("，", ",")),
    )
    assert len(drafts) == 1
    details = drafts[0].details
    assert isinstance(details, FaqDetails)
    assert details.similar_questions == ("第一次贷款的利息补贴去哪里办", "如何申请首贷贴息")
    assert [passage.context for passage in drafts[0].passages] == ["首贷贴息怎么申请？", *details.similar_questions]
    assert report.joins[0].rows == (2, 3, 4)
    assert codes(drafts[0]) == {"faq_rows_merged", "faq_without_basis"}


def test_a_short_answer_alone_joins_nothing() -> None:
    merged = merge_rows(
        [row(2, "可以网上办吗", "可以。"), row(3, "外地企业能领吗", "可以。"), row(4, "可以网上办吗？", "可以")]
    )
    assert [[r.number for r in faq.rows] for faq in merged] == [[2, 4], [3]]


def test_the_same_question_with_another_answer_is_a_conflict_and_is_not_joined() -> None:
    drafts, report = read(
        ("问题", "答案"),
        ("首贷贴息最高多少", "最高30万元。"),
        ("请问首贷贴息最高多少？", "最高20万元。"),
        ("别的", "其他。"),
    )
    assert [draft.body for draft in drafts] == ["最高30万元。", "最高20万元。", "其他。"]
    assert "faq_conflict_in_file" in codes(drafts[0]) & codes(drafts[1])
    assert any(finding.blocks_publishing for finding in drafts[1].findings)
    assert [(p.code, p.row, p.others) for p in report.problems] == [("conflict", 2, (3,)), ("conflict", 3, (2,))]


def test_a_nearly_same_question_with_another_answer_is_named_not_joined() -> None:
    merged = merge_rows(
        [row(2, "如何申请首贷贴息", LOAN), row(3, "首贷贴息怎么申请呢", "请到政务大厅二楼窗口咨询办理。")]
    )
    assert [(faq.first.number, faq.akin, faq.rivals) for faq in merged] == [(2, (3,), ()), (3, (2,), ())]


@pytest.mark.parametrize(
    "other",
    [
        LOAN.replace("5个工作日", "15个工作日"),
        LOAN.replace("内答复", "内不答复"),
        LOAN.replace("5个", "五十个"),
    ],
)
def test_another_number_or_a_negation_makes_another_answer(other: str) -> None:
    assert len(merge_rows([row(2, "如何申请首贷贴息", LOAN), row(3, "首贷贴息怎么申请", other)])) == 2


def test_answers_that_differ_in_a_word_join_when_the_questions_are_nearly_the_same() -> None:
    long = LOAN * 2
    other = long.replace("附贷款合同", "附上贷款合同", 1)
    assert len(merge_rows([row(2, "如何申请首贷贴息", long), row(3, "首贷贴息怎么申请", other)])) == 1
    assert len(merge_rows([row(2, "如何申请首贷贴息", long), row(3, "利息补贴找谁", other)])) == 2


def test_rows_for_other_regions_or_periods_stay_apart() -> None:
    rows = [
        row(2, "怎么申请", LOAN, region="甲区"),
        row(3, "怎么申请", LOAN, region="乙区"),
        row(4, "怎么申请", LOAN, region="甲区", written_end="2026-12-31"),
    ]
    merged = merge_rows(rows)
    assert [len(faq.rows) for faq in merged] == [1, 1, 1]
    assert merged[0].rivals == (4,)


def test_keys_drop_courtesy_and_keep_decimal_points() -> None:
    assert question_key("您好，请问 如何申请？") == question_key("如何申请")
    assert answer_key("您好！最高1.5万元，感谢您的咨询。") == answer_key("最高1.5万元")
    assert answer_key("最高1.5万元") != answer_key("最高15万元")


# -- likeness ------------------------------------------------------------------------------------------------------


def test_likeness_is_shared_shingles_over_all() -> None:
    one, other = shingles("甲乙丙"), shingles("甲乙丁")  # 甲 乙 丙 甲乙 乙丙 | 甲 乙 丁 甲乙 乙丁
    assert likeness(one, other) == pytest.approx(3 / 7)
    assert likeness(one, one) == 1.0
    assert likeness(shingles(""), shingles("")) == 0.0


def test_near_pairs_are_found_among_many() -> None:
    texts = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n * 7 % 4000)}{chr(0x6000 + n * 13 % 5000)}办法" * 3 for n in range(400)]
    texts += ["企业研发费用补助最高多少", "企业研发费用补助最高是多少"]
    pairs = near_pairs([shingles(text) for text in texts], at_least=0.8)
    assert (400, 401) in {(pair.one, pair.other) for pair in pairs}
    assert all(likeness(shingles(texts[p.one]), shingles(texts[p.other])) == p.likeness >= 0.8 for p in pairs)


def test_ten_thousand_rows_are_read_and_joined_within_seconds() -> None:
    rows = [("问题", "答案")]
    for number in range(10_000):
        word = "".join(chr(0x4E00 + number * step % 20_000) for step in (3, 7, 11, 13))
        rows.append((f"{word}怎么申请？", f"{word}向窗口提交申请表和证明材料，{number % 7}个工作日内答复。"))
    rows[5_001:10_001] = [(f"请问{q}", a) for q, a in rows[1:5_001]]
    begun = time.perf_counter()
    drafts, report = read(*rows)
    assert (len(drafts), len(report.joins)) == (5_000, 5_000)
    assert time.perf_counter() - begun < 60


# -- against the base ----------------------------------------------------------------------------------------------


def test_a_file_read_with_others_places_its_questions_in_the_base(database: Database, clock: FixedClock) -> None:
    knowledge = KnowledgeService(clock)
    first, _ = read(("问题", "答案"), ("首贷贴息最高多少", "最高20万元。"), ("班车怎么补", "按车次补。"))
    with database.unit_of_work() as session:
        known = [knowledge.create(session, draft, OPERATOR).entry_id for draft in first]
    again, _ = read(
        ("问题", "答案", "相似问"),
        ("请问首贷贴息最高多少？", "最高30万元。", "贴息上限"),
        ("班车怎么补", "按车次补", ""),
        ("厂房租金减免怎么申请", "网上申请。", ""),
    )
    with database.reading() as session:
        drafts, places = place_faqs(session, again, [None, None, None])
    assert [place and place.entry_id for place in places] == [*known, None]
    assert drafts[0].title == "首贷贴息最高多少"
    assert isinstance(drafts[0].details, FaqDetails)
    assert (drafts[0].body, drafts[0].details.similar_questions) == ("最高30万元。", ("贴息上限",))
    assert drafts[1].body == "按车次补。"  # what the base says: nothing to store
    assert drafts[2].title == "厂房租金减免怎么申请"


def test_what_the_file_continues_already_is_not_placed_twice(database: Database, clock: FixedClock) -> None:
    knowledge = KnowledgeService(clock)
    rows, _ = read(("问题", "答案"), ("班车怎么补", "按车次补。"))
    with database.unit_of_work() as session:
        entry = knowledge.create(session, rows[0], OPERATOR)
        summary = knowledge.versions(session, entry.entry_id)[0]
    two, _ = read(("问题", "答案"), ("班车怎么补", "按月补。"), ("班车怎么补？", "按年补。"))
    with database.reading() as session:
        _, places = place_faqs(session, two, [summary, None])
    assert places == [summary, None]
