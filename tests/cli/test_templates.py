"""`youda templates`: out to a table, changed by hand, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.runtime import Runtime
from core.settings import load_settings
from tests.cli.conftest import Youda


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    runtime = Runtime(load_settings(data_dir=tmp_path / "data"))
    runtime.prepare()
    runtime.database.dispose()
    return tmp_path / "data"


def test_templates_are_exported_changed_and_imported(youda: Youda, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "templates.csv"
    exported = youda("templates", "export", file, "--data", data, "--json").json
    assert exported["templates"] > 40
    text = file.read_text("utf-8-sig")
    file.write_text(text.replace("诉求 {number} 已办结。", "诉求 {number} 办结了。"), "utf-8")
    changed = youda("templates", "import", file, "--data", data, "--json").json
    assert (changed["written"], changed["problems"]) == (["closed.petitioner"], [])
    assert youda("templates", "import", tmp_path / "none.csv", "--data", data).code == 1
    assert youda("templates", "export", tmp_path / "a.txt", "--data", data).code == 1
