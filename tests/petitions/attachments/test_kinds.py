"""What is taken as an attachment: by content, never by name alone."""

from __future__ import annotations

import io
import zipfile

import pytest

from petitions.attachments.errors import AttachmentRefusedError
from petitions.attachments.kinds import check_file
from petitions.attachments.types import MAX_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return file.getvalue()


GOOD = {
    "a.pdf": b"%PDF-1.7 text",
    "a.doc": OLE + b"\x00" * 64 + "WordDocument".encode("utf-16-le") + b"\x00\x00",
    "a.xls": OLE + b"\x00" * 64 + "Workbook".encode("utf-16-le") + b"\x00\x00",
    "a.docx": package("word/document.xml"),
    "a.xlsx": package("xl/workbook.xml"),
    "a.jpg": b"\xff\xd8\xff\xe0 picture",
    "a.JPEG": b"\xff\xd8\xff\xe1 picture",
    "a.png": b"\x89PNG\r\n\x1a\n picture",
    "a.mp3": b"ID3\x04 sound",
    "b.mp3": b"\xff\xfb\x90\x64 sound",
    "a.mp4": b"\x00\x00\x00\x18ftypisom video",
}


@pytest.mark.parametrize("name", GOOD)
def test_every_allowed_kind_is_taken(name: str) -> None:
    assert check_file(name, GOOD[name]).name == name


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("other", sorted(GOOD))
def test_a_file_under_the_name_of_another_kind_is_refused(name: str, other: str) -> None:
    suffix, actual = (n.rsplit(".")[-1].lower().replace("jpeg", "jpg") for n in (name, other))
    if suffix == actual:
        return
    with pytest.raises(AttachmentRefusedError, match=f"内容不是 {name.rsplit('.')[-1].lower()} 格式"):
        check_file(name, GOOD[other])


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.exe", b"MZ\x90", "类型不能上传"),
        ("a.svg", b"<svg onload='x'/>", "类型不能上传"),
        ("a.html", b"<script>", "类型不能上传"),
        ("a", b"%PDF-1.7", "类型不能上传"),
        ("a.pdf.exe", b"%PDF-1.7", "类型不能上传"),
        ("a.pdf", b"", "空文件"),
        ("a.pdf", b"\x00" * 100, "内容不是 pdf"),
        ("a.jpg", b"<html>", "内容不是 jpg"),
        ("a.docx", b"PK\x03\x04 damaged", "内容不是 docx"),
        ("a.docx", package("word/document.xml", "word/vbaProject.bin"), "内容不是 docx"),
        ("a.docx", package("evil.exe"), "内容不是 docx"),
        ("a.mp3", b"\xff\xff\xff\xff", "内容不是 mp3"),
        ("a.mp4", b"\x00\x00\x00\x18ftypheic", "内容不是 mp4"),
        ("a.pdf", b"%PDF-1.7" + b"x" * MAX_BYTES, "超过 20 MB"),
    ],
)
def test_what_is_not_taken_says_why(name: str, content: bytes, text: str) -> None:
    with pytest.raises(AttachmentRefusedError, match=text):
        check_file(name, content)


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    assert check_file("a.pdf", b"%PDF-1.7".ljust(MAX_BYTES, b"x"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/合同.pdf", "合同.pdf"),
        ("C:\\用户\\合同.pdf", "合同.pdf"),
        ("合\u202e同\x00.pdf", "合同.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_keeps_its_last_part_only(name: str, kept: str) -> None:
    assert check_file(name, b"%PDF-1.7").name == kept
