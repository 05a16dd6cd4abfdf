from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.actors import OPERATOR, Actor
from core.clock import FixedClock
from core.errors import ConflictError
from core.files import FileStore
from ingest.errors import UnreadableFileError
from ingest.running.run import IngestRun
from ingest.running.worker import ParserProcess
from ingest.types import Outcome, ReadLimits
from knowledge.types import EntryDraft


class MemoryWriter:
    """Keeps drafts in a list: the smallest thing that honours the protocol."""

    def __init__(self) -> None:
        self.drafts: list[EntryDraft] = []
        self.published: list[bool] = []

    def find_by_source_hash(self, sha256: str, file_name: str) -> bool:
        return any((d.source.sha256, d.source.file_name) == (sha256, file_name) for d in self.drafts)

    def write(self, drafts: list[EntryDraft], *, actor: Actor, publish: bool) -> list[str]:
        assert actor is OPERATOR
        if any("冲突" in draft.title for draft in drafts):
            raise ConflictError("An entry with this number exists; withdraw it first.")
        self.drafts += drafts
        self.published.append(publish)
        return [f"pol_{len(self.drafts)}" for _ in drafts]


@pytest.fixture(scope="module")
def parser() -> Iterator[ParserProcess]:
    with ParserProcess(ReadLimits(timeout_seconds=60)) as parser:
        yield parser


@pytest.fixture
def writer() -> MemoryWriter:
    return MemoryWriter()


@pytest.fixture
def run(writer: MemoryWriter, parser: ParserProcess, clock: FixedClock, tmp_path: Path) -> IngestRun:
    return IngestRun(writer, FileStore(str(tmp_path / "files")), clock, parser)


def test_a_run_reads_folders_and_archives_and_reports_every_file(
    run: IngestRun, writer: MemoryWriter, documents: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    (folder / "下级").mkdir(parents=True)
    (folder / "下级" / "办法.txt").write_text(documents.MEASURE, encoding="gb18030")
    (folder / "包.zip").write_bytes(documents.archive({"措施.txt": documents.OFFICIAL.encode(), "../x.txt": b"x"}))
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "空.txt").write_bytes(b"")
    seen: list[str] = []
    report = run.run([folder], actor=OPERATOR, publish=True, on_file=lambda file: seen.append(file.file_name))
    assert {(f.file_name, f.outcome, f.reason) for f in report.files} == {
        ("下级/办法.txt", Outcome.READ, None),
        ("包.zip/措施.txt", Outcome.READ, None),
        ("包.zip/../x.txt", Outcome.FAILED, "unsafe_name"),
        ("坏.pdf", Outcome.FAILED, "damaged"),
        ("空.txt", Outcome.SKIPPED, "empty"),
    }
    assert seen == [f.file_name for f in report.files]
    assert writer.published == [True, True]
    assert all(draft.source.collected_at is not None for draft in writer.drafts)


def test_a_second_run_leaves_stored_files_alone(
    run: IngestRun, writer: MemoryWriter, documents: Any, tmp_path: Path
) -> None:
    path = tmp_path / "办法.txt"
    path.write_text(documents.MEASURE)
    run.run([path], actor=OPERATOR)
    report = run.run([path], actor=OPERATOR)
    assert [f.outcome for f in report.files] == [Outcome.UNCHANGED]
    assert len(writer.drafts) == 1


def test_the_original_is_kept_byte_for_byte(
    writer: MemoryWriter, parser: ParserProcess, clock: FixedClock, documents: Any, tmp_path: Path
) -> None:
    store = FileStore(str(tmp_path / "files"))
    content = documents.MEASURE.encode("gb18030")
    IngestRun(writer, store, clock, parser).run_uploads([("C:\\政策\\办法.txt", content)], actor=OPERATOR)
    assert writer.drafts[0].source.file_name == "办法.txt"
    assert store.get(writer.drafts[0].source.sha256 or "") == content


def test_a_file_that_cannot_be_stored_does_not_end_the_run(run: IngestRun, documents: Any) -> None:
    uploads = [("a.txt", "冲突办法\n第一条 甲。\n第二条 乙。\n".encode()), ("b.txt", documents.OFFICIAL.encode())]
    report = run.run_uploads(uploads, actor=OPERATOR)
    assert [(f.outcome, f.reason) for f in report.files] == [(Outcome.FAILED, "not_stored"), (Outcome.READ, None)]


def test_an_unreadable_file_is_reported_with_its_error(run: IngestRun, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(tmp_path / "a.txt")  # a loop: opening it fails for every user
    report = run.run([path], actor=OPERATOR)
    assert report.files[0].outcome is Outcome.FAILED


def test_a_parser_that_hangs_is_stopped_and_the_next_file_is_read(documents: Any) -> None:
    with ParserProcess(ReadLimits(timeout_seconds=0.0)) as parser, pytest.raises(UnreadableFileError) as caught:
        parser.parse("a.txt", documents.MEASURE.encode())
    assert caught.value.reason == "too_slow"


def test_a_crash_of_the_parser_is_contained(documents: Any) -> None:
    with ParserProcess() as parser:
        assert parser.parse("a.txt", documents.OFFICIAL.encode())
        parser._process.kill()
        parser._process.join()
        assert parser.parse("b.txt", documents.OFFICIAL.encode())


def test_hunger_for_memory_is_refused(documents: Any) -> None:
    limits = ReadLimits(memory_bytes=420 * 1024**2)
    huge = ("第一条 甲乙丙丁。\n" * 600_000).encode()
    with ParserProcess(limits) as parser, pytest.raises(UnreadableFileError) as caught:
        parser.parse("a.txt", huge)
    assert caught.value.reason in ("too_much_memory", "parser_crashed")


def test_a_scan_is_read_from_the_recognised_text_beside_it(
    run: IngestRun, writer: MemoryWriter, documents: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "扫描.pdf").write_bytes(documents.pdf([" "]))
    (folder / "扫描.pdf.txt").write_text(documents.MEASURE)
    report = run.run([folder], actor=OPERATOR)
    assert [(f.file_name, f.outcome) for f in report.files] == [("扫描.pdf", Outcome.READ)]
    assert "recognised_text" in report.files[0].findings
    assert writer.drafts[0].source.media_type == "application/pdf"
    assert [f.outcome for f in run.run([folder], actor=OPERATOR).files] == [Outcome.UNCHANGED]
