from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ingest.description.numbers import read_number
from ingest.service import read_file
from knowledge.types import Authority, EntryDraft, EntryKind, NoticeDetails, RelationKind


def read(text: str, name: str = "文件.txt") -> EntryDraft:
    return read_file(name, text.encode())[0]


def dated(*closing: str) -> EntryDraft:
    lines = [
        "青川市测试办法",
        "青川府〔2024〕5号",
        "第一条 制定本办法。",
        *(f"第{n}条 {c}" for n, c in zip("二三四", closing, strict=False)),
    ]
    return read("\n".join([*lines, "青川市人民政府", "2024年1月10日"]))


def test_the_header_of_a_notice_with_its_measure_is_read(documents: Any) -> None:
    draft = read(documents.MEASURE)
    description = draft.description
    assert draft.kind is EntryKind.POLICY_DOCUMENT
    assert draft.title == "青川市企业稳岗补贴办法"
    assert description.document_number == "青川府办规〔2024〕3号"
    assert description.issuing_bodies == ("青川市人民政府办公室",)
    assert description.recipients == ("各区人民政府", "市政府各部门")
    assert description.issued_on == date(2024, 1, 10)
    assert description.effective_from == date(2024, 2, 1)
    assert description.effective_to == date(2029, 1, 31)
    assert description.authority is Authority.NORMATIVE_DOCUMENT


def test_every_piece_of_evidence_is_a_quotation_from_the_body(documents: Any) -> None:
    draft = read(documents.MEASURE)
    assert {e.field for e in draft.description.evidence} >= {
        "document_number",
        "issued_on",
        "effective_from",
        "effective_to",
    }
    for evidence in draft.description.evidence:
        assert evidence.start is not None
        assert draft.body[evidence.start : evidence.end] == evidence.quote


def test_a_repeal_verb_applies_to_every_title_of_its_list(documents: Any) -> None:
    repeals = [r for r in read(documents.MEASURE).relations if r.kind is RelationKind.REPEALS]
    assert [(r.target_title, r.target_document_number) for r in repeals] == [
        ("青川市稳岗补贴暂行办法", "青川府办〔2019〕8号"),
        ("青川市援企办法", None),
    ]
    assert all(r.quote in read(documents.MEASURE).body for r in repeals)


def test_the_basis_of_a_text_becomes_a_relation(documents: Any) -> None:
    bases = [r.target_title for r in read(documents.MEASURE).relations if r.kind is RelationKind.BASED_ON]
    assert bases == ["中华人民共和国就业促进法"]


def test_rules_for_implementing_implement_what_they_rest_on() -> None:
    draft = read(
        "青川市奖励办法实施细则\n第一条 根据《青川市奖励办法》（青川府〔2023〕1号），制定本细则。\n第二条 其他。\n"
    )
    relation = draft.relations[0]
    assert (relation.kind, relation.target_document_number) == (RelationKind.IMPLEMENTS, "青川府〔2023〕1号")


def test_chinese_numerals_in_a_signature_are_a_date(documents: Any) -> None:
    description = read(documents.OFFICIAL).description
    assert description.issued_on == date(2023, 6, 17)
    assert description.effective_from == date(2023, 6, 17)
    assert description.effective_to == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("sentence", "begins"),
    [
        ("本办法自2024年3月1日起施行。", date(2024, 3, 1)),
        ("本办法自2024年3月1日实施。", date(2024, 3, 1)),
        ("本办法自印发之日起施行。", date(2024, 1, 10)),
        ("本办法自发布之日起30日后施行。", date(2024, 2, 9)),
        ("本办法自二〇二四年五月一日起施行。", date(2024, 5, 1)),
    ],
)
def test_the_effect_statement_gives_the_first_day(sentence: str, begins: date) -> None:
    description = dated(sentence).description
    assert description.effective_from == begins
    assert not description.effective_from_inferred


def test_without_an_effect_statement_the_first_day_is_inferred() -> None:
    description = dated("由财政局解释。").description
    assert description.effective_from == date(2024, 1, 10)
    assert description.effective_from_inferred


def test_the_validity_of_a_certificate_is_not_the_documents() -> None:
    assert dated("许可证有效期三年。", "本办法自2024年3月1日起施行。").description.effective_to is None


def test_the_effect_of_another_document_is_not_this_ones() -> None:
    description = dated("《青川市管理条例》自2020年1月1日起施行。", "本办法自2024年3月1日起施行。").description
    assert description.effective_from == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("苏府[2023]第05号", "苏府〔2023〕5号"),
        ("按照苏府〔2023〕5号", "苏府〔2023〕5号"),
        ("（皖政办秘〔2021〕82号）", "皖政办秘〔2021〕82号"),
        ("（2021年7月27日中华人民共和国国务院令第746号公布）", "中华人民共和国国务院令第746号"),
        ("没有文号", None),
    ],
)
def test_document_numbers_are_written_in_standard_form(written: str, number: str | None) -> None:
    assert read_number(written) == number


def test_an_order_gives_its_number_and_the_text_it_puts_into_force_the_title() -> None:
    draft = read(
        "青川市人民政府令\n第179号\n《青川市优待办法》已经市政府常务会议通过，现予公布，自2021年5月1日起施行。\n"
        "2021年1月29日\n青川市优待办法\n第一条 甲。\n第二条 乙。\n"
    )
    assert draft.title == "青川市优待办法"
    assert draft.description.document_number == "青川市人民政府令第179号"
    assert draft.description.authority is Authority.RULE


def test_a_text_without_a_frame_is_an_article_without_dates_of_law() -> None:
    draft = read("怎么申领社会保障卡\n本人到社区办理。自2023年1月1日起施行新流程。\n", "指引.txt")
    assert draft.kind is EntryKind.ARTICLE
    assert draft.description.effective_from is None
    assert draft.description.authority is Authority.ARTICLE


def test_a_call_for_applications_has_a_window_and_an_address() -> None:
    draft = read(
        "关于组织申报2026年研发补助的通知\n青川科〔2026〕4号\n各企业：\n根据《青川市研发补助办法》，现组织申报。\n"
        "一、申报时间：2026年3月1日至4月30日。\n二、申报网址：https://apply.example.cn/rd ，网上申报。\n"
        "三、联系电话：0600-1234567。\n青川市科技局\n2026年2月20日\n"
    )
    assert draft.kind is EntryKind.NOTICE
    assert isinstance(draft.details, NoticeDetails)
    assert (draft.details.window_start, draft.details.window_end) == (date(2026, 3, 1), date(2026, 4, 30))
    assert draft.details.apply_url == "https://apply.example.cn/rd"
    assert [r.kind for r in draft.relations] == [RelationKind.NOTICE_OF]
