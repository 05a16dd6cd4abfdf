"""Write docs/screenshots: the pages of a running sample server at desktop, mobile and large-type size.

Usage: python scripts/make_screenshots.py [OUT_DIR [chat] [console]]: all pages, or those of one side.
Starts its own server; needs Chromium and the dev extra.
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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scripts.screenshot_pages import Places, Shot, chat_states, desk_pages, phone_pages, talk, talk_states  # noqa: E402
from scripts.screenshot_stage import Stage, sample_rows  # noqa: E402

START = datetime(2026, 11, 20, 2, 20, tzinfo=UTC)
"""A Friday morning in Shanghai: the pictures show the same day whenever they are made."""
SIZES = {"desktop": (1280, 800, ""), "mobile": (390, 844, ""), "care": (1280, 800, "?care=1")}
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
ASKED = {"answered": "q01", "unanswerable": "q26", "unanswerable_too": "q27"}
SAID = {
    "contact": "白露",
    "said": "您好，我是人工客服。首次贷款可以申请贴息，请问贷款合同是哪一天签的？",
    "answer_back": "上个月签的，六十万元，付息凭证在准备。",
}
_IS_DRAWN = "() => !document.querySelector('.skeleton, .ant-spin-spinning')"
_COLOURS = 128
_UNHURRIED = {f"YOUDA_{what}_PER_MINUTE": "600" for what in ("LOGIN", "CHAT")}
_UNHURRIED = {"YOUDA_LOGIN_PER_MINUTE": "600", "YOUDA_CHAT_PER_MINUTE": "600"}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def sample_server(start: datetime | None = None) -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """Run a server on a temporary folder, its clock begun at `start`; give its address and one login per role."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        logins, instant = Path(folder) / "logins.json", [start.isoformat()] if start else []
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/support/serve_sample.py"), str(port), str(logins), *instant],
            env=os.environ | {"YOUDA_DATA_DIR": "data"} | _UNHURRIED,
            cwd=folder,
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


@dataclass(frozen=True, slots=True)
class Camera:
    """Opens pages on the server's day, and keeps pictures of them."""

    browser: Browser
    out: Path
    began: float

    @contextmanager
    def page(self, size: dict[str, int] = DESKTOP) -> Iterator[Page]:
        context = self.browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
        context.clock.install(time=START + timedelta(seconds=time.monotonic() - self.began))
        yield context.new_page()
        context.close()

    def shoot(self, page: Page, name: str) -> None:
        page.wait_for_timeout(400)  # panels slide in for 180 ms
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        _in_own_colours(picture).save(self.out / f"{name}.png", optimize=True)

    def shoot_console(
        self, stage: Stage, role: str, pages: Mapping[str, str | Shot], size: dict[str, int] = DESKTOP
    ) -> None:
        """Log in as a role and shoot each page; "login" is shot on the way."""
        suffix = "desktop" if size == DESKTOP else "mobile"
        with self.page(size) as page:
            page.goto(f"{stage.url}/console/login")
            page.locator("input").first.wait_for()
            if "login" in pages:
                self.shoot(page, f"console-login-{suffix}")
            for field, word in enumerate(stage.logins[role]):
                page.locator("input").nth(field).fill(word)
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(r"/console/(?!login)"))
            for name, wanted in pages.items():
                shot = wanted if isinstance(wanted, Shot) else Shot(wanted)
                if shot.path:
                    page.goto(f"{stage.url}{shot.path}")
                    page.wait_for_load_state("networkidle")
                    page.wait_for_function(_IS_DRAWN)
                    shot.prepare(page)
                    self.shoot(page, f"console-{name}-{suffix}")


def _in_own_colours(picture: Image.Image) -> Image.Image:
    """The picture in at most 256 colours; the most frequent keep theirs exactly, so that flat areas stay what they are.

    The rest are drawn together around as many mean ones again, which keeps small marks and photographs recognisable.
    """
    counts = {colour: count for count, colour in picture.getcolors(1 << 24) or []}
    colours = sorted(counts, key=lambda colour: -counts[colour])
    exact, rest = colours[:_COLOURS], colours[_COLOURS:]
    if not rest:
        return picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    strip = Image.new("RGB", (len(rest), 1))
    strip.putdata(rest)
    means = strip.quantize(256 - _COLOURS, method=Image.Quantize.MAXCOVERAGE).convert("RGB").getcolors() or []
    palette = np.array([*exact, *(colour for _, colour in means)], dtype=np.int32)
    pixels = np.asarray(picture, dtype=np.int32)
    keys, place = np.unique(pixels @ np.array([1 << 16, 1 << 8, 1]), return_inverse=True)
    distinct = np.stack([keys >> 16, keys >> 8 & 255, keys & 255], axis=1)
    nearest = ((distinct[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1)
    drawn = Image.fromarray(nearest[place].reshape(pixels.shape[:2]).astype(np.uint8), "P")
    drawn.putpalette(palette.flatten().tolist())
    return drawn


def shoot_chat(camera: Camera, stage: Stage, texts: dict[str, str]) -> None:
    """Shoot the states of the chat page at every size."""
    for size, (width, height, query) in SIZES.items():
        for states in (chat_states, talk_states):
            with camera.page({"width": width, "height": height}) as page:
                for name in states(page, stage, texts, query):
                    camera.shoot(page, f"{name}-{size}")
        stage.give_back()


def shoot_desks(camera: Camera, stage: Stage, texts: dict[str, str]) -> None:
    """Shoot the console's pages, work of every kind under way; the main ones on a phone too."""
    month, released = stage.report()
    places = Places(
        document=stage.document(), review=stage.revise(), gap=stage.ask_in_vain(texts["in_vain"].split("\n")),
        month=month, released=released, questionnaire=stage.ask_round(),
    )  # fmt: skip
    stage.order(START)
    stage.watch_sites()
    stage.keep_key()
    for size in ("desktop", "mobile"):
        with camera.page(DESKTOP if size == "desktop" else PHONE) as page:
            page.goto(f"{stage.url}/questionnaire/{places.questionnaire}")
            camera.shoot(page, f"questionnaire-{size}")
    with camera.page() as visitor:
        states = talk_states(visitor, stage, texts)
        next(states)
        camera.shoot_console(stage, "OPR", {"live": "/console/live"})
        next(states)
        talk(visitor, texts)
        for role, pages in desk_pages(stage, places).items():
            camera.shoot_console(stage, role, pages)
        for role, pages in phone_pages(stage).items():
            camera.shoot_console(stage, role, pages, PHONE)


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    wanted = sys.argv[2:] or ["chat", "console"]
    out.mkdir(parents=True, exist_ok=True)
    by_id = {row["id"]: row["question"] for row in sample_rows("questions.jsonl")}
    texts = {name: by_id[number] for name, number in ASKED.items()} | SAID
    texts["in_vain"] = "\n".join(row["question"] for row in sample_rows("unanswered.jsonl"))
    began = time.monotonic()
    with sample_server(START) as (url, logins), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        stage, camera = Stage(url, logins, texts), Camera(browser, out, began)
        if "chat" in wanted:
            shoot_chat(camera, stage, texts)
        if "console" in wanted:
            shoot_desks(camera, stage, texts)
        browser.close()


if __name__ == "__main__":
    main()
