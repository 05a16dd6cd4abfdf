"""Old office files: converted where LibreOffice is, refused with advice where it is not, and never waited for."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.readers.office import find_libreoffice
from ingest.running.worker import ParserProcess
from ingest.service import parse_file
from ingest.types import ReadLimits, ReadOptions

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNING = """#!{python}
import pathlib, subprocess, sys, time
arguments = sys.argv[1:]
assert arguments[0] == "--headless", arguments
assert any(a.startswith("-env:UserInstallation=file://") for a in arguments), arguments
suffix = arguments[arguments.index("--convert-to") + 1]
folder = pathlib.Path(arguments[arguments.index("--outdir") + 1])
source = pathlib.Path(arguments[-1])
target = folder / (source.stem + "." + suffix)
folder.mkdir()
"""


def ole(stream: str) -> bytes:
    """Return the beginning of a compound file whose directory names a stream."""
    name = stream.encode("utf-16-le") + b"\x00\x00"
    entry = name.ljust(64, b"\x00") + len(name).to_bytes(2, "little")
    return OLE.ljust(512, b"\x00") + b"R\x00".ljust(128, b"\x01") + entry.ljust(128, b"\x00") + b"x" * 512


def program(folder: Path, action: str) -> str:
    """Return a program that is called as LibreOffice is."""
    path = folder / "soffice"
    path.write_text(_BEGINNING.format(python=sys.executable) + action, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def reason(content: bytes, libreoffice: str, limits: ReadLimits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        parse_file("a.doc", content, limits, ReadOptions(libreoffice=libreoffice))
    return caught.value.reason


@pytest.mark.parametrize(
    ("stream", "format_"),
    [
        ("WordDocument", Format.OLD_TEXT),
        ("Workbook", Format.OLD_SHEET),
        ("Book", Format.OLD_SHEET),
        ("PowerPoint Document", Format.SLIDES),
        ("EncryptedPackage", Format.ENCRYPTED),
        ("__properties_version1.0", Format.MAIL),
        ("Contents", Format.OLD_TEXT),
    ],
)
def test_a_compound_file_is_told_by_its_streams(stream: str, format_: Format) -> None:
    assert detect("a.bin", ole(stream)) is format_


def test_words_of_the_text_are_not_taken_for_streams() -> None:
    content = ole("WordDocument") + b"\x00" * 3 + "EncryptedPackage".encode("utf-16-le") + b"\x00\x00"
    assert detect("a.doc", content) is Format.OLD_TEXT


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.rtf", rb"{\rtf1\ansi text}"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'),
        ("a.xml", b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"><pkg:part/></pkg:package>'),
    ],
)
def test_other_old_texts_are_recognised(name: str, content: bytes) -> None:
    assert detect(name, content) is Format.OLD_TEXT


def test_without_libreoffice_the_reader_is_told_what_to_do() -> None:
    assert reason(ole("WordDocument"), "off") == "old_office"
    assert reason(ole("WordDocument"), "no-such-program") == "old_office"
    with pytest.raises(UnreadableFileError) as caught:
        parse_file("a.doc", ole("WordDocument"), None, ReadOptions(libreoffice="off"))
    assert caught.value.skipped
    assert "DOCX" in caught.value.message


def test_the_program_that_is_named_wins_over_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = program(tmp_path, "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_libreoffice(None) == named
    assert find_libreoffice(named) == named
    assert find_libreoffice("off") is None


def test_a_converted_text_is_read_under_its_own_name(tmp_path: Path, documents: Any) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(documents.numbered_word())
    soffice = program(tmp_path, f"target.write_bytes(pathlib.Path({str(made)!r}).read_bytes())")
    content = ole("WordDocument")
    parsed = parse_file("检查.wps", content, None, ReadOptions(libreoffice=soffice))
    assert "第一条 为规范检查，制定本办法。" in parsed.drafts[0].body
    assert parsed.drafts[0].source.file_name == "检查.wps"
    assert parsed.drafts[0].source.sha256 != ""


def test_a_converted_sheet_is_read(tmp_path: Path, documents: Any) -> None:
    made = tmp_path / "made.xlsx"
    made.write_bytes(documents.workbook([["类别", "金额"], ["甲", 1]]))
    soffice = program(
        tmp_path, f"assert suffix == 'xlsx'; target.write_bytes(pathlib.Path({str(made)!r}).read_bytes())"
    )
    parsed = parse_file("标准.et", ole("Workbook"), None, ReadOptions(libreoffice=soffice))
    assert parsed.drafts[0].body.endswith("类别 | 金额\n甲 | 1")


@pytest.mark.parametrize(
    "action",
    [
        "sys.exit(3)",
        "pass",
        "import os; os.kill(os.getpid(), 9)",
        "target.symlink_to('/etc/hostname')",
        "target.mkdir()",
    ],
)
def test_a_conversion_that_gives_nothing_is_named(tmp_path: Path, action: str) -> None:
    assert reason(ole("WordDocument"), program(tmp_path, action)) == "not_converted"


def test_a_conversion_that_gives_something_else_is_named_damaged(tmp_path: Path) -> None:
    assert reason(ole("WordDocument"), program(tmp_path, "target.write_bytes(b'not a zip')")) == "damaged"


def test_a_conversion_that_gives_too_much_is_stopped(tmp_path: Path) -> None:
    grows = program(tmp_path, "file = target.open('wb')\nwhile True: file.write(b'x' * 1048576)")
    limits = ReadLimits(max_bytes=1024**2, max_unpacked_bytes=8 * 1024**2, timeout_seconds=60)
    assert reason(ole("WordDocument"), grows, limits) == "too_large"


def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    hangs = program(
        tmp_path,
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(mark)!r}).write_text(str(child.pid))\ntime.sleep(60)",
    )
    started = time.monotonic()
    assert reason(ole("WordDocument"), hangs, ReadLimits(timeout_seconds=4)) == "too_slow"
    assert time.monotonic() - started < 20
    assert not _is_running(int(mark.read_text()))


def _is_running(pid: int) -> bool:
    for _ in range(50):
        try:
            os.kill(pid, 0)
            if sys.platform == "linux" and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return False
        except (ProcessLookupError, FileNotFoundError):
            return False
        time.sleep(0.1)
    return True


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_real_program_converts_inside_the_limits_of_the_parser() -> None:
    text = r"{\rtf1\ansi\ansicpg936 \u31532?\u19968?\u26465?\u12288?\u30002?\u12290?\par}"
    with ParserProcess(ReadLimits(memory_bytes=2 * 1024**3)) as parser:
        parsed = parser.parse("a.rtf", text.encode(), ReadOptions())
    assert parsed.drafts[0].body == "第一条 甲。"
