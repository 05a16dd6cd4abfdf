from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.actors import OPERATOR
from core.errors import StorageError
from core.locks import OwnerLock
from ingest.errors import ImportRunningError
from ingest.running.pool import ParserPool
from ingest.running.run import RunOrder, Step
from ingest.types import Outcome, ReadLimits, RunStatus
from knowledge.types import EntryStatus
from tests.ingest.running.conftest import Importing, SamePlace, document
from tests.support.misbehaving import misbehaving_process

Write = Callable[[str, "str | bytes"], Path]


def test_a_run_reads_folders_and_archives_and_reports_every_file(
    importing: Importing, write: Write, folder: Path, documents: Any
) -> None:
    write("下级/办法.txt", documents.MEASURE.encode("gb18030"))
    write("包.zip", documents.archive({"措施.txt": documents.OFFICIAL.encode(), "../x.txt": b"x"}))
    write("坏.pdf", b"%PDF-1.4 broken")
    write("空.txt", b"")
    steps: list[Step] = []
    report = importing.run(folder, publish=True, on_step=steps.append)
    assert [(f.file_name, f.outcome, f.reason) for f in report.files] == [
        ("包.zip/措施.txt", Outcome.READ, None),
        ("包.zip/../x.txt", Outcome.FAILED, "unsafe_name"),
        ("坏.pdf", Outcome.FAILED, "damaged"),
        ("空.txt", Outcome.SKIPPED, "empty"),
        ("下级/办法.txt", Outcome.READ, None),
    ]
    assert [step.report and step.report.file_name for step in steps] == [f.file_name for f in report.files]
    assert [(step.done_count, step.expected_count) for step in steps][-1] == (5, 5)
    assert report.status is RunStatus.FINISHED
    assert {entry.status for entry in importing.entries()} <= {EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED}


def test_files_read_at_the_same_time_are_stored_in_the_order_they_were_met(
    importing: Importing, write: Write, folder: Path
) -> None:
    for number in range(30):
        write(f"{number:02}.txt", document(number))
    importing.parser.places = 4
    report = importing.run(folder)
    assert [f.file_name for f in report.files] == [f"{number:02}.txt" for number in range(30)]
    assert len(importing.entries()) == 30


def test_the_original_is_kept_byte_for_byte(importing: Importing, write: Write, documents: Any) -> None:
    content = documents.MEASURE.encode("gb18030")
    report = importing.run(write("办法.txt", content))
    assert importing.files.get(report.files[0].sha256 or "") == content


def test_what_a_draft_lacks_and_has_is_in_the_report(importing: Importing, write: Write, documents: Any) -> None:
    found = importing.run(write("办法.txt", documents.MEASURE)).files[0]
    assert "document_number" in found.fields_found
    assert found.block_count > 10
    assert found.edits
    bare = importing.run(write("无文号.txt", document(1))).files[0]
    assert "document_number" in bare.fields_missing


def test_a_scan_is_read_from_the_recognised_text_beside_it(
    importing: Importing, write: Write, folder: Path, documents: Any
) -> None:
    write("扫描.pdf", documents.pdf([" "]))
    write("扫描.pdf.txt", documents.MEASURE)
    report = importing.run(folder)
    assert [(f.file_name, f.outcome) for f in report.files] == [("扫描.pdf", Outcome.READ)]
    assert "recognised_text" in report.files[0].findings
    assert [f.outcome for f in importing.run(folder).files] == [Outcome.UNCHANGED]


def test_a_run_survives_every_kind_of_parser_failure_and_names_each(
    importing: Importing, write: Write, folder: Path
) -> None:
    for name in ("crash", "exit", "fault", "flood", "hang", "hungry"):
        write(f"{name}.txt", f"misbehave {name}")
    for number in range(6):
        write(f"good-{number}.txt", document(number))
    limits = ReadLimits(timeout_seconds=5, memory_bytes=1200 * 1024**2, max_output_bytes=20 * 1024**2)
    pool = ParserPool(misbehaving_process(limits) for _ in range(2))
    report = importing.make(pool, limits).run([folder], RunOrder(actor=OPERATOR))
    assert {f.file_name.split(".")[0]: f.reason for f in report.files if f.outcome is Outcome.FAILED} == {
        "crash": "parser_crashed",
        "exit": "parser_crashed",
        "fault": "parser_failed",
        "flood": "too_much_output",
        "hang": "too_slow",
        "hungry": "too_much_memory",
    }
    assert report.count(Outcome.READ) == 6


