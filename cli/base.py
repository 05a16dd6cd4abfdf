"""`youda migrate` and `youda reindex`: bring schema and indexes of a data folder to where they belong."""

from __future__ import annotations

import typer

from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, progress_bar, say
from core.locks import FolderOwnedError
from core.messages import message


def register(app: typer.Typer) -> None:
    """Add `migrate` and `reindex`."""
    app.command("migrate", help=message("cli.help.migrate"))(migrate)
    app.command("reindex", help=message("cli.help.reindex"))(reindex)


def migrate(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Back the database up and bring its schema to this version; a new data folder gets an empty base."""
    from api.runtime import Runtime

    runtime = Runtime(settings_for(data))
    runtime.prepare()
    runtime.database.dispose()
    if as_json:
        print_json({"migrated": True})
    else:
        say("cli.migrated", folder=runtime.settings.storage.data_dir)


def reindex(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Build the indexes anew beside the ones in use and swap; a running server is asked to do it itself."""
    from api.runtime import Runtime
    from core import outbox
    from knowledge.index.indexer import REBUILD_TOPIC

    settings = settings_for(data)
    expect_base(settings)
    runtime = Runtime(settings)
    try:
        runtime.lock.acquire("youda reindex")
    except FolderOwnedError:
        with runtime.database.unit_of_work() as session:
            outbox.put(session, REBUILD_TOPIC, {}, at=runtime.clock.now())
        runtime.database.dispose()
        print_json({"versions": None, "by_server": True}) if as_json else say("cli.reindex.by_server")
        return
    try:
        runtime.prepare()
        with progress_bar() as advance:
            count = runtime.indexer.rebuild(
                on_progress=lambda done, total: advance("cli.progress.reindex", done, total)
            )
    finally:
        runtime.stop()
    print_json({"versions": count, "by_server": False}) if as_json else say("cli.reindex.done", count=count)
