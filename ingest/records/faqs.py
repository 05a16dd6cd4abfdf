"""Tables and records of questions and answers → curated entries."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from ingest.description.dates import parse_date
from ingest.readers.sheet import Sheet
from knowledge.drafts import DraftFrame, faq_draft
from knowledge.types import Description, EntryDraft, FaqDetails, Finding, Source

_MANY = re.compile(r"[\n;；|｜]+")
_EMPTY = frozenset({"", "无", "-", "—", "/"})


@cache
def _columns() -> dict[str, str]:
    """Map every known header to the field it fills."""
    text = (resources.files("ingest.lexicons") / "faq_columns.json").read_text(encoding="utf-8")
    return {name.lower(): field for field, names in json.loads(text).items() for name in names}


def field_of_column(header: str) -> str | None:
    """Return the FAQ field that a column header or record key names, or None."""
    bare = re.sub(r"[（(].*?[）)]|[\s*：:]", "", header).lower()
    found = _columns().get(bare)
    return "similar" if found is None and re.fullmatch(r"相似问(?:题|法)?\d+|similar\d+", bare) else found


def faq_header(sheet: Sheet) -> int | None:
    """Return the row that heads a table of questions and answers, or None when the sheet is something else."""
    for number, row in enumerate(sheet.rows[:5]):
        fields = {field_of_column(cell) for cell in row}
        if {"question", "answer"} <= fields:
            return number
    return None


def faqs_of_sheet(sheet: Sheet, header: int, source: Source) -> list[EntryDraft]:
    """Return one entry per row that has a question and an answer. Several columns may hold similar questions."""
    fields = [field_of_column(cell) for cell in sheet.rows[header]]
    drafts = []
    for row in sheet.rows[header + 1 :]:
        record: dict[str, list[str]] = {}
        for field, cell in zip(fields, row, strict=False):
            if field is not None and cell.strip() not in _EMPTY:
                record.setdefault(field, []).append(cell.strip())
        draft = _draft(record, source)
        if draft is not None:
            drafts.append(draft)
    return drafts


def faqs_of_records(records: Sequence[Mapping[str, object]], source: Source) -> list[EntryDraft]:
    """Return the entries of JSON records whose keys are FAQ fields in Chinese or English."""
    drafts = []
    for record in records:
        fields: dict[str, list[str]] = {}
        for key, value in record.items():
            field = field_of_column(key)
            values = value if isinstance(value, list) else [value]
            if field is not None:
                fields.setdefault(field, []).extend(str(v).strip() for v in values if v is not None and str(v).strip())
        draft = _draft(fields, source)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _draft(record: Mapping[str, Sequence[str]], source: Source) -> EntryDraft | None:
    question, answer = " ".join(record.get("question", [])[:1]), "\n".join(record.get("answer", []))
    if not question or not answer:
        return None
    similar = [part.strip() for text in record.get("similar", []) for part in _MANY.split(text)]
    basis = [part.strip() for text in record.get("basis", []) for part in _MANY.split(text) if part.strip()]
    written_end = " ".join(record.get("valid_to", []))
    details = FaqDetails(
        standard_question=" ".join(question.split()),
        answer=answer,
        similar_questions=tuple(dict.fromkeys(p for p in similar if p and p != question)),
        basis=tuple(dict.fromkeys(basis)),
        no_basis_reason=" ".join(record.get("no_basis_reason", [])) or None,
    )
    department = " ".join(record.get("department", [])) or None
    description = Description(
        issuing_bodies=(department,) if department else (),
        department_code=None,
        region_name=" ".join(record.get("region", [])) or None,
        effective_to=parse_date(written_end),
    )
    findings = () if details.basis or details.no_basis_reason else (Finding("faq_without_basis"),)
    return faq_draft(details, DraftFrame(description=description, source=source, findings=findings))
