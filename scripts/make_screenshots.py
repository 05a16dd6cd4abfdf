"""Write docs/screenshots: the pages of a running sample server at desktop, mobile and large-type size.

Usage: python scripts/make_screenshots.py [OUT_DIR]. Starts its own server; needs Chromium and the dev extra.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.desk import Desk  # noqa: E402
from tests.support.staff import StaffMember  # noqa: E402

SIZES = {"desktop": (1280, 800, ""), "mobile": (390, 844, ""), "care": (1280, 800, "?care=1")}
DESK = {
    "petitions": "/console/petitions",
    "petition-list": "/console/petitions?view=list",
    "overdue": "/console/petitions?queue=overdue",
    "due-calendar": "/console/petitions?view=calendar",
    "register": "/console/petitions/new",
    "home-dispatch": "/console/overview/dispatch",
}
CURATING = {
    "login": "",
    "knowledge": "/console/knowledge",
    "service-new": "/console/knowledge/services/new",
}
HOMES = {
    "OPR": {"home-service": "/console/overview/service", "live": "/console/live"},
    "SUP": {"home-supervision": "/console/overview/supervision", "orders": "/console/orders"},
    "ANA": {
        "home-analysis": "/console/overview/analysis",
        "reports": "/console/reports",
        "issues": "/console/issues",
        "questionnaires": "/console/questionnaires",
        "appeals": "/console/appeals",
    },
    "ADM": {
        name.replace("/", "-"): f"/console/admin/{name}"
        for name in (
            "accounts", "config/departments", "config/taxonomy", "config/dispatch", "config/calendar", "config/rules",
            "templates", "sites", "keys", "audit", "system",
        )
    },
}  # fmt: skip
"""Pages of the console by the role that works there."""

_COLOURS = 128  # enough for flat pages; a third of the bytes
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def sample_server() -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """Run a server on a temporary folder; give its address and one login per role."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        logins = Path(folder) / "logins.json"
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/support/serve_sample.py"), str(port), str(logins)],
            env=os.environ | {"YOUDA_DATA_DIR": str(Path(folder) / "data")},
            cwd=ROOT,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            while not _is_ready(url):
                time.sleep(0.3)
            yield url, {role: (name, word) for role, name, word in json.loads(logins.read_text("utf-8"))}
        finally:
            process.terminate()
            process.wait()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def ask(page: Page, text: str) -> None:
    """Type a question, send it and wait for the whole answer."""
    done = page.locator(".exchange .tools")
    count = done.count()
    page.fill("#composer", text)
    page.press("#composer", "Enter")
    done.nth(count).wait_for(timeout=20_000)


def shoot_chat(browser: Browser, url: str, out: Path, texts: dict[str, str], number: str) -> None:
    """Shoot the twelve states of the chat page; `number` is a petition that can be followed."""
    for size, (width, height, query) in SIZES.items():
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=1)
        page = context.new_page()
        for name in chat_states(page, url, query, texts, number):
            _shoot(page, out / f"{name}-{size}.png")
        context.close()


def chat_states(page: Page, url: str, query: str, texts: dict[str, str], number: str) -> Iterator[str]:
    """Go through the states of the page; yield the name of each."""
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
    page.fill("#field-number", number)
    page.fill("#field-tail", "1234")
    page.keyboard.press("Enter")
    page.locator(".progress").wait_for()
    yield "progress"
    page.goto(url + address)
    page.locator(".clause-target").first.wait_for()
    yield "document"


def file_petitions(url: str, texts: dict[str, str], desk: Desk) -> str:
    """File two petitions as a guest and have the last taken up; return its number."""
    number = ""
    for key in ("unanswerable", "unanswerable_too"):
        body = {
            "title": texts[key][:50],
            "content": texts[key] * 2,
            "contact_name": texts["contact"],
            "contact_phone": "13900001234",
            "consent": True,
        }
        number = httpx.post(f"{url}/api/petitions", json=body).raise_for_status().json()["number"]
    desk.dispatch(number)
    return number


def shoot_console(browser: Browser, url: str, out: Path, login: tuple[str, str], pages: dict[str, str]) -> None:
    """Log in and shoot each page, `pages` giving name and path; "login" is shot on the way."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{url}/console/login")
    page.locator("input").first.wait_for()
    if "login" in pages:
        _shoot(page, out / "console-login-desktop.png")
    page.locator("input").nth(0).fill(login[0])
    page.locator("input").nth(1).fill(login[1])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/console/(?!login)"))
    for name, path in pages.items():
        if path:
            page.goto(f"{url}{path}")
            page.wait_for_load_state("networkidle")
            _shoot(page, out / f"console-{name}-desktop.png")
    context.close()


def _shoot(page: Page, path: Path) -> None:
    page.wait_for_timeout(400)  # panels slide in for 180 ms
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    out.mkdir(parents=True, exist_ok=True)
    asked = [json.loads(line) for line in (ROOT / "ingest/sample/questions.jsonl").read_text("utf-8").splitlines()]
    by_id = {row["id"]: row["question"] for row in asked}
    texts = {
        "answered": by_id["q01"],
        "unanswerable": by_id["q26"],
        "unanswerable_too": by_id["q27"],
        "contact": "白露",
    }
    with sample_server() as (url, logins), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        number = file_petitions(url, texts, Desk(url, logins))
        shoot_chat(browser, url, out, texts, number)
        found = httpx.post(f"{url}/api/chat", json={"question": texts["answered"]}).json()["citations"][0]
        document = f"/console/knowledge/{found['document_id']}/{found['version']}"
        shoot_console(browser, url, out, logins["CUR"], CURATING | {"document": document})
        shoot_console(browser, url, out, logins["DSP"], DESK | {"ticket": f"/console/petitions/{number}"})
        with StaffMember(url, logins["SUP"]) as supervisor:
            waiting = supervisor.get("/api/staff/issues", state="drafted")["rows"][0]["id"]
        shoot_console(browser, url, out, logins["SUP"], {"issue": f"/console/issues/{waiting}"})
        for role, pages in HOMES.items():
            shoot_console(browser, url, out, logins[role], pages)
        browser.close()


if __name__ == "__main__":
    main()
