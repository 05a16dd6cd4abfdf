"""Imports over HTTP: uploading, following, stopping, going on, the report."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.imports import ImportQueue, Upload
from api.runtime import Runtime
from core.actors import OPERATOR, Role
from ingest.types import RunStatus
from tests.api.conftest import Staff

SECONDS = 90


def policy(number: int) -> bytes:
    lines = [
        f"云岭高新区导入测试第{number}号办法",
        "",
        "第一条 为了测试导入，制定本办法。",
        "第二条 本办法自2026年1月1日起施行。",
    ]
    return "\n".join(lines).encode()


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def start(curator: Staff, *files: tuple[str, bytes]) -> str:
    reply = curator.send("POST", "/api/staff/imports", files=[("files", file) for file in files])
    assert reply.status_code == 202, reply.text
    return str(reply.json()["run_id"])


def wait_for(curator: Staff, run_id: str, status: str = "finished") -> dict[str, Any]:
    deadline = time.monotonic() + SECONDS
    while (found := curator.get(f"/api/staff/imports/{run_id}").json())["run"]["status"] != status:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found  # type: ignore[no-any-return]


@pytest.fixture
def curator(log_in: Callable[..., Staff]) -> Staff:
    return log_in(Role.CURATOR)


def test_uploads_are_read_in_the_background_and_followed_by_their_run(curator: Staff, runtime: Runtime) -> None:
    most = runtime.settings.server.upload_max_mb * 1024 * 1024
    run_id = start(
        curator,
        ("甲.txt", policy(1)),
        ("../甲.txt", policy(2)),
        ("包.zip", archive({"乙.txt": policy(3), "空.txt": b""})),
        ("坏.pdf", b"%PDF-1.4 broken"),
        ("大.txt", b"x" * (most + 1)),
    )
    found = wait_for(curator, run_id)
    run = found["run"]
    assert (run["done_count"], run["expected_count"], run["remaining_seconds"]) == (6, 6, None)
    assert run["counts"] == {"read": 3, "unchanged": 0, "skipped": 1, "failed": 2, "missing": 0}
    assert [(f["file_name"], f["outcome"]) for f in found["files"]] == [
        ("大.txt", "failed"),
        ("坏.pdf", "failed"),
        ("包.zip/空.txt", "skipped"),
        ("甲.txt", "read"),
        ("甲 (2).txt", "read"),
        ("包.zip/乙.txt", "read"),
    ]
    assert all(f["reason"] for f in found["files"][:3])
    kept, deadline = runtime.settings.storage.data_dir / "incoming" / run_id, time.monotonic() + 20
    while kept.exists() and time.monotonic() < deadline:  # swept up a moment after the run is closed
        time.sleep(0.05)
    assert not kept.exists()
    detail = curator.get(f"/api/staff/knowledge/{found['files'][3]['entry_ids'][0]}/versions/1").json()
    assert detail["document"]["status"] == "draft"


def test_files_of_a_run_come_in_pages_and_by_outcome(curator: Staff) -> None:
    run_id = start(curator, *((f"页{number}.txt", policy(100 + number)) for number in range(3)), ("空.txt", b""))
    wait_for(curator, run_id)
    page = curator.get(f"/api/staff/imports/{run_id}", params={"outcome": "read", "offset": 1, "limit": 1}).json()
    assert (page["file_total"], [f["file_name"] for f in page["files"]]) == (3, ["页1.txt"])


def test_the_list_shows_the_newest_run_first(curator: Staff) -> None:
    first = start(curator, ("一.txt", policy(200)))
    wait_for(curator, first)
    second = start(curator, ("二.txt", policy(201)))
    wait_for(curator, second)
    found = curator.get("/api/staff/imports", params={"limit": 2}).json()
    assert [row["run_id"] for row in found["rows"]] == [second, first]
    assert found["total"] >= 2


def test_the_report_is_an_object_for_programs_and_a_page_for_people(curator: Staff) -> None:
    run_id = start(curator, ("报告.txt", policy(300)), ("<b>.pdf", b"%PDF-1.4 broken"))
    wait_for(curator, run_id)
    found = curator.get(f"/api/staff/imports/{run_id}/report").json()
    assert (found["run_id"], found["read"], found["failed"]) == (run_id, 1, 1)
    page = curator.get(f"/api/staff/imports/{run_id}/report", params={"format": "html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "script-src" not in page.headers["content-security-policy"]
    assert "sandbox" in page.headers["content-security-policy"]
    assert "&lt;b&gt;.pdf" in page.text
    assert curator.get(f"/api/staff/imports/{run_id}/report", params={"format": "pdf"}).status_code == 422


def test_a_finished_run_stays_as_it_is_when_stopped_and_cannot_go_on(curator: Staff) -> None:
    run_id = start(curator, ("停.txt", policy(400)))
    wait_for(curator, run_id)
    assert curator.post(f"/api/staff/imports/{run_id}/stop").json()["status"] == "finished"
    refused = curator.post(f"/api/staff/imports/{run_id}/resume")
    assert (refused.status_code, refused.json()["code"]) == (409, "uploads_gone")


def test_a_stopped_run_goes_on_where_it_was(curator: Staff, runtime: Runtime) -> None:
    with runtime.imports._ingest._lock.acquire("another import"):  # type: ignore[union-attr]
        run_id = start(curator, *((f"续{number}.txt", policy(500 + number)) for number in range(3)))
        curator.post(f"/api/staff/imports/{run_id}/stop")
    stopped = wait_for(curator, run_id, "stopped")["run"]
    deadline = time.monotonic() + SECONDS
    while not stopped["can_resume"]:
        assert time.monotonic() < deadline
        stopped = curator.get(f"/api/staff/imports/{run_id}").json()["run"]
    assert stopped["done_count"] == 0
    assert curator.post(f"/api/staff/imports/{run_id}/resume").status_code == 202
    assert wait_for(curator, run_id)["run"]["counts"]["read"] == 3


def test_who_may_edit_only_some_entries_may_not_import(log_in: Callable[..., Staff]) -> None:
    interpreter = log_in(Role.INTERPRETER, department="HR")
    reply = interpreter.send("POST", "/api/staff/imports", files=[("files", ("a.txt", policy(1)))])
    assert reply.status_code == 403


def test_what_a_killed_server_left_is_marked_and_can_be_read_by_the_next_one(runtime: Runtime, tmp_path: Path) -> None:
    killed = ImportQueue(runtime.ingest, tmp_path, most_megabytes=1)
    run_id = killed._keep([Upload("遗.txt", io.BytesIO(policy(600)), 10)], OPERATOR)  # and then the power failed
    assert runtime.ingest.store.progress(run_id).status is RunStatus.RUNNING
    following = ImportQueue(runtime.ingest, tmp_path, most_megabytes=1)
    following.start()
    assert runtime.ingest.store.progress(run_id).status is RunStatus.STOPPED
    assert following.can_resume(run_id)
    following.resume(run_id, OPERATOR)
    deadline = time.monotonic() + SECONDS
    while runtime.ingest.store.progress(run_id).status is not RunStatus.FINISHED:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    following.close()
    assert runtime.ingest.store.report(run_id).files[0].file_name == "遗.txt"
