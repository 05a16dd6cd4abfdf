"""`youda serve`: refusals in one sentence, and a whole life as a process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.server import Listening, is_loopback
from eval.server_process import ServerProcess
from tests.cli.conftest import Youda


def test_a_port_in_use_is_one_sentence_that_names_another(youda: Youda, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = youda("serve", "--port", port, "--data", tmp_path / "data")
    assert found.code == 1
    assert f"--port {port + 1}" in found.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_plain_http_off_loopback_is_refused(youda: Youda, tmp_path: Path, host: str) -> None:
    found = youda("serve", "--host", host, "--data", tmp_path / "data")
    assert found.code == 1
    assert "--tls-cert" in found.err


def test_a_certificate_needs_its_key_and_both_must_be_there(youda: Youda, tmp_path: Path) -> None:
    assert youda("serve", "--tls-cert", tmp_path / "c.pem", "--data", tmp_path).code == 1
    found = youda("serve", "--tls-cert", tmp_path / "c.pem", "--tls-key", tmp_path / "k.pem", "--data", tmp_path)
    assert found.code == 1
    assert "c.pem" in found.err


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("localhost.org", False),
    ],
)
def test_only_this_machine_counts_as_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_server_on_all_addresses_is_reached_by_loopback() -> None:
    assert Listening("0.0.0.0", 80, None, None).url == "http://127.0.0.1:80"
    assert Listening("::", 80, Path("c"), Path("k")).url == "https://[::1]:80"


@pytest.fixture
def data(youda: Youda, document: Path, tmp_path: Path) -> Path:
    assert youda("ingest", document, "--data", tmp_path / "data", "--publish").code == 0
    return tmp_path / "data"


@pytest.fixture
def server(data: Path) -> Iterator[ServerProcess]:
    with ServerProcess(data) as running:
        yield running


@pytest.mark.server
def test_ask_goes_to_the_server_that_owns_the_folder(youda: Youda, data: Path, server: ServerProcess) -> None:
    answer = youda("ask", "小微企业首次贷款贴息最高多少？", "--data", data, "--json").json
    assert any("20万元" in citation["quote"] for citation in answer["citations"])
    assert server.ask("小微企业首次贷款贴息最高多少？")["text"] == answer["text"]


@pytest.mark.server
def test_what_is_ingested_beside_a_server_is_answered_by_it(
    youda: Youda, data: Path, server: ServerProcess, tmp_path: Path
) -> None:
    (tmp_path / "b.md").write_text("# 厂房租金减免办法\n\n符合条件的企业厂房租金减免三个月。\n", "utf-8")
    assert youda("ingest", tmp_path / "b.md", "--data", data, "--publish").code == 0
    for _ in range(100):
        if any("三个月" in citation["quote"] for citation in server.ask("厂房租金减免几个月？")["citations"]):
            return
    pytest.fail("the server never answered from the new document")


@pytest.mark.server
def test_a_second_server_is_refused_and_the_first_leaves_nothing_behind(
    youda: Youda, data: Path, server: ServerProcess
) -> None:
    assert json.loads((data / "server.json").read_text("utf-8"))["url"].startswith("http://127.0.0.1:")
    second = subprocess.run(
        [sys.executable, "-m", "cli.main", "serve", "--port", "0", "--data", str(data)],
        capture_output=True, text=True, check=False, env=os.environ | {"YOUDA_LOG_LEVEL": "error"}, timeout=120,
    )  # fmt: skip
    assert second.returncode == 1
    assert "--data" in second.stderr
    assert "Traceback" not in second.stderr
    server.stop()
    assert not (data / "server.json").exists()
