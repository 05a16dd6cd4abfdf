"""Which pages are photographed, and what is done on each before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

from scripts.screenshot_stage import Stage


def _nothing(page: Page) -> None:
    """Shoot the page as it opens."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page by its path, and what is done on it first."""

    path: str
    prepare: Callable[[Page], None] = _nothing


@dataclass(frozen=True, slots=True)
class Places:
    """Paths and ids of what the stage put there."""

    document: str
    review: str
    gap: str
    month: str
    released: str
    questionnaire: str


def ask(page: Page, text: str) -> None:
    """Type a question, send it and wait for the whole answer."""
    done = page.locator(".exchange .tools")
    count = done.count()
    page.fill("#composer", text)
    page.press("#composer", "Enter")
    done.nth(count).wait_for(timeout=20_000)


def chat_states(page: Page, stage: Stage, texts: dict[str, str], query: str) -> Iterator[str]:
    """Go through the states of the page; yield the name of each."""
    url = stage.url
    page.goto(f"{url}/{query}")
    page.locator(".hot-question").first.wait_for()
    yield "empty"
    page.locator("#composer").press_sequentially(page.locator(".hot-text").first.inner_text()[:4])
    page.get_by_role("option").first.wait_for()
    yield "typing"
    page.keyboard.press("Escape")
    ask(page, texts["answered"])
    yield "answer"
    address = page.locator(".basis .cards > *, .statement .original").first.get_attribute("href") or ""
    page.locator(".basis .cards > *, .statement .original").first.click()
    page.locator(".clause-target").first.wait_for()
    yield "clause"
    page.keyboard.press("Escape")
    page.locator(".tools .tool").nth(1).click()
    yield "feedback"
    ask(page, texts["unanswerable"])
    yield "no-basis"
    page.locator(".exchange").last.locator("[data-opener*=open_petition]").first.click()
    page.locator("#field-title").wait_for()
    yield "petition"
    page.locator(".submit").click()
    yield "petition-errors"
    page.fill("#field-contact_name", texts["contact"])
    page.fill("#field-contact_phone", "13900001234")
    page.check(".consent input")
    page.locator(".submit").click()
    page.get_by_test_id("receipt-number").wait_for()
    yield "receipt"
    page.goto(f"{url}/?view=progress{query.replace('?', '&')}")
    page.locator("#field-number").wait_for()
    yield "lookup"
    page.fill("#field-number", stage.followed)
    page.fill("#field-tail", "1234")
    page.keyboard.press("Enter")
    page.locator(".progress").wait_for()
    yield "progress"
    page.goto(url + address)
    page.locator(".clause-target").first.wait_for()
    yield "document"


def talk_states(page: Page, stage: Stage, texts: dict[str, str], query: str = "") -> Iterator[str]:
    """Ask for a person, who comes and says something; yield the name of each state."""
    stage.go_on_duty()
    page.goto(f"{stage.url}/{query}")
    ask(page, texts["answered"])
    ask(page, "转人工")
    page.locator(".standing", has_text="正在为您转接").wait_for()
    yield "waiting"
    stage.take_over(texts["said"])
    page.locator(".from-agent").wait_for(timeout=20_000)
    yield "taken-over"


def talk(visitor: Page, texts: dict[str, str]) -> None:
    """Answer the agent who has taken over."""
    visitor.fill("#composer", texts["answer_back"])
    visitor.press("#composer", "Enter")
    visitor.locator(".talk .bubble").wait_for()


Pages = Mapping[str, "str | Shot"]


