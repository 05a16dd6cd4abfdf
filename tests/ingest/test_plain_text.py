from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.readers.plain_text import read_text
from ingest.service import parse_file

PROSE = "青川市人民政府关于支持企业发展的办法，自公布之日起施行。各有关单位应当认真执行。"
TRADITIONAL = "政府為協助企業發展，訂定本辦法，並自公布日施行。各機關應確實執行有關規定。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((PROSE, name) for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")),
        *((TRADITIONAL, name) for name in ("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le")),
    ],
)
def test_text_is_read_in_its_encoding_with_and_without_a_mark(text: str, encoding: str) -> None:
    result = read_text("a.txt", f"{text}\r\n{text}".encode(encoding))
    assert [block.text.lstrip("\ufeff") for block in result.blocks] == [text, text]


def test_every_control_and_bidirectional_character_leaves_readable_text() -> None:
    odd = "".join(
        map(chr, [*range(1, 32), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2066, 0x2069])
    )
    odd += "\u061c\ufeff\U000e0041\u034f\ufe0f"
    parsed = parse_file("a.txt", f"{PROSE}{odd}结尾\u202e。".encode())
    body = parsed.drafts[0].body
    assert "执行" in body
    assert "结尾" in body
    assert not any(
        c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u200b\u202e\u2066\ufeff") for c in body
    )


def test_a_line_of_ten_megabytes_is_read() -> None:
    text = PROSE * (10_000_000 // len(PROSE.encode()))
    [block] = read_text("a.txt", text.encode()).blocks
    assert block.text == text


def test_a_few_broken_bytes_are_reported() -> None:
    result = read_text("a.txt", (PROSE * 50).encode()[:-1] + b"\xff")
    assert result.warnings == ("replaced_bytes",)


@given(st.binary(max_size=300))
def test_any_bytes_give_blocks_or_a_reason(content: bytes) -> None:
    try:
        result = read_text("a.txt", content)
    except UnreadableFileError:
        return
    assert all(block.text for block in result.blocks)
