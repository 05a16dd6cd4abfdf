"""A run that was cut short goes on where it was, the same run with the same report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.actors import OPERATOR
from ingest.errors import RunNotFoundError
from ingest.repository import IngestRepository
from ingest.running.run import RunOrder
from ingest.types import Outcome, RunStatus
from tests.ingest.running.conftest import Importing, SamePlace, document

Write = Callable[[str, "str | bytes"], Path]


class Killed(SamePlace):
    """A parser after whose n-th file the process is gone, as far as the books can tell."""

    class Gone(BaseException):
        """What nothing in the run can catch and tidy up after."""


@pytest.fixture
def cut_short(importing: Importing, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Start a run over ten files, two of them bad, and take its process away after six; return its id."""
    for number in range(10):
        write(f"{number}.txt", document(number) if number not in (2, 3) else "%PDF-1.4 broken" if number == 2 else "")
    seen: list[str] = []

    def go(step: object) -> None:
        seen.append(step.run_id)  # type: ignore[attr-defined]
        if len(seen) == 6:
            raise Killed.Gone

    run = importing.make()
    with monkeypatch.context() as dead:
        dead.setattr(run.store, "finish", lambda *_, **__: None)  # a killed process finishes nothing
        with pytest.raises(Killed.Gone):
            run.run([folder], RunOrder(actor=OPERATOR, on_step=go))
    return seen[0]


def test_the_books_say_that_it_never_ended(importing: Importing, cut_short: str) -> None:
    progress = importing.make().store.progress(cut_short)
    assert (progress.status, progress.done_count, progress.expected_count) == (RunStatus.RUNNING, 6, 10)
    assert progress.remaining_seconds is not None


def test_it_goes_on_without_reading_finished_files_again(importing: Importing, folder: Path, cut_short: str) -> None:
    before = importing.make().store.report(cut_short).files
    importing.parser.asked.clear()
    report = importing.run(folder)
    assert report.run_id == cut_short
    assert sorted(importing.parser.asked) == ["6.txt", "7.txt", "8.txt", "9.txt"]
    assert report.files[:6] == before
    assert [f.file_name for f in report.files] == [f"{n}.txt" for n in range(10)]
    counts = (report.count(Outcome.READ), report.count(Outcome.FAILED), report.count(Outcome.SKIPPED))
    assert counts == (8, 1, 1)
    assert report.status is RunStatus.FINISHED
    assert len(importing.entries()) == 8


def test_a_finished_file_that_changed_meanwhile_is_read_again_in_its_place(
    importing: Importing, write: Write, folder: Path, cut_short: str
) -> None:
    write("2.txt", document(2))
    report = importing.run(folder)
    assert (report.files[2].file_name, report.files[2].outcome) == ("2.txt", Outcome.READ)
    assert len(report.files) == 10


def test_another_order_is_another_run(importing: Importing, folder: Path, cut_short: str) -> None:
    assert importing.run(folder, publish=True).run_id != cut_short


def test_a_finished_run_is_not_taken_up_again(importing: Importing, folder: Path, cut_short: str) -> None:
    importing.run(folder)
    assert importing.run(folder).run_id != cut_short


def test_a_run_left_behind_is_marked_when_a_server_starts(importing: Importing, cut_short: str) -> None:
    run = importing.make()
    assert run.stop_abandoned() == 1
    assert run.store.progress(cut_short).status is RunStatus.STOPPED
    assert run.stop_abandoned() == 0


def test_pages_of_a_run_show_what_failed_first(importing: Importing, folder: Path, cut_short: str) -> None:
    importing.run(folder)
    store = importing.make().store
    total, files = store.files(cut_short, offset=0, limit=3)
    assert (total, [f.file_name for f in files]) == (10, ["2.txt", "3.txt", "0.txt"])
    total, files = store.files(cut_short, offset=7, limit=5, outcome=Outcome.READ)
    assert (total, [f.file_name for f in files]) == (8, ["9.txt"])
    assert store.list_runs(offset=0, limit=5)[0] == 1


def test_a_run_that_never_was_is_named(importing: Importing) -> None:
    with importing.database.reading() as session, pytest.raises(RunNotFoundError, match="run_x"):
        IngestRepository(session).report("run_x")
