"""Files that are not what they say, or mean harm: each is refused with a reason, and never takes the run down."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.messages import has_message
from ingest.errors import UnreadableFileError
from ingest.running.walk import archive_members, find_files
from ingest.service import read_file
from ingest.types import ReadLimits


def reason(name: str, content: bytes, limits: ReadLimits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_file(name, content, limits)
    assert has_message(f"ingest.reason.{caught.value.reason}")
    assert caught.value.message
    return caught.value.reason


@pytest.mark.parametrize("content", [b"", b"   \n\t ", b"\x00" * 100])
def test_an_empty_file_is_skipped(content: bytes) -> None:
    assert reason("a.txt", content) == "empty"


def test_files_that_lie_about_themselves_say_what_they_are(documents: Any) -> None:
    assert reason("a.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 50) == "damaged"
    assert reason("a.txt", bytes(range(1, 256)) * 20) in ("not_text", "no_text")
    assert reason("a.zip", documents.archive({"a.txt": b"x"})) == "nested_archive"
    assert reason("a.pdf", documents.archive({"OFD.xml": b"<x/>"})) == "damaged"


def test_truncated_files_are_named_damaged(documents: Any) -> None:
    whole_word, whole_pdf = documents.word(["第一条 甲。"] * 50), documents.pdf(["第一条 甲。"] * 30)
    assert reason("a.docx", whole_word[: len(whole_word) // 2]) == "damaged"
    assert reason("a.pdf", whole_pdf[:300]) == "damaged"


def test_a_locked_pdf_asks_for_the_password_to_be_removed(documents: Any) -> None:
    assert reason("a.pdf", documents.pdf(["第一条 甲。"], password="secret")) == "encrypted"


def test_a_pdf_without_text_is_named_a_scan(documents: Any) -> None:
    assert reason("a.pdf", documents.pdf([" "])) == "scanned"


def test_entity_bombs_are_refused(documents: Any) -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&b;</w:body></w:document>'
    )
    assert reason("a.docx", replaced(documents.word(["文"]), "word/document.xml", bomb)) == "hostile_xml"
    assert reason("a.xlsx", replaced(documents.workbook([["文"]]), "xl/workbook.xml", bomb)) == "hostile_xml"


def test_a_zip_bomb_is_refused(documents: Any) -> None:
    bomb = documents.archive({"word/document.xml": b"0" * 30_000_000})
    assert reason("a.docx", bomb) == "zip_bomb"


def test_limits_of_size_and_pages_hold(documents: Any) -> None:
    assert reason("a.txt", b"x" * 2000, ReadLimits(max_bytes=1000)) == "too_large"
    assert reason("a.pdf", documents.pdf(["文"] * 60), ReadLimits(max_pages=2)) == "too_many_pages"
    assert reason("a.txt", ("第一条 甲。" * 100).encode(), ReadLimits(max_chars=50)) == "too_long"
    assert reason("a.xlsx", documents.workbook([["甲"] * 10] * 10), ReadLimits(max_table_cells=50)) == "too_many_cells"


def test_members_outside_the_archive_are_refused_and_the_others_read(documents: Any) -> None:
    content = documents.archive(
        {"../../etc/x.txt": b"x", "/abs.txt": b"x", "ok.txt": "正文。".encode(), ".hidden": b"x"}
    )
    found = [(c.name, c.refused) for c in archive_members("包.zip", content, ReadLimits())]
    assert found == [
        ("包.zip/../../etc/x.txt", "unsafe_name"),
        ("包.zip//abs.txt", "unsafe_name"),
        ("包.zip/ok.txt", None),
    ]


def test_names_of_chinese_archives_are_read_as_gbk() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        info = zipfile.ZipInfo("x" * 8)
        package.writestr(info, "正文")
    content = buffer.getvalue().replace(b"x" * 8, "办法.txt".encode("gbk"))
    assert [c.name for c in archive_members("包.zip", content, ReadLimits())] == ["包.zip/办法.txt"]


def test_a_missing_path_is_reported(tmp_path: Path) -> None:
    assert [c.refused for c in find_files([tmp_path / "none"], ReadLimits())] == ["not_found"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.md", "a.csv", "a.jsonl", "a.docx", "a.pdf"]))
def test_random_bytes_give_drafts_or_a_reason_and_nothing_else(content: bytes, name: str) -> None:
    try:
        assert read_file(name, content)
    except UnreadableFileError as error:
        assert has_message(f"ingest.reason.{error.reason}")  # noqa: PT017


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_document_gives_drafts_or_a_reason_and_nothing_else(data: st.DataObject, documents: Any) -> None:
    content = bytearray(documents.word(["第一条 甲。", "第二条 乙。"], [["甲", "乙"], ["丙", "丁"]]))
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_file("a.docx", bytes(content))
    except UnreadableFileError as error:
        assert has_message(f"ingest.reason.{error.reason}")  # noqa: PT017


def replaced(package: bytes, part: str, content: bytes) -> bytes:
    """Return a zip container with one member replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == part else old.read(member))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "第" + "一" * 3000 + "。",
        "《" * 2000,
        "《" + "〈甲〉" * 2000,
        "（" * 3000 + "2024年1月1日",
        "自2024年" * 2000,
        "一是甲，" * 2000,
        ("甲 " * 3000 + "\n") * 3,
        "根据" + "《甲》、" * 1500 + "废止",
        "<div>" * 3000,
        "|" * 5000,
        "**" * 3000,
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.timeout(20)
def test_no_pattern_can_be_made_to_run_for_ever(text: str, name: str) -> None:
    try:
        read_file(name, f"标题\n正文一。\n{text}\n第一条 甲。\n第二条 乙。\n".encode())
    except UnreadableFileError as error:
        assert has_message(f"ingest.reason.{error.reason}")  # noqa: PT017
