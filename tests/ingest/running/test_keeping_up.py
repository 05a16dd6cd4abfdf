"""Coming back to a folder: what stayed, changed, moved, doubled, went away and came back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.actors import OPERATOR
from ingest.running.run import RunOrder
from ingest.types import FileReport, Outcome, RunReport
from knowledge.types import EntryStatus
from tests.ingest.running.conftest import Importing, document

Write = Callable[[str, "str | bytes"], Path]


def told(report: RunReport) -> list[tuple[str, str, str | None]]:
    return [(file.file_name, file.outcome.value, file.reason) for file in report.files]


def only(report: RunReport) -> FileReport:
    (file,) = report.files
    return file


def test_an_unchanged_file_is_not_parsed_again(importing: Importing, write: Write, folder: Path) -> None:
    write("a.txt", document(1))
    first = only(importing.run(folder))
    second = only(importing.run(folder))
    assert (second.outcome, second.reason) == (Outcome.UNCHANGED, "unchanged")
    assert second.entry_ids == first.entry_ids
    assert importing.parser.asked == ["a.txt"]


def test_the_same_file_given_by_itself_is_the_same_file(importing: Importing, write: Write, folder: Path) -> None:
    path = write("下级/a.txt", document(1))
    importing.run(folder)
    assert told(importing.run(path)) == [("a.txt", "unchanged", "unchanged")]
    assert told(importing.run(path.parent)) == [("a.txt", "unchanged", "unchanged")]
    assert len(importing.parser.asked) == 1


def test_a_changed_file_becomes_the_next_version_in_draft(importing: Importing, write: Write, folder: Path) -> None:
    write("a.txt", document(1))
    first = only(importing.run(folder, publish=True))
    write("a.txt", document(1, amount=9))
    second = only(importing.run(folder))
    assert second.entry_ids == first.entry_ids
    (entry,) = importing.entries()
    assert (entry.version, entry.status, entry.live_version) == (2, EntryStatus.DRAFT, 1)


def test_a_file_whose_document_got_a_new_title_is_still_its_next_version(
    importing: Importing, write: Write, folder: Path
) -> None:
    write("a.txt", document(1))
    write("b.txt", document(2))
    importing.run(folder, publish=True)
    write("a.txt", document(1, amount=9).replace("扶持办法", "扶持办法（修订）"))
    importing.run(folder)
    assert sorted((entry.title, entry.version) for entry in importing.entries()) == [
        ("青川市第1号企业扶持办法（修订）", 2),
        ("青川市第2号企业扶持办法", 1),
    ]


def test_two_folders_with_a_file_of_one_name_stay_apart(importing: Importing, write: Write, folder: Path) -> None:
    write("甲/附件1.txt", document(1))
    write("乙/附件1.txt", document(2))
    importing.run(folder / "甲", publish=True)
    importing.run(folder / "乙", publish=True)
    assert [entry.version for entry in importing.entries()] == [1, 1]


def test_a_file_saved_anew_with_the_same_text_makes_no_version(
    importing: Importing, write: Write, folder: Path
) -> None:
    write("a.txt", document(1))
    importing.run(folder)
    write("a.txt", document(1).encode("gb18030"))
    assert told(importing.run(folder)) == [("a.txt", "unchanged", "same_text")]
    assert told(importing.run(folder)) == [("a.txt", "unchanged", "unchanged")]
    assert [entry.version for entry in importing.entries()] == [1]


def test_again_reads_anew_and_makes_no_version_of_the_same_text(
    importing: Importing, write: Write, folder: Path
) -> None:
    write("a.txt", document(1))
    importing.run(folder, publish=True)
    assert told(importing.run(folder, publish=True, again=True)) == [("a.txt", "unchanged", "same_text")]
    assert len(importing.parser.asked) == 2
    assert [entry.version for entry in importing.entries()] == [1]


def test_a_moved_file_is_recognised_and_keeps_its_entry(importing: Importing, write: Write, folder: Path) -> None:
    path = write("a.txt", document(1))
    first = only(importing.run(folder))
    (folder / "归档").mkdir()
    path.rename(folder / "归档" / "b.txt")
    report = importing.run(folder)
    assert told(report) == [("归档/b.txt", "unchanged", "moved")]
    assert only(report).entry_ids == first.entry_ids
    assert importing.known(folder, "a.txt") is None
    write("归档/b.txt", document(1, amount=9))
    assert only(importing.run(folder)).entry_ids == first.entry_ids


def test_a_copy_is_named_with_its_original_and_stored_once(importing: Importing, write: Write, folder: Path) -> None:
    write("a.txt", document(1))
    write("b.txt", document(1))
    report = importing.run(folder)
    assert told(report) == [("a.txt", "read", None), ("b.txt", "unchanged", "duplicate_of")]
    assert report.files[1].params["other"] == "a.txt"
    assert len(importing.entries()) == 1


def test_the_same_document_in_another_format_is_named_a_duplicate(
    importing: Importing, write: Write, folder: Path, documents: Any
) -> None:
    text = documents.OFFICIAL
    write("a.txt", text)
    write("b.docx", documents.word(text.splitlines()))
    report = importing.run(folder)
    assert told(report) == [("a.txt", "read", None), ("b.docx", "unchanged", "duplicate")]
    assert report.files[1].entry_ids == report.files[0].entry_ids


def test_a_source_that_is_gone_is_reported_every_time_until_it_is_back(
    importing: Importing, write: Write, folder: Path
) -> None:
    write("a.txt", document(1))
    gone = write("b.txt", document(2))
    importing.run(folder, publish=True)
    gone.unlink()
    for _ in range(2):
        report = importing.run(folder, publish=True)
        assert told(report)[-1] == ("b.txt", "missing", "missing")
        assert report.files[-1].params["since"] == "2026-11-20"
    assert {entry.status for entry in importing.entries()} == {EntryStatus.PUBLISHED}
    write("b.txt", document(2))
    assert importing.run(folder, publish=True).count(Outcome.MISSING) == 0
    known = importing.known(folder, "b.txt")
    assert known is not None
    assert known.missing_since is None


def test_a_stopped_run_calls_nothing_missing(importing: Importing, write: Write, folder: Path) -> None:
    from threading import Event

    for number in range(5):
        write(f"{number}.txt", document(number))
    importing.run(folder)
    write("0.txt", document(0, amount=9))
    stop = Event()
    report = importing.run(folder, stop=stop, on_step=lambda _: stop.set())
    assert report.count(Outcome.MISSING) == 0


def test_reading_one_file_calls_its_neighbours_not_missing(importing: Importing, write: Write, folder: Path) -> None:
    write("a.txt", document(1))
    path = write("b.txt", document(2))
    importing.run(folder)
    (folder / "a.txt").unlink()
    assert importing.run(path).count(Outcome.MISSING) == 0
    assert importing.run(folder).count(Outcome.MISSING) == 1


def test_what_an_archive_no_longer_holds_is_missing_but_not_while_it_cannot_be_opened(
    importing: Importing, write: Write, folder: Path, documents: Any
) -> None:
    whole = {"a.txt": document(1).encode(), "b.txt": document(2).encode()}
    path = write("包.zip", documents.archive(whole))
    importing.run(folder)
    write("包.zip", documents.archive(whole)[:60])
    broken = importing.run(folder)
    assert (broken.count(Outcome.FAILED), broken.count(Outcome.MISSING)) == (1, 0)
    write("包.zip", documents.archive({"a.txt": whole["a.txt"]}))
    assert told(importing.run(path)) == [
        ("包.zip/a.txt", "unchanged", "unchanged"),
        ("包.zip/b.txt", "missing", "missing"),
    ]


def test_a_file_that_broke_is_failed_and_not_missing(importing: Importing, write: Write, folder: Path) -> None:
    write("a.txt", document(1))
    importing.run(folder)
    write("a.txt", b"%PDF-1.4 broken")
    assert told(importing.run(folder)) == [("a.txt", "failed", "damaged")]


def test_one_changed_row_of_a_sheet_changes_one_entry(
    importing: Importing, write: Write, folder: Path, documents: Any
) -> None:
    rows: list[list[object]] = [["标准问", "答案", "依据"]]
    rows += [[f"第{n}个企业问题怎么办理", f"请到第{n}号窗口办理。", "《甲办法》"] for n in range(5)]
    write("问答.xlsx", documents.workbook(rows))
    assert only(importing.run(folder, publish=True)).entry_count == 5
    rows[2][1] = "请到新的窗口办理。"
    write("问答.xlsx", documents.workbook(rows))
    changed = only(importing.run(folder, publish=True))
    assert (changed.outcome, changed.entry_count) == (Outcome.READ, 1)
    assert sorted(entry.version for entry in importing.entries()) == [1, 1, 1, 1, 2]
    write("问答.xlsx", documents.workbook(rows[:-1]))
    shorter = only(importing.run(folder, publish=True))
    assert (shorter.reason, shorter.params["count"]) == ("entries_gone", "1")
    assert len(importing.entries()) == 5


def test_a_base_from_before_there_were_books_is_taken_over(importing: Importing, write: Write, folder: Path) -> None:
    from ingest.service import read_file

    content = document(1).encode()
    with importing.database.unit_of_work() as session:
        importing.knowledge.publish_import(session, read_file("a.txt", content)[0], OPERATOR)
    write("a.txt", content)
    assert told(importing.run(folder)) == [("a.txt", "unchanged", "unchanged")]
    write("a.txt", document(1, amount=9))
    importing.make().run([folder], RunOrder(actor=OPERATOR, publish=True))
    assert [entry.version for entry in importing.entries()] == [2]
