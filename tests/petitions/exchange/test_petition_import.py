"""Importing another system's table: the guess, the rows, what comes twice, and what is broken."""

from __future__ import annotations

import pytest

from petitions.build import build_import
from petitions.exchange.columns import guess
from petitions.exchange.errors import UnusableTableError
from petitions.exchange.rows import category_of, read_time
from petitions.exchange.service import PetitionImport
from petitions.exchange.types import ImportReport, Mapping, Table
from petitions.taxonomy import load_taxonomy
from petitions.types import Channel, Identity, Nature
from tests.petitions.conftest import Office, at

HEADER = ("工单编号", "来电时间", "诉求人", "联系电话", "企业名称", "诉求类型", "归口类别", "诉求内容")
ROW = (
    "12345-001", "2026-11-17 09:20", "小满", "13800001234", "云岭星屿软件（示例）", "投诉", "招聘用工",
    "稳岗补贴申请提交后三周没有回音，请核实。",
)  # fmt: skip


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Table:
    return Table("工单", (header, *rows))


def row(**changes: str) -> tuple[str, ...]:
    return tuple(changes.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True))


@pytest.fixture
def importing(office: Office) -> PetitionImport:
    return build_import(office.database, office.service, office.clock)


def run(importing: PetitionImport, *rows: tuple[str, ...], source: str = "12345 热线") -> ImportReport:
    return importing.run([table(*rows)], source)


def test_the_columns_of_a_hotline_list_are_guessed_by_their_headers() -> None:
    found = guess(table(ROW))
    assert found.mapping == Mapping(
        "工单", 0,
        ("external_number", "received_at", "contact_name", "contact_phone", "enterprise_name", "nature", "category",
         "content"),
    )  # fmt: skip
    assert {column.confidence for column in found.columns} == {1.0}


def test_a_title_above_the_header_is_passed_over_and_each_field_goes_to_one_column() -> None:
    rows = (("某市热线工单导出", "", ""), ("工单编号", "诉求内容", "内容"), ("1", "路灯不亮已有一周", "已修"))
    found = guess(Table("", rows))
    assert (found.mapping.header_row, found.mapping.fields) == (1, ("external_number", "content", None))


def test_columns_without_a_header_are_known_by_their_looks() -> None:
    rows = [("13800001234", "91990101MA000001XN", "门前道路施工，货车无法进出厂区，请协调。")] * 3
    found = guess(Table("", tuple(rows)))
    assert found.mapping.fields == ("contact_phone", "credit_code", "content")
    assert {column.confidence for column in found.columns} == {0.5}


def test_a_row_becomes_a_petition_with_its_number_elsewhere(office: Office, importing: PetitionImport) -> None:
    report = run(importing, ROW)
    assert (report.count("filed"), report.problems, report.unclassified) == (1, (), 0)
    petition = office.detail(report.outcomes[0].number)
    assert (petition.channel, petition.nature) == (Channel.HOTLINE_12345.value, Nature.COMPLAINT.value)
    assert petition.category_code == "04-1"
    assert petition.title == "稳岗补贴申请提交后三周没有回音，请核实"
    with office.database.reading() as session:
        stored = office.service.steps.repository.get(session, petition.number)
        assert stored is not None
        sources = importing.sources_of(session, stored.id)
    assert [(s.source, s.external_number, s.received_at) for s in sources] == [
        ("12345 热线", "12345-001", at("2026-11-17 09:20"))
    ]


def test_the_same_list_twice_files_nothing_new(office: Office, importing: PetitionImport) -> None:
    first = run(importing, ROW)
    again = run(importing, ROW)
    assert again.count("known") == 1
    assert again.outcomes[0].number == first.outcomes[0].number
    assert office.desk().total == 1


def test_the_same_report_of_two_sources_is_one_petition_with_both(office: Office, importing: PetitionImport) -> None:
    run(importing, ROW)
    other = row(工单编号="ZTC-77", 诉求内容="稳岗补贴申请提交后三周没有回音，请核实！")
    report = run(importing, other, source="市长直通车")
    assert report.count("joined") == 1
    assert office.desk().total == 1
    with office.database.reading() as session:
        stored = office.service.steps.repository.get(session, report.outcomes[0].number)
        assert stored is not None
        assert [s.source for s in importing.sources_of(session, stored.id)] == ["12345 热线", "市长直通车"]


def test_another_matter_or_another_enterprise_is_a_petition_of_its_own(
    office: Office, importing: PetitionImport
) -> None:
    run(
        importing,
        ROW,
        row(工单编号="2", 诉求内容="厂区门前道路积水，货车无法进出。"),
        row(工单编号="3", 企业名称="云岭磐石装备（示例）"),
    )
    assert office.desk().total == 3


def test_a_closed_petition_takes_no_new_report(office: Office, importing: PetitionImport) -> None:
    number = run(importing, ROW).outcomes[0].number
    office.withdraw(number)
    assert run(importing, row(工单编号="9")).count("filed") == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"诉求内容": ""}, "content"),
        ({"诉求内容": "太短"}, "content"),
        ({"联系电话": "138****1234"}, "contact_phone"),
        ({"诉求人": ""}, "contact_name"),
        ({"诉求类型": "其他类型"}, "nature"),
        ({"来电时间": "上周三"}, "received_at"),
        ({"来电时间": "2026-02-30"}, "received_at"),
        ({"工单编号": "9" * 61}, "external_number"),
    ],
)
def test_a_broken_row_is_listed_and_the_good_ones_are_filed(
    office: Office, importing: PetitionImport, changes: dict[str, str], field: str
) -> None:
    report = run(importing, row(**changes), row(工单编号="good"))
    assert [(problem.row, problem.field) for problem in report.problems] == [(2, field)]
    assert report.problems[0].text
    assert [outcome.row for outcome in report.outcomes] == [3]
    assert office.desk().total == 1