def desk_pages(stage: Stage, places: Places) -> dict[str, Pages]:
    """Pages of the console by the role that works there."""
    overdue, held = stage.petition(alert="red")["number"], stage.petition(department="financial-services")["number"]
    return {
        "CUR": {
            "login": "",
            "account": "/console/password",
            "knowledge": Shot("/console/knowledge?kind=policy_document", _select_two),
            "document": places.document,
            "faq-new": "/console/knowledge/faqs/new",
            "service-new": "/console/knowledge/services/new",
            "imports": Shot("/console/imports", _open_last_run),
            "relations": "/console/relations",
            "sources": "/console/sources",
            "bulletin": "/console/sources/bulletin",
            "golden": "/console/golden",
            "conflicts": "/console/conflicts",
            "try": Shot("/console/try", _try_out),
            "gaps": "/console/gaps",
            "gap": f"/console/gaps/{places.gap}",
        },
        "REV": {"review": Shot(places.review, _try_golden)},
        "OPR": {
            "live-talk": Shot("/console/live", _open_talk),
            "answers": "/console/answers",
            "answer": Shot("/console/answers", _open_first_answered),
            "home-service": "/console/overview/service",
        },
        "DSP": {
            "petitions": "/console/petitions",
            "petition-list": "/console/petitions?view=list",
            "overdue": "/console/petitions?queue=overdue",
            "due-calendar": "/console/petitions?view=calendar",
            "register": "/console/petitions/new",
            "ticket": f"/console/petitions/{overdue}",
            "print": Shot(f"/console/petitions/{overdue}", lambda page: page.emulate_media(media="print")),
            "home-dispatch": Shot("/console/overview/dispatch", lambda page: page.emulate_media(media="screen")),
        },
        "DEP": {"ticket-reply": f"/console/petitions/{held}"},
        "SUP": {
            "home-supervision": "/console/overview/supervision",
            "orders": "/console/orders",
            "issue-drafted": f"/console/issues/{stage.issue('drafted')}",
            "issue-tracked": f"/console/issues/{stage.issue('tracked')}",
        },
        "ANA": {
            "home-analysis": "/console/overview/analysis",
            "reports": "/console/reports",
            "report": f"/console/reports/{places.month}",
            "report-list": Shot(f"/console/reports/{places.month}", _open_first_figure),
            "issues": "/console/issues",
            "questionnaires": "/console/questionnaires",
            "questionnaire": f"/console/questionnaires/{places.questionnaire}",
            "appeals": "/console/appeals",
            "assessment": f"/console/appeals/{places.released}",
        },
        "ADM": {
            name.replace("/", "-"): f"/console/admin/{name}"
            for name in (
                "accounts", "config/departments", "config/taxonomy", "config/dispatch", "config/calendar",
                "config/rules", "templates", "sites", "keys", "system",
            )
        }
        | {"audit": "/console/admin/audit?action=petition"},
    }  # fmt: skip


def phone_pages(stage: Stage) -> dict[str, Pages]:
    """The pages that staff open on a phone."""
    return {
        "CUR": {"knowledge": "/console/knowledge"},
        "OPR": {"live": Shot("/console/live", _open_talk)},
        "DSP": {
            "home-dispatch": "/console/overview/dispatch",
            "petitions": "/console/petitions",
            "ticket": f"/console/petitions/{stage.petition(alert='red')['number']}",
        },
    }


def _select_two(page: Page) -> None:
    for row in range(2):
        page.locator("tbody .ant-checkbox-input").nth(row).check()


def _open_last_run(page: Page) -> None:
    page.locator(".runs button").first.click()
    page.wait_for_load_state("networkidle")


def _try_out(page: Page) -> None:
    page.get_by_label("问题", exact=True).fill("小微企业第一次贷款能贴息吗？贴多少？")
    page.locator("main button[type=submit]").click()
    page.locator(".try-steps").first.wait_for()
    page.locator(".pane-form .pane-body").evaluate("pane => pane.scrollTo(0, 0)")


def _try_golden(page: Page) -> None:
    page.get_by_role("button", name="试跑").click()
    page.locator(".golden-counts").wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")


def _open_talk(page: Page) -> None:
    page.locator(".live-open").first.click()
    page.locator(".live-talk").wait_for()


def _open_first_answered(page: Page) -> None:
    page.locator("main tbody tr", has_text="已回答").first.locator("a").click()
    page.wait_for_load_state("networkidle")


def _open_first_figure(page: Page) -> None:
    page.locator(".figure-value a").first.click()
    page.wait_for_load_state("networkidle")
