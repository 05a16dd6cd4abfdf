"""Old office files (DOC, WPS, RTF, ODT, XLS, ET …), made new by LibreOffice where it is installed.

LibreOffice runs as a child with a profile, a folder and limits of its own: it runs no macro, follows no link, and is
ended with everything it started when it takes too long.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format
from ingest.types import ReadLimits

OFF = "off"
MODERN = {Format.OLD_TEXT: Format.WORD, Format.OLD_SHEET: Format.SHEET}
"""What an old format is read as once it is converted."""

_SUFFIXES = {Format.OLD_TEXT: ("doc", "docx"), Format.OLD_SHEET: ("xls", "xlsx")}
_SHARE_OF_TIME = 0.75
"""LibreOffice gives up before the parser does, so that it never outlives the process that would end it."""

_MEMORY_BYTES = 4 * 1024**3
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def find_libreoffice(setting: str | None) -> str | None:
    """Return the program that a deployment converts with: the one it names, else one on the PATH; None for none."""
    if setting == OFF:
        return None
    return shutil.which(setting) if setting else shutil.which("soffice") or shutil.which("libreoffice")


def modernise(name: str, content: bytes, format_: Format, limits: ReadLimits, setting: str | None) -> bytes:
    """Return an old office file as DOCX or XLSX (by MODERN).

    Raises UnreadableFileError: `old_office` (skipped) without LibreOffice, `too_slow`, `too_large`, `not_converted`.
    """
    program = find_libreoffice(setting)
    if program is None:
        raise UnreadableFileError("old_office", skipped=True, file=name)
    old, new = _SUFFIXES[format_]
    with tempfile.TemporaryDirectory(prefix="youda-office-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        source, target = folder / f"document.{old}", folder / "converted"
        source.write_bytes(content)
        profile = folder / "profile" / "user" / "registrymodifications.xcu"
        profile.parent.mkdir(parents=True)
        profile.write_text(_PROFILE, encoding="utf-8")
        _run(name, program, folder, ["--convert-to", new, "--outdir", str(target), str(source)], limits)
        return _result(name, target / f"document.{new}", limits)


def _run(name: str, program: str, folder: Path, arguments: list[str], limits: ReadLimits) -> None:
    command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
    command.append(f"-env:UserInstallation={(folder / 'profile').as_uri()}")
    seconds = limits.timeout_seconds * _SHARE_OF_TIME
    try:
        process = subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableFileError("old_office", skipped=True, file=name) from error
    try:
        _limit(process.pid, seconds, limits)
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError("too_slow", file=name, seconds=int(seconds)) from error
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Return what LibreOffice gets to know: none of our settings, and a home of its own."""
    home = str(folder)
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8"}


def _limit(pid: int, seconds: float, limits: ReadLimits) -> None:
    """Give the child limits of its own: the parser's memory limit, which it inherits, is too low for LibreOffice."""
    if not hasattr(resource, "prlimit"):  # only Linux has it
        return
    wanted = {
        resource.RLIMIT_AS: _MEMORY_BYTES,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_FSIZE: limits.max_unpacked_bytes,
    }
    with suppress(ProcessLookupError):
        for kind, value in wanted.items():
            _, hard = resource.prlimit(pid, kind)
            resource.prlimit(pid, kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _result(name: str, made: Path, limits: ReadLimits) -> bytes:
    if not made.is_file() or made.is_symlink():
        raise UnreadableFileError("not_converted", file=name)
    if made.stat().st_size > limits.max_bytes:
        raise UnreadableFileError("too_large", file=name, limit_mb=limits.max_bytes // 1024**2)
    return made.read_bytes()
