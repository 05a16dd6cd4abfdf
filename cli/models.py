"""`youda models` and `youda pairs`: which trained model serves, and what was confirmed to answer which question."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, progress_bar, say, table
from core.messages import message

if TYPE_CHECKING:
    from knowledge.learning.importing import LogReport
    from knowledge.learning.registry import ModelRegistry, ModelVersion

_ROWS_SHOWN = 50
_COLUMNS = ("cli.column.model", "cli.column.made_at", "cli.column.parts", "cli.column.pairs",
            "cli.column.hit_before", "cli.column.hit_after", "cli.column.remark")  # fmt: skip
NumberArgument = Annotated[int, typer.Argument(metavar="N", min=0, help=message("cli.option.model_number"))]


class Of(StrEnum):
    """What a model is of."""

    SEARCH = "search"
    CATEGORIES = "categories"


OfOption = Annotated[Of, typer.Option("--of", help=message("cli.option.model_of"))]


def register(app: typer.Typer) -> None:
    """Add `models` and `pairs` with their sub-commands."""
    models = typer.Typer(help=message("cli.help.models"), no_args_is_help=True)
    models.command("list", help=message("cli.help.models_list"))(list_models)
    models.command("use", help=message("cli.help.models_use"))(use_model)
    models.command("remove", help=message("cli.help.models_remove"))(remove_model)
    app.add_typer(models, name="models")
    pairs = typer.Typer(help=message("cli.help.pairs"), no_args_is_help=True)
    pairs.command("import", help=message("cli.help.pairs_import"))(import_pairs)
    app.add_typer(pairs, name="pairs")


def list_models(of: OfOption = Of.SEARCH, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Print every version with its figures on held-out questions, and which one serves."""
    registry = _registry(data, of)
    current, versions = registry.current_number(), registry.versions()
    if as_json:
        print_json({"current": current, "models": [_to_json(version) for version in versions]})
        return
    if versions:
        table(_COLUMNS, [_row(version) for version in versions])
    say("cli.models.current", number=current) if current else say("cli.models.shipped")


def use_model(
    number: NumberArgument, of: OfOption = Of.SEARCH, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Let a version serve; a running server takes it over within seconds, or once its index is built."""
    _registry(data, of).use(number)
    print_json({"current": number}) if as_json else say("cli.models.used", number=number)


def remove_model(
    number: NumberArgument, of: OfOption = Of.SEARCH, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Delete a version that is not in use."""
    _registry(data, of).remove(number)
    print_json({"removed": number}) if as_json else say("cli.models.removed", number=number)


def import_pairs(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.question_log"))],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep what a question log confirms; search learns from it at once. Beside a running server too."""
    from api.runtime import Runtime
    from knowledge.learning.importing import import_log
    from knowledge.learning.question_log import read_question_log

    settings = settings_for(data)
    expect_base(settings)
    rows = read_question_log(file)
    runtime = Runtime(settings)
    runtime.prepare()
    try:
        with progress_bar() as advance, runtime.database.unit_of_work() as session:
            report = import_log(
                session, runtime.learning, rows, file.name,
                on_progress=lambda done, total: advance("cli.progress.pairs", done, total),
            )  # fmt: skip
    finally:
        runtime.database.dispose()
    _print_report(report, as_json=as_json)


def _print_report(report: LogReport, *, as_json: bool) -> None:
    if as_json:
        unused = [{"line": row.line, "reason": row.reason} for row in report.unused]
        print_json({"kept": report.kept, "known": report.known, "unused": unused})
        return
    if report.unused:
        table(("cli.column.line", "cli.column.remark"), [(row.line, row.reason) for row in report.unused[:_ROWS_SHOWN]])
    say("cli.pairs.imported", kept=report.kept, known=report.known, unused=len(report.unused))


def _registry(data: Path | None, of: Of) -> ModelRegistry:
    from knowledge.learning.registry import ModelRegistry
    from petitions.suggesting.recipe import FOLDER

    settings = settings_for(data)
    expect_base(settings)
    folder = settings.storage.models_dir
    return ModelRegistry(folder / FOLDER if of is Of.CATEGORIES else folder)


def _row(version: ModelVersion) -> tuple[object, ...]:
    manifest = version.manifest
    if manifest is None:
        return version.number, None, "", None, None, None, version.damage or ""
    pairs = manifest.trained_from.get("pairs", manifest.trained_from.get("petitions"))
    before, after = (manifest.figures.get(side, {}).get("hit@1") for side in ("before", "after"))
    made = manifest.made_at.strftime("%Y-%m-%d %H:%M")
    return version.number, made, " ".join(manifest.parts), pairs, before, after, version.damage or ""


def _to_json(version: ModelVersion) -> dict[str, object]:
    manifest = version.manifest
    if manifest is None:
        return {"number": version.number, "damage": version.damage}
    return {
        "number": version.number,
        "made_at": manifest.made_at,
        "parent": manifest.parent,
        "parts": list(manifest.parts),
        "trained_from": manifest.trained_from,
        "settings": manifest.settings,
        "figures": manifest.figures,
        "damage": version.damage,
    }
