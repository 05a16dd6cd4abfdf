"""How the browser tests of the chat page open it, and what several of them do on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect

DESKTOP = {"width": 1280, "height": 800}
MOBILE = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

FOUND = "首次贷款贴息能贴多少？"
NOT_FOUND = "跨境电商海外仓建设有补贴吗？"


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of the system."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)


@dataclass(frozen=True, slots=True)
class Visit:
    """A page opened by one visitor, with everything that went wrong on it."""

    page: Page
    base: str
    errors: list[str]

    def open(self, path: str = "/") -> None:
        self.page.goto(self.base + path)
        expect(self.page.locator("h1").first).to_be_visible()

    def ask(self, question: str) -> None:
        """Ask and wait until the answer is complete."""
        done = self.page.locator(".exchange .tools")
        count = done.count()
        self.page.fill("#composer", question)
        self.page.press("#composer", "Enter")
        expect(done).to_have_count(count + 1, timeout=20_000)


@contextmanager
def visit(browser: Browser, base: str, *, size: dict[str, int] = DESKTOP, touch: bool = False) -> Iterator[Visit]:
    """Open a fresh profile on the page; fail when the page logged an error."""
    context = browser.new_context(viewport=size, has_touch=touch, is_mobile=touch, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    try:
        yield Visit(page, base, errors)
    finally:
        context.close()
    assert errors == [], errors


def slow_down(page: Page, *, pause_ms: int) -> None:
    """Hand the words of real answers to the page one event at a time, `pause_ms` apart, until it stops listening."""
    page.add_init_script(_SLOW_STREAM.replace("PAUSE_MS", str(pause_ms)))


_SLOW_STREAM = """
  const fetched = window.fetch;
  window.fetch = async (path, init) => {
    const response = await fetched(path, init);
    if (!String(path).endsWith('/api/chat') || !response.ok) return response;
    const events = (await response.text()).split(/(?<=\\n\\n)/);
    const body = new ReadableStream({
      async start(controller) {
        for (const event of events) {
          if (init.signal.aborted) return controller.error(new DOMException('stopped', 'AbortError'));
          controller.enqueue(new TextEncoder().encode(event));
          if (!event.includes('event: token')) continue;
          window.firstWords ??= performance.now();
          window.breakOff = () => controller.error(new TypeError("the line is cut"));
          await new Promise((done) => {
            setTimeout(done, PAUSE_MS);
            init.signal.addEventListener('abort', done);
          });
        }
        controller.close();
      },
    });
    return new Response(body, {headers: response.headers});
  };
"""


def overflow(page: Page) -> int:
    """By how many pixels the page scrolls sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width


def violations(page: Page) -> list[Any]:
    """Which rules of axe the page breaks, and where; movements are taken to their end first."""
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def small_targets(page: Page, size: int) -> list[Any]:
    """Buttons, links and fields whose hit area is smaller than `size` pixels in height or width.

    A link inside running text is exempt; a citation counts with the area that its pseudo-element adds.
    """
    found: list[Any] = page.evaluate(_SMALL_TARGETS, size)
    return found


_SMALL_TARGETS = """size => {
  const controls = 'button, a[href], select, input:not([type=checkbox]):not([type=radio])';
  return [...document.querySelectorAll(controls)]
    .filter(e => e.offsetParent !== null && !e.closest('.hidden, .skip, [inert]'))
    .map(e => {
      const box = e.getBoundingClientRect();
      const inset = parseFloat(getComputedStyle(e, '::after').insetBlockStart) || 0;
      const extra = inset < 0 ? -2 * inset : 0;
      return [e.className || e.id, Math.round(box.width + extra), Math.round(box.height + extra)];
    })
    .filter(([, width, height]) => width < size - 0.5 || height < size - 0.5);
}"""