def test_an_unknown_category_waits_under_other_until_it_is_classified(
    office: Office, importing: PetitionImport
) -> None:
    report = run(importing, row(归口类别="天外来物"))
    assert report.unclassified == 1
    number = report.outcomes[0].number
    assert office.desk(category_code="99").total == 1
    with pytest.raises(Exception, match="1 处需要修改"):
        office.accept(number, category_code="99")
    office.accept(number, category_code="04-2")
    assert office.desk(category_code="99").total == 0


def test_a_report_is_confidential_and_an_anonymous_row_needs_no_contact(
    office: Office, importing: PetitionImport
) -> None:
    header = (*HEADER, "身份方式")
    rows = [
        (*row(诉求类型="举报"), ""),
        (*row(工单编号="2", 诉求人="", 联系电话="", 诉求内容="园区西门夜间施工噪声扰民。"), "匿名"),
    ]
    report = importing.run([table(*rows, header=header)], "热线")
    found = [office.detail(outcome.number).identity for outcome in report.outcomes]
    assert found == [Identity.CONFIDENTIAL.value, Identity.ANONYMOUS.value]


def test_a_preview_stores_nothing_and_lists_the_same_problems(office: Office, importing: PetitionImport) -> None:
    preview = importing.look([table(ROW, row(诉求人=""))], "热线")
    assert (preview.row_count, [p.row for p in preview.problems]) == (2, [3])
    assert office.desk().total == 0


def test_a_corrected_mapping_is_followed(office: Office, importing: PetitionImport) -> None:
    odd = Table("", (("甲", "乙", "丙"), ("路灯坏了一周无人修理，请尽快处理", "小满", "13800001234")))
    told = Mapping("", 0, ("content", "contact_name", "contact_phone"))
    assert importing.run([odd], "走访", told).count("filed") == 1


@pytest.mark.parametrize(
    "mapping",
    [
        Mapping("没有的表", 0, ("content",)),
        Mapping("工单", 0, ("title",)),
        Mapping("工单", 0, ("content", "content")),
        Mapping("工单", 99, ("content",)),
        Mapping("工单", 0, ("content", "password")),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(importing: PetitionImport, mapping: Mapping) -> None:
    with pytest.raises(UnusableTableError):
        importing.run([table(ROW)], "热线", mapping)


def test_a_file_without_petitions_is_refused(importing: PetitionImport) -> None:
    with pytest.raises(UnusableTableError):
        importing.run([Table("", (("甲", "乙"), ("1", "2")))], "热线")
    with pytest.raises(UnusableTableError):
        importing.run([], "热线")


def test_a_long_title_loses_nothing(office: Office, importing: PetitionImport) -> None:
    long = "关于" + "某事" * 40
    report = importing.run([Table("", ((*HEADER, "标题"), (*ROW, long)))], "热线")
    detail = office.detail(report.outcomes[0].number)
    assert len(detail.title) == 50
    assert long in detail.content


def test_a_rating_goes_back_under_the_number_of_the_source(office: Office, importing: PetitionImport) -> None:
    number = run(importing, ROW).outcomes[0].number
    office.file()  # has no number elsewhere
    office.accept(number)
    office.dispatch(number)
    office.sign(number)
    office.reply(number)
    office.rate(number, 4, "满意")
    with office.database.reading() as session:
        assert importing.ratings(session, "市长直通车") == []
        found = importing.ratings(session)
    assert [(r.source, r.external_number, r.number, r.stars, r.comment) for r in found] == [
        ("12345 热线", "12345-001", number, 4, "满意")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("04-2", "04-2"),
        ("04", "04"),
        ("人力资源", "04"),
        ("人力资源/社会保险", "04-2"),
        (" 社会保险 ", "04-2"),
        ("其他", "99"),
        ("", "99"),
    ],
)
def test_a_category_is_known_by_code_or_name(text: str, code: str) -> None:
    assert category_of(text, load_taxonomy()) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026/11/7 9:05", "2026-11-07 09:05"),
        ("2026年11月7日", "2026-11-07 00:00"),
        ("2026-11-07T09:05:30", "2026-11-07 09:05:30"),
    ],
)
def test_times_are_read_as_people_write_them(text: str, expected: str) -> None:
    assert read_time(text) == at(expected)


@pytest.mark.parametrize("count", [200, pytest.param(5_000, marks=pytest.mark.long)])
def test_a_long_list_with_errors_is_taken_in_full(office: Office, importing: PetitionImport, count: int) -> None:
    rows = [
        row(工单编号=str(n), 企业名称=f"云岭示例企业{n}", 联系电话="坏号码" if n % 10 == 0 else "13800001234")
        for n in range(count)
    ]
    report = run(importing, *rows)
    assert (report.count("filed"), len(report.problems)) == (count * 9 // 10, count // 10)
    assert [p.row for p in report.problems] == [n + 2 for n in range(0, count, 10)]
    assert office.desk().total == count * 9 // 10
