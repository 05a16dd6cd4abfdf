"""What importing questions shows a curator."""

from __future__ import annotations

from api.schemas.faq_import import (
    FaqColumnOut,
    FaqImportOut,
    FaqJoinOut,
    FaqMappingIn,
    FaqPreviewOut,
    FaqProblemOut,
    FaqSheetOut,
    ImportedFaqOut,
)
from core.messages import message
from ingest.records.faq_import import FaqImportReport, FaqOutcome, StoredFaq
from ingest.records.types import FaqMapping, FaqProblem, FaqSheet

_MOST_LISTED = 200
_MOST_FAQS = 500
_LONGEST_SAMPLE = 300
_DECISIONS = frozenset({"faq_conflict", "faq_conflict_in_file", "similar_faq", "faq_answer_changed"})


def mappings_of(form: FaqMappingIn) -> dict[str, FaqMapping]:
    """Return the mapping of each sheet by its name."""
    return {sheet.name: FaqMapping(header_row=sheet.header_row, fields=tuple(sheet.fields)) for sheet in form.sheets}


def preview_out(file_name: str, sheets: tuple[FaqSheet, ...]) -> FaqPreviewOut:
    """Return what a look at the file says."""
    return FaqPreviewOut(file_name=file_name, sheets=[_sheet(sheet) for sheet in sheets])


def report_out(file_name: str, report: FaqImportReport) -> FaqImportOut:
    """Return what became of the questions, those that need a decision first."""
    faqs = sorted(map(_imported, report.stored), key=lambda faq: (not faq.needs_decision, -faq.finding_count))
    return FaqImportOut(
        file_name=file_name,
        sheets=[_sheet(sheet) for sheet in report.sheets],
        created=report.count(FaqOutcome.CREATED),
        revised=report.count(FaqOutcome.REVISED),
        unchanged=report.count(FaqOutcome.UNCHANGED),
        in_review=report.count(FaqOutcome.IN_REVIEW),
        faqs=faqs[:_MOST_FAQS],
    )


def _sheet(sheet: FaqSheet) -> FaqSheetOut:
    return FaqSheetOut(
        name=sheet.name,
        is_faq=sheet.guess.is_faq,
        header_row=sheet.guess.mapping.header_row,
        columns=[
            FaqColumnOut.model_validate({"header": c.header, "field": c.field, "confidence": c.confidence})
            for c in sheet.guess.columns
        ],
        samples=[[cell[:_LONGEST_SAMPLE] for cell in row] for row in sheet.samples],
        row_count=sheet.row_count,
        entry_count=sheet.entry_count,
        join_count=len(sheet.joins),
        joins=[FaqJoinOut(question=join.question, rows=list(join.rows)) for join in sheet.joins[:_MOST_LISTED]],
        problem_count=len(sheet.problems),
        problems=[_problem(problem) for problem in sheet.problems[:_MOST_LISTED]],
    )


def _problem(problem: FaqProblem) -> FaqProblemOut:
    rows = message("faq.separator").join(map(str, problem.others))
    text = message(f"faq.problem.{problem.code}", rows=rows)
    return FaqProblemOut.model_validate(
        {"code": problem.code, "row": problem.row, "question": problem.question, "text": text}
    )


def _imported(faq: StoredFaq) -> ImportedFaqOut:
    return ImportedFaqOut(
        entry_id=faq.entry_id,
        version=faq.version,
        question=faq.question,
        outcome=faq.outcome.value,
        finding_count=len(faq.finding_codes),
        needs_decision=not _DECISIONS.isdisjoint(faq.finding_codes),
    )
