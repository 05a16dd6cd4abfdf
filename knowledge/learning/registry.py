"""Versions of trained models under `<data>/models`: numbered folders that never change, and a pointer to one of them.

A version is written beside and renamed when it is whole, so a killed training leaves nothing that could be used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import StorageError
from core.locks import OwnerLock
from knowledge.learning.errors import DamagedModelError, ModelInUseError, ModelNotFoundError, TrainingRunsError

SHIPPED = 0
"""The number of what the product brings: no folder, nothing learned but the confirmed pairs themselves."""

_FORMAT = 1
_CURRENT, _MANIFEST, _PART = "CURRENT", "manifest.json", ".part"


@dataclass(frozen=True, slots=True)
class ModelManifest:
    """What a version was made from, and how well it did.

    `trained_from` counts pairs by origin and what the base held; `figures` are of the held-out questions, before and
    after; `parts` says which parts the version brings (signals, ranker, table), the rest is the shipped one.
    `files` maps a path inside the folder to its SHA-256.
    """

    number: int
    made_at: datetime
    parent: int
    parts: tuple[str, ...]
    trained_from: dict[str, int]
    settings: dict[str, Any]
    figures: dict[str, Any]
    files: dict[str, str] = field(default_factory=dict)
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A version as it lies on disk. `damage` says why it cannot be used, None when it can."""

    number: int
    folder: Path
    manifest: ModelManifest | None
    damage: str | None = None

    def part(self, name: str) -> Path | None:
        """Return the folder of a part, None when this version does not bring it."""
        return self.folder / name if self.manifest and name in self.manifest.parts else None


class ModelRegistry:
    """The model versions of one data folder. Reading needs no folder: without one, the shipped model is current."""

    def __init__(self, root: Path) -> None:
        self._root = root

    # -- reading -----------------------------------------------------------------------------------------------

    def current_number(self) -> int:
        """Return the number of the version in use, `SHIPPED` when none was chosen or the pointer is unreadable."""
        try:
            text = (self._root / _CURRENT).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return SHIPPED
        return int(text) if text.isdecimal() else SHIPPED

    def versions(self) -> list[ModelVersion]:
        """Return every version, oldest first, damaged ones too. Reads manifests, not the files they name."""
        numbers = sorted(int(path.name) for path in self._root.glob("[0-9]*") if path.name.isdecimal())
        return [self._read(number) for number in numbers]

    def open(self, number: int) -> ModelVersion:
        """Return a version whose files were checked. Raises ModelNotFoundError, DamagedModelError."""
        if not self._folder(number).is_dir():
            raise ModelNotFoundError(number)
        version = self._read(number)
        damage = version.damage or _first_damage(version)
        if damage:
            raise DamagedModelError(number, damage)
        return version

    # -- writing -----------------------------------------------------------------------------------------------

    def use(self, number: int) -> None:
        """Point at a version, or at the shipped one. Raises ModelNotFoundError, DamagedModelError."""
        if number != SHIPPED:
            self.open(number)
        with _explained(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            _write_atomically(self._root / _CURRENT, f"{number}\n")

    def remove(self, number: int) -> None:
        """Delete a version that is not in use. Raises ModelNotFoundError, ModelInUseError."""
        if not self._folder(number).is_dir() or number == SHIPPED:
            raise ModelNotFoundError(number)
        if number == self.current_number():
            raise ModelInUseError(number)
        with _explained(self._root):
            gone = self._folder(number).rename(self._root / f"{number:04d}{_PART}")
            shutil.rmtree(gone)

    @contextmanager
    def training(self) -> Iterator[Path]:
        """Lend an empty folder to train in; whatever is left in it goes in the end. One training at a time.

        Raises TrainingRunsError.
        """
        with _explained(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
        with OwnerLock(self._root / "training.lock", TrainingRunsError).acquire("youda train"):
            with _explained(self._root):
                for left in self._root.glob(f"*{_PART}"):  # of a killed run
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
                folder = self._root / f"training{_PART}"
                folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def keep(self, folder: Path, manifest: ModelManifest) -> ModelVersion:
        """Make a version of what was trained in `folder`; it is not in use yet. `number` and `files` are filled in."""
        with _explained(self._root):
            taken = [int(path.name) for path in self._root.glob("[0-9]*") if path.name.isdecimal()]
            number = max([self.current_number(), *taken]) + 1
            files = {
                str(path.relative_to(folder)): _sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()
            }
            written = asdict(manifest) | {"number": number, "files": files, "made_at": manifest.made_at.isoformat()}
            _write_atomically(folder / _MANIFEST, json.dumps(written, ensure_ascii=False, indent=1))
            folder.rename(self._folder(number))
        return self._read(number)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _folder(self, number: int) -> Path:
        return self._root / f"{number:04d}"

    def _read(self, number: int) -> ModelVersion:
        folder = self._folder(number)
        try:
            row = json.loads((folder / _MANIFEST).read_text("utf-8"))
            row |= {"made_at": datetime.fromisoformat(row["made_at"]), "parts": tuple(row["parts"])}
            manifest = ModelManifest(**row)
        except FileNotFoundError:
            return ModelVersion(number, folder, None, f"'{_MANIFEST}' is missing")
        except (OSError, ValueError, TypeError, KeyError):
            return ModelVersion(number, folder, None, f"'{_MANIFEST}' cannot be read")
        if manifest.format != _FORMAT:
            return ModelVersion(number, folder, None, f"it has format {manifest.format}, this version reads {_FORMAT}")
        return ModelVersion(number, folder, manifest)


def _first_damage(version: ModelVersion) -> str | None:
    assert version.manifest is not None
    for name, sha256 in version.manifest.files.items():
        path = version.folder / name
        if not path.is_file():
            return f"'{name}' is missing"
        if _sha256(path) != sha256:
            return f"'{name}' does not match its checksum"
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write_atomically(path: Path, text: str) -> None:
    part = path.with_suffix(_PART)
    with part.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


@contextmanager
def _explained(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The model folder '{root}' cannot be written ({error.strerror}). Check its space and permissions; "
            "the model in use was not changed."
        ) from error
