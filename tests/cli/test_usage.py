"""Exit codes, one sentence on stderr, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Youda

COMMANDS = [
    (), ("serve",), ("ingest",), ("ask",), ("eval",), ("eval", "retrieval"), ("eval", "answers"), ("bench",),
    ("reindex",), ("backup",), ("restore",), ("migrate",), ("user", "add"), ("petitions", "due"),
    ("reports", "make"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(youda: Youda, command: tuple[str, ...]) -> None:
    found = youda(*command, "--help")
    assert found.code == 0
    assert "Usage:" in found.out


@pytest.mark.parametrize("arguments", [("nothing",), ("ask",), ("petitions", "due", "2026-11-20T10:00"),
                                       ("petitions", "due", "2026-11-20T10:00", "--days", "many")])  # fmt: skip
def test_wrong_usage_exits_with_2(youda: Youda, arguments: tuple[str, ...]) -> None:
    found = youda(*arguments)
    assert (found.code, found.out) == (2, "")


def one_sentence(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "贴息多少"),
        ("reindex",),
        ("backup", "copy.tar.gz"),
        ("restore", "none.tar.gz"),
        ("ingest", "no-such-file"),
        ("user", "add", "li", "--role", "KING"),
        ("petitions", "due", "soon", "--days", "3"),
        ("petitions", "due", "2026-11-20T10:00", "--days", "0"),
        ("eval", "retrieval", "--dataset", "nowhere"),
        ("eval", "answers", "--documents", "a.txt", "--questions", "nowhere.jsonl"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_1(
    youda: Youda, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = youda(*arguments)
    assert (found.code, found.out) == (1, "")
    assert one_sentence(found.err)


def test_a_failed_command_leaves_no_empty_base_behind(
    youda: Youda, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    youda("ask", "贴息多少", "--data", "data")
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_cannot_be_used_is_named(youda: Youda, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUDA_PORT", "many")
    found = youda("ask", "贴息多少")
    assert found.code == 1
    assert "YOUDA_PORT" in found.err


def test_a_surprise_is_one_sentence_too(youda: Youda, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.deadlines.due_report", lambda *_, **__: 1 / 0)
    found = youda("petitions", "due", "2026-11-20T10:00", "--days", "3")
    assert found.code == 1
    assert one_sentence(found.err)
    assert "ZeroDivisionError" in found.err
