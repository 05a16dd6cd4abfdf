"""The source list over HTTP: who sees, keeps and ticks it, and the list as a file."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from core.actors import Role
from tests.api.conftest import Staff

LIST = "/api/staff/sources"


def site(**changes: object) -> dict[str, object]:
    form: dict[str, object] = {
        "name": f"云岭网站{secrets.token_hex(3)}",
        "url": f"https://{secrets.token_hex(5)}.yunling.example",
        "level": "city",
        "kind": "department",
    }
    return form | changes


def create(curator: Staff, **changes: object) -> dict[str, Any]:
    reply = curator.post(LIST, site(**changes))
    assert reply.status_code == 201, reply.text
    return reply.json()  # type: ignore[no-any-return]


def listed(staff: Staff, site_id: object) -> dict[str, Any]:
    sites = staff.get(LIST).json()["sites"]
    return next(found for found in sites if found["id"] == site_id)  # type: ignore[no-any-return]


def test_a_curator_keeps_the_list_and_others_read_it(log_in: Callable[..., Staff]) -> None:
    curator, agent = log_in(Role.CURATOR), log_in(Role.AGENT)
    made = create(curator, rules_off=["c6"])
    assert (made["state"], made["rules_off"], made["may_tick"]) == ("not_due", ["C6"], True)
    assert listed(agent, made["id"])["may_tick"] is False
    assert agent.post(LIST, site()).status_code == 403
    assert agent.send("PUT", f"{LIST}/{made['id']}", json=site(lock=0)).status_code == 403
    assert agent.post(f"{LIST}/{made['id']}/tick", {"found_count": 0}).status_code == 403
    assert log_in(Role.ADMINISTRATOR).get(LIST).status_code == 403


def test_an_interpreter_may_correct_summaries_but_not_the_list(log_in: Callable[..., Staff]) -> None:
    interpreter = log_in(Role.INTERPRETER)
    assert interpreter.get(LIST).status_code == 200
    assert interpreter.post(LIST, site()).status_code == 403


def test_the_owner_ticks_the_site_and_the_tick_is_shown(log_in: Callable[..., Staff]) -> None:
    curator, owner = log_in(Role.CURATOR), log_in(Role.HANDLER, department="SCI")
    made = create(curator, owner_id=owner.account_id)
    reply = owner.post(f"{LIST}/{made['id']}/tick", {"found_count": 2, "note": "两份"})
    assert reply.status_code == 200, reply.text
    ticked = reply.json()
    assert (ticked["state"], ticked["today"]["found_count"]) == ("checked", 2)
    assert ticked["last_new_on"] == ticked["last_checked_on"]
    corrected = curator.post(f"{LIST}/{made['id']}/tick", {"found_count": 0}).json()
    assert (corrected["today"]["found_count"], corrected["last_new_on"]) == (0, None)


def test_a_department_ticks_its_sites_and_no_others(log_in: Callable[..., Staff]) -> None:
    made = create(log_in(Role.CURATOR), owner_department="HR")
    assert log_in(Role.HANDLER, department="SCI").post(f"{LIST}/{made['id']}/tick", {}).status_code == 403
    assert log_in(Role.HANDLER, department="HR").post(f"{LIST}/{made['id']}/tick", {}).status_code == 200


def test_a_change_on_an_old_lock_and_an_address_listed_twice_are_conflicts(log_in: Callable[..., Staff]) -> None:
    curator = log_in(Role.CURATOR)
    made, other = create(curator), create(curator)
    body = site(url=made["url"], lock=made["lock"])
    assert curator.send("PUT", f"{LIST}/{made['id']}", json=body).json()["lock"] == 1
    stale = curator.send("PUT", f"{LIST}/{made['id']}", json=body)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_site")
    taken = curator.send("PUT", f"{LIST}/{other['id']}", json=site(url=made["url"], lock=0))
    assert (taken.status_code, taken.json()["code"]) == (409, "duplicate_site")
    retired = curator.send("PUT", f"{LIST}/{other['id']}", json=site(url=other["url"], is_active=False, lock=0))
    assert retired.json()["state"] == "inactive"
    assert curator.post(f"{LIST}/{other['id']}/tick", {}).json()["code"] == "inactive_site"


def test_wrong_fields_are_named_beside_the_form(log_in: Callable[..., Staff]) -> None:
    curator = log_in(Role.CURATOR)
    reply = curator.post(LIST, site(url="nowhere://x", check_every_days=0, rules_off=["C77"]))
    assert reply.status_code == 422
    assert set(reply.json()["details"]) == {"url", "check_every_days", "rules_off"}
    reply = curator.post(LIST, site(owner_id="acc_nobody"))
    assert set(reply.json()["details"]) == {"owner_id"}


def test_the_bulletin_reports_by_site_and_owner_and_calls_the_limits_a_default(log_in: Callable[..., Staff]) -> None:
    curator = log_in(Role.CURATOR)
    made = create(curator)
    bulletin = curator.get(f"{LIST}/bulletin").json()
    if bulletin["through"] is not None:
        assert made["id"] in {row["site_id"] for row in bulletin["rows"]}
    assert "默认值" in bulletin["limits_label"]
    assert [(stage["stage"], stage["limit_days"]) for stage in bulletin["limits"]] == [
        ("registered", 1),
        ("completed", 3),
        ("published", 5),
    ]
    assert curator.get(f"{LIST}/bulletin?month=2026-13").status_code == 422
    past = curator.get(f"{LIST}/bulletin?month=2024-02").json()
    assert (past["through"], past["working_days"]) == ("2024-02-29", 18)
    assert date.fromisoformat(past["month"]) == date(2024, 2, 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_goes_out_and_comes_back(log_in: Callable[..., Staff], kind: str) -> None:
    curator = log_in(Role.CURATOR)
    made = create(curator, owner_id=curator.account_id, owner_department="SCI")
    exported = curator.get(f"{LIST}/export?format={kind}")
    assert exported.status_code == 200
    assert "attachment" in exported.headers["content-disposition"]
    if kind == "xlsx":
        names = [row[0] for row in load_workbook(io.BytesIO(exported.content)).active.values]
        assert made["name"] in names
    reply = curator.send("POST", f"{LIST}/import", files={"file": (f"清单.{kind}", exported.content)})
    assert reply.status_code == 200, reply.text
    assert made["name"] in reply.json()["unchanged"]
    assert (reply.json()["created"], reply.json()["changed"]) == ([], [])


def test_an_imported_list_finds_owners_by_name_and_names_bad_rows(log_in: Callable[..., Staff]) -> None:
    curator = log_in(Role.CURATOR)
    name = curator.get("/api/staff/me").json()["display_name"]
    host = secrets.token_hex(5)
    rows = [
        "网站名称,网址,级别,类型,责任人,责任部门",
        f"甲,https://a{host}.example,国家,政策服务网站,{name},",
        f"乙,https://b{host}.example,市,新闻网站,,人力资源局",
        f"丙,https://c{host}.example,市,新闻网站,查无此人,",
    ]
    reply = curator.send("POST", f"{LIST}/import", files={"file": ("清单.csv", "\n".join(rows).encode("gb18030"))})
    done = reply.json()
    assert (done["created"], [problem["row"] for problem in done["problems"]]) == (["甲", "乙"], [4])
    sites = {found["url"]: found for found in curator.get(LIST).json()["sites"]}
    assert sites[f"https://a{host}.example"]["owner"] == name
    assert sites[f"https://b{host}.example"]["department"] == "人力资源局"
    refused = curator.send("POST", f"{LIST}/import", files={"file": ("x.csv", "标题,正文\n甲,乙\n".encode())})
    assert (refused.status_code, refused.json()["code"]) == (422, "unusable_source_list")
