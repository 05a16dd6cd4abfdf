"""One data folder from import to restore, without a server."""

from __future__ import annotations

import json
import secrets
import tarfile
from pathlib import Path

import pytest

from core.locks import OwnerLock
from knowledge.learning.registry import ModelRegistry
from tests.cli.conftest import Youda
from tests.support.models import manifest

QUESTION = "小微企业首次贷款贴息最高多少？"


@pytest.fixture
def data(youda: Youda, document: Path, tmp_path: Path) -> Path:
    """A data folder with one published policy."""
    folder = tmp_path / "data"
    assert youda("ingest", document, "--data", folder, "--publish").code == 0
    return folder


def cited(answer: dict[str, object]) -> bool:
    return any("20万元" in citation["quote"] for citation in answer["citations"])  # type: ignore[attr-defined]


def test_ingest_prints_one_json_object_and_writes_the_report(youda: Youda, document: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    found = youda("ingest", document, "--data", tmp_path / "data", "--publish", "--report", report, "--json").json
    assert (found["read"], found["failed"], found["entries"]) == (1, 0, 1)
    assert found["files"][0]["file_name"] == document.name
    assert json.loads(report.read_text("utf-8")) == found


def test_ingesting_again_changes_nothing_and_says_so(youda: Youda, document: Path, data: Path) -> None:
    found = youda("ingest", document, "--data", data, "--publish", "--json").json
    assert (found["read"], found["unchanged"]) == (0, 1)


def test_people_see_a_row_per_file_and_why_one_was_not_read(youda: Youda, document: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/empty.txt").touch()
    document.rename(tmp_path / "in" / document.name)
    found = youda("ingest", tmp_path / "in", "--data", tmp_path / "data")
    assert found.code == 0
    assert "empty.txt" in found.out
    assert "空文件" in found.out
    assert "草稿" in found.out


def test_a_run_that_reads_nothing_exits_with_1(youda: Youda, tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 not really")
    found = youda("ingest", bad, "--data", tmp_path / "data", "--json")
    assert found.code == 1
    assert found.json["failed"] == 1


def test_ask_prints_the_object_of_the_chat_endpoint(youda: Youda, data: Path) -> None:
    answer = youda("ask", QUESTION, "--data", data, "--json").json
    assert answer["outcome"] in ("answered", "partial")
    assert cited(answer)
    assert {"conversation_id", "message_id", "next_actions", "confidence", "disclaimer"} <= set(answer)


def test_ask_takes_the_day_and_the_region(youda: Youda, data: Path) -> None:
    before = youda("ask", QUESTION, "--data", data, "--as-of", "2024-06-01", "--json").json
    assert not cited(before)
    assert youda("ask", QUESTION, "--data", data, "--as-of", "yesterday").code == 2


def test_reindex_counts_the_versions(youda: Youda, data: Path) -> None:
    assert youda("reindex", "--data", data, "--json").json == {"versions": 1, "by_server": False}


def test_beside_a_server_reindex_asks_it_and_ask_says_that_it_is_not_ready(youda: Youda, data: Path) -> None:
    with OwnerLock(data / "owner.lock").acquire("a server"):
        assert youda("reindex", "--data", data, "--json").json == {"versions": None, "by_server": True}
        found = youda("ask", QUESTION, "--data", data)
    assert (found.code, found.out) == (1, "")
    assert "稍候" in found.err


def test_ingest_works_beside_a_server(youda: Youda, data: Path, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# 租金减免\n\n租金减免三个月。\n", "utf-8")
    with OwnerLock(data / "owner.lock").acquire("a server"):
        found = youda("ingest", tmp_path / "b.md", "--data", data, "--publish", "--json")
    assert (found.code, found.json["read"]) == (0, 1)


def test_a_backup_holds_database_files_and_key_and_says_so(youda: Youda, data: Path, tmp_path: Path) -> None:
    found = youda("backup", tmp_path / "copy.tar.gz", "--data", data, "--json").json
    assert (found["files"], found["has_key"]) == (1, True)
    with tarfile.open(tmp_path / "copy.tar.gz") as archive:
        names = set(archive.getnames())
    assert {"manifest.json", "youda.db", "secret.key"} <= names
    assert (tmp_path / "copy.tar.gz").stat().st_mode & 0o077 == 0


def test_a_backup_without_the_key_says_what_is_lost(youda: Youda, data: Path, tmp_path: Path) -> None:
    found = youda("backup", tmp_path / "copy.tar.gz", "--data", data, "--without-key")
    assert "不含密钥" in found.out


def test_a_restored_folder_answers_like_the_one_that_was_backed_up(youda: Youda, data: Path, tmp_path: Path) -> None:
    youda("backup", tmp_path / "copy.tar.gz", "--data", data)
    found = youda("restore", tmp_path / "copy.tar.gz", "--data", tmp_path / "other", "--json")
    assert (found.code, found.json["has_key"]) == (0, True)
    assert cited(youda("ask", QUESTION, "--data", tmp_path / "other", "--json").json)


def test_a_backup_brings_trained_models_and_which_of_them_serves(youda: Youda, data: Path, tmp_path: Path) -> None:
    registry = ModelRegistry(data / "models")
    for _ in range(2):
        with registry.training() as folder:
            (folder / "version").mkdir()
            (folder / "version" / "notes.txt").write_text("learned", "utf-8")
            registry.keep(folder / "version", manifest())
    registry.use(2)
    youda("backup", tmp_path / "copy.tar.gz", "--data", data)
    assert youda("restore", tmp_path / "copy.tar.gz", "--data", tmp_path / "other").code == 0
    restored = ModelRegistry(tmp_path / "other" / "models")
    assert restored.current_number() == 2
    assert [version.damage for version in map(restored.open, (1, 2))] == [None, None]


def test_restore_refuses_a_folder_in_use_unless_forced(youda: Youda, data: Path, tmp_path: Path) -> None:
    youda("backup", tmp_path / "copy.tar.gz", "--data", data)
    refused = youda("restore", tmp_path / "copy.tar.gz", "--data", data)
    assert refused.code == 1
    assert "--force" in refused.err
    assert youda("restore", tmp_path / "copy.tar.gz", "--data", data, "--force").code == 0
    assert cited(youda("ask", QUESTION, "--data", data, "--json").json)


def test_a_damaged_backup_changes_nothing(youda: Youda, data: Path, tmp_path: Path) -> None:
    youda("backup", tmp_path / "copy.tar.gz", "--data", data)
    whole = (tmp_path / "copy.tar.gz").read_bytes()
    (tmp_path / "copy.tar.gz").write_bytes(whole[: len(whole) // 2])
    refused = youda("restore", tmp_path / "copy.tar.gz", "--data", data, "--force")
    assert refused.code == 1
    assert cited(youda("ask", QUESTION, "--data", data, "--json").json)


def test_an_archive_that_reaches_outside_is_not_a_backup(youda: Youda, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x", "utf-8")
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "x", "files/../../outside")
    found = youda("restore", tmp_path / "evil.tar.gz", "--data", tmp_path / "new" / "data")
    assert found.code == 1
    assert not (tmp_path / "new" / "outside").exists()


def test_a_new_account_gets_a_random_password_once(youda: Youda, data: Path) -> None:
    found = youda("user", "add", "Zhang", "--role", "cur", "--role", "REV", "--data", data, "--json").json
    assert (found["user_name"], found["roles"]) == ("zhang", ["CUR", "REV"])
    assert len(found["password"]) >= 12
    assert youda("user", "add", "zhang", "--role", "CUR", "--data", data).code == 1


def test_a_random_password_that_contains_the_user_name_is_drawn_again(
    youda: Youda, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["xx-caO-9aQ7wR2z", "k3Jm9aQ7wR2zLp4v", "a decoy for log-ins", "another"])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _size=None: next(drawn))
    made = youda("user", "add", "cao", "--role", "CUR", "--data", data, "--json")
    assert (made.code, made.json["password"]) == (0, "k3Jm9aQ7wR2zLp4v")
