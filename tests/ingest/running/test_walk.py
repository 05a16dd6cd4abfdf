"""What lies in folders of real machines: links in circles, pipes, names of other systems, files being written."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.running.walk import Root, Walk, find_files
from ingest.types import Outcome, ReadLimits
from tests.ingest.running.conftest import Importing, document

Write = Callable[[str, "str | bytes"], Path]


def names(*paths: Path) -> dict[str, str | None]:
    return {candidate.name: candidate.refused for candidate in find_files(paths, ReadLimits())}


def test_a_folder_that_holds_a_link_to_itself_is_walked_once(folder: Path, write: Write) -> None:
    write("甲/a.txt", "x")
    (folder / "甲" / "again").symlink_to(folder)
    assert names(folder) == {"甲/a.txt": None, "甲/again": "linked_folder"}


def test_links_in_a_circle_and_to_nowhere_are_unreadable(folder: Path) -> None:
    (folder / "a.txt").symlink_to(folder / "b.txt")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "c.txt").symlink_to(folder / "none")
    assert names(folder) == {"a.txt": "unreadable", "b.txt": "unreadable", "c.txt": "unreadable"}


@pytest.mark.timeout(20)
def test_a_pipe_is_skipped_and_not_waited_for(folder: Path, importing: Importing) -> None:
    os.mkfifo(folder / "pipe.txt")
    report = importing.run(folder)
    assert [(f.outcome, f.reason) for f in report.files] == [(Outcome.SKIPPED, "not_a_file")]


def test_names_of_other_systems_are_read_as_gb18030_or_spelt_out(folder: Path, importing: Importing) -> None:
    for name in ("办法.txt".encode("gb18030"), b"bad\xff.txt"):
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:
            file.write(document(len(name)).encode())
    report = importing.run(folder)
    assert {f.file_name for f in report.files} == {"办法.txt", "bad\\xff.txt"}
    assert {f.outcome for f in importing.run(folder).files} == {Outcome.UNCHANGED}


def test_what_lies_in_a_folder_that_cannot_be_listed_is_not_called_missing(
    importing: Importing, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("closed/a.txt", document(1))
    importing.run(folder)
    scandir = os.scandir

    def refuse(path: Any = ".") -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = importing.run(folder)
    assert [(f.file_name, f.outcome, f.reason) for f in report.files] == [("closed", Outcome.FAILED, "unreadable")]


def test_a_file_that_is_being_written_is_read_whole_or_not_at_all(
    importing: Importing, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.txt", document(1))
    monkeypatch.setattr("ingest.running.reading._PAUSE_SECONDS", 0.05)
    stop = threading.Event()

    def keep_writing() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            os.utime(path, ns=(number, number))

    writer = threading.Thread(target=keep_writing)
    writer.start()
    time.sleep(0.05)
    read = os.fstat

    def slow(handle: int) -> os.stat_result:
        time.sleep(0.02)
        return read(handle)

    monkeypatch.setattr("ingest.running.reading.os.fstat", slow)
    try:
        report = importing.run(path)
    finally:
        stop.set()
        writer.join()
        monkeypatch.undo()
    assert [(f.outcome, f.reason) for f in report.files] == [(Outcome.FAILED, "being_written")]
    assert importing.run(path).count(Outcome.READ) == 1


def test_a_walk_knows_how_many_files_there_will_be(folder: Path, write: Write, documents: Any) -> None:
    write("a.txt", "x")
    write("包.zip", documents.archive({"1.txt": b"x", "2.txt": b"y", "3.txt": b"z"}))
    walk = Walk([Root.of(folder)], ReadLimits())
    assert walk.expected_count == 2
    assert [walk.expected_count for _ in walk] == [2, 2, 3, 4]


@pytest.mark.long
def test_a_folder_of_100_000_files_is_walked_lazily(folder: Path) -> None:
    for number in range(100):
        (folder / f"{number:03}").mkdir()
        for inner in range(1000):
            os.close(os.open(folder / f"{number:03}" / f"{inner:03}.txt", os.O_CREAT | os.O_WRONLY))
    walk = Walk([Root.of(folder)], ReadLimits())
    assert walk.expected_count == 100_000
    candidates = iter(walk)
    assert [next(candidates).name for _ in range(2)] == ["000/000.txt", "000/001.txt"]


def test_a_locked_archive_is_named(importing: Importing, write: Write, documents: Any) -> None:
    content = bytearray(documents.archive({"a.txt": document(1).encode()}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    report = importing.run(write("包.zip", bytes(content)))
    assert {f.reason for f in report.files} == {"encrypted"}
