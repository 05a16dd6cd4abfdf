"""The backup archive, a tar.gz: `manifest.json`, `youda.db`, `files/…`, and what there is of `models/…` and the key."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from core.errors import InvalidInputError, StorageError
from core.messages import message
from core.settings import StorageSettings

_FORMAT = "youda-backup-1"
_DATABASE, _KEY, _FILES, _MODELS, _MANIFEST = "youda.db", "secret.key", "files", "models", "manifest.json"


@dataclass(frozen=True, slots=True)
class BackupContent:
    """What an archive holds besides the database. Without the key, encrypted contact data cannot be read again."""

    file_count: int
    has_key: bool
    made_at: str


def write_backup(storage: StorageSettings, target: Path, *, with_key: bool) -> BackupContent:
    """Write an archive of the data folder to `target`, complete or not at all.

    The database is copied by SQLite's own online backup, so writers may go on. Raises InvalidInputError for a
    database or file store that is not in a folder here, StorageError when `target` cannot be written.
    """
    _expect_local(storage)
    key = storage.data_dir / _KEY
    has_key = with_key and storage.secret_key is None and key.is_file()
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    part = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="youda-backup-") as folder:
            # Files first would miss what a row written meanwhile names; the database first never does.
            copy = _copy_database(storage, Path(folder) / _DATABASE)
            files = sorted(p for p in Path(storage.resolved_files_url).rglob("*") if _is_original(p))
            content = BackupContent(len(files), has_key, made_at)
            with tarfile.open(part, "w:gz", compresslevel=3) as archive:
                _add_manifest(archive, content)
                archive.add(copy, _DATABASE)
                for path in files:
                    archive.add(path, f"{_FILES}/{path.relative_to(storage.resolved_files_url).as_posix()}")
                for path in _model_files(storage.data_dir / _MODELS):
                    archive.add(path, path.relative_to(storage.data_dir).as_posix())
                if has_key:
                    archive.add(key, _KEY)
        part.chmod(0o600)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError(message("cli.cannot_write", file=target, reason=error.strerror or str(error))) from error
    return content


def read_backup(source: Path, storage: StorageSettings) -> BackupContent:
    """Put an archive back into the data folder, replacing what is there; indexes go, to be built anew.

    The archive is unpacked and checked beside the folder first: a damaged one changes nothing.
    Raises InvalidInputError when `source` is not a whole backup.
    """
    _expect_local(storage)
    storage.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=storage.data_dir) as folder:
        fresh = Path(folder)
        manifest = _unpack(source, fresh)
        _check_database(source, fresh / _DATABASE)
        for name in (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", "index", _FILES, _MODELS):
            _remove(storage.data_dir / name)
        (fresh / _DATABASE).replace(storage.data_dir / _DATABASE)
        (fresh / _FILES).mkdir(exist_ok=True)
        (fresh / _FILES).replace(storage.data_dir / _FILES)
        if (fresh / _MODELS).is_dir():
            (fresh / _MODELS).replace(storage.data_dir / _MODELS)
        if (fresh / _KEY).is_file():
            (fresh / _KEY).chmod(0o600)
            (fresh / _KEY).replace(storage.data_dir / _KEY)
    return BackupContent(int(manifest["files"]), bool(manifest["has_key"]), str(manifest["made_at"]))


def _expect_local(storage: StorageSettings) -> None:
    default = str(storage.data_dir.absolute() / _FILES)
    if storage.database_url is not None or storage.resolved_files_url != default:
        raise InvalidInputError(message("cli.backup.not_local"))


def _copy_database(storage: StorageSettings, target: Path) -> Path:
    source = storage.data_dir / _DATABASE
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
    return target


def _model_files(folder: Path) -> list[Path]:
    """Return the files of all whole model versions and the pointer to the one in use."""
    versions = sorted(path for path in folder.glob("[0-9]*") if path.name.isdecimal())
    pointer = folder / "CURRENT"
    files = [path for version in versions for path in sorted(version.rglob("*")) if path.is_file()]
    return [*files, *([pointer] if pointer.is_file() else [])]


def _is_original(path: Path) -> bool:
    return path.is_file() and path.suffix != ".part"


def _add_manifest(archive: tarfile.TarFile, content: BackupContent) -> None:
    manifest = {
        "format": _FORMAT, "made_at": content.made_at, "files": content.file_count, "has_key": content.has_key,
    }  # fmt: skip
    text = json.dumps(manifest).encode()
    entry = tarfile.TarInfo(_MANIFEST)
    entry.size = len(text)
    archive.addfile(entry, io.BytesIO(text))


def _unpack(source: Path, target: Path) -> dict[str, Any]:
    """Unpack plain files with the expected names only; return the manifest."""
    try:
        with tarfile.open(source, "r:*") as archive:
            for entry in archive:
                if not entry.isfile() or not _is_expected(entry.name):
                    raise InvalidInputError(message("cli.restore.not_a_backup", file=source))
                archive.extract(entry, target, filter="data")
        manifest: dict[str, Any] = json.loads((target / _MANIFEST).read_text("utf-8"))
    except FileNotFoundError as error:
        raise InvalidInputError(message("cli.restore.not_a_backup", file=source)) from error
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise InvalidInputError(message("cli.restore.damaged", file=source)) from error
    if manifest.get("format") != _FORMAT:
        raise InvalidInputError(message("cli.restore.not_a_backup", file=source))
    return manifest


def _is_expected(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_inside = parts[:1] in ((_FILES,), (_MODELS,)) and ".." not in parts and len(parts) > 1
    return name in (_DATABASE, _KEY, _MANIFEST) or is_inside


def _check_database(source: Path, path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            verdict = database.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise InvalidInputError(message("cli.restore.damaged", file=source)) from error
    if verdict != "ok":
        raise InvalidInputError(message("cli.restore.damaged", file=source))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
