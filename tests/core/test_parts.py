"""The small parts everything rests on: clock, ids, locks, files, vault, settings, logs."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import FixedClock, SystemClock
from core.errors import InvalidInputError, NotFoundError, StorageError, TooManyRequestsError
from core.files import FileStore
from core.ids import new_id
from core.locks import FolderOwnedError, OwnerLock
from core.settings import load_settings
from core.vault import Vault, load_or_create_key

# -- clock -----------------------------------------------------------------------------------------------------


def test_today_is_the_date_in_shanghai_and_not_in_utc() -> None:
    clock = FixedClock(datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    assert clock.today() == date(2027, 1, 1)
    clock.advance_to(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    assert clock.today() == date(2026, 12, 31)


def test_the_clock_of_the_machine_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


# -- ids -------------------------------------------------------------------------------------------------------


def test_ids_are_unique_url_safe_and_sort_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [new_id("pol") for _ in range(2_000)]
    assert len(set(ids)) == len(ids)
    assert all(i.startswith("pol_") and i.isascii() and i.replace("_", "").isalnum() for i in ids)
    monkeypatch.setattr("core.ids.time.time", lambda: 1.0)
    early = new_id("pol")
    monkeypatch.setattr("core.ids.time.time", lambda: 1e9)
    assert early < new_id("pol")


# -- locks -----------------------------------------------------------------------------------------------------


def test_a_lock_is_free_again_when_its_process_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "owner.lock"
    program = "import sys,time; from pathlib import Path; from core.locks import OwnerLock\n"
    program += "OwnerLock(Path(sys.argv[1])).acquire('other'); print('held', flush=True); time.sleep(60)"
    root = Path(__file__).parent.parent.parent
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(FolderOwnedError, match=f"other, pid {process.pid}"):
            OwnerLock(path).acquire("mine")
        process.kill()
        process.wait()
    OwnerLock(path).acquire("mine").release()


def test_releasing_twice_does_no_harm(tmp_path: Path) -> None:
    lock = OwnerLock(tmp_path / "deep" / "owner.lock").acquire("mine")
    lock.release()
    lock.release()


# -- files -----------------------------------------------------------------------------------------------------


@given(st.binary(max_size=300))
def test_files_come_back_byte_for_byte_under_their_digest(content: bytes) -> None:
    store = FileStore("memory://originals")
    digest = store.put(content)
    assert store.get(digest) == content
    assert store.put(content) == digest


def test_a_file_that_was_never_kept_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="backup"):
        FileStore(str(tmp_path)).get("0" * 64)


def test_a_store_that_cannot_be_written_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match="YOUDA_FILES_URL"):
        FileStore(str(tmp_path / "file")).put(b"x")


# -- vault -----------------------------------------------------------------------------------------------------


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret.key"
    key = load_or_create_key(path)
    assert load_or_create_key(path) == key
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_what_is_encrypted_is_read_only_with_its_key() -> None:
    token = Vault("one").encrypt({"phone": "13812345678", "name": "小满"})
    assert "13812345678" not in token
    assert Vault("one").decrypt(token) == {"phone": "13812345678", "name": "小满"}
    with pytest.raises(StorageError, match="YOUDA_SECRET_KEY"):
        Vault("two").decrypt(token)
    with pytest.raises(StorageError):
        Vault("one").decrypt(token[:-4] + "AAAA")


def test_tags_are_equal_for_equal_values_under_one_key_only() -> None:
    assert Vault("one").tag("5678") == Vault("one").tag("5678")
    assert len({Vault("one").tag("5678"), Vault("one").tag("5679"), Vault("two").tag("5678")}) == 3
    assert Vault("one").signing_key("a") != Vault("one").signing_key("b")


# -- settings --------------------------------------------------------------------------------------------------


@pytest.fixture
def no_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in list(os.environ):
        if name.startswith("YOUDA_"):
            monkeypatch.delenv(name)
    return monkeypatch


def test_the_defaults_work_offline_on_a_laptop(no_environment: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    assert settings.storage.resolved_database_url == "sqlite:///data/youda.db"
    assert Path(settings.storage.resolved_files_url).is_absolute()
    assert settings.server.host == "127.0.0.1"
    assert settings.knowledge.embedder == "static"
    assert settings.zone.region is None


def test_the_option_wins_over_the_environment_and_the_environment_over_the_default(
    no_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    no_environment.setenv("YOUDA_DATA_DIR", "from-environment")
    no_environment.setenv("YOUDA_PORT", "9001")
    no_environment.setenv("YOUDA_TRUSTED_PROXIES", '["10.0.0.1"]')
    assert load_settings().storage.data_dir == Path("from-environment")
    settings = load_settings(data_dir=tmp_path)
    assert (settings.storage.data_dir, settings.server.port) == (tmp_path, 9001)
    assert settings.server.trusted_proxies == ["10.0.0.1"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("YOUDA_PORT", "eighty"), ("YOUDA_PORT", "0"), ("YOUDA_LOG_LEVEL", "loud"), ("YOUDA_TRUSTED_PROXIES", "10.0.0.1")],
)
def test_a_value_that_cannot_be_used_is_named_in_one_sentence(
    no_environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    no_environment.setenv(name, value)
    with pytest.raises(InvalidInputError, match=name):
        load_settings()


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ({"END": "24"}, "less than or equal to 23"),
        ({"END": "9"}, "begins at 9"),
        ({"START": "17"}, "begins at 17"),
        ({"START": "20", "END": "8"}, "begins at 20"),
    ],
)
def test_a_working_day_ends_on_the_day_it_begins_and_later(
    no_environment: pytest.MonkeyPatch, hours: dict[str, str], reason: str
) -> None:
    for name, hour in hours.items():
        no_environment.setenv(f"YOUDA_WORK_{name}_HOUR", hour)
    with pytest.raises(InvalidInputError, match=f"YOUDA_WORK_END_HOUR.*{reason}"):
        load_settings()


def test_secrets_are_not_shown_when_settings_are_printed(no_environment: pytest.MonkeyPatch) -> None:
    no_environment.setenv("YOUDA_SECRET_KEY", "hunter2")
    no_environment.setenv("YOUDA_OPENAI_API_KEYS", '["hunter3"]')
    assert "hunter" not in repr(load_settings())


# -- errors and logs -------------------------------------------------------------------------------------------


def test_an_error_that_asks_to_wait_says_for_how_long() -> None:
    error = TooManyRequestsError("Wait.", retry_after_seconds=30)
    assert (error.code, error.status, error.retry_after_seconds) == ("too_many_requests", 429, 30)


def test_logs_are_one_json_object_a_line() -> None:
    program = (
        "from core.logging import configure_logging, get_logger\n"
        "configure_logging(level='info'); log = get_logger('m')\n"
        "log.info('done', count=3); log.debug('hidden')\n"
        "try: 1 / 0\nexcept ZeroDivisionError: log.exception('failed', id='msg_1')"
    )
    root = Path(__file__).parent.parent.parent
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True)
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [(line["event"], line["module"], line["level"]) for line in lines] == [
        ("done", "m", "info"),
        ("failed", "m", "error"),
    ]
    assert "ZeroDivisionError" in lines[1]["exception"]
    assert ran.stdout == ""
