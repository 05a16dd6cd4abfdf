"""The build of the web pages: when it runs, when it leaves things alone, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

import build_ui
from build_ui import PAGES, STAMP_NAME, BuildUiError, ensure_ui, hash_of, is_current


@pytest.fixture
def web(tmp_path: Path) -> Path:
    web = tmp_path / "web"
    (web / "chat").mkdir(parents=True)
    (web / "chat" / "main.tsx").write_text("start();", encoding="utf-8")
    return web


@pytest.fixture
def static(tmp_path: Path, web: Path) -> Path:
    """Pages built from `web` as it is."""
    static = tmp_path / "static"
    for page in PAGES:
        (static / page).parent.mkdir(parents=True, exist_ok=True)
        (static / page).write_text("built", encoding="utf-8")
    (static / STAMP_NAME).write_text(hash_of(web), encoding="ascii")
    return static


@pytest.fixture(autouse=True)
def no_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YOUDA_SKIP_UI", raising=False)


def test_unchanged_sources_are_not_built_again(web: Path, static: Path) -> None:
    assert is_current(web, static)
    assert ensure_ui(web, static) is False


def test_a_changed_or_renamed_source_makes_the_pages_stale(web: Path, static: Path) -> None:
    source = web / "chat" / "main.tsx"
    source.write_text("stop();", encoding="utf-8")
    assert not is_current(web, static)
    source.write_text("start();", encoding="utf-8")
    assert is_current(web, static)
    source.rename(web / "chat" / "other.tsx")
    assert not is_current(web, static)


def test_installed_packages_do_not_count_as_sources(web: Path, static: Path) -> None:
    (web / "node_modules" / "preact").mkdir(parents=True)
    (web / "node_modules" / "preact" / "index.js").write_text("export {}", encoding="utf-8")
    assert is_current(web, static)


def test_a_missing_page_makes_the_build_stale(web: Path, static: Path) -> None:
    (static / PAGES[0]).unlink()
    assert not is_current(web, static)


def test_a_source_archive_without_web_keeps_its_built_pages(tmp_path: Path, static: Path) -> None:
    assert ensure_ui(tmp_path / "nowhere", static) is False
    with pytest.raises(BuildUiError, match="check out the whole repository"):
        ensure_ui(tmp_path / "nowhere", tmp_path / "nothing")


def test_without_npm_the_message_says_what_to_do(web: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_ui.shutil, "which", lambda _name: None)
    with pytest.raises(BuildUiError, match="Install it, or set YOUDA_SKIP_UI=1"):
        ensure_ui(web, tmp_path / "empty")


def test_the_pages_are_left_out_on_request(web: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUDA_SKIP_UI", "1")
    assert ensure_ui(web, tmp_path / "empty") is False


def test_packages_are_installed_again_only_when_the_lock_file_changed(
    web: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm, calls = tmp_path / "npm", tmp_path / "calls"
    npm.write_text(f'#!/bin/sh\necho "$1" >> {calls}\nmkdir -p node_modules\n', encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setattr(build_ui.shutil, "which", lambda _name: str(npm))
    for lock in ("one", "one", "two"):
        (web / "package-lock.json").write_text(lock, encoding="utf-8")
        build_ui.build(web)
    assert calls.read_text(encoding="utf-8").split() == ["ci", "run", "run", "ci", "run"]
