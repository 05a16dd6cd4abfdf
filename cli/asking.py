"""`youda ask`: one question, answered by the running server of the data folder, or by opening the indexes here."""

from __future__ import annotations

import json
import ssl
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say, stdout, table
from cli.server import ADDRESS_FILE
from core.errors import UpstreamError
from core.locks import FolderOwnedError
from core.messages import message
from core.settings import Settings

_TIMEOUT_SECONDS = 120.0


def register(app: typer.Typer) -> None:
    """Add `ask`."""
    app.command("ask", help=message("cli.help.ask"))(ask)


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help=message("cli.option.question"))],
    data: DataOption = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=message("cli.option.as_of"))
    ] = None,
    region: Annotated[str | None, typer.Option(metavar="CODE", help=message("cli.option.region"))] = None,
    explain: Annotated[bool, typer.Option("--explain", help=message("cli.option.explain"))] = False,
    as_json: JsonOption = False,
) -> None:
    """Print the answer; the exchange is stored like one of the chat page."""
    settings = settings_for(data)
    expect_base(settings)
    day = as_of.date() if as_of else None
    try:
        answer = _answer_here(settings, question, day, region)
    except FolderOwnedError:
        answer = _answer_of_server(settings, question, day, region)
    if as_json:
        print_json(answer)
    else:
        _show(answer)
        if explain:
            _explain(settings, answer["message_id"])


def _answer_here(settings: Settings, question: str, as_of: date | None, region: str | None) -> dict[str, Any]:
    from api.runtime import Runtime
    from api.views.chat import answer_out
    from assistant.types import AskRequest

    runtime = Runtime(settings)
    runtime.start(label="youda ask")
    try:
        reply = runtime.assistant.ask(AskRequest(text=question, as_of=as_of, region_code=region))
        with runtime.database.unit_of_work() as session:
            runtime.assistant.record(session, reply)
    finally:
        runtime.stop()
    return answer_out(reply).model_dump(mode="json")


def _answer_of_server(settings: Settings, question: str, as_of: date | None, region: str | None) -> dict[str, Any]:
    import httpx

    url, verify = _server_of(settings.storage.data_dir / ADDRESS_FILE)
    body = {"question": question, "as_of": as_of.isoformat() if as_of else None, "region": region}
    try:
        with httpx.Client(verify=verify, trust_env=False, timeout=_TIMEOUT_SECONDS) as client:
            response = client.post(f"{url}/api/chat", json=body, headers={"Accept": "application/json"})
            found: dict[str, Any] = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise UpstreamError(message("cli.ask.unreachable", url=url, reason=type(error).__name__)) from error
    if response.is_error:
        raise UpstreamError(str(found.get("detail") or found.get("title") or response.status_code))
    return found


def _server_of(path: Path) -> tuple[str, ssl.SSLContext | bool]:
    """Return address and certificate check of the server that owns the data folder."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UpstreamError(message("cli.ask.starting")) from error
    if not found.get("tls_cert"):
        return found["url"], True
    context = ssl.create_default_context(cafile=found["tls_cert"])
    context.check_hostname = False  # we connect by loopback address to the very certificate the server shows
    return found["url"], context


def _explain(settings: Settings, message_id: str) -> None:
    """Print how the answer came about; it was stored a moment ago, by this process or the server."""
    from api.views.explaining import explained
    from assistant.answer_log import AnswerLog
    from core.database import Database

    database = Database(settings.storage.resolved_database_url)
    with database.reading() as session:
        shown = explained(session, AnswerLog(session).stored(message_id), with_conversation=False)
    database.dispose()
    rows = [
        (step.label, step.milliseconds, ", ".join(f"{name}={value}" for name, value in step.notes.items()
                                                   if name != "retrieved"))
        for step in shown.steps
    ]  # fmt: skip
    table(("cli.column.step", "cli.column.milliseconds", "cli.column.remark"), rows)
    candidates = [(c.score, c.title, c.clause_label) for step in shown.steps for c in step.candidates]
    table(("cli.column.score", "cli.column.title", "cli.column.clause"), candidates)
    setup = ", ".join(f"{name}={value}" for name, value in shown.setup.items())
    say("cli.ask.setup", setup=setup, confidence=round(shown.answer.confidence, 3))


def _page(citation: dict[str, Any]) -> str:
    return message("cli.ask.page", page=citation["page"]) if citation.get("page") else ""


def _show(answer: dict[str, Any]) -> None:
    console = stdout()
    console.print(answer["text"], markup=False)
    if answer["citations"]:
        say("cli.ask.sources")
    for citation in answer["citations"]:
        key = "cli.ask.source" if citation["document_number"] else "cli.ask.source_without_number"
        say(key, marker=citation["marker"], title=citation["title"], number=citation["document_number"],
            clause=citation["clause_label"], page=_page(citation))  # fmt: skip
        console.print(f"    {citation['quote']}", style="dim", markup=False)
    for action in answer["next_actions"]:
        console.print(f"→ {action['label']}", markup=False)
    if answer.get("disclaimer"):
        console.print(answer["disclaimer"], style="dim", markup=False)
