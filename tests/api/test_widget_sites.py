"""Sites that embed the chat page: who may frame it, what an administrator registers, what integrators get."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.runtime import Runtime
from api.widget.rules import contrast_with_white, origin_of
from core.actors import Role
from core.audit import AuditRow
from tests.api.conftest import Staff

SITES = "/api/staff/widget-sites"
HOST = "https://portal.example"


def site(**changes: object) -> dict[str, object]:
    form: dict[str, object] = {
        "id": f"site-{secrets.token_hex(4)}",
        "name": "园区问答",
        "theme_color": "#8A1C1C",
        "origins": [HOST, "https://Portal.example:443/", "http://127.0.0.1:8080"],
    }
    return form | changes


@pytest.fixture
def admin(log_in: Callable[..., Staff]) -> Staff:
    return log_in(Role.ADMINISTRATOR)


def ancestors(client: TestClient, query: str) -> str:
    policy = client.get(f"/{query}").headers["content-security-policy"]
    return str(policy.rpartition("frame-ancestors ")[2])


def test_a_registered_site_may_be_framed_by_its_own_origins_only(admin: Staff, client: TestClient) -> None:
    made = admin.post(SITES, site()).json()
    assert made["origins"] == [HOST, "http://127.0.0.1:8080"]
    assert ancestors(client, f"?site={made['id']}&embed=1") == f"'self' {HOST} http://127.0.0.1:8080"
    assert ancestors(client, "?site=another") == "'self'"
    assert ancestors(client, "") == "'self'"


def test_the_console_is_framed_by_nobody_whatever_is_registered(admin: Staff, client: TestClient) -> None:
    made = admin.post(SITES, site()).json()
    policy = client.get(f"/console?site={made['id']}").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'none'")


def test_a_host_that_is_not_listed_is_told_what_to_do(admin: Staff, client: TestClient) -> None:
    made = admin.post(SITES, site()).json()
    refused = client.get("/", params={"site": made["id"], "embed": "1", "host": "https://<evil>.example"})
    assert refused.status_code == 403
    assert "https://&lt;evil&gt;.example 没有登记" in refused.text
    for host in (HOST, "http://testserver"):
        assert client.get("/", params={"site": made["id"], "host": host}).status_code != 403


def test_name_and_colour_reach_the_page_and_a_closed_site_loses_them(admin: Staff, client: TestClient) -> None:
    made = admin.post(SITES, site()).json()
    assert client.get(f"/api/site?site={made['id']}").json()["theme_color"] == "#8a1c1c"
    assert client.get(f"/api/site?site={made['id']}").json()["name"] == "园区问答"
    closed = admin.send("PUT", f"{SITES}/{made['id']}", json=site(is_active=False, lock=made["lock"]))
    assert closed.json()["is_active"] is False
    assert client.get(f"/api/site?site={made['id']}").json()["theme_color"] is None
    assert ancestors(client, f"?site={made['id']}") == "'self'"


def test_the_integrator_gets_a_tag_two_directives_and_a_link(admin: Staff) -> None:
    made = admin.post(SITES, site(name='政策"<问答>')).json()
    assert f'src="http://testserver/ui/loader/embed.js" data-site="{made["id"]}"' in made["snippet"]
    assert 'data-label="政策&quot;&lt;问答&gt;"' in made["snippet"]
    assert made["csp"] == "script-src http://testserver; frame-src http://testserver"
    assert made["link"] == f"http://testserver/?site={made['id']}"
    assert made["id"] in {each["id"] for each in admin.get(SITES).json()}


def test_every_write_is_audited(admin: Staff, runtime: Runtime) -> None:
    made = admin.post(SITES, site()).json()
    admin.send("PUT", f"{SITES}/{made['id']}", json=site(lock=made["lock"]))
    with runtime.database.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.object_id == made["id"]).order_by(AuditRow.sequence))
        assert [(row.action, row.actor_id) for row in rows] == [
            ("widget_site.create", admin.account_id),
            ("widget_site.change", admin.account_id),
        ]


def test_two_administrators_saving_one_site_do_not_overwrite_each_other(admin: Staff) -> None:
    made = admin.post(SITES, site()).json()
    assert admin.send("PUT", f"{SITES}/{made['id']}", json=site(lock=made["lock"])).status_code == 200
    late = admin.send("PUT", f"{SITES}/{made['id']}", json=site(lock=made["lock"]))
    assert (late.status_code, late.json()["code"]) == (409, "stale_widget_site")


def test_an_id_is_registered_once(admin: Staff) -> None:
    made = admin.post(SITES, site()).json()
    again = admin.post(SITES, site(id=made["id"]))
    assert (again.status_code, again.json()["code"]) == (409, "widget_site_taken")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "Park; frame-ancestors *"),
        ("id", "-park"),
        ("name", ""),
        ("name", "一个长得放不进窗口顶部的名字"),
        ("theme_color", "red"),
        ("theme_color", "#ffd666"),
        ("origins", ["*"]),
        ("origins", ["https://*.example"]),
        ("origins", ["https://a.example/page"]),
        ("origins", ["https://a.example; script-src *"]),
        ("origins", ["javascript:alert(1)"]),
        ("origins", ["null"]),
        ("origins", ["https://a.example:99999"]),
        ("origins", [f"https://{n}.example" for n in range(21)]),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(admin: Staff, field: str, value: object) -> None:
    refused = admin.post(SITES, site(**{field: value}))
    assert refused.status_code == 422
    assert list(refused.json()["details"]) == [field]


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        (" https://A.example/ ", "https://a.example"),
        ("https://a.example:443", "https://a.example"),
        ("http://a.example:8080", "http://a.example:8080"),
        ("https://政务.example", "https://xn--zfr164b.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(written: str, origin: str) -> None:
    assert origin_of(written) == origin


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#0b4fa8") == pytest.approx(7.8, abs=0.05)


def test_the_deployments_own_list_holds_for_every_site_id(
    client: TestClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.settings.server, "frame_ancestors", ["https://zone.example"])
    assert ancestors(client, "?site=any&host=https://zone.example") == "'self' https://zone.example"
