"""Tables and records of questions and answers → curated entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.messages import message
from ingest.description.dates import parse_date
from ingest.readers.sheet import Sheet
from ingest.records.faq_columns import columns_of, field_of_column, guess_mapping
from ingest.records.faq_merging import MergedFaq, merge_rows
from ingest.records.faq_rows import FaqRow, rows_of_sheet
from ingest.records.types import FaqGuess, FaqJoin, FaqMapping, FaqProblem, FaqSheet
from knowledge.drafts import DraftFrame, faq_draft
from knowledge.types import Description, EntryDraft, FaqDetails, Finding, Source

_SAMPLES = 5
_ROWS_NAMED = 12


def guess_of(sheet: Sheet, mapping: FaqMapping | None = None) -> FaqGuess:
    """Return how a sheet is read: by what a curator said, or else by looking at it."""
    if mapping is None:
        return guess_mapping(sheet)
    is_faq = {"question", "answer"} <= set(mapping.fields)
    return FaqGuess(mapping=mapping, columns=columns_of(sheet, mapping), is_faq=is_faq)


def faqs_of_sheet(sheet: Sheet, guess: FaqGuess, source: Source) -> tuple[list[EntryDraft], FaqSheet]:
    """Return the entries of a sheet, rows that ask the same joined into one, and what became of its rows."""
    rows, problems = rows_of_sheet(sheet, guess.mapping)
    merged = merge_rows(rows)
    begin = 0 if guess.mapping.header_row is None else guess.mapping.header_row + 1
    problems += [
        FaqProblem(code=code, row=faq.first.number, question=faq.first.question, others=others)
        for faq in merged
        for code, others in (("conflict", faq.rivals), ("similar", faq.akin))
        if others
    ]
    report = FaqSheet(
        name=sheet.name,
        guess=guess,
        samples=sheet.rows[begin : begin + _SAMPLES],
        row_count=len(sheet.rows) - begin,
        entry_count=len(merged),
        joins=tuple(
            FaqJoin(question=faq.first.question, rows=tuple(row.number for row in faq.rows))
            for faq in merged
            if len(faq.rows) > 1
        ),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
    )
    return [_draft(faq, source) for faq in merged], report


def sheet_of_records(records: Sequence[Mapping[str, object]]) -> Sheet:
    """Return JSON records as a sheet: their keys as header, lists as lines of one cell."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    rows = [tuple(_cell(record.get(key)) for key in keys) for record in records]
    return Sheet("", (tuple(keys), *rows))


def has_faq_fields(record: Mapping[str, object]) -> bool:
    """Say whether a JSON record has a question and an answer by the names of its keys."""
    return {"question", "answer"} <= {field_of_column(key) for key in record}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(_cell(part) for part in value)
    return str(value).strip()


def _draft(merged: MergedFaq, source: Source) -> EntryDraft:
    first = merged.first
    phrasings = [p for row in merged.rows for p in (row.question, *row.similar)]
    details = FaqDetails(
        standard_question=first.question,
        answer=first.answer,
        similar_questions=tuple(p for p in dict.fromkeys(phrasings) if p != first.question),
        basis=tuple(dict.fromkeys(basis for row in merged.rows for basis in row.basis)),
        no_basis_reason=next((row.no_basis_reason for row in merged.rows if row.no_basis_reason), None),
    )
    findings = _findings(merged, details)
    return faq_draft(details, DraftFrame(description=_description(merged.rows), source=source, findings=findings))


def _description(rows: Sequence[FaqRow]) -> Description:
    first = rows[0]
    return Description(
        issuing_bodies=(first.department,) if first.department else (),
        region_name=first.region,
        effective_to=parse_date(first.written_end),
        tags=tuple(dict.fromkeys(tag for row in rows for tag in row.tags)),
    )


def _findings(merged: MergedFaq, details: FaqDetails) -> tuple[Finding, ...]:
    found = []
    if not details.basis and not details.no_basis_reason:
        found.append(Finding("faq_without_basis"))
    if len(merged.rows) > 1:
        rows = _listed([row.number for row in merged.rows])
        found.append(Finding("faq_rows_merged", {"count": str(len(merged.rows)), "rows": rows}))
    if merged.rivals:
        found.append(Finding("faq_conflict_in_file", {"rows": _listed(merged.rivals)}, blocks_publishing=True))
    if merged.akin:
        found.append(Finding("faq_similar_in_file", {"rows": _listed(merged.akin)}))
    return tuple(found)


def _listed(rows: Sequence[int]) -> str:
    shown = message("faq.separator").join(str(row) for row in rows[:_ROWS_NAMED])
    return shown if len(rows) <= _ROWS_NAMED else message("faq.and_more", rows=shown, count=len(rows))
