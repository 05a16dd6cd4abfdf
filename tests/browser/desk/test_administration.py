"""Administration: accounts, what is decided about petitions, sites, keys, templates, the audit log, the index."""

from __future__ import annotations

import re
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from tests.browser.staff_pages import OpenConsole, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

PAGES = (
    "/admin/accounts",
    "/admin/config/departments",
    "/admin/config/taxonomy",
    "/admin/config/dispatch",
    "/admin/config/calendar",
    "/admin/config/rules",
    "/admin/templates",
    "/admin/sites",
    "/admin/keys",
    "/admin/audit",
    "/admin/system",
)


def test_an_account_is_made_reset_and_closed_and_the_log_says_so(console: OpenConsole, live_server: str) -> None:
    name = f"helper{token_hex(3)}"
    admin = console("ADM", "/admin/accounts")
    admin.get_by_role("button", name="新建账号").click()
    panel = admin.get_by_role("dialog")
    panel.get_by_role("button", name="保存").click()
    expect(panel.get_by_text("请填写姓名")).to_be_visible()
    panel.get_by_label("账号").fill(name)
    panel.get_by_label("姓名").fill("<b>新</b>同事")
    panel.get_by_role("checkbox", name="坐席").check()
    panel.get_by_role("button", name="保存").click()
    expect(admin.get_by_text(f"账号 {name} 的一次性密码")).to_be_visible()
    admin.goto(f"{live_server}/console/admin/accounts?q={name}")
    row = admin.get_by_role("row", name=re.compile(name))
    expect(row).to_contain_text("<b>新</b>同事")
    row.get_by_role("button", name=re.compile("^重置密码")).click()
    expect(admin.get_by_text(f"账号 {name} 的一次性密码")).to_be_visible()
    row.get_by_role("button", name=re.compile("^停用")).click()
    expect(row).to_contain_text("已停用")
    admin.goto(f"{live_server}/console/admin/audit?action=account")
    expect(admin.get_by_role("row").nth(1)).to_be_visible()
    admin.get_by_role("button", name="校验整条日志").click()
    expect(admin.locator(".ant-alert-success")).to_be_visible()


def test_a_decision_is_staged_saved_with_a_reason_and_listed(console: OpenConsole) -> None:
    admin = console("ADM", "/admin/config/calendar")
    day = f"2031-0{1 + int(token_hex(1), 16) % 9}-1{int(token_hex(1), 16) % 10}"
    reason = f"补录安排{token_hex(3)}"
    admin.get_by_role("button", name="添加一行").click()
    admin.get_by_label(re.compile("的日期$")).first.fill(day)
    admin.get_by_label(f"{day} 的是否上班").fill("否")
    admin.get_by_label(f"{day} 的事由").fill("园区停电检修")
    admin.get_by_label(f"{day} 的依据文件").fill("云高管通〔2030〕1号")
    expect(admin.get_by_role("button", name="保存（请先写理由）")).to_be_disabled()
    admin.get_by_label("修改理由（必填）").fill(reason)
    admin.get_by_role("button", name="保存", exact=True).click()
    expect(admin.get_by_role("region", name="历次决定")).to_contain_text(reason)


def test_every_page_of_administration_passes_axe(console: OpenConsole, live_server: str) -> None:
    admin = console("ADM", PAGES[0])
    found = {}
    for path in PAGES:
        admin.goto(f"{live_server}/console{path}")
        admin.get_by_role("heading", level=1).wait_for()
        found[path] = violations(admin)
    assert {path: items for path, items in found.items() if items} == {}


def test_the_index_is_rebuilt_from_the_page_and_secrets_are_not_shown(console: OpenConsole) -> None:
    admin = console("ADM", "/admin/system")
    expect(admin.get_by_text("与知识库一致").or_(admin.get_by_text(re.compile("落后")))).to_be_visible()
    admin.get_by_role("button", name="重建索引").click()
    expect(admin.get_by_text("已开始重建，回答不受影响")).to_be_visible()
    expect(admin.get_by_role("row", name=re.compile("YOUDA_EMBEDDER "))).to_be_visible()


def test_templates_leave_as_a_table_and_come_back_row_by_row(console: OpenConsole) -> None:
    admin = console("ADM", "/admin/templates")
    with admin.expect_download() as download:
        admin.get_by_role("link", name="导出 CSV").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) > 5
    admin.get_by_role("button", name="导入模板").click()
    panel = admin.get_by_role("dialog")
    told = next(line for line in lines if line.startswith("signed.petitioner"))
    code, words = "signed.petitioner", f"已由专人签收{token_hex(3)}"
    columns = lines[0].split(",")
    row = ",".join({columns[0]: code, columns[-1]: words}.get(column, "") for column in columns)
    wrong = row.replace(code, "nothing.petitioner")
    table = "\n".join([lines[0], row, wrong]).encode()
    panel.locator("input[type=file]").set_input_files({"name": "模板.csv", "mimeType": "text/csv", "buffer": table})
    expect(panel.get_by_text("更新 1 条，未变 0 条，有问题 1 条")).to_be_visible()
    expect(panel.get_by_role("status")).to_contain_text("nothing.petitioner")
    assert violations(admin) == []
    panel.get_by_role("button", name="关闭").click()
    expect(admin.get_by_label("签收・告知企业 的内容")).to_have_value(words)
    back = "\n".join([lines[0], told]).encode()
    admin.get_by_role("button", name="导入模板").click()
    panel.locator("input[type=file]").set_input_files({"name": "模板.csv", "mimeType": "text/csv", "buffer": back})
    expect(panel.get_by_text("更新 1 条，未变 0 条，有问题 0 条")).to_be_visible()


def test_who_administers_nothing_has_no_menu_for_it(console: OpenConsole) -> None:
    page = console("OPR", "/petitions")
    menu = page.get_by_role("navigation", name="主菜单")
    expect(menu.get_by_role("link", name="工单台")).to_be_visible()
    expect(menu.get_by_role("link", name="账号", exact=True)).to_have_count(0)
    expect(menu.get_by_role("link", name="审计日志")).to_have_count(0)


def test_a_rule_has_a_name_and_is_not_removed_and_a_deed_reads_as_a_sentence(
    console: OpenConsole, live_server: str
) -> None:
    admin = console("ADM", "/admin/config/rules")
    expect(admin.get_by_role("cell", name=re.compile("签收时限（工作小时）"))).to_be_visible()
    expect(admin.get_by_role("button", name=re.compile("^删除"))).to_have_count(0)
    admin.goto(f"{live_server}/console/admin/audit?action=petition.signed")
    row = admin.get_by_role("row", name=re.compile("petition.signed")).first
    expect(row).to_contain_text("签收")
    expect(row).to_contain_text("状态：待签收 → 办理中")


def test_a_key_is_made_for_both_things_it_may_do(console: OpenConsole) -> None:
    admin = console("ADM", "/admin/keys")
    name = f"热线{token_hex(3)}"
    for scope in ("报送诉求", "查询诉求"):
        expect(admin.get_by_role("checkbox", name=scope)).to_be_checked()
    admin.get_by_label("名称", exact=True).fill(name)
    admin.get_by_label("来源名称").fill("12345 热线")
    admin.get_by_role("button", name="新建密钥").click()
    expect(admin.get_by_role("listitem").filter(has_text=name)).to_contain_text("报送诉求・查询诉求")
