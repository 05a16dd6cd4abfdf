"""Importing petitions over HTTP: files in every encoding, files that lie, and ratings that go back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import Workbook

from api.spreadsheets import write_table
from core.actors import Role
from tests.api.conftest import Staff

HEADER = ("工单编号", "诉求人", "联系电话", "企业名称", "诉求类型", "诉求内容")
URL = "/api/staff/petition-imports"


@pytest.fixture
def agent(log_in: Callable[..., Staff]) -> Staff:
    return log_in(Role.AGENT)


def row(number: str | None = None, phone: str = "13800001234") -> tuple[str, ...]:
    number = number or uuid4().hex[:12]
    return (number, "小满", phone, f"云岭示例企业{number}", "求助", "厂区门前路灯坏了一周，请尽快安排修理。")


def as_csv(*rows: tuple[str, ...], encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue().encode(encoding)


def send(staff: Staff, content: bytes, name: str = "工单.csv", url: str = URL, **fields: Any) -> Any:
    return staff.send("POST", url, files={"file": (name, content)}, data={"source": "12345 热线", **fields})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_in_the_encodings_that_spreadsheets_write(agent: Staff, encoding: str) -> None:
    done = send(agent, as_csv(row(), row(phone="123"), encoding=encoding)).json()
    assert (done["filed"], done["problem_count"]) == (1, 1)
    assert (done["problems"][0]["row"], done["problems"][0]["field"]) == (3, "contact_phone")


def test_a_workbook_is_read_too_whatever_its_name(agent: Staff) -> None:
    book = Workbook()
    for cells in (HEADER, row()):
        book.worksheets[0].append(cells)
    file = io.BytesIO()
    book.save(file)
    assert send(agent, file.getvalue(), "工单.csv").json()["filed"] == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 64, b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n" + b"x" * 50, b"PK\x03\x04 damaged", b"a,b\n1,2\n"],
)
def test_what_is_no_such_list_is_refused_with_a_sentence(agent: Staff, content: bytes) -> None:
    answer = send(agent, content, "工单.xlsx")
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_preview_can_be_corrected_before_the_import(agent: Staff) -> None:
    content = "甲,乙,丙\n积水三天无人处理请协调,小满,13800001234\n".encode()
    look = send(agent, content, url=f"{URL}/preview").json()
    assert [column["field"] for column in look["columns"]] == [None, None, None]
    assert look["samples"] == [["甲", "乙", "丙"], ["积水三天无人处理请协调", "小满", "13800001234"]]
    told = {"sheet": look["sheet"], "header_row": 0, "fields": ["content", "contact_name", "contact_phone"]}
    seen = send(agent, content, url=f"{URL}/preview", mapping=json.dumps(told)).json()
    assert (seen["row_count"], seen["problem_count"]) == (1, 0)
    assert send(agent, content, mapping=json.dumps(told)).json()["filed"] == 1


@pytest.mark.parametrize("mapping", ["{", "[]", '{"fields": ["password"]}', '{"sheet": "无", "fields": ["content"]}'])
def test_a_broken_mapping_is_refused(agent: Staff, mapping: str) -> None:
    answer = send(agent, as_csv(row()), mapping=mapping)
    assert (answer.status_code, answer.json()["code"]) == (422, "unusable_table")


@pytest.mark.parametrize("source", ["", "   ", "源" * 61])
def test_a_list_without_a_source_is_refused(agent: Staff, source: str) -> None:
    assert send(agent, as_csv(row()), source=source).status_code == 422


def test_an_enterprise_account_may_not_import(log_in: Callable[..., Staff]) -> None:
    assert send(log_in(Role.ENTERPRISE), as_csv(row())).status_code == 403


def test_ratings_go_back_as_a_table(agent: Staff) -> None:
    answer = agent.send("GET", f"{URL}/ratings?source=没有的来源")
    assert answer.status_code == 200
    assert answer.content.decode("utf-8-sig").splitlines() == ["来源,外部编号,诉求编号,评价星级,评价意见,评价时间"]
    assert agent.send("GET", f"{URL}/ratings?format=xlsx").content[:2] == b"PK"


def test_a_cell_that_a_spreadsheet_would_run_is_defused() -> None:
    written = write_table([["=1+1", "-2", None, 3]], as_workbook=False, title="表").decode("utf-8-sig")
    assert written == "'=1+1,'-2,,3\r\n"
