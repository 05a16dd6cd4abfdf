"""Configuration over HTTP: reading, deciding, tables out and in again, and what is used at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from api.runtime import Runtime
from core.actors import Role
from tests.api.conftest import Staff

URL = "/api/staff/config"


@pytest.fixture
def administrator(log_in: Callable[..., Staff]) -> Staff:
    return log_in(Role.ADMINISTRATOR)


@pytest.fixture
def taxonomy(administrator: Staff) -> Iterator[dict[str, Any]]:
    """The taxonomy in force; put back afterwards, because the runtime is shared."""
    found = administrator.send("GET", f"{URL}/taxonomy").json()
    yield found
    newest = administrator.send("GET", f"{URL}/taxonomy").json()["newest_version"]
    body = {"rows": found["rows"], "base_version": newest, "reason": "恢复"}
    assert administrator.send("PUT", f"{URL}/taxonomy", json=body).status_code == 200


def names(staff: Staff) -> dict[str, str]:
    return {item["code"]: item["name"] for item in staff.send("GET", "/api/petitions/categories").json()}


def test_another_taxonomy_swaps_names_at_once(administrator: Staff, taxonomy: dict[str, Any], runtime: Runtime) -> None:
    rows = [row | {"name": "就业与社保"} if row["code"] == "04" else row for row in taxonomy["rows"]]
    body = {"rows": rows, "base_version": taxonomy["newest_version"], "reason": "年度调整"}
    answer = administrator.send("PUT", f"{URL}/taxonomy", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["in_force"]["version"] == taxonomy["newest_version"] + 1
    assert names(administrator)["04"] == "就业与社保"
    assert len(names(administrator)) == 13
    assert runtime.petitions.taxonomy.name("04-1") == "就业与社保 / 招聘用工"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_that_goes_out_comes_back_in(administrator: Staff, taxonomy: dict[str, Any], format: str) -> None:
    table = administrator.send("GET", f"{URL}/taxonomy/export?format={format}").content
    answer = administrator.send(
        "POST",
        f"{URL}/taxonomy/import",
        files={"file": (f"分类.{format}", table)},
        data={"reason": "原样导回", "base_version": taxonomy["newest_version"]},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"] == taxonomy["rows"]
    version = answer.json()["in_force"]["version"]
    kept = administrator.send("GET", f"{URL}/taxonomy/versions/{version}").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(kept)))) == len(taxonomy["rows"]) + 1


def test_holidays_are_imported_from_the_columns_of_the_rule(administrator: Staff, runtime: Runtime) -> None:
    listed = "date,is_workday,reason,source\n2031-01-01,否,元旦,通知\n2031-01-04,是,元旦调休,通知\n".encode("gb18030")
    newest = administrator.send("GET", f"{URL}/calendar").json()["newest_version"]
    answer = administrator.send(
        "POST",
        f"{URL}/calendar/import",
        files={"file": ("放假.csv", listed)},
        data={"reason": "放假安排", "base_version": newest},
    )
    assert answer.status_code == 200, answer.text
    assert {"2031-01-01", "2031-01-04"} <= {row["date"] for row in answer.json()["rows"]}
    with runtime.database.reading() as session:
        assert runtime.petitions.steps.repository.calendar(session).is_announced(2031)


def test_bad_cells_are_named_and_nothing_is_stored(administrator: Staff) -> None:
    before = administrator.send("GET", f"{URL}/rules").json()
    body = {"rows": [{"name": "max_reopens", "value": "x"}], "base_version": before["newest_version"], "reason": "试"}
    answer = administrator.send("PUT", f"{URL}/rules", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unusable_rows")
    assert answer.json()["details"]["1.value"].startswith("第 1 行")
    assert administrator.send("GET", f"{URL}/rules").json() == before


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"%PDF-1.7 x", "名称\n无编码列\n".encode()])
def test_a_file_that_is_no_such_table_is_refused(administrator: Staff, content: bytes) -> None:
    answer = administrator.send(
        "POST",
        f"{URL}/taxonomy/import",
        files={"file": ("a.csv", content)},
        data={"reason": "试", "base_version": 0},
    )
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_department_of_an_account_cannot_be_removed(administrator: Staff, log_in: Callable[..., Staff]) -> None:
    log_in(Role.HANDLER, department="HR")
    listed = administrator.send("GET", f"{URL}/departments").json()
    rows = [row for row in listed["rows"] if row["code"] != "HR"]
    rows[0]["is_last_resort"] = "是"
    body = {"rows": rows, "base_version": listed["newest_version"], "reason": "撤并"}
    answer = administrator.send("PUT", f"{URL}/departments", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "department_in_use")
    assert "账号" in answer.json()["detail"]
    held = administrator.send("GET", f"{URL}/departments/HR/holdings").json()
    assert "accounts" in {item["kind"] for item in held}


def test_only_an_administrator_decides(log_in: Callable[..., Staff]) -> None:
    for role in (Role.DISPATCHER, Role.SUPERVISOR, Role.CURATOR):
        assert log_in(role).send("GET", f"{URL}/rules").status_code == 403
