"""The report of a run: the sums, and the page that people read and print."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import html

from core.messages import has_message
from ingest.cleaning.rules import RULES
from ingest.description.fields import EXPECTED
from ingest.running.report_page import report_page
from ingest.running.summary import report_json, summarise
from ingest.types import FileReport, Loss, Outcome, RunReport, RunStatus

READ = FileReport(
    file_name="办法.txt", outcome=Outcome.READ, titles=("青川市办法",), entry_ids=("pol_1",), entry_count=1,
    clause_count=10, passage_count=8, block_count=12, table_count=1, findings=("no_issue_date",),
    fields_found=("document_number",),
    fields_missing=("issued_on",), edits={"C1": 3, "C4": 1}, losses=(Loss(code="watermark", count=2),), seconds=0.5,
)  # fmt: skip
FAILED = FileReport(
    file_name="<script>alert(1)</script>\x07\u202e.pdf", outcome=Outcome.FAILED, reason="damaged",
    params={"file": "<script>alert(1)</script>\x07\u202e.pdf"}, seconds=0.1,
)  # fmt: skip
MISSING = FileReport(
    file_name="旧.txt", outcome=Outcome.MISSING, reason="missing", params={"file": "旧.txt", "since": "2026-11-20"}
)
SKIPPED = FileReport(file_name="空.txt", outcome=Outcome.SKIPPED, reason="empty", params={"file": "空.txt"})
REPORT = RunReport(
    files=(READ, SKIPPED, FAILED, READ, MISSING), seconds=4.0, run_id="run_1", status=RunStatus.FINISHED,
    started_at=datetime(2026, 11, 20, 2, 20, tzinfo=UTC), finished_at=datetime(2026, 11, 20, 2, 21, tzinfo=UTC),
    roots=("policies",),
)  # fmt: skip


def test_sums_are_those_worked_out_by_hand() -> None:
    found = summarise(REPORT)
    assert found.outcomes == {"read": 2, "unchanged": 0, "skipped": 1, "failed": 1, "missing": 1}
    assert (found.entries, found.blocks, found.clauses, found.tables, found.passages) == (2, 24, 20, 2, 16)
    assert (found.fields_found, found.fields_missing) == ({"document_number": 2}, {"issued_on": 2})
    assert (found.edits, found.losses) == ({"C1": 6, "C4": 2}, {"watermark": 4})
    assert found.reasons == {"damaged": 1, "empty": 1, "missing": 1}
    assert (found.seconds_per_file, found.passages_per_second) == (0.5, 4.0)
    assert found.slowest[0] == ("办法.txt", 0.5)


def test_a_run_without_files_divides_by_nothing() -> None:
    empty = RunReport(files=(), seconds=0.0)
    assert summarise(empty).passages_per_second == 0.0
    assert "无" in report_page(empty)


def test_the_json_names_every_file_with_its_sentence() -> None:
    found = report_json(REPORT)
    assert (found["read"], found["failed"], found["run_id"]) == (2, 1, "run_1")
    remarks = [file["remark"] for file in found["files"]]  # type: ignore[attr-defined]
    assert remarks[0] is None
    assert "空文件" in remarks[1]


def test_the_page_stands_alone_runs_nothing_and_escapes_what_files_are_called() -> None:
    page = report_page(REPORT)
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //@onclick | //@src | //@href")
    assert "&lt;script&gt;alert(1)" in page
    assert "\x07" not in page
    assert "\u202e" not in page
    assert page.startswith("<!DOCTYPE html>")


def test_the_page_lists_failed_files_first() -> None:
    tree = html.document_fromstring(report_page(REPORT))
    assert [row.get("class") for row in tree.xpath("//body/section//tbody/tr")] == [
        "failed", "missing", "skipped", "read", "read",
    ]  # fmt: skip


def test_the_page_names_fields_rules_and_losses_in_words() -> None:
    text = " ".join(html.document_fromstring(report_page(REPORT)).itertext())
    for words in ("发文字号", "成文日期", "导航和面包屑", "有4个斜排的水印文字", "已完成"):
        assert words in text


def test_every_rule_and_field_has_its_words() -> None:
    assert [rule.id for rule in RULES if not has_message(f"ingest.rule.{rule.id}")] == []
    fields = {name for names in EXPECTED.values() for name in names}
    assert [name for name in sorted(fields) if not has_message(f"ingest.field.{name}")] == []
