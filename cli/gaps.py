"""`youda gaps`: what is asked and not answered well, and what becomes of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption, JsonOption
from cli.output import print_json, say, table
from cli.stepping import COMMAND_LINE, ActorOption, open_desk
from core.messages import message

if TYPE_CHECKING:
    from reports.gaps.types import GapState

_READ, _EDIT = ("kb.edit", "chat.read_transcripts"), ("kb.edit",)
GapId = Annotated[str, typer.Argument(metavar="GAP", help=message("cli.option.gap_id"))]


def register(app: typer.Typer) -> None:
    """Add `gaps` with its commands."""
    group = typer.Typer(help=message("cli.help.gaps"), no_args_is_help=True)
    for name, command in (
        ("list", list_gaps),
        ("show", show),
        ("refresh", refresh),
        ("draft", draft),
        ("dismiss", dismiss),
    ):
        group.command(name, help=message(f"cli.help.gaps_{name}"))(command)
    app.add_typer(group, name="gaps")


def list_gaps(
    user: ActorOption,
    data: DataOption = None,
    state: Annotated[str, typer.Option("--state", metavar="STATE", help=message("cli.option.gap_state"))] = "open",
    department: Annotated[str | None, typer.Option(metavar="CODE", help=message("cli.option.department"))] = None,
    least: Annotated[int, typer.Option("--least", min=1, help=message("cli.option.gap_least"))] = 1,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=message("cli.option.limit"))] = 50,
    as_json: JsonOption = False,
) -> None:
    """Print gaps, those asked about most often first."""
    from reports.gaps.types import GapQuery

    query = GapQuery(_state(state), department, least=least, limit=limit)
    with open_desk(data, user, *_READ) as (runtime, _), runtime.database.reading() as session:
        total, found = runtime.gaps.list_gaps(session, query)
    if as_json:
        print_json({"total": total, "rows": [asdict(gap) for gap in found]})
        return
    table(
        [f"cli.column.{column}" for column in ("gap_id", "gap_question", "gap_times", "gap_askers", "gap_answered")],
        [(gap.id, gap.title, gap.questions, gap.askers, f"{gap.answered}/{gap.wordings}") for gap in found],
    )
    say("cli.gaps.total", total=total, shown=len(found))


def show(gap_id: GapId, user: ActorOption, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Print one gap with every way it was asked."""
    with open_desk(data, user, *_READ) as (runtime, _), runtime.database.reading() as session:
        gap, wordings = runtime.gaps.get(session, gap_id)
    if as_json:
        print_json({"gap": asdict(gap), "wordings": [asdict(wording) for wording in wordings]})
        return
    say("cli.gaps.head", title=gap.title, state=message(f"gap.state.{gap.state.value}"))
    separator = message("petition.separator")
    table(
        [f"cli.column.{column}" for column in ("gap_question", "gap_times", "gap_why", "gap_answered")],
        [
            (
                wording.text,
                wording.times,
                separator.join(message(f"gap.why.{why.value}") for why in wording.whys),
                message("cli.gaps.yes" if wording.is_answered else "cli.gaps.no"),
            )
            for wording in wordings
        ],
    )


def refresh(user: ActorOption, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Gather what was asked in vain by now."""
    with open_desk(data, user, *_EDIT) as (runtime, _), runtime.database.unit_of_work() as session:
        found = runtime.gaps.refresh(session)
    if as_json:
        print_json(asdict(found))
        return
    say("cli.gaps.refreshed", gathered=found.gathered, opened=found.opened, open=found.open)


def draft(gap_id: GapId, user: ActorOption, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Draft an FAQ for a gap, its wordings as similar questions."""
    with open_desk(data, user, *_EDIT) as (runtime, actor), runtime.database.unit_of_work() as session:
        entry_id = runtime.gaps.draft_entry(session, gap_id, None, actor, COMMAND_LINE)
    print_json({"entry_id": entry_id}) if as_json else say("cli.gaps.drafted", entry_id=entry_id)


def dismiss(
    gap_id: GapId,
    user: ActorOption,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=message("cli.option.gap_reason"))],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why a gap needs no entry."""
    with open_desk(data, user, *_EDIT) as (runtime, actor), runtime.database.unit_of_work() as session:
        gap = runtime.gaps.dismiss(session, gap_id, reason, actor, COMMAND_LINE)
    print_json(asdict(gap)) if as_json else say("cli.gaps.dismissed")


def _state(code: str) -> GapState:
    from core.errors import InvalidInputError
    from reports.gaps.types import GapState

    if code not in tuple(GapState):
        raise InvalidInputError(message("cli.gaps.unknown_state", state=code, states=", ".join(GapState)))
    return GapState(code)
