"""A folder of every format, some files broken: all are named; killed and resumed, nothing is lost or doubled."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from core.database import Database
from ingest.tables import IngestFileRow, IngestRunRow, KnownFileRow
from knowledge.tables import EntryRow, PassageRow, VersionRow
from tests.support.mixed_folder import MixedFolder, write_mixed_folder
from tests.support.processes import PeakMemory

MOST_MEGABYTES = 1536
SMALL, LARGE = 60, pytest.param(2000, marks=pytest.mark.long)

pytestmark = pytest.mark.server


def start(folder: Path, data: Path, *, largest_file_bytes: int | None = None) -> subprocess.Popen[bytes]:
    """Start `youda ingest` as an operator does; with a largest file, writing fails as on a full disk."""

    def limit() -> None:
        if largest_file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file_bytes, largest_file_bytes))

    environment = os.environ | {"YOUDA_PARSE_TIMEOUT_SECONDS": "120", "PYTHONPATH": os.getcwd()}
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", "ingest", str(folder), "--data", str(data), "--publish", "--json"],
        preexec_fn=limit, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    out, said = process.communicate()
    assert process.returncode == 0, said.decode()[-2000:]
    found: dict[str, Any] = json.loads(out)
    return found


def check_every_file_is_named(made: MixedFolder, found: dict[str, Any]) -> None:
    by_name = {file["file_name"]: file for file in found["files"]}
    not_read = {name: (by_name[name]["outcome"], by_name[name]["reason"]) for name in made.good
                if by_name[name]["outcome"] != "read"}  # fmt: skip
    assert not_read == {}
    for name, reasons in made.broken.items():
        told = [file for shown, file in by_name.items() if shown == name or shown.startswith(f"{name}/")]
        assert len(told) == 1, name
        assert told[0]["reason"] in reasons, (name, told[0]["reason"])
        assert told[0]["remark"]
    assert len(found["files"]) == len(made.good) + len(made.broken)


def check_everything_is_there_once(data: Path, made: MixedFolder) -> None:
    """Compare the base with the books: no entry, version, passage or row lost or doubled."""
    database = Database(f"sqlite:///{data / 'youda.db'}")
    try:
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(IngestRunRow)) == 1
            rows = list(session.scalars(select(IngestFileRow)))
            read = [row.report for row in rows if row.outcome == "read"]
            assert Counter(row.file_name for row in rows).most_common(1)[0][1] == 1
            assert {report["file_name"] for report in read} == made.good
            known = list(session.scalars(select(KnownFileRow)))
            assert {row.file_name for row in known} == made.good
            ids = [entry_id for report in read for entry_id in report["entry_ids"]]
            assert len(ids) == len(set(ids)) == sum(report["entry_count"] for report in read)
            assert set(ids) == set(session.scalars(select(EntryRow.id)))
            versions = session.execute(select(VersionRow.entry_id, VersionRow.version, VersionRow.status)).all()
            assert sorted(row.entry_id for row in versions) == sorted(ids)
            assert {(row.version, row.status) for row in versions} == {(1, "published")}
            passages = session.scalar(select(func.count()).select_from(PassageRow))
            assert passages == sum(report["passage_count"] for report in read)
    finally:
        database.dispose()


@pytest.mark.timeout(3000)
@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_one_run_reads_what_can_be_read_and_names_what_cannot(tmp_path: Path, count: int) -> None:
    made = write_mixed_folder(tmp_path / "in", count)
    begun = time.monotonic()
    process = start(tmp_path / "in", tmp_path / "data")
    with PeakMemory(process.pid) as peak:
        found = finish(process)
    seconds = time.monotonic() - begun
    sys.stdout.write(
        f"\n{count} files, {found['passages']} passages: {found['passages'] / seconds:.0f} passages/s with start and "
        f"index ({seconds:.0f} s), {found['passages_per_second']:.0f}/s read and stored; peak {peak.megabytes:.0f} MB\n"
    )
    check_every_file_is_named(made, found)
    check_everything_is_there_once(tmp_path / "data", made)
    assert peak.megabytes < MOST_MEGABYTES


@pytest.mark.timeout(3000)
@pytest.mark.parametrize(("count", "kills"), [(SMALL, 1), pytest.param(2000, 5, marks=pytest.mark.long)])
def test_killed_and_started_again_a_run_loses_and_doubles_nothing(tmp_path: Path, count: int, kills: int) -> None:
    made, data, chance = write_mixed_folder(tmp_path / "in", count), tmp_path / "data", random.Random(20261121)
    for number in range(kills):
        wanted = round(count * (number + chance.random()) / (kills + 1)) + 1
        process = start(tmp_path / "in", data)
        while count_rows(data) < wanted and process.poll() is None:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.communicate()
    before = reports(data)
    assert 0 < len(before) < len(made.good) + len(made.broken), "no kill hit the run while it was reading"
    found = finish(start(tmp_path / "in", data))
    after = reports(data)
    assert {name: after[name] for name in before} == before  # their seconds too: none was read again
    check_every_file_is_named(made, found)
    check_everything_is_there_once(data, made)


def count_rows(data: Path) -> int:
    return len(reports(data)) if (data / "youda.db").exists() else 0


def reports(data: Path) -> dict[str, Any]:
    """Return the reports in the books by file name; none while there is no schema yet."""
    import sqlite3

    with sqlite3.connect(f"file:{data / 'youda.db'}?mode=ro", uri=True) as connection:
        try:
            rows = connection.execute("SELECT file_name, report FROM ingest_run_files").fetchall()
        except sqlite3.OperationalError:
            return {}
    return {name: json.loads(report) for name, report in rows}


def test_a_full_disk_ends_the_run_with_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    made, data = write_mixed_folder(tmp_path / "in", SMALL), tmp_path / "data"
    process = start(tmp_path / "in", data, largest_file_bytes=1_300_000)
    out, said = process.communicate()
    assert (process.returncode, out) == (1, b"")
    assert len(said.decode().strip().splitlines()) == 1
    assert "disk" in said.decode()
    assert 0 < count_rows(data) < SMALL
    found = finish(start(tmp_path / "in", data))
    check_every_file_is_named(made, found)
    check_everything_is_there_once(data, made)
