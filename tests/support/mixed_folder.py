"""A folder as departments hand it over: documents of every format, and some that are broken in every way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.ingest.conftest import Documents
from tests.ingest.test_hostile_files import replaced

_TOPICS = ("稳岗补贴", "研发费用补助", "首次贷款贴息", "租金减免", "人才公寓", "技术改造", "出口信用保险", "绿色工厂")
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&b;</w:body></w:document>'
)


@dataclass
class MixedFolder:
    """What was written: names of files that must be read, and for broken ones the reasons that name them."""

    good: set[str] = field(default_factory=set)
    broken: dict[str, set[str]] = field(default_factory=dict)


def text_of(number: int, articles: int = 12) -> str:
    """Return a policy of its own title, number and amounts."""
    topic = _TOPICS[number % len(_TOPICS)]
    lines = [f"青川市第{number}号企业{topic}办法", f"青川府办规〔{2000 + number % 25}〕{number + 1}号"]
    lines += [
        f"第{_numeral(article)}条 企业符合第{number}号{topic}条件第{article}款的，由主管部门按照实际发生额的百分之"
        f"{article + 9}给予补助，单户年度累计最高不超过{number + article}万元，资金由市财政统筹安排。"
        for article in range(1, articles)
    ]
    lines.append(f"第{_numeral(articles)}条 本办法自2025年3月1日起施行，有效期5年。")
    return "\n".join(lines) + "\n"


def write_mixed_folder(folder: Path, count: int) -> MixedFolder:
    """Write `count` files, one in twenty broken, a hundred to a sub-folder; the same ones every time."""
    made = MixedFolder()
    for number in range(count):
        inside = folder / f"{number // 100:02}"
        inside.mkdir(parents=True, exist_ok=True)
        is_broken = number % 20 == 13
        kind, make = _BROKEN[number // 20 % len(_BROKEN)] if is_broken else _GOOD[number % len(_GOOD)]
        path = inside / f"{number:04}{kind}"
        content = make(number)
        path.write_bytes(content)
        name = path.relative_to(folder).as_posix()
        if is_broken:
            made.broken[name] = _REASONS[make]
        elif kind == ".zip":
            made.good |= {f"{name}/甲.txt", f"{name}/乙.txt"}
        else:
            made.good.add(name)
    return made


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones or not tens else "")


def _web_page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text_of(number).splitlines())
    page = f"<html><head><title>第{number}号</title></head><body><div class='content'>{paragraphs}</div></body></html>"
    return page.encode()


def _markdown(number: int) -> bytes:
    title, *lines = text_of(number).splitlines()
    return ("# " + title + "\n\n" + "\n\n".join(lines) + "\n").encode()


def _questions(number: int) -> list[list[object]]:
    rows: list[list[object]] = [["标准问", "答案", "依据"]]
    rows += [
        [f"第{number}号问题{n}如何办理", f"请到第{number}-{n}号窗口办理。", f"《第{number}号办法》"] for n in range(4)
    ]
    return rows


def _sheet(number: int) -> bytes:
    return Documents.workbook(_questions(number))


def _csv(number: int) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in _questions(number)).encode("gb18030")


def _records(number: int) -> bytes:
    head, *rows = _questions(number)
    lines = (json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False) for row in rows)
    return "\n".join(lines).encode()


def _archive(number: int) -> bytes:
    first, second = text_of(100_000 + number, 5), text_of(200_000 + number, 5)
    return Documents.archive({"甲.txt": first.encode(), "乙.txt": second.encode("gb18030")})


def _word(number: int) -> bytes:
    return Documents.word(text_of(number).splitlines())


def _pdf(number: int) -> bytes:
    return Documents.pdf([line[:36] for line in text_of(number).splitlines()])


_GOOD: list[tuple[str, Callable[[int], bytes]]] = [
    (".txt", lambda n: text_of(n).encode()),
    (".txt", lambda n: text_of(n).encode("gb18030")),
    (".txt", lambda n: text_of(n).encode("utf-16")),
    (".txt", lambda n: text_of(n).translate(str.maketrans("补贴发费执领", "補貼發費執領")).encode("utf-8-sig")),
    (".md", _markdown),
    (".html", _web_page),
    (".docx", _word),
    (".pdf", _pdf),
    (".doc", _word),  # a wrong extension is no fault: content decides
    (".xlsx", _sheet),
    (".csv", _csv),
    (".jsonl", _records),
    (".zip", _archive),
]


def _cut_word(number: int) -> bytes:
    return _word(number)[:9_000]


def _cut_pdf(number: int) -> bytes:
    return _pdf(number)[:300]


def _empty(number: int) -> bytes:
    return b""


def _locked_pdf(number: int) -> bytes:
    return Documents.pdf([f"第{number}条 甲。"], password="secret")


def _zip_bomb(number: int) -> bytes:
    return Documents.archive({"word/document.xml": b"0" * 30_000_000})


def _entity_bomb(number: int) -> bytes:
    return replaced(_word(number), "word/document.xml", _BOMB + b"<!-- %d -->" % number)


def _noise(number: int) -> bytes:
    return bytes((value * 37 + number * 11) % 255 + 1 for value in range(5_000))


def _escaping_archive(number: int) -> bytes:
    return Documents.archive({f"../{number}.txt": text_of(number).encode()})


def _not_json(number: int) -> bytes:
    return b'{"title": ' + str(number).encode()


_REASONS: dict[Callable[[int], bytes], set[str]] = {
    _cut_word: {"damaged"},
    _cut_pdf: {"damaged"},
    _empty: {"empty"},
    _locked_pdf: {"encrypted"},
    _zip_bomb: {"zip_bomb"},
    _entity_bomb: {"hostile_xml"},
    _noise: {"not_text", "no_text", "unknown_format", "damaged"},
    _escaping_archive: {"unsafe_name"},
    _not_json: {"bad_json_line", "not_records", "damaged"},
}
_BROKEN: list[tuple[str, Callable[[int], bytes]]] = [
    (".docx", _cut_word), (".pdf", _cut_pdf), (".txt", _empty), (".pdf", _locked_pdf), (".docx", _zip_bomb),
    (".docx", _entity_bomb), (".txt", _noise), (".zip", _escaping_archive), (".jsonl", _not_json),
]  # fmt: skip
