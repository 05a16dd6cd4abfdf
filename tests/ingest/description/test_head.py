"""Titles, numbers, recipients and dates as portals and scraped texts wrap them."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.description.bodies import recipients_in
from ingest.description.numbers import read_number
from ingest.service import read_file
from knowledge.types import EntryDraft, EntryKind


def read(text: str, name: str = "文件.txt") -> EntryDraft:
    return read_file(name, text.encode())[0]


def finding_codes(draft: EntryDraft) -> set[str]:
    return {finding.code for finding in draft.findings}


PORTAL = """关注 · 青川政府网
【一图读懂】《青川市民政局关于做好救助工作的通知》 2024-03-05
GZ0320240034
青川民规〔2024〕5号
2024年03月04日
2029年03月03日
青川市民政局
青川市民政局关于做好救助工作的通知
青川民规〔2024〕5号
青川市民政局关于做好救助工作的通知
各区人民政府，市政府各部门、各直属机构：
现就有关事项通知如下。
一、提高标准
每人每月一千元。
青川市民政局
2024年3月1日
"""


def test_the_lines_of_a_portal_are_no_part_of_the_title() -> None:
    draft = read(PORTAL)
    assert draft.title == "青川市民政局关于做好救助工作的通知"
    assert draft.description.document_number == "青川民规〔2024〕5号"
    assert draft.description.recipients == ("各区人民政府", "市政府各部门", "各直属机构")
    assert draft.description.issued_on == date(2024, 3, 1)
    assert draft.kind is EntryKind.POLICY_DOCUMENT


def test_the_name_of_the_site_and_a_reprint_mark_are_cut_from_a_title() -> None:
    draft = read("（转载）青川市救助办法 - 青川市人民政府门户网站\n第一条 甲。\n第二条 乙。\n")
    assert draft.title == "青川市救助办法"


def test_a_text_without_a_title_takes_the_name_of_its_file() -> None:
    draft = read("第二条 甲。\n第三条 乙。\n第四条 本办法自2024年4月1日起实施，有效期5年。\n", "青川市助餐办法.txt")
    assert draft.title == "青川市助餐办法"
    assert draft.kind is EntryKind.POLICY_DOCUMENT
    assert draft.description.effective_to == date(2029, 3, 31)


def test_the_lines_of_a_table_above_the_text_name_their_values() -> None:
    draft = read(
        "索引号：000014\n发文机关：青川市财政局\n发文字号：青川财〔2024〕第03号\n成文日期：2024年5月6日\n发布日期：2024-05-08\n"
        "青川市财政局关于补贴的通知\n一、甲\n补贴。\n"
    )
    described = draft.description
    assert described.document_number == "青川财〔2024〕3号"
    assert described.issuing_bodies == ("青川市财政局",)
    assert (described.issued_on, described.published_on) == (date(2024, 5, 6), date(2024, 5, 8))


def test_a_joint_signature_gives_every_body() -> None:
    draft = read(
        "关于补贴的通知\n青川财〔2024〕3号\n一、甲\n补贴。\n青川市财政局 青川市科技局\n青川市税务局\n2024年5月6日\n"
    )
    assert draft.description.issuing_bodies == ("青川市财政局", "青川市科技局", "青川市税务局")


def test_the_date_of_printing_is_another_field_than_the_date_of_issue() -> None:
    draft = read(
        "青川市财政局关于补贴的通知\n青川财〔2024〕3号\n一、甲\n补贴。\n青川市财政局\n2024年5月6日\n"
        "青川市财政局办公室 2024年5月9日印发\n"
    )
    values = {e.field: e.value for e in draft.description.evidence}
    assert draft.description.issued_on == date(2024, 5, 6)
    assert values["printed_on"] == "2024-05-09"


@pytest.mark.parametrize("written", ["二〇二四年二月三十日", "2024年2月30日", "2023年13月1日"])
def test_a_date_that_no_calendar_has_gives_no_value_but_a_finding(written: str) -> None:
    draft = read(f"青川市财政局关于补贴的通知\n青川财〔2024〕3号\n一、甲\n补贴。\n青川市财政局\n{written}\n")
    assert draft.description.issued_on is None
    assert [f.params["text"] for f in draft.findings if f.code == "impossible_date"] == [written]


def test_an_impossible_first_day_is_not_guessed_from_the_issue_date() -> None:
    draft = read("青川市补贴办法\n第一条 甲。\n第二条 本办法自2024年6月31日起施行。\n青川市财政局\n2024年5月6日\n")
    assert "impossible_date" in finding_codes(draft)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("《办法》（现将青府办规〔2020〕10号）执行", "青府办规〔2020〕10号"),
        ("请遵照苏府规字[2023]第005号执行", "苏府规字〔2023〕5号"),
        ("歙政办〔2020〕7号", "歙政办〔2020〕7号"),
        ("依据京经信发【2022】87号", "京经信发〔2022〕87号"),
        ("财政部令第110号", "财政部令第110号"),
        ("国家税务总局公告2024年第3号", "国家税务总局公告2024年第3号"),
    ],
)
def test_a_number_in_running_text_is_trimmed_to_its_code(written: str, number: str) -> None:
    assert read_number(written) == number


@pytest.mark.parametrize(
    ("written", "bodies"),
    [
        ("各旗、县、区人民政府，稀土高新区管委会：", ["各旗、县、区人民政府", "稀土高新区管委会"]),
        ("各县（市、区）人民政府，州级各部门：", ["各县（市、区）人民政府", "州级各部门"]),
        ("各区财政局、民政局、税务局：", ["各区财政局", "民政局", "税务局"]),
    ],
)
def test_recipients_are_split_into_bodies(written: str, bodies: list[str]) -> None:
    assert recipients_in(written) == bodies
