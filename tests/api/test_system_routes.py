"""What an administrator sees of the system: audit rows, settings without secrets, the index and its rebuilding."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from api.runtime import Runtime
from core.actors import Role
from core.outbox import OutboxRow
from knowledge.index.indexer import REBUILD_TOPIC
from tests.api.conftest import Staff

LogIn = Callable[..., Staff]


def test_deeds_are_listed_newest_first_and_found_by_action_and_words(log_in: LogIn) -> None:
    admin = log_in(Role.ADMINISTRATOR)
    admin.post("/api/staff/system/rebuild-index")
    found = admin.get("/api/staff/audit", params={"action": "index.", "limit": 1}).json()
    assert found["total"] >= 1
    row = found["rows"][0]
    assert (row["action"], row["object_id"], row["actor_id"]) == ("index.rebuild", "knowledge", admin.account_id)
    sequences = [row["sequence"] for row in admin.get("/api/staff/audit").json()["rows"]]
    assert sequences == sorted(sequences, reverse=True)
    assert admin.get("/api/staff/audit", params={"q": "no such thing"}).json()["total"] == 0
    assert admin.get("/api/staff/audit", params={"q": "%"}).json()["total"] == 0


def test_a_supervisor_sees_the_own_deeds_only(log_in: LogIn) -> None:
    supervisor = log_in(Role.SUPERVISOR)
    rows = supervisor.get("/api/staff/audit").json()["rows"]
    assert rows
    assert {row["actor_id"] for row in rows} == {supervisor.account_id}


def test_settings_are_shown_without_secrets(log_in: LogIn) -> None:
    shown = log_in(Role.ADMINISTRATOR).get("/api/staff/system").json()
    settings = {setting["variable"]: setting for group in shown["settings"] for setting in group["settings"]}
    assert settings["YOUDA_EMBEDDER"]["value"] == shown["index"]["embedder"]
    assert settings["YOUDA_DATA_DIR"]["is_default"] is False
    assert all(setting["value"] == "" for setting in settings.values() if setting["is_secret"])
    assert shown["index"]["ready"] is True


def test_a_rebuild_is_asked_for_through_the_outbox(log_in: LogIn, runtime: Runtime) -> None:
    def asked() -> int:
        with runtime.database.reading() as session:
            statement = select(func.count()).select_from(OutboxRow).where(OutboxRow.topic == REBUILD_TOPIC)
            return session.scalar(statement) or 0

    before = asked()
    answer = log_in(Role.ADMINISTRATOR).post("/api/staff/system/rebuild-index")
    assert answer.status_code == 200, answer.text
    assert asked() == before + 1
