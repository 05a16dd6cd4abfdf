"""Print how fast the enterprise's page is: first load at two speeds, and the first words of answers.

Usage: python scripts/measure_pages.py [URL]. Without the address of a running sample server it starts its own; needs
Chromium and the dev extra. Times are those of the machine it runs on; nothing asserts them.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scripts.make_screenshots import ARGUMENTS, sample_server  # noqa: E402

LOADS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
CPU_RATE = 4
QUESTIONS = ("q01", "q07", "q08", "q09", "q11", "q12", "q15", "q17", "q18", "q38")

_WATCH = """
  window.seen = {paint: 0, ready: 0, blocked: 0};
  new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.paint = e.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) seen.blocked += Math.max(0, e.duration - 50);
  }).observe({type: 'longtask', buffered: true});
  new MutationObserver(() => {
    if (!seen.ready && document.getElementById('composer')) seen.ready = performance.now();
  }).observe(document, {childList: true, subtree: true});
"""
"""The box for the question is there once the page can be used: its code has run and listens."""

_FIRST_WORDS = """
  new Promise((resolve) => {
    const count = document.querySelectorAll('.answer-text').length;
    const sent = performance.now();
    new MutationObserver((_, watch) => {
      const shown = [...document.querySelectorAll('.answer-text')].slice(count);
      if (shown.some((each) => each.textContent)) { watch.disconnect(); resolve(performance.now() - sent); }
    }).observe(document.body, {childList: true, subtree: true, characterData: true});
    document.querySelector('.composer .send').click();
  })
"""


def first_load(browser: Browser, url: str, *, is_slow: bool) -> dict[str, float]:
    """Open the page with an empty cache; return milliseconds and kilobytes."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    received: list[float] = []
    client.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    if is_slow:
        client.send("Network.emulateNetworkConditions", SLOW_4G)
        client.send("Emulation.setCPUThrottlingRate", {"rate": CPU_RATE})
    page.add_init_script(_WATCH)
    page.goto(url, wait_until="load")
    page.locator(".hot-question").first.wait_for()
    page.wait_for_timeout(500)
    seen: dict[str, float] = page.evaluate("seen")
    seen["kilobytes"] = sum(received) / 1000
    context.close()
    return seen


def first_words(page: Page, questions: list[str]) -> list[float]:
    """Ask each question in a conversation of its own; return the milliseconds from sending to the first words."""
    taken = []
    for question in questions:
        page.evaluate("localStorage.clear()")
        page.reload()
        page.fill("#composer", question)
        taken.append(page.evaluate(_FIRST_WORDS))
        page.locator(".exchange .tools").first.wait_for()
    return taken


def median_of(rows: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure."""
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


@contextmanager
def server() -> Iterator[str]:
    """The address given, or that of a server of our own."""
    if len(sys.argv) > 1:
        yield sys.argv[1]
    else:
        with sample_server() as (url, _):
            yield url


def main() -> None:
    asked: dict[str, Any] = {}
    for line in (ROOT / "ingest/sample/questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        asked[row["id"]] = row["question"]
    with server() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for name, is_slow in (("no limit", False), (f"slow 4G, {CPU_RATE}x CPU", True)):
            seen = median_of([first_load(browser, url, is_slow=is_slow) for _ in range(LOADS)])
            print(
                f"{name}: LCP {seen['paint']:.0f} ms, interactive {seen['ready']:.0f} ms, "
                f"blocked {seen['blocked']:.0f} ms, {seen['kilobytes']:.0f} kB (median of {LOADS})"
            )
        page = browser.new_page()
        page.goto(url)
        first_words(page, [asked[QUESTIONS[0]]])  # the first question warms what is loaded on demand
        taken = sorted(first_words(page, [asked[key] for key in QUESTIONS]))
        print(
            f"first words: median {statistics.median(taken):.0f} ms, worst {taken[-1]:.0f} ms of {len(taken)} questions"
        )
        browser.close()


if __name__ == "__main__":
    main()
