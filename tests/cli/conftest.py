"""The command run inside the test process: what it prints and how it exits."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli import main as command
from core.logging import configure_logging


@dataclass(frozen=True)
class Result:
    """What one run of the command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the one JSON object on stdout; fails when there is anything else."""
        return json.loads(self.out)


Youda = Callable[..., Result]


@pytest.fixture
def youda(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Youda:
    """Run `youda` with these arguments."""
    # Loggers keep the stream they were made with, and the captured one is closed after the test.
    with monkeypatch.context() as lasting:
        lasting.setattr(sys, "stderr", sys.__stderr__)
        configure_logging(level="error")
    monkeypatch.setattr(command, "configure_logging", lambda **_: None)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["youda", *map(str, arguments)])
        capsys.readouterr()
        try:
            command.main()
            code = 0
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A small policy in a file."""
    path = tmp_path / "贴息.txt"
    path.write_text(
        "云高管规〔2025〕3号\n关于印发《首次贷款贴息办法》的通知\n\n各企业：\n现印发给你们。\n\n云岭高新区管委会\n2025年1月6日\n\n"
        "首次贷款贴息办法\n\n第一条 为支持小微企业首次贷款，制定本办法。\n"
        "第二条 对小微企业首次贷款，按照实际支付利息的50%给予贴息，每户最高不超过20万元。\n"
        "第三条 企业应当在付息后60日内提出申请。\n第四条 本办法自2025年1月1日起施行。\n",
        encoding="utf-8",
    )
    return path
