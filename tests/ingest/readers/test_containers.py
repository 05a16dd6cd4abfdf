"""What a file is, and containers that lie, swell or hide something: each gets its reason, quickly."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages import has_message
from ingest.errors import UnreadableFileError
from ingest.readers.detect import Format, detect
from ingest.service import parse_file
from ingest.types import ReadLimits, ReadOptions
from scripts.sample_sources.ofd_writer import write_ofd
from tests.support.packages import numbered, paragraph, word_package, zipped

WITHOUT_HELP = ReadOptions(libreoffice="off", ocr=False)
BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'


def reason(name: str, content: bytes, limits: ReadLimits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        parse_file(name, content, limits, WITHOUT_HELP)
    assert has_message(f"ingest.reason.{caught.value.reason}")
    return caught.value.reason


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Format.IMAGE),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", Format.IMAGE),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00", Format.IMAGE),
        (b"Rar!\x1a\x07\x01\x00", Format.PACKED),
        (b"7z\xbc\xaf'\x1c\x00\x04", Format.PACKED),
        (b"\x1f\x8b\x08\x00\x00", Format.PACKED),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\nReceived: x\r\n", Format.MAIL),
        ("BMI 指数的计算办法".encode(), Format.TEXT),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), Format.OLD_TEXT),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), Format.OLD_SHEET),
        (zipped({"mimetype": "application/epub+zip"}), Format.ARCHIVE),
        (word_package(paragraph("甲"), main="other/text.xml"), Format.WORD),
        (zipped({"OFD.xml": "<a/>"}), Format.OFD),
    ],
)
def test_content_says_what_a_file_is(content: bytes, format_: Format) -> None:
    assert detect("a.docx", content) is format_


def test_content_types_tell_packages_apart() -> None:
    def kind(type_: str) -> Format:
        types = f'<Types><Override PartName="/x" ContentType="application/{type_}"/></Types>'
        return detect("a", zipped({"[Content_Types].xml": types}))

    office = "vnd.openxmlformats-officedocument"
    assert kind(f"{office}.presentationml.presentation.main+xml") is Format.SLIDES
    assert kind(f"{office}.wordprocessingml.template.main+xml") is Format.WORD
    assert kind("vnd.ms-excel.sheet.macroEnabled.main+xml") is Format.SHEET
    assert kind("vnd.ms-excel.sheet.binary.macroEnabled.main") is Format.OLD_SHEET
    assert kind("vnd.ms-package.other+xml") is Format.OTHER


def test_each_refused_kind_says_what_to_do() -> None:
    assert reason("a.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 90) == "packed"
    assert reason("a.eml", b"MIME-Version: 1.0\nMessage-ID: x\n\ntext") == "mail"


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "docProps/core.xml", "word/unknown.bin"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused_in_whichever_part_it_is(part: str, encoding: str) -> None:
    content = word_package(paragraph("第一条　甲。"), others={part: BOMB.encode(encoding)})
    assert reason("a.docx", content) == "hostile_xml"


def test_entities_are_refused_in_sheets_and_pages(documents: Any) -> None:
    book = documents.workbook([["甲", "乙"]])
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        members: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    assert reason("a.xlsx", zipped(members | {"xl/worksheets/sheet1.xml": BOMB})) == "hostile_xml"
    ofd = zipfile.ZipFile(io.BytesIO(write_ofd([["正文。"]], "题")))
    pages: dict[str, str | bytes] = {name: ofd.read(name) for name in ofd.namelist()}
    assert reason("a.ofd", zipped(pages | {"Doc_0/Pages/Page_0/Content.xml": BOMB})) == "hostile_xml"


def test_words_about_a_document_type_are_no_document_type() -> None:
    parsed = parse_file("a.docx", word_package(paragraph("第一条　&lt;!DOCTYPE html&gt; 是声明。")))
    assert "<!DOCTYPE html>" in parsed.drafts[0].body


def test_a_directory_that_lies_about_sizes_is_named_damaged() -> None:
    content = bytearray(zipped({"[Content_Types].xml": "<a/>", "word/document.xml": b"0" * 3_000_000}))
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    struct.pack_into("<I", content, place + 24, 100)  # the unpacked size
    assert reason("a.docx", bytes(content)) == "damaged"


def test_a_part_that_swells_is_refused_before_it_is_held() -> None:
    content = word_package(paragraph("甲" * 200_000))
    assert reason("a.docx", content, ReadLimits(max_part_bytes=100_000)) == "part_too_large"


def test_members_that_are_too_many_or_locked_are_refused() -> None:
    many = zipped({"word/document.xml": "<a/>", **{f"x{n}": "" for n in range(50)}})
    assert reason("a.docx", many, ReadLimits(max_archive_members=20)) == "too_many_members"
    locked = bytearray(zipped({"word/document.xml": "<a/>"}))
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    assert reason("a.docx", bytes(locked)) == "encrypted"


def test_names_that_point_outside_write_nothing(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = word_package(paragraph("第一条　甲。"), others={"../../outside.xml": "<a/>", "/root.xml": "<a/>"})
    assert parse_file("a.docx", content).drafts[0].body == "第一条 甲。"
    assert list(tmp_path.iterdir()) == []


def test_a_container_of_the_long_kind_is_read() -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_package(paragraph("第一条　甲。")))) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for name in old.namelist():
            with new.open(name, "w", force_zip64=True) as part:
                part.write(old.read(name))
    assert parse_file("a.docx", buffer.getvalue()).drafts[0].body == "第一条 甲。"


_WHOLE = {
    "a.docx": word_package(
        numbered("甲。", 1)
        + f"<w:tbl><w:tr><w:tc>{paragraph('乙')}</w:tc><w:tc>{paragraph('丙')}</w:tc></w:tr></w:tbl>",
        parts={"numbering": '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>', "styles": "", "header1": ""},
    ),
    "a.ofd": write_ofd([["　　第一条　甲，根据有关规定执行。", "类别\t金额", "甲\t1"]], "题"),
}


def _give_a_draft_or_a_reason(name: str, content: bytes) -> None:
    started = time.monotonic()
    try:
        assert parse_file(name, content, ReadLimits(max_pages=50), WITHOUT_HELP).drafts
    except UnreadableFileError as error:
        assert has_message(f"ingest.reason.{error.reason}")  # noqa: PT017
    assert time.monotonic() - started < 20


@pytest.fixture(scope="module")
def whole(documents: Any) -> dict[str, bytes]:
    """Sound files, made once: a workbook holds the time it was written, and so would differ from example to example."""
    return _WHOLE | {"a.xlsx": documents.workbook([["类别", "金额"], ["甲", 1]])}


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_bytes_changed_in_a_container_give_a_draft_or_a_reason(data: st.DataObject, whole: dict[str, bytes]) -> None:
    name = data.draw(st.sampled_from(sorted(whole)))
    content = bytearray(whole[name])
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _give_a_draft_or_a_reason(name, bytes(content))


_MARKS = st.sampled_from(
    [b"<", b">", b'"', b"w:", b"/", b"&", b"9999999999", b"-1", b"\x00", b"x", b"", b"w:tbl", b"g "]
)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_markup_changed_inside_a_container_gives_a_draft_or_a_reason(
    data: st.DataObject, whole: dict[str, bytes]
) -> None:
    name = data.draw(st.sampled_from(sorted(whole)))
    with zipfile.ZipFile(io.BytesIO(whole[name])) as package:
        members: dict[str, str | bytes] = {part: package.read(part) for part in package.namelist()}
    for _ in range(data.draw(st.integers(1, 3))):
        part = data.draw(st.sampled_from(sorted(members)))
        content = members[part]
        assert isinstance(content, bytes)
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.integers(0, 12))
        members[part] = content[:start] + data.draw(_MARKS) + content[end:]
    _give_a_draft_or_a_reason(name, zipped(members))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "[Content_Types].xml",
                "_rels/.rels",
                "word/document.xml",
                "xl/workbook.xml",
                "OFD.xml",
                "mimetype",
                "../a",
            ]
        )
        | st.text(max_size=10),
        st.binary(max_size=60)
        | st.sampled_from([b"<a/>", b"<w:document/>", BOMB.encode(), b"", b"<OFD><DocBody/></OFD>"]),
        max_size=6,
    )
)
def test_any_tree_of_members_gives_a_draft_or_a_reason(members: dict[str, bytes]) -> None:
    _give_a_draft_or_a_reason(
        "a.docx", zipped({name.split("\0")[0] or "x": content for name, content in members.items()})
    )
