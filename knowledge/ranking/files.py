"""Folders of learned files: arrays, texts, and a manifest with their checksums, so that damage is seen on loading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import StorageError

_MANIFEST, _ARRAYS = "manifest.json", "arrays.npz"


class RankingFilesError(StorageError):
    """Files that ranking was to read are missing, damaged or of another version."""

    code = "ranking_files"

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The ranking files in '{folder.name}' cannot be used: {reason}. Choose another version with "
            "`youda models use`, or make them again with `youda train`; shipped ones come back by reinstalling `youda`."
        )


def write_folder(
    folder: Path,
    kind: str,
    format_: int,
    *,
    arrays: Mapping[str, npt.NDArray[Any]],
    texts: Mapping[str, str] | None = None,
    notes: Mapping[str, Any] | None = None,
) -> None:
    """Write arrays, texts by file name, and the manifest last, with `notes` in it."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / _ARRAYS, allow_pickle=False, **arrays)
    for name, text in (texts or {}).items():
        (folder / name).write_text(text, "utf-8")
    sums = {name: _checksum(folder / name) for name in (_ARRAYS, *(texts or {}))}
    manifest = {"kind": kind, "format": format_, "checksums": sums, "notes": dict(notes or {})}
    (folder / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")


def check_folder(folder: Path, kind: str, format_: int) -> dict[str, Any]:
    """Return the notes of a folder whose files are whole and of this kind. Raises RankingFilesError."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        found = manifest["kind"], manifest["format"]
        damaged = [name for name, value in manifest["checksums"].items() if _checksum(folder / name) != value]
        notes: dict[str, Any] = manifest["notes"]
    except FileNotFoundError as error:
        raise RankingFilesError(folder, f"'{Path(error.filename).name}' is missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RankingFilesError(folder, f"'{_MANIFEST}' cannot be read ({type(error).__name__})") from error
    if found != (kind, format_):
        raise RankingFilesError(folder, f"they are {found[0]} of format {found[1]}, not {kind} of format {format_}")
    if damaged:
        raise RankingFilesError(folder, f"'{damaged[0]}' does not match its checksum")
    return notes


def read_arrays(folder: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a folder. Raises RankingFilesError."""
    try:
        with np.load(folder / _ARRAYS, allow_pickle=False) as found:
            return dict(found)
    except (OSError, ValueError) as error:
        raise RankingFilesError(folder, f"'{_ARRAYS}' cannot be read ({error})") from error


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
