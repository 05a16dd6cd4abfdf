"""How long answers take while files are being read beside the server, against the same server at rest."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from core.errors import UpstreamError
from eval.bench_corpus import policies
from eval.server_process import ServerProcess

_FILES = 150
_PASSAGES_A_FILE = 10
_SEED = 11
_START_SECONDS = 60.0


def answers_at_rest_and_while_ingesting(
    data_dir: Path, folder: Path, questions: Sequence[str]
) -> tuple[Sequence[float], Sequence[float]]:
    """Return the milliseconds of answers over HTTP before, and while `youda ingest --publish` reads into the base.

    Raises UpstreamError when the import does not run, or ends before any answer was measured.
    """
    write_sources(folder)
    with ServerProcess(data_dir) as server:
        server.load(questions[:10], clients=1)
        at_rest = server.load(questions, clients=1).milliseconds
        environment = os.environ | {"YOUDA_LOG_LEVEL": "error"}
        ingest = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "ingest", str(folder), "--data", str(data_dir), "--publish", "--json"],
            cwd=Path(__file__).parent.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            _wait_for_the_first_file(data_dir, ingest)
            meanwhile: list[float] = []
            while ingest.poll() is None:
                meanwhile += server.load(questions[:20], clients=1).milliseconds
        finally:
            ingest.kill()
            _, said = ingest.communicate()
    if ingest.returncode != 0 or not meanwhile:
        raise UpstreamError(f"The import beside the server did not run: {said.decode('utf-8', 'replace')[-500:]}")
    return at_rest, meanwhile


def write_sources(folder: Path) -> None:
    """Write policies of another seed than those the questions are about."""
    folder.mkdir(parents=True)
    for number, policy in enumerate(policies(_FILES * _PASSAGES_A_FILE, seed=_SEED)):
        (folder / f"{number}.txt").write_text(policy.as_file(), encoding="utf-8")


def _wait_for_the_first_file(data_dir: Path, ingest: subprocess.Popen[bytes]) -> None:
    """Wait until something is stored: before that the command only loads its libraries."""
    originals, deadline = data_dir / "files", time.monotonic() + _START_SECONDS
    while ingest.poll() is None and time.monotonic() < deadline:
        if originals.is_dir() and any(originals.iterdir()):
            return
        time.sleep(0.02)