def test_asked_to_stop_a_run_ends_at_the_next_file_and_says_so(
    importing: Importing, write: Write, folder: Path
) -> None:
    for number in range(10):
        write(f"{number}.txt", document(number))
    stop = threading.Event()
    report = importing.run(folder, stop=stop, on_step=lambda step: stop.set() if step.done_count == 3 else None)
    assert report.status is RunStatus.STOPPED
    assert len(report.files) == 3
    assert len(importing.entries()) == 3


def test_control_c_ends_the_run_with_a_report(importing: Importing, write: Write, folder: Path) -> None:
    for number in range(6):
        write(f"{number}.txt", document(number))

    def interrupt(step: Step) -> None:
        if step.done_count == 2:
            raise KeyboardInterrupt

    report = importing.run(folder, on_step=interrupt)
    assert (report.status, len(report.files)) == (RunStatus.STOPPED, 2)


def test_two_runs_over_one_base_do_not_run_at_once(importing: Importing, write: Write, tmp_path: Path) -> None:
    path = write("a.txt", document(1))
    make = {"lock": OwnerLock(tmp_path / "import.lock", ImportRunningError)}
    other = OwnerLock(tmp_path / "import.lock").acquire("another import")
    with pytest.raises(ImportRunningError, match="another import"):
        importing.make(**make).run([path], RunOrder(actor=OPERATOR))
    other.release()
    assert importing.make(**make).run([path], RunOrder(actor=OPERATOR)).count(Outcome.READ) == 1


def test_a_run_waits_for_another_one_when_it_is_told_to(importing: Importing, write: Write, tmp_path: Path) -> None:
    path = write("a.txt", document(1))
    other = OwnerLock(tmp_path / "import.lock").acquire("another import")
    threading.Timer(0.5, other.release).start()
    run = importing.make(lock=OwnerLock(tmp_path / "import.lock", ImportRunningError))
    assert run.run([path], RunOrder(actor=OPERATOR, wait_seconds=20)).count(Outcome.READ) == 1


def test_a_base_that_cannot_be_written_ends_the_run_and_blames_no_file(
    importing: Importing, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        write(f"{number}.txt", document(number))
    run = importing.make()
    store, stored = run.store.store, []

    def fail_at_the_third(*args: Any, **values: Any) -> Any:
        if len(stored) == 2:
            raise StorageError("The disk of the data folder is full.")
        stored.append(args)
        return store(*args, **values)

    monkeypatch.setattr(run.store, "store", fail_at_the_third)
    with pytest.raises(StorageError):
        run.run([folder], RunOrder(actor=OPERATOR))
    report = importing.run(folder)
    assert (report.status, report.count(Outcome.READ), report.count(Outcome.FAILED)) == (RunStatus.FINISHED, 6, 0)


def test_what_curators_switched_off_for_a_site_reaches_the_parser(importing: Importing, write: Write) -> None:
    from ingest.types import ReadOptions

    wanted = ReadOptions(rules_off_by_site={"www.example.gov.cn": frozenset({"C4"})}, ocr=False)
    importing.make(options=lambda: wanted).run([write("a.txt", document(1))], RunOrder(actor=OPERATOR))
    assert importing.parser.options == [wanted]


def test_uploads_are_known_by_name_and_join_only_with_the_same_document(importing: Importing, write: Write) -> None:
    run = importing.make()
    order = RunOrder(actor=OPERATOR, publish=True)
    run.run_uploads([write("1/附件1.txt", document(1))], order)
    run.run_uploads([write("2/附件1.txt", document(2))], order)
    changed = run.run_uploads([write("3/附件1.txt", document(2, amount=9))], order)
    assert changed.files[0].outcome is Outcome.READ
    assert sorted((entry.title, entry.version) for entry in importing.entries()) == [
        ("青川市第1号企业扶持办法", 1),
        ("青川市第2号企业扶持办法", 2),
    ]


def test_nothing_is_parsed_twice_at_the_same_time_for_one_content(
    importing: Importing, write: Write, folder: Path
) -> None:
    for number in range(8):
        write(f"{number}.txt", document(1))
    importing.parser = SamePlace(places=4)
    report = importing.run(folder)
    assert [f.outcome for f in report.files] == [Outcome.READ] + [Outcome.UNCHANGED] * 7
    assert {f.reason for f in report.files[1:]} == {"duplicate_of"}
    assert len(importing.entries()) == 1
