"""An import of petitions as clients see it."""

from __future__ import annotations

from api.schemas.petition_import import (
    ImportColumnOut,
    ImportedRowOut,
    ImportMappingIn,
    ImportProblemOut,
    PetitionImportOut,
    PetitionPreviewOut,
)
from petitions.exchange.types import ImportReport, Mapping, Preview, RowProblem

MOST_PROBLEMS = 500


def mapping_of(form: ImportMappingIn) -> Mapping:
    """Return the mapping that a person corrected."""
    return Mapping(form.sheet, form.header_row, tuple(form.fields))


def preview_out(file_name: str, preview: Preview) -> PetitionPreviewOut:
    """Return how a file would be read."""
    mapping = preview.guess.mapping
    return PetitionPreviewOut(
        file_name=file_name,
        sheet=mapping.sheet,
        sheets=list(preview.sheets),
        header_row=mapping.header_row,
        columns=[ImportColumnOut.model_validate(c, from_attributes=True) for c in preview.guess.columns],
        samples=[list(row) for row in preview.samples],
        row_count=preview.row_count,
        problem_count=len(preview.problems),
        problems=_problems(preview.problems[:MOST_PROBLEMS]),
    )


def report_out(file_name: str, report: ImportReport) -> PetitionImportOut:
    """Return what became of every row."""
    return PetitionImportOut(
        file_name=file_name,
        sheet=report.sheet,
        other_sheets=list(report.other_sheets),
        filed=report.count("filed"),
        joined=report.count("joined"),
        known=report.count("known"),
        unclassified=report.unclassified,
        problem_count=len(report.problems),
        problems=_problems(report.problems),
        rows=[ImportedRowOut.model_validate(row, from_attributes=True) for row in report.outcomes],
    )


def _problems(problems: tuple[RowProblem, ...]) -> list[ImportProblemOut]:
    return [ImportProblemOut.model_validate(problem, from_attributes=True) for problem in problems]
