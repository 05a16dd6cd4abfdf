"""`youda backup` and `youda restore`: one archive of everything that cannot be derived again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.archive import BackupContent, read_backup, write_backup
from cli.options import DataOption, JsonOption, expect_base, settings_for
from cli.output import print_json, say
from core.errors import ConflictError
from core.locks import OwnerLock
from core.messages import message


def register(app: typer.Typer) -> None:
    """Add `backup` and `restore`."""
    app.command("backup", help=message("cli.help.backup"))(backup)
    app.command("restore", help=message("cli.help.restore"))(restore)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.backup_file"))],
    data: DataOption = None,
    without_key: Annotated[bool, typer.Option("--without-key", help=message("cli.option.without_key"))] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a consistent copy of database, original files and, unless it is left out, the key; a server may run."""
    settings = settings_for(data)
    expect_base(settings)
    content = write_backup(settings.storage, file, with_key=not without_key)
    if as_json:
        print_json(_to_json(file, content))
        return
    say("cli.backup.done", file=file, files=content.file_count, megabytes=round(file.stat().st_size / 1024**2, 1))
    say("cli.backup.with_key" if content.has_key else "cli.backup.without_key")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("cli.option.restore_file"))],
    data: DataOption = None,
    force: Annotated[bool, typer.Option("--force", help=message("cli.option.force"))] = False,
    as_json: JsonOption = False,
) -> None:
    """Put a backup back; a folder that holds anything is refused without --force. Indexes are rebuilt at next start."""
    storage = settings_for(data).storage
    if storage.data_dir.is_dir() and any(storage.data_dir.iterdir()) and not force:
        raise ConflictError(message("cli.restore.not_empty", folder=storage.data_dir))
    with OwnerLock(storage.data_dir / "owner.lock").acquire("youda restore"):
        content = read_backup(file, storage)
    if as_json:
        print_json(_to_json(file, content))
        return
    say("cli.restore.done", folder=storage.data_dir, files=content.file_count)
    say("cli.restore.with_key" if content.has_key else "cli.restore.without_key")


def _to_json(file: Path, content: BackupContent) -> dict[str, object]:
    return {"file": str(file), "files": content.file_count, "has_key": content.has_key, "made_at": content.made_at}
