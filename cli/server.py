"""`youda serve`: one process that answers, works tickets and keeps its indexes level."""

from __future__ import annotations

import gc
import ipaddress
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption, settings_for
from cli.output import table, tell
from core.errors import ConflictError, InvalidInputError
from core.logging import configure_logging
from core.messages import message
from core.settings import ServerSettings, Settings

if TYPE_CHECKING:
    from api.runtime import Runtime

ADDRESS_FILE = "server.json"
_GRACE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how the server listens."""

    host: str
    port: int
    tls_cert: Path | None
    tls_key: Path | None

    @property
    def url(self) -> str:
        """Return the address for this machine: a server on all addresses is reached by loopback."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # compared, not bound
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self.tls_cert else 'http'}://{shown}:{self.port}"


def register(app: typer.Typer) -> None:
    """Add `serve`."""
    app.command("serve", help=message("cli.help.serve"))(serve)


def serve(
    host: Annotated[str | None, typer.Option(metavar="H", help=message("cli.option.host"))] = None,
    port: Annotated[int | None, typer.Option(metavar="P", min=0, max=65535, help=message("cli.option.port"))] = None,
    data: DataOption = None,
    sample: Annotated[bool, typer.Option("--sample", help=message("cli.option.sample"))] = False,
    tls_cert: Annotated[Path | None, typer.Option(metavar="FILE", help=message("cli.option.tls_cert"))] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="FILE", help=message("cli.option.tls_key"))] = None,
) -> None:
    """Serve until interrupted."""
    settings = settings_for(data)
    configure_logging(level=settings.server.log_level, human=sys.stderr.isatty())
    wanted = Listening(host or settings.server.host, settings.server.port if port is None else port, tls_cert, tls_key)
    check_exposure(wanted, settings.server)
    with bound(wanted) as (listener, listening):
        _serve(settings, listener, listening, sample=sample)


def check_exposure(listening: Listening, server: ServerSettings) -> None:
    """Refuse plain HTTP where others can listen in (DESIGN §8). Raises InvalidInputError saying what to do."""
    if (listening.tls_cert is None) != (listening.tls_key is None):
        raise InvalidInputError(message("cli.serve.tls_pair"))
    for file in (listening.tls_cert, listening.tls_key):
        if file is not None and not file.is_file():
            raise InvalidInputError(message("cli.serve.tls_file", file=file))
    if listening.tls_cert is None and not is_loopback(listening.host) and not server.allow_plain_http:
        raise InvalidInputError(message("cli.serve.plain_http", host=listening.host))


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches `host`; a name counts only if it is localhost."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@contextmanager
def bound(wanted: Listening) -> Iterator[tuple[socket.socket, Listening]]:
    """Take the port before anything else is done. Raises ConflictError saying what to do when it is taken."""
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((wanted.host, wanted.port))
        except OSError as error:
            key = "cli.serve.port_in_use" if error.errno == 98 else "cli.serve.cannot_listen"
            raise ConflictError(
                message(key, host=wanted.host, port=wanted.port, next=wanted.port + 1, reason=error.strerror or "")
            ) from error
        port = int(listener.getsockname()[1])
        yield listener, Listening(wanted.host, port, wanted.tls_cert, wanted.tls_key)
    finally:
        listener.close()


def _serve(settings: Settings, listener: socket.socket, listening: Listening, *, sample: bool) -> None:
    gc.disable()  # there is no garbage in modules that are being loaded; looking for it took a tenth of the start
    import uvicorn

    from api.app import create_app
    from api.runtime import Runtime

    gc.freeze()
    gc.enable()

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop by the system ends as cleanly as Ctrl+C
    runtime = Runtime(settings)
    runtime.start(label=f"youda serve, {listening.url}")
    try:
        if sample:
            _load_sample(runtime)
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(runtime),
                log_config=None,
                access_log=False,  # every request has its line from the application
                proxy_headers=False,  # the application itself knows which proxies it believes
                server_header=False,
                ws="none",  # nothing here speaks WebSocket; its library need not load
                timeout_graceful_shutdown=_GRACE_SECONDS,
                ssl_certfile=listening.tls_cert,
                ssl_keyfile=listening.tls_key,
            )
        )
        listener.listen()  # from here on connections wait instead of being refused
        with _address_published(settings.storage.data_dir / ADDRESS_FILE, listening):
            tell("cli.serve.ready", url=settings.server.public_url or listening.url, console=f"{listening.url}/console")
            with suppress(KeyboardInterrupt):  # uvicorn raises the signal again once it has ended all requests
                server.run(sockets=[listener])
    finally:
        runtime.stop()


def _load_sample(runtime: Runtime) -> None:
    """Load the sample base on first start, make it searchable, and print the logins once."""
    from api.sample import ask_sample_questions, load_sample

    tell("cli.serve.loading_sample")
    logins = load_sample(runtime)
    runtime.indexer.follow_once()
    if logins:
        ask_sample_questions(runtime)
        tell("cli.serve.logins")
        rows = [(message(f"auth.role.{login.role.value}"), login.user_name, login.password) for login in logins]
        table(("cli.column.role", "cli.column.user_name", "cli.column.password"), rows)


@contextmanager
def _address_published(path: Path, listening: Listening) -> Iterator[None]:
    """Tell other commands of this data folder where the server is, for as long as it runs."""
    certificate = str(listening.tls_cert.resolve()) if listening.tls_cert else None
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"url": listening.url, "pid": os.getpid(), "tls_cert": certificate}), "utf-8")
    part.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
