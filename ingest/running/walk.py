"""Finding the files of a run: paths, folders, and archives, whose members are read without unpacking to disk."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.readers.package import open_package
from ingest.types import Candidate, ReadLimits

_IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})

RECOGNISED = ".txt"
"""A scan may bring its recognised text as NAME.pdf.txt; it is read in the scan's place, never as a file of its own."""


def find_files(paths: Iterable[Path], limits: ReadLimits) -> Iterator[Candidate]:
    """Yield every file under `paths`, folders in order of name. Names are relative to the path that was given."""
    for path in paths:
        if path.is_dir():
            for found in _under(path):
                yield from _open(found, str(found.relative_to(path)), limits)
        elif path.exists():
            yield from _open(path, path.name, limits)
        else:
            yield Candidate(path.name, refused="not_found", params={"file": str(path)})


def _under(folder: Path) -> Iterator[Path]:
    for directory, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _IGNORED)
        for name in sorted(files):
            is_recognised_text = name.endswith(".pdf" + RECOGNISED) and name.removesuffix(RECOGNISED) in files
            if not name.startswith((".", "~$")) and name not in _IGNORED and not is_recognised_text:
                yield Path(directory) / name


def _open(path: Path, name: str, limits: ReadLimits) -> Iterator[Candidate]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        yield Candidate(name, refused="unreadable", params={"file": name, "error": error.strerror or ""})
        return
    if size > limits.max_bytes and not head.startswith(b"PK"):
        yield _refused(name, "too_large", limit_mb=limits.max_bytes // 1024**2)
    elif head.startswith(b"PK"):
        yield from _zip_or_document(path, name, limits)
    else:
        beside = path.with_name(path.name + RECOGNISED)
        yield Candidate(name, path=path, recognised=beside if beside.is_file() else None)


def _zip_or_document(path: Path, name: str, limits: ReadLimits) -> Iterator[Candidate]:
    if path.stat().st_size > limits.max_unpacked_bytes:
        yield _refused(name, "too_large", limit_mb=limits.max_unpacked_bytes // 1024**2)
        return
    content = path.read_bytes()
    try:
        is_archive = detect(name, content) is Format.ARCHIVE
    except UnreadableFileError:
        is_archive = False  # a damaged document: its reader says so
    if is_archive:
        yield from archive_members(name, content, limits)
    else:
        yield Candidate(name, path=path)


def archive_members(name: str, content: bytes, limits: ReadLimits) -> Iterator[Candidate]:
    """Yield the members of a zip archive. Unsafe names, nested archives and bombs are refused one by one."""
    try:
        package = open_package(name, content, limits)
    except UnreadableFileError as error:
        yield Candidate(name, refused=error.reason, params=error.params)
        return
    with package:
        for member in package.infolist():
            if not member.is_dir():
                yield from _member(name, package, member, limits)


def _member(name: str, package: zipfile.ZipFile, member: zipfile.ZipInfo, limits: ReadLimits) -> Iterator[Candidate]:
    inner = _decoded_name(member)
    shown = f"{name}/{inner}"
    path = PurePosixPath(inner.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        yield _refused(shown, "unsafe_name")
        return
    if path.name.startswith((".", "~$")) or _IGNORED & set(path.parts):
        return
    if member.file_size > limits.max_bytes:
        yield _refused(shown, "too_large", limit_mb=limits.max_bytes // 1024**2)
        return
    try:
        with package.open(member) as file:
            content = file.read(limits.max_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        yield _refused(shown, "damaged")
        return
    if len(content) > limits.max_bytes:  # the directory lied about the size
        yield _refused(shown, "zip_bomb")
        return
    yield Candidate(shown, content=content)


def _decoded_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; without the UTF-8 flag zipfile reads cp437, where Chinese tools wrote GBK."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _refused(name: str, reason: str, **params: object) -> Candidate:
    return Candidate(name, refused=reason, params={"file": name, **{k: str(v) for k, v in params.items()}})
