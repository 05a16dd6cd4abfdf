"""`youda petitions sweep` and `youda audit verify` on a data folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api.runtime import Runtime
from core.clock import FixedClock
from core.settings import load_settings
from petitions.types import Contact, PetitionDraft
from tests.cli.conftest import Youda


@pytest.fixture
def data(tmp_path: Path, clock: FixedClock) -> Path:
    """A data folder with one petition, filed long before the machine's own clock."""
    folder = tmp_path / "data"
    runtime = Runtime(load_settings(data_dir=folder), clock)
    runtime.prepare()
    draft = PetitionDraft(
        "补贴何时到账", "补贴申请已提交，至今没有到账，请核实。", Contact("小满", "13800001234"), consent=True
    )
    with runtime.database.unit_of_work() as session:
        runtime.petitions.file(session, draft)
    runtime.database.dispose()
    return folder


def test_a_sweep_raises_what_is_due_and_a_second_one_nothing(youda: Youda, data: Path) -> None:
    assert youda("petitions", "sweep", "--data", data, "--json").json["raised"] == {"unaccepted": 1}
    assert youda("petitions", "sweep", "--data", data, "--json").json["raised"] == {}


def test_people_read_what_a_sweep_did(youda: Youda, data: Path) -> None:
    assert "逾期未受理：1" in youda("petitions", "sweep", "--data", data).out


def test_an_intact_log_is_said_to_be_intact(youda: Youda, data: Path) -> None:
    found = youda("audit", "verify", "--data", data, "--json")
    assert (found.code, found.json["intact"], found.json["count"]) == (0, True, 1)
    assert "完整" in youda("audit", "verify", "--data", data).out


def test_a_changed_row_is_named_and_the_command_fails(youda: Youda, data: Path) -> None:
    youda("petitions", "sweep", "--data", data)
    with closing(sqlite3.connect(data / "youda.db")) as database, database:
        database.execute("DROP TRIGGER audit_log_no_update")
        database.execute("UPDATE audit_log SET actor_name = 'x' WHERE sequence = 1")
    found = youda("audit", "verify", "--data", data)
    assert found.code == 1
    assert "第 1 条" in found.out
    assert youda("audit", "verify", "--data", data, "--json").json["broken_at"] == 1


@pytest.mark.parametrize("command", [("petitions", "sweep"), ("audit", "verify")])
def test_without_a_base_nothing_is_made(youda: Youda, tmp_path: Path, command: tuple[str, str]) -> None:
    assert youda(*command, "--data", tmp_path / "none").code == 1
    assert not (tmp_path / "none").exists()
