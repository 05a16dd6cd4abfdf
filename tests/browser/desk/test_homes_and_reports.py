"""The four home views and the reports: figures that open their lists, charts with their tables, files to save."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.staff_pages import OpenConsole, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


def test_a_supervisor_sees_figures_that_open_their_lists(console: OpenConsole) -> None:
    page = console("SUP", "/overview/supervision")
    red = page.get_by_role("link", name=re.compile("^红色预警"))
    expect(red).to_have_text(re.compile(r"^\d+$"))
    count = int(red.inner_text())
    assert count > 0
    page.get_by_role("button", name="更新到现在").click()
    expect(page.get_by_role("link", name="看整份报告")).to_be_visible()
    chart = page.get_by_role("region", name="每周受理与按时办结")
    expect(chart.get_by_role("img").first).to_be_visible()
    chart.get_by_text("数据表", exact=True).click()
    expect(chart.get_by_role("columnheader", name="按时办结率")).to_be_visible()
    expect(page.get_by_role("region", name="部门办理情况").get_by_role("table")).to_be_visible()
    assert violations(page) == []
    red.click()
    expect(page.locator(".row-title")).to_have_count(count)
    expect(page.locator(".row-red")).to_have_count(count)


def test_a_report_opens_the_petitions_behind_a_number_and_is_saved_as_files(console: OpenConsole) -> None:
    page = console("ANA", "/reports")
    page.get_by_role("button", name="生成报告").click()
    figure = page.get_by_role("region", name="总体情况").locator(".figure", has_text="受理量")
    count = figure.get_by_role("link").inner_text()
    assert violations(page) == []
    for kind in ("DOCX", "XLSX", "CSV"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"导出 {kind}").click()
        assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    figure.get_by_role("link").click()
    expect(page.get_by_role("heading", name="受理量")).to_be_visible()
    expect(page.get_by_text(f"共 {count} 件")).to_be_visible()
    expect(page.locator(".row-title").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("role", "path", "title"), [
    ("OPR", "/overview/service", "服务总台"),
    ("DSP", "/overview/dispatch", "调度总台"),
    ("ANA", "/overview/analysis", "参谋总台"),
])  # fmt: skip
def test_every_home_view_stands_for_its_role(console: OpenConsole, role: str, path: str, title: str) -> None:
    page = console(role, path)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_role("navigation", name="主菜单").get_by_role("link", name=title)).to_be_visible()
    for figure in page.locator(".figure-value a").all():
        expect(figure).to_have_text(re.compile(r"^[\d.%]+$"))
    assert violations(page) == []
