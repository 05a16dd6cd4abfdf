"""Finding the files of a run: paths, folders, and archives, whose members are read without unpacking to disk."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.readers.package import open_package
from ingest.types import Candidate, ReadLimits

_IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})

RECOGNISED = ".txt"
"""A scan may bring its recognised text as NAME.pdf.txt; it is read in the scan's place, never as a file of its own."""


@dataclass(frozen=True, slots=True)
class Root:
    """A path that was given, and the name under which what lies there is known: files are known by (label, name)."""

    path: Path
    label: str

    @classmethod
    def of(cls, path: Path) -> Root:
        """Return the root of a path: a folder is its own, a file belongs to the folder it lies in.

        Links in the path stay: what lies behind "current" is the same source when the link is turned to a newer folder.
        """
        absolute = Path(os.path.abspath(path))
        return cls(absolute, printable(str(absolute if absolute.is_dir() else absolute.parent)))


class Walk:
    """Every file under some roots, lazily, folders in order of name. Names are relative to the root.

    `expected_count` is how many files there will be: it is counted beforehand, and grows while archives are opened.
    """

    def __init__(self, roots: Iterable[Root], limits: ReadLimits) -> None:
        self.roots = tuple(roots)
        self._limits = limits
        self._ahead = sum(sum(1 for _ in _files(root.path)) for root in self.roots)
        self._met = 0

    @property
    def expected_count(self) -> int:
        return self._met + max(0, self._ahead)

    def __iter__(self) -> Iterator[Candidate]:
        for root in self.roots:
            for found in _files(root.path):
                self._ahead -= 1
                for candidate in self._open(root, found):
                    self._met += 1
                    yield replace(candidate, root=root.label)

    def _open(self, root: Root, found: Candidate) -> Iterator[Candidate]:
        if found.path is None or found.refused is not None:
            yield found
            return
        relative = found.path.relative_to(root.path) if found.path != root.path else Path(found.path.name)
        yield from _open(found.path, printable(relative.as_posix()), self._limits)


def find_files(paths: Iterable[Path], limits: ReadLimits) -> Iterator[Candidate]:
    """Yield every file under `paths`, as a run meets them."""
    yield from Walk(map(Root.of, paths), limits)


def printable(name: str) -> str:
    """Return a file name as text: one that is not UTF-8 on disk is read as GB18030, or else has its bytes spelt out."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "backslashreplace")
    return name


def _files(path: Path) -> Iterator[Candidate]:
    """Yield what lies under a path, unopened: files, and folders that cannot be entered."""
    if path.is_dir():
        yield from _under(path)
    elif os.path.lexists(path):
        yield Candidate(printable(path.name), path=path)
    else:
        yield Candidate(printable(path.name), refused="not_found", params={"file": printable(str(path))})


def _under(folder: Path) -> Iterator[Candidate]:
    closed: list[OSError] = []
    for directory, folders, files in os.walk(folder, onerror=closed.append):
        yield from _closed(folder, closed)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _IGNORED)
        for name in folders:
            # Not entered: a link may lead back to where it stands.
            if os.path.islink(os.path.join(directory, name)):
                yield _refused(_relative(folder, directory, name), "linked_folder", is_skipped=True)
        for name in sorted(files):
            is_recognised_text = name.endswith(".pdf" + RECOGNISED) and name.removesuffix(RECOGNISED) in files
            if not name.startswith((".", "~$")) and name not in _IGNORED and not is_recognised_text:
                yield Candidate(printable(name), path=Path(directory) / name)
    yield from _closed(folder, closed)


def _closed(folder: Path, closed: list[OSError]) -> Iterator[Candidate]:
    """Yield the folders that could not be listed, once each."""
    for error in closed:
        name = printable(os.path.relpath(error.filename or folder, folder))
        yield _refused(name, "unreadable", error=error.strerror or "")
    closed.clear()


def _relative(folder: Path, directory: str, name: str) -> str:
    return printable(Path(directory, name).relative_to(folder).as_posix())


def _open(path: Path, name: str, limits: ReadLimits) -> Iterator[Candidate]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
            yield _refused(name, "not_a_file", is_skipped=True)
            return
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        yield _refused(name, "unreadable", error=error.strerror or "")
        return
    if status.st_size > limits.max_bytes and not head.startswith(b"PK"):
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
    try:
        content = path.read_bytes()
    except OSError as error:
        yield _refused(name, "unreadable", error=error.strerror or "")
        return
    if is_archive(name, content):
        yield from archive_members(name, content, limits)
    else:
        yield Candidate(name, path=path)


def is_archive(name: str, content: bytes) -> bool:
    """Say whether a file is a plain zip archive, not a document in a zip container."""
    try:
        return content.startswith(b"PK") and detect(name, content) is Format.ARCHIVE
    except UnreadableFileError:
        return False  # a damaged document: its reader says so


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
    if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0]:
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
        yield _refused(shown, "encrypted" if member.flag_bits & 0x1 else "damaged")
        return
    if len(content) > limits.max_bytes:  # the directory lied about the size
        yield _refused(shown, "zip_bomb")
        return
    yield Candidate(shown, content=content)


def _decoded_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; without the UTF-8 flag zipfile reads cp437, where Chinese tools wrote GBK."""
    if member.flag_bits & 0x800:
        return printable(member.filename)
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return printable(member.filename)


def _refused(name: str, reason: str, *, is_skipped: bool = False, **params: object) -> Candidate:
    params = {"file": name, **params}
    return Candidate(name, refused=reason, is_skipped=is_skipped, params={k: str(v) for k, v in params.items()})
