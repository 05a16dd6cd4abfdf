"""Pages, static files, headers, and what operators read."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.routes import pages
from api.runtime import Runtime
from knowledge.types import EntryVersion
from tests.api.conftest import QUESTION


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the web build leaves it."""
    static = tmp_path / "static"
    for name in ("chat/assets", "console/assets", "loader"):
        (static / name).mkdir(parents=True)
    for name in ("chat", "console"):
        (static / name / "index.html").write_text(f"<!doctype html><p>{name}</p>", "utf-8")
    (static / "chat/assets/index-Bx12_-Zq.js").write_text("1;" * 2000, "utf-8")
    (static / "loader/embed.js").write_text("2;", "utf-8")
    (static / "chat/.hidden").write_text("x", "utf-8")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (static / "chat/link.txt").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setattr(pages, "STATIC", static)
    return static


def test_the_chat_page_may_be_framed_by_itself_only(client: TestClient, built: Path) -> None:
    for url in ("/", "/doc/pol_1"):
        reply = client.get(url)
        assert reply.status_code == 200
        assert "chat" in reply.text
        assert "frame-ancestors 'self'" in reply.headers["content-security-policy"]
        assert "script-src 'self';" in reply.headers["content-security-policy"]
        assert reply.headers["cache-control"] == "no-cache"


def test_the_console_may_never_be_framed(client: TestClient, built: Path) -> None:
    for url in ("/console", "/console/petitions/SQ1", "/ui/console/index.html"):
        reply = client.get(url)
        assert reply.status_code == 200
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]


def test_hashed_files_are_kept_for_ever_and_the_loader_is_not(client: TestClient, built: Path) -> None:
    script = client.get("/ui/chat/assets/index-Bx12_-Zq.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["content-encoding"] == "gzip"
    loader = client.get("/ui/loader/embed.js")
    assert loader.headers["cache-control"] == "no-cache"
    assert loader.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/ui/../secret.txt",
        "/ui/%2e%2e/secret.txt",
        "/ui/chat/..%2f..%2fsecret.txt",
        "/ui/chat/link.txt",
        "/ui/chat/.hidden",
        "/ui/%00",
        "/ui/",
        "/ui//etc/passwd",
        "/ui/chat",
    ],
)
def test_paths_that_leave_the_folder_do_not_exist(client: TestClient, built: Path, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert "secret" not in reply.text


def test_a_checkout_without_built_pages_says_what_to_do(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    reply = client.get("/")
    assert reply.status_code == 503
    assert "npm run build" in reply.text


def test_the_site_says_what_the_chat_page_needs(client: TestClient, faq: EntryVersion) -> None:
    site = client.get("/api/site?site=demo").json()
    assert site["zone_name"] == "云岭高新区"
    assert site["working_hours"] == "工作日 9:00—17:00"
    asked = {question["question"]: question for question in site["hot_questions"]}
    assert asked["企服中心几点上班"]["department"] == "科技创新局"


def test_metrics_count_questions_by_outcome_without_ids(client: TestClient, policy: EntryVersion) -> None:
    answer = client.post("/api/chat", json={"question": QUESTION}).json()
    client.get(f"/api/conversations/{answer['conversation_id']}")
    text = client.get("/metrics").text
    assert f'youda_questions_total{{outcome="{answer["outcome"]}",rung="{answer["rung"]}"}} 1.0' in text
    assert "youda_answer_seconds_bucket" in text
    assert "youda_index_lag_events" in text
    assert 'youda_petitions{state="submitted"}' in text
    assert 'route="/api/conversations/{conversation_id}"' in text
    assert answer["conversation_id"] not in text


def test_a_live_process_answers_even_when_it_is_not_ready(client: TestClient, runtime: Runtime) -> None:
    runtime.ready = False
    try:
        assert client.get("/healthz").text == "ok"
    finally:
        runtime.ready = True
