"""One row of a table of questions: its cells as clean text, and the forms in which rows are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree, html

from core.text import fold_for_comparison, numerals_to_digits, remove_invisible
from ingest.readers.sheet import Sheet
from ingest.records.types import FaqMapping, FaqProblem

_MANY = re.compile(r"[\n;；|｜]+")
_EMPTY = frozenset({"", "无", "-", "—", "/", "none", "null", "nan"})
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|font|ul|ol|li|table|tbody|tr|td|th|img|h\d|section)\b[^<>]*>", re.I
)
_BREAKING = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "table"})
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|hellip|middot|mdash|#\d{2,5});")
_EXCEL_ESCAPE = re.compile(r"_x000[dD]_")
_COURTESY = re.compile(r"^(?:您好|你好|请问|咨询|想问|我想问|想咨询|我想咨询|想了解|一下|[,，:：。!！?？\s])+")
_THANKS = re.compile(r"(?:感谢|谢谢)您?(?:的)?(?:咨询|来电|来信|提问|留言|理解|支持|关注).{0,15}$")
_MARKS = re.compile(r"[,，。、；;：:！!？?（）()【】\[\]《》<>“”‘’\"'…·—_~\s-]+")
_SAME = (
    (re.compile(r"怎么样?|怎样|咋样?|如何"), "如何"),
    (re.compile(r"什么地方|哪儿|何处|哪里"), "哪里"),
    (re.compile(r"[吗呢么啊呀]$"), ""),
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_REVERSING = re.compile(r"[不无未非没免勿否]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqRow:
    """A row with a question and an answer. `number` counts from 1 among the rows that are not empty."""

    number: int
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    no_basis_reason: str | None = None
    department: str | None = None
    region: str | None = None
    written_end: str = ""  # 有效期至, as written
    tags: tuple[str, ...] = ()

    @property
    def scope(self) -> tuple[str | None, str | None, str]:
        """Whom and when the answer is for: rows that differ in it are different entries, however alike."""
        return self.region, self.department, self.written_end


def rows_of_sheet(sheet: Sheet, mapping: FaqMapping) -> tuple[list[FaqRow], list[FaqProblem]]:
    """Return the rows that have question and answer, and the others with what they lack."""
    begin = 0 if mapping.header_row is None else mapping.header_row + 1
    records = []
    for number, cells in enumerate(sheet.rows[begin:], start=begin + 1):
        record: dict[str, list[str]] = {}
        for field, cell in zip(mapping.fields, cells, strict=False):
            if field is not None and (text := clean_cell(cell)).lower() not in _EMPTY:
                record.setdefault(field, []).append(text)
        records.append((number, record))
    return rows_of_records(records)


def rows_of_records(
    records: Iterable[tuple[int, Mapping[str, Sequence[str]]]],
) -> tuple[list[FaqRow], list[FaqProblem]]:
    """Return rows of numbered records (field → texts), and the records that lack a question or an answer."""
    rows: list[FaqRow] = []
    problems: list[FaqProblem] = []
    for number, record in records:
        question = " ".join(" ".join(record.get("question", [])[:1]).split())
        answer = "\n".join(record.get("answer", []))
        if question and answer:
            rows.append(_row(number, question, answer, record))
        elif question:
            problems.append(FaqProblem(code="no_answer", row=number, question=question))
        elif answer:
            problems.append(FaqProblem(code="no_question", row=number))
    return rows, problems


def _row(number: int, question: str, answer: str, record: Mapping[str, Sequence[str]]) -> FaqRow:
    return FaqRow(
        number=number,
        question=question,
        answer=answer,
        similar=tuple(p for p in _split(record.get("similar", ())) if p != question),
        basis=_split(record.get("basis", ())),
        no_basis_reason=" ".join(record.get("no_basis_reason", ())) or None,
        department=" ".join(record.get("department", ())) or None,
        region=" ".join(record.get("region", ())) or None,
        written_end=" ".join(record.get("effective_to", ())),
        tags=_split(record.get("tags", ())),
    )


def _split(texts: Sequence[str]) -> tuple[str, ...]:
    parts = (part.strip() for text in texts for part in _MANY.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def clean_cell(cell: str) -> str:
    """Return the text of a cell that a web editor or Excel wrote: tags gone, blocks on lines of their own."""
    text = _EXCEL_ESCAPE.sub("\n", cell)
    if _TAG.search(text):
        text = _text_of_markup(text)
    elif _ENTITY.search(text):
        text = html.fromstring(f"<p>{text.replace('<', '&lt;')}</p>").text_content()
    lines = (" ".join(line.split()) for line in remove_invisible(text).splitlines())
    return "\n".join(line for line in lines if line)


def _text_of_markup(text: str) -> str:
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return _TAG.sub("\n", text)
    etree.strip_elements(root, "script", "style", with_tail=False)
    for element in root.iter():
        if element.tag in _BREAKING:
            element.tail = f"\n{element.tail or ''}"
            if element.tag != "br":
                element.text = f"\n{element.text or ''}"
    return str(root.text_content())


def question_key(question: str) -> str:
    """Return the form in which two questions are the same: folded, without courtesy and punctuation."""
    return _MARKS.sub("", _COURTESY.sub("", fold_for_comparison(question))) or fold_for_comparison(question)


def answer_key(answer: str) -> str:
    """Return the form in which two answers are the same: folded, without greeting, thanks and punctuation.

    Decimal points and per cent signs stay: "1.5" is not "15".
    """
    folded = fold_for_comparison(answer)
    return _MARKS.sub("", _THANKS.sub("", _COURTESY.sub("", folded))) or folded


def question_likeness_form(question: str) -> str:
    """Return what the likeness of two questions is measured on: one word for each way of asking."""
    text = question_key(question)
    for pattern, word in _SAME:
        text = pattern.sub(word, text)
    return text


def decisive(text: str) -> tuple[tuple[str, ...], int]:
    """Return the numbers of a text and how often it negates: texts that differ in them never say the same."""
    plain = numerals_to_digits(fold_for_comparison(text))
    return tuple(_NUMBER.findall(plain)), len(_REVERSING.findall(plain))
