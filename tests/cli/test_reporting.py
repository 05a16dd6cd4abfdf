"""`youda reports make`: a report of a data folder as draft, release and file."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.runtime import Runtime
from core.settings import load_settings
from tests.cli.conftest import Youda


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    runtime = Runtime(load_settings(data_dir=folder))
    runtime.prepare()
    runtime.database.dispose()
    return folder


def test_a_report_is_made_released_written_and_corrected(youda: Youda, base: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    made = youda("reports", "make", "month", "2025-11", "--data", base, "--release", "--out", file, "--json").json
    assert (made["state"], made["number"], made["figures"]["accepted"]) == ("released", 1, 0)
    assert file.read_bytes().startswith(b"PK")
    refused = youda("reports", "make", "month", "2025-11", "--data", base)
    assert refused.code == 1
    assert "更正原因" in refused.err
    public = youda("reports", "make", "month", "2025-11", "--data", base, "--reason", "补登", "--release", "--public")
    assert (public.code, "第 2 版，已发布" in public.out) == (0, True)


@pytest.mark.parametrize(
    "arguments",
    [("day", "2025"), ("month", "2025"), ("month", "2025-11", "--out", "report.pdf"), ("month", "2199-01")],
)
def test_what_cannot_be_made_is_one_sentence(youda: Youda, base: Path, arguments: tuple[str, ...]) -> None:
    found = youda("reports", "make", *arguments, "--data", base)
    assert (found.code, found.out, len(found.err.strip().splitlines())) == (1, "", 1)
