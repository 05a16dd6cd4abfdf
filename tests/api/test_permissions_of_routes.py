"""Every route of the staff against every role, by two tables: `staff_routes.csv` says which permission of DOMAIN §1
each route is (a new route cannot be forgotten), `domain_permissions.csv` is the matrix of DOMAIN §1 itself.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient

from api.accounts.permissions import Scope, load_permissions
from api.app import bare_app
from api.dependencies import get_identity
from core.actors import Role
from tests.api.conftest import Staff

WIDE = {Scope.ALL, Scope.DEPARTMENT, Scope.MASKED, Scope.NOT_CONFIDENTIAL}
_READERS = (Role.DISPATCHER, Role.HANDLER, Role.CURATOR, Role.REVIEWER, Role.AGENT, Role.ADMINISTRATOR, Role.SUPERVISOR,
            Role.ANALYST)  # fmt: skip
OPEN_TO_ALL_STAFF = {
    ("POST", "/api/staff/logout"),
    ("POST", "/api/staff/logout-everywhere"),
    ("GET", "/api/staff/me"),
    ("POST", "/api/staff/password"),
    ("GET", "/api/staff/departments"),
}
_GUIDE = {"title": "权限测试事项", "item_code": "1", "item_type": "公共服务", "implementing_body": "测试局"}
_NAME = {"value": "测试", "source": "staff", "as_of": "2025-12-31"}
BODIES: dict[str, dict[str, object]] = {
    "/accept": {"category_code": "03", "nature": "help", "lock": 1},
    "/merge": {"master_number": "SQ209901010002", "lock": 1},
    "/link-cluster": {"title": "共性问题", "lock": 1},
    "/reclassify": {"reason": "误分", "lock": 1},
    "/answer-directly": {"text": "见办法", "citations": ["pol_missing"], "lock": 1},
    "/request-return": {"reason": "不属职责", "lock": 1},
    "/rule-on-return": {"is_granted": True, "lock": 1},
    "/request-transfer": {"reason": "不属职责", "lock": 1},
    "/transfer": {"lead_department_code": "HR", "lock": 1},
    "/deny-transfer": {"reason": "仍由你局办", "lock": 1},
    "/add-assist": {"department_codes": ["HR"], "lock": 1},
    "/finish-assist": {"result": "已核对", "lock": 1},
    "/consult": {"department_codes": ["HR", "SCI"], "minutes": "已会商", "lead_department_code": "HR", "lock": 1},
    "/request-material": {"items": ["营业执照"], "lock": 1},
    "/rule-on-material": {"is_granted": True, "lock": 1},
    "/supply": {"text": "已收到", "lock": 1},
    "/resume": {"reason": "久等", "lock": 1},
    "/close-unsupplied": {"reason": "久等", "lock": 1},
    "/request-extension": {"days": 1, "reason": "核查", "lock": 1},
    "/rule-on-extension": {"is_granted": True, "lock": 1},
    "/reject-reply": {"reason": "不完整", "lock": 1},
    "/follow-up": {"is_reached": False, "lock": 1},
    "/close-as-explained": {"reason": "政策所限", "lock": 1},
    "/rule-on-withdrawal": {"is_granted": True, "lock": 1},
    "/reopen": {"reason": "新证据", "lock": 1},
    "/refuse": {"reason_code": "OUT", "channel_text": "请拨打 12345", "lock": 1},
    "/dispatch": {"lead_department_code": "HR", "lock": 1},
    "/sign": {"lock": 1},
    "/reply": {"text": "已核实", "resolution": "resolved", "no_basis_reason": "事实说明", "lock": 1},
    "/reply-check": {"text": "已核实"},
    "/reuse": {"is_reusable": True},
    "/gaps/{gap_id}/entry": {},
    "/gaps/{gap_id}/dismiss": {"reason": "不属于政策问题"},
    "/reveal": {"reason": "联系企业核实"},
    "/appeals": {"department_code": "SCI", "text": "数据有误"},
    "/appeals/{appeal_id}/rule": {"is_upheld": True, "reason": "属实"},
    "/confirm": {"lock": 1},
    "/dismiss": {"note": "不是热点", "lock": 1},
    "/draft": {
        "title": "直报",
        "facts": "情况",
        "scope": "范围",
        "suggestion": "建议",
        "recipients": ["supervisor:1"],
        "lock": 1,
    },
    "/send-back": {"note": "请补充", "lock": 1},
    "/acknowledge": {"lock": 1},
    "/instruct": {"leader": "主任", "given_on": "2026-01-05", "text": "限期整改", "lock": 1},
    "/assign": {"department_code": "HR", "due_on": "2099-01-05", "lock": 1},
    "/note-progress": {"note": "已约谈", "lock": 1},
    "/record-result": {"result": "已整治", "feedback": "已公告", "lock": 1},
    "/issues/{issue_id}/close": {"lock": 1},
    "/submit": {"lock": 0},
    "/approve": {"lock": 0},
    "/reject": {"lock": 0, "reason": "缺少依据"},
    "/withdraw": {"lock": 0, "reason": "内容有误"},
    "/roll-back": {"lock": 0, "reason": "内容有误"},
    "/service-items": _GUIDE,
    "/service-item": _GUIDE | {"lock": 0},
    "/notice": {"year_round": True, "lock": 0},
    "/review-date": {"next_review_on": None},
    "/bulk": {"action": "submit", "rows": [{"entry_id": "pol_missing", "version": 1}]},
    "/try": {"question": "测试"},
    "/decide": {"decision": "no_conflict", "reason": "各管各的", "lock": 0},
    "/rule-on-ending": {"is_granted": True, "lock": 0},
    "/comments": {"text": "请核对第六条"},
    "/override": {"reason": "答复口径已另行通知"},
    "/golden": {"question": "测试", "expects": "refusal"},
    "/golden/from-answer": {"message_id": "msg_missing"},
    "/{question_id}": {"question": "测试", "expects": "refusal", "lock": 0},
    "/supersede": {"lock": 0, "successor_id": "pol_x"},
    "/faqs": {"standard_question": "测试", "answer": "测试"},
    "/faq": {"standard_question": "测试", "answer": "测试"},
    "/versions/{version}": {"lock": 0, "summary": "测试"},
    "/confirmed-pairs": {"question": "测试", "entry_id": "pol_missing"},
    "/resolve": {"target_entry_id": "none"},
    "/tick": {"found_count": 0},
    "/sources": {"name": "测试", "url": "https://permissions.example"},
    "/{site_id}": {"name": "测试", "url": "https://permissions.example", "lock": 0},
    "/accounts": {"user_name": "permissions-test", "display_name": "测试", "roles": ["DEP"]},
    "/{account_id}": {"display_name": "测试", "roles": ["DEP"]},
    "/widget-sites": {"id": "permissions-test", "name": "测试", "theme_color": "#0b4fa8"},
    "/{widget_site_id}": {"name": "测试", "theme_color": "#0b4fa8", "lock": 1},
    "/questionnaires": {"title": "测试", "topics": ["其他"]},
    "/reports": {"kind": "week", "period": "2026-W01"},
    "/enterprises": {"credit_code": "91990101MA000001XN", "name": _NAME},
    "/{credit_code}": {"name": _NAME, "lock": 0},
    "/api-keys": {"name": "测试", "source": "测试"},
    "/staff/petitions": {
        "title": "测试",
        "content": "门前路灯不亮已有一周",
        "contact_name": "小满",
        "contact_phone": "13800001234",
        "consent": True,
        "channel": "visit",
    },
    "/{kind}": {"rows": [], "base_version": 0, "reason": "测试"},
    "/notices/read": {"ids": [1]},
    "/supervise": {"text": "请尽快答复", "due_at": "2099-01-01T17:00:00+08:00", "lock": 1},
    "/orders/{order_id}/answer": {"text": "已办"},
    "/orders/{order_id}/close": {"note": "已核实"},
    "/{flag_id}": {"verdict": "dismissed", "reason": "系统故障"},
    "/notice-templates/{code}": {"text": "测试"},
    "/presence": {"is_on_duty": False},
    "/say": {"text": "您好", "key": "permissions-test"},
    "/to-petition": {"title": "测试", "content": "门前路灯不亮已有一周"},
    "/look-up": {"question": "测试"},
    "/password": {"old_password": "x", "new_password": "y"},
}

_SITES = "网站名称,网址\n".encode()
_ENTERPRISES = "统一社会信用代码,企业名称\n".encode()
_PETITIONS = "标题,诉求内容\n路灯不亮,门前路灯不亮已有一周\n".encode()
_GOLDEN = "问题,期望\n测试,不答\n".encode()
_FAQS = "问题,答案\n怎么办,网上办\n".encode()
_MAPPING = '{"sheets": [{"name": "", "header_row": 0, "fields": ["question", "answer"]}]}'
FILES: dict[str, dict[str, object]] = {
    "/upload": {"files": {"files": ("a.txt", b"x")}},
    "/api/staff/imports": {"files": {"files": ("a.txt", b"x")}},
    "/enterprises/import": {"files": {"file": ("a.csv", _ENTERPRISES)}},
    "/sources/import": {"files": {"file": ("a.csv", _SITES)}},
    "/golden/import": {"files": {"file": ("a.csv", _GOLDEN)}},
    "/faq-import": {"files": {"file": ("a.csv", _FAQS)}, "data": {"mapping": _MAPPING}},
    "/{number}/attachments": {"files": {"files": ("a.pdf", b"%PDF-1.7")}},
    "/notice-templates/import": {"files": {"file": ("a.csv", b"code,text\n")}},
    "/{kind}/import": {"files": {"file": ("a.csv", b"code\n")}, "data": {"reason": "x", "base_version": 0}},
    "/petition-imports": {"files": {"file": ("a.csv", _PETITIONS)}, "data": {"source": "12345"}},
    "/petition-imports/preview": {"files": {"file": ("a.csv", _PETITIONS)}, "data": {"source": "12345"}},
    "/faq-import/preview": {"files": {"file": ("a.csv", _FAQS)}},
}


def staff_routes() -> Iterator[tuple[str, str, APIRoute]]:
    for context in iter_route_contexts(bare_app().routes):
        route = context.original_route
        path = context.path or ""
        if isinstance(route, APIRoute) and path.startswith("/api/staff") and path != "/api/staff/login":
            for method in sorted(context.methods or ()):
                yield method, path, route


def permissions_of(route: APIRoute) -> tuple[str, ...]:
    calls = [dependency.call for dependency in route.dependant.dependencies]
    return next((call.permissions for call in calls if hasattr(call, "permissions")), ())


ROUTES = [pytest.param(*found, id=f"{found[0]} {found[1]}") for found in staff_routes()]
GUARDED = [pytest.param(*found, id=f"{found[0]} {found[1]}") for found in staff_routes() if permissions_of(found[2])]


def _filled(path: str, ids: dict[str, object]) -> str:
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", str(value))
    return path


def send(staff: Staff | TestClient, method: str, path: str, **ids: object) -> int:
    """Call a route with a body that it takes; `ids` stand in its address instead of those of nothing."""
    url = _filled(path, ids).format(
        number="SQ209901010001",
        entry_id="pol_missing",
        version=1,
        message_id="msg_missing",
        relation_id=999_999,
        pair_id=999_999,
        model_number=999_999,
        account_id="acc_missing",
        site_id="site_missing",
        widget_site_id="missing",
        run_id="run_missing",
        gap_id="gap_missing",
        attachment_id="att_missing",
        kind="missing",
        key_id="key_missing",
        code="missing",
        order_id="sup_missing",
        flag_id="acf_missing",
        issue_id="hot_missing",
        appeal_id="apl_missing",
        questionnaire_id="qst_missing",
        edition_id="rpt_missing",
        key="accepted",
        credit_code="91990101MA9999999X",
        question_id="gld_missing",
        conflict_id=999_999,
        hand_over_id="hov_missing",
    )
    body = next((body for end, body in BODIES.items() if path.endswith(end)), None)
    values = next((files for end, files in FILES.items() if path.endswith(end)), {"json": body})
    if method == "GET":
        values = {}
    request = staff.send if isinstance(staff, Staff) else staff.request
    return int(request(method, url, **values).status_code)  # type: ignore[arg-type]


def rows_of(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


DOMAIN = {row["permission"]: {role: row[role.value] for role in Role} for row in rows_of("domain_permissions.csv")}
"""The marks of DOMAIN §1: ● all in own scope, ○ own items only, – none."""


_WHOLE = {Scope.ALL, Scope.MASKED, Scope.OWN_LEVEL, Scope.ON_BEHALF}
_OUTSIDE = (Role.GUEST, Role.ENTERPRISE)
"""They prove themselves by number and phone, or own one firm; no staff account holds these roles."""


def test_the_shipped_matrix_is_that_of_domain_1() -> None:
    matrix = load_permissions()
    assert matrix.codes == set(DOMAIN)
    for permission, marks in DOMAIN.items():
        for role, mark in marks.items():
            scopes = matrix.scopes([role], permission)
            assert bool(scopes) == (mark != "–"), (permission, role)
            if role not in _OUTSIDE:
                assert bool(scopes & _WHOLE) == (mark == "●"), (permission, role)


def test_several_roles_permit_what_each_of_them_permits_and_no_more() -> None:
    matrix = load_permissions()
    for pair in combinations(Role, 2):
        for permission in DOMAIN:
            each = frozenset().union(*(matrix.scopes([role], permission) for role in pair))
            assert matrix.scopes(pair, permission) == each
            assert (permission in matrix.of(pair)) == bool(each)


def test_every_staff_route_stands_in_the_table_with_its_permission() -> None:
    written = {(row["method"], row["path"]): row["permissions"] for row in rows_of("staff_routes.csv")}
    found = {(method, path): " ".join(permissions_of(route)) for method, path, route in staff_routes()}
    assert found == written, "add the route to tests/api/staff_routes.csv with its permission of DOMAIN §1"
    for (method, path), permissions in written.items():
        assert set(permissions.split()) <= set(DOMAIN), (method, path)
        assert bool(permissions) != ((method, path) in OPEN_TO_ALL_STAFF), (method, path)


def test_what_is_open_to_all_staff_still_asks_who_it_is() -> None:
    for method, path, route in staff_routes():
        if (method, path) in OPEN_TO_ALL_STAFF:
            assert get_identity in [dependency.call for dependency in route.dependant.dependencies], path


def test_every_body_route_is_exercised_with_a_body() -> None:
    for method, path, route in staff_routes():
        if route.body_field is not None:
            assert any(path.endswith(end) for end in (*BODIES, *FILES)), (method, path)


@pytest.mark.parametrize(("method", "path", "route"), ROUTES)
def test_without_login_every_staff_route_answers_401(
    client: TestClient, method: str, path: str, route: APIRoute
) -> None:
    assert send(client, method, path) == 401


@pytest.fixture(scope="module")
def everyone() -> dict[Role, Staff]:
    return {}


@pytest.mark.parametrize(("method", "path", "route"), GUARDED)
def test_a_role_passes_exactly_where_the_matrix_says_so(
    everyone: dict[Role, Staff], log_in: Callable[..., Staff], method: str, path: str, route: APIRoute
) -> None:
    for role in Role:
        if role not in everyone:
            everyone[role] = log_in(role, department="HR")
        status = send(everyone[role], method, path)
        permissions = permissions_of(route)
        if all(DOMAIN[permission][role] == "–" for permission in permissions):
            assert status == 403, (role, status)
        elif load_permissions().scopes([role], permissions[0]) & WIDE:
            assert status not in (401, 403, 422, 500), (role, status)
        else:  # own or linked items only: the service judges the item
            assert status not in (401, 422, 500), (role, status)


@pytest.mark.parametrize(("method", "path", "route"), [guarded for guarded in GUARDED if "{" in str(guarded.values[1])])
def test_what_does_not_exist_is_404_for_who_may_see_it(
    everyone: dict[Role, Staff], log_in: Callable[..., Staff], method: str, path: str, route: APIRoute
) -> None:
    matrix = load_permissions()
    asked = permissions_of(route)[0]
    role = next(r for r in _READERS if matrix.scopes([r], asked))
    if role not in everyone:
        everyone[role] = log_in(role, department="HR")
    assert send(everyone[role], method, path) == 404


def test_staff_routes_are_found_at_all() -> None:
    assert len(ROUTES) >= 20
