"""Curating in a real browser: golden questions and the review page, conflicts, and trying a question out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from secrets import token_hex

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chat_pages import visit
from tests.browser.staff_pages import OpenConsole, Passwords, console_pages, picture, violations
from tests.browser.test_console import POLICY, Policy, submit

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)


@pytest.fixture
def console(browser: Browser, live_server: str, staff_passwords: Passwords) -> Iterator[OpenConsole]:
    """A wider window than others have, for what stands side by side, and more patience: a run asks many questions."""
    size = {"width": 1440, "height": 900}
    with console_pages(browser, live_server, staff_passwords, size=size, patience=30_000) as opened:
        yield opened


@pytest.fixture
def policy() -> Policy:
    digits = token_hex(4)
    name = digits.translate(str.maketrans("0123456789abcdef", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"))
    return Policy(name=f"夜校学费补助办法{name}", number=1_000 + int(digits[:3], 16))


def menu(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name=name).click()


def text_of(policy: Policy, *, with_third: bool = True) -> str:
    text = POLICY.format(name=policy.name, number=policy.number).replace("货运摆渡车", "职工夜校")
    if with_third:
        return text
    return re.sub(r"第三条 .*?\n", "", text).replace("第四条", "第三条").replace("第五条", "第四条")


def upload_text(page: Page, policy: Policy, text: str) -> None:
    page.get_by_role("button", name="导入文件").click()
    page.set_input_files("input[type=file]", [
        {"name": f"{policy.name}.txt", "mimeType": "text/plain", "buffer": text.encode()},
    ])  # fmt: skip
    page.get_by_role("link", name=policy.title).click(timeout=60_000)
    expect(page.get_by_role("heading", name=policy.title)).to_be_visible()


def upload_next(page: Page, policy: Policy, text: str, entry_id: str) -> None:
    """Upload the next text of a policy and open the version made from it once it is there."""
    page.get_by_role("button", name="导入文件").click()
    page.set_input_files("input[type=file]", [
        {"name": f"{policy.name}.txt", "mimeType": "text/plain", "buffer": text.encode()},
    ])  # fmt: skip
    page.wait_for_url(re.compile("run="))
    for _ in range(40):
        page.goto(f"{page.url.split('/console')[0]}/console/knowledge/{entry_id}")
        page.get_by_role("heading", name=policy.title).wait_for()
        if page.get_by_text("第 2 版", exact=True).count():
            return
        page.wait_for_timeout(1_500)
    pytest.fail("the next version did not come")


def review_path(page: Page) -> str:
    return f"{page.url.split('/console', 1)[1].rstrip('/')}/review"


def test_a_newcomer_has_a_policy_cited_in_three_minutes_and_a_version_that_breaks_it_is_not_published(
    console: OpenConsole, policy: Policy, browser: Browser, live_server: str
) -> None:
    began = time.monotonic()
    curator = console("CUR", "/knowledge")
    upload_text(curator, policy, text_of(policy))
    submit(curator)
    path = review_path(curator)

    menu(curator, "必答题")
    curator.get_by_role("button", name="新增必答题").click()
    question = "职工夜校补助按每车次多少元给予？"
    curator.get_by_label("问题", exact=True).fill(question)
    curator.get_by_label("应引用的文件").fill(policy.title)
    curator.locator(".ant-select-item-option", has_text=policy.title).first.click()
    curator.get_by_label("应引用的条款").fill("第三条")
    assert violations(curator) == []
    curator.get_by_role("button", name="保存", exact=True).click()
    expect(curator.get_by_role("button", name=question)).to_be_visible()
    assert violations(curator) == []
    picture(curator, "console-golden")

    reviewer = console("REV", path)
    reviewer.get_by_role("button", name="试跑").click()
    expect(reviewer.locator(".golden-counts [data-verdict=improved][data-some]")).to_be_visible(timeout=60_000)
    reviewer.get_by_label("写意见").fill("请核对第三条的金额。")
    reviewer.get_by_role("button", name="发表").click()
    expect(reviewer.locator(".comment-list")).to_contain_text("请核对第三条的金额。")
    assert violations(reviewer) == []
    reviewer.get_by_role("button", name="通过并发布").click()
    expect(reviewer.get_by_text("已发布，可以用于回答")).to_be_visible(timeout=60_000)

    with visit(browser, live_server) as visitor:
        visitor.open()
        visitor.ask(question)
        expect(visitor.page.locator(".exchange").last).to_contain_text(policy.title)
        expect(visitor.page.locator(".exchange").last).to_contain_text("第三条")
    assert time.monotonic() - began < 180

    menu(curator, "知识台")
    upload_next(curator, policy, text_of(policy, with_third=False), path.split("/")[2])
    submit(curator)
    reviewer.goto(f"{reviewer.url.split('/console')[0]}/console{review_path(curator)}")
    expect(reviewer.get_by_role("heading", name=re.compile("第 1 版 → 第 2 版"))).to_be_visible()
    reviewer.get_by_role("button", name=re.compile("^(试跑|重跑)$")).click()
    expect(reviewer.get_by_role("alert").get_by_text(re.compile("暂不能发布：1 个必答题变差"))).to_be_visible(
        timeout=60_000
    )
    expect(reviewer.get_by_role("button", name=re.compile("通过并发布（1 个必答题变差）"))).to_be_disabled()
    expect(reviewer.locator(".changes li[data-kind=removed]", has_text="每车次八十元")).to_have_count(1)
    assert violations(reviewer) == []
    picture(reviewer, "console-review")
    reviewer.get_by_role("button", name="退回修改").click()
    reviewer.get_by_label("理由").fill("第三条不能删。")
    reviewer.get_by_role("dialog").get_by_role("button", name="退回修改").click()
    expect(reviewer.get_by_text("已退回编写人")).to_be_visible()


def test_a_real_answer_becomes_a_golden_question_in_two_clicks(console: OpenConsole, live_server: str) -> None:
    asked = httpx.post(f"{live_server}/api/chat", json={"question": "企业研发费用补助最高多少？"}, timeout=60).json()
    page = console("OPR", f"/answers/{asked['message_id']}")
    page.get_by_role("button", name="设为必答题").click()
    page.get_by_role("tooltip").get_by_role("button", name="设为必答题").click()
    expect(page.get_by_text("已提交，知识管理员启用后生效")).to_be_visible()
    curator = console("CUR", "/golden?active=false")
    expect(curator.get_by_role("button", name="企业研发费用补助最高多少？")).to_be_visible()


def test_a_question_is_tried_out_for_a_day_and_with_other_settings(console: OpenConsole) -> None:
    page = console("CUR", "/try")
    page.get_by_label("问题", exact=True).fill("企业研发费用补助最高多少？")
    page.get_by_label("与另一组设置对比").check()
    page.get_by_label("作答阈值（0 至 1）").fill("1")
    page.get_by_role("button", name="试一试", exact=True).click()
    expect(page.get_by_role("region", name="现行设置").locator(".steps > li")).not_to_have_count(0)
    expect(page.get_by_role("region", name="现行设置")).to_contain_text("120万元")
    expect(page.get_by_role("region", name="对比设置")).to_contain_text("两组设置回答不同")
    assert violations(page) == []
    picture(page, "console-try")


def test_a_clause_is_hit_tested_and_the_page_says_why_it_is_not_found(console: OpenConsole) -> None:
    page = console("CUR", "/try")
    page.get_by_label("问题", exact=True).fill("企业研发费用补助最高多少？")
    page.get_by_label("按哪一天").fill("2015-01-01")
    page.get_by_label("应当找到的文件").fill("研发费用补助办法")
    page.locator(".ant-select-item-option", has_text="云高管规〔2025〕5号").first.click()
    page.get_by_label("应当找到的条款").click()
    page.locator(".ant-select-item-option", has_text="第二条").first.click()
    page.get_by_role("button", name="试一试", exact=True).click()
    hit = page.get_by_role("region", name="命中测试")
    expect(hit).to_contain_text("这一天不是现行有效")
    expect(hit).to_contain_text("还没有施行，或者已经失效、被废止")
    assert violations(page) == []
    page.get_by_label("按哪一天").fill("")
    page.get_by_role("button", name="试一试", exact=True).click()
    expect(hit).to_contain_text(re.compile("排在第 [0-9]+ 位"))
    hit.get_by_text(re.compile("排序特征")).click()
    assert violations(page) == []
    picture(page, "console-hit-test")


def card_of_differing_amounts(console: OpenConsole, curator: Page, policy: Policy) -> Locator:
    """Publish a policy, write a draft that pays another amount for the same, and find the conflict of the two."""
    text = text_of(policy).replace("职工夜校", "企业食堂").replace("八十元", "六十元")
    upload_text(curator, policy, text)
    other = Policy(name=f"{policy.name}续", number=policy.number + 4_000)
    submit(curator)
    reviewer = console("REV", review_path(curator))
    reviewer.get_by_role("button", name="通过并发布").click()
    expect(reviewer.get_by_text("已发布，可以用于回答")).to_be_visible()
    menu(curator, "知识台")
    upload_text(curator, other, text_of(other).replace("职工夜校", "企业食堂").replace("八十元", "九十元"))
    menu(curator, "冲突待办")
    card = curator.locator(".conflict", has_text=other.title).filter(has_text=f"《{policy.title}》")
    expect(curator).to_have_url(re.compile("/conflicts$"))
    for _ in range(30):
        curator.wait_for_timeout(2_000)  # the list comes after the page
        if card.count():
            break
        curator.reload()
    expect(card.first).to_contain_text("60元")
    return card.first


def test_differing_amounts_of_two_documents_are_put_side_by_side_and_decided(
    console: OpenConsole, policy: Policy
) -> None:
    curator = console("CUR", "/knowledge")
    card = card_of_differing_amounts(console, curator, policy)
    assert violations(curator) == []
    picture(curator, "console-conflicts")
    card.get_by_role("button", name="处理", exact=True).click()
    curator.get_by_label("有一处写错，去改正").check()
    curator.get_by_label("理由").fill("续办写错了，应为六十元。")
    assert violations(curator) == []
    curator.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(curator.get_by_role("status").get_by_text("已处理")).to_be_visible()


def test_what_gives_way_is_withdrawn_once_a_reviewer_confirms_what_the_curator_asked(
    console: OpenConsole, policy: Policy
) -> None:
    curator = console("CUR", "/knowledge")
    card = card_of_differing_amounts(console, curator, policy)
    ends = card.locator(".golden-side", has_text=f"《{policy.title}》").get_by_role("link")
    is_left = policy.title + "》" in card.locator(".golden-side").first.inner_text()
    address = ends.get_attribute("href") or ""
    card.get_by_role("button", name="处理", exact=True).click()
    panel = curator.get_by_role("dialog")
    panel.get_by_label("以右边为准" if is_left else "以左边为准").check()
    panel.get_by_label("申请从某一天起被替代").check()
    expect(panel.get_by_label("替代日")).to_be_visible()
    panel.get_by_label("申请撤下").check()
    panel.get_by_label("理由").fill("续办另行规定了标准。")
    assert violations(curator) == []
    picture(curator, "console-ending-asked")
    panel.get_by_role("button", name="保存").click()
    expect(curator.get_by_role("status").get_by_text("已处理")).to_be_visible()
    curator.goto(f"{curator.url}?open=false")
    expect(curator.locator(".conflict", has_text=policy.title).first).to_contain_text("等审核人确认")

    reviewer = console("REV", "/knowledge?status=in_review")
    asked = reviewer.get_by_role("region", name="失效申请").locator(".conflict", has_text=policy.title).first
    expect(asked).to_contain_text("续办另行规定了标准。")
    assert violations(reviewer) == []
    picture(reviewer, "console-endings")
    asked.get_by_role("button", name="不同意").click()
    reviewer.get_by_role("dialog").get_by_role("button", name="不同意").click()
    expect(reviewer.get_by_text("请写明理由")).to_be_visible()
    reviewer.get_by_role("dialog").get_by_role("button", name="取消").click()
    asked.get_by_role("button", name="确认").click()
    assert violations(reviewer) == []
    reviewer.get_by_role("dialog").get_by_role("button", name="确认").click()
    expect(reviewer.get_by_role("status").get_by_text("已确认，几秒内生效")).to_be_visible()
    reviewer.goto(f"{reviewer.url.split('/console')[0]}{address}")
    expect(reviewer.get_by_text("已撤下").first).to_be_visible()


def test_rows_are_tagged_together_found_by_tag_and_the_filter_is_kept_under_a_name(console: OpenConsole) -> None:
    tag = f"重点{token_hex(3)}"
    page = console("CUR", "/knowledge?kind=policy_document&q=数字化改造")
    boxes = page.locator("tbody .ant-checkbox-input")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("textbox", name="标签", exact=True).fill(tag)
    assert violations(page) == []
    picture(page, "console-bulk")
    page.get_by_role("button", name="加标签").click()
    expect(page.get_by_text(f"即将对 2 份：加标签“{tag}”")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_text(f"即将对 2 份：加标签“{tag}”")).to_have_count(0)
    page.wait_for_timeout(11_000)  # past the time at which it would have been done
    expect(page.get_by_text(re.compile("^已处理 "))).to_have_count(0)
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("textbox", name="标签", exact=True).fill(tag)
    page.get_by_role("button", name="加标签").click()
    expect(page.get_by_text("已处理 2 份，0 份没有处理")).to_be_visible()
    page.goto(f"{page.url.split('?')[0]}?status=draft&tag={tag}")
    expect(page.locator("tbody tr.ant-table-row")).to_have_count(2)
    page.get_by_role("button", name="存为常用筛选").click()
    page.get_by_label("给这组筛选起个名字").fill("本周重点")
    page.get_by_role("tooltip").get_by_role("button", name="保存").click()
    page.goto(page.url.split("?")[0])
    page.get_by_role("button", name="常用筛选 1").click()
    page.get_by_role("menuitem", name="本周重点", exact=True).click()
    expect(page.locator("tbody tr.ant-table-row")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_a_service_guide_and_the_window_of_a_notice_are_corrected(console: OpenConsole) -> None:
    page = console("CUR", "/knowledge?kind=service_item")
    page.locator("tbody .row-title").first.click()
    page.get_by_label("收费").fill("不收费（含工本费）")
    assert violations(page) == []
    picture(page, "console-service-guide")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("status").get_by_text("草稿已保存")).to_be_visible()
    page.goto(f"{page.url.split('/console')[0]}/console/knowledge?kind=notice")
    page.locator("tbody .row-title").first.click()
    page.get_by_role("button", name="申报窗口").click()
    page.get_by_label("开始日期").fill("2026-12-20")
    page.get_by_label("截止日期").fill("2026-12-01")
    page.get_by_role("dialog").get_by_role("button", name="保存草稿").click()
    expect(page.locator("#window_end_help")).to_have_text("截止日期早于开始日期，请核对。")
    assert violations(page) == []
    page.get_by_label("截止日期").fill("2026-12-31")
    page.get_by_role("dialog").get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("status").get_by_text("草稿已保存")).to_be_visible()


def test_a_service_guide_is_written_kept_over_a_lost_connection_and_submitted(console: OpenConsole) -> None:
    name = f"企业用工备案{token_hex(3)}"
    page = console("CUR", "/knowledge")
    page.get_by_role("button", name="新建办事指南").click()
    page.get_by_label("事项名称").fill(name)
    page.get_by_role("button", name="保存草稿").click()
    for field in ("事项编码", "事项类型", "实施主体"):
        expect(page.get_by_text(f"请填写{field}", exact=True)).to_be_visible()
    page.get_by_label("事项编码").fill("11990101MB000001XN-01")
    page.get_by_label("事项类型").fill("公共服务")
    page.get_by_label("实施主体").fill("人力资源局")
    page.get_by_label("受理条件").fill("在云岭高新区注册")
    page.get_by_role("button", name="加一项材料").click()
    page.get_by_label("材料 1", exact=True).fill("营业执照")
    expect(
        page.get_by_text(re.compile("提交审核前还要填写 7 项：设定依据、法定时限、承诺时限、收费、"))
    ).to_be_visible()
    assert violations(page) == []
    picture(page, "console-service-new")

    page.context.set_offline(True)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("alert").get_by_text("没有连上服务器，填写的内容还在。")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("已恢复您上次没有保存的内容。")).to_be_visible()
    expect(page.get_by_label("材料 1", exact=True)).to_have_value("营业执照")
    assert violations(page) == []
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()

    page.get_by_label("设定依据").fill("《就业促进法》第二十四条")
    page.get_by_label("窗口（地址和时间）").fill("政务服务中心 3 号窗口，工作日 9:00—17:00")
    page.get_by_role("group", name="法定时限").get_by_role("spinbutton").fill("20")
    page.get_by_role("group", name="承诺时限").get_by_role("spinbutton").fill("5")
    page.get_by_label("收费").fill("不收费")
    page.get_by_label("咨询电话").fill("12345")
    page.get_by_label("投诉电话").fill("12345")
    expect(page.get_by_text("必填项已齐，可以提交审核。")).to_be_visible()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("button", name="提交审核", exact=True)).to_be_enabled()
    page.get_by_role("button", name="提交审核", exact=True).click()
    expect(page.get_by_text("已提交审核")).to_be_visible()


def test_the_day_of_review_is_set_on_the_page_and_what_is_due_is_found_and_put_off(
    console: OpenConsole, live_server: str
) -> None:
    question = f"复核日期能改吗（{token_hex(3)}）？"
    page = console("CUR", "/knowledge/faqs/new")
    page.get_by_label("标准问").fill(question)
    page.get_by_label("答案").fill("能改，不另出新版本。")
    page.get_by_label("无依据的理由").fill("内部口径")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    page.get_by_role("button", name="提交审核", exact=True).click()
    expect(page.get_by_text("已提交审核")).to_be_visible()
    path = page.url.split("/console", 1)[1]
    reviewer = console("REV", f"{path}/review")
    reviewer.get_by_role("button", name="通过并发布").click()
    expect(reviewer.get_by_text("已发布，可以用于回答")).to_be_visible(timeout=60_000)

    page.reload()
    today = page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})")
    page.get_by_role("button", name="改正下次复核日期").click()
    page.get_by_label("下次复核日期").fill(today)
    page.get_by_role("region", name="要素与证据").get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("button", name="已复核，180 天后再看")).to_be_visible()
    assert violations(page) == []
    picture(page, "console-review-date")

    page.goto(f"{live_server}/console/knowledge")
    page.get_by_role("navigation", name="今天要做的").get_by_role("link", name=re.compile("该复核的")).click()
    page.get_by_label("标题、文号、条款文字").fill(question)
    page.keyboard.press("Enter")
    row = page.locator("tbody tr.ant-table-row", has_text=question)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("该复核")
    assert violations(page) == []
    picture(page, "console-knowledge-todo")
    row.locator(".row-title").click()
    page.get_by_role("button", name="已复核，180 天后再看").click()
    expect(page.get_by_role("button", name="已复核，180 天后再看")).to_have_count(0)
    expect(page.get_by_text("第 1 版", exact=True)).to_be_visible()
