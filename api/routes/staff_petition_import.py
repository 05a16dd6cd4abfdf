"""Importing petitions from another system's table, and handing the ratings back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile
from pydantic import ValidationError

from api.accounts.errors import MissingPermissionError
from api.accounts.permissions import Scope
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.petition_import import ImportMappingIn, PetitionImportOut, PetitionPreviewOut
from api.spreadsheets import LIMITS, SheetFormat, read_tables, table_response
from api.views.petition_import import mapping_of, preview_out, report_out
from core.clock import SHANGHAI
from core.errors import InvalidInputError
from core.messages import message
from petitions.exchange.errors import UnusableTableError
from petitions.exchange.rows import SOURCE_MAX_CHARS
from petitions.exchange.types import Mapping, Table

router = APIRouter(prefix="/api/staff/petition-imports", tags=["staff petitions"])

Registrar = Annotated[StaffCall, Depends(require("petition.create"))]
Upload = Annotated[UploadFile, File()]
Source = Annotated[str, Form(max_length=200, description="The system that the list comes from, in its own name.")]
MappingText = Annotated[str, Form(max_length=50_000, description="An ImportMappingIn as JSON; empty: as guessed.")]
_RATING_COLUMNS = ("source", "external_number")
_RATING_FIELDS = ("number", "stars", "comment", "rated_at")


@router.post(
    "/preview", response_model=PetitionPreviewOut, operation_id="previewPetitionImport",
    responses=problems(401, 403, 413),
)  # fmt: skip
def preview_import(
    runtime: RuntimeDep, call: Registrar, file: Upload, source: Source, mapping: MappingText = ""
) -> PetitionPreviewOut:
    """How the file would be read: guessed columns, first rows, and the rows that cannot be taken. Stores nothing."""
    name, tables = _tables(call, file)
    return preview_out(name, runtime.petition_import.look(tables, _source(source), _mapping(mapping)))


@router.post("", response_model=PetitionImportOut, operation_id="importPetitions", responses=problems(401, 403, 413))
def import_petitions(
    runtime: RuntimeDep, call: Registrar, file: Upload, source: Source, mapping: MappingText = ""
) -> PetitionImportOut:
    """File the good rows and list the bad ones; a row that came before changes nothing."""
    name, tables = _tables(call, file)
    report = runtime.petition_import.run(tables, _source(source), _mapping(mapping), call.actor, call.origin)
    return report_out(name, report)


@router.get("/ratings", operation_id="exportRatings", response_class=Response, responses=problems(401, 403))
def export_ratings(
    runtime: RuntimeDep,
    _call: Annotated[StaffCall, Depends(require("petition.revisit"))],
    source: Annotated[str | None, Query(max_length=SOURCE_MAX_CHARS)] = None,
    format: SheetFormat = "csv",
) -> Response:
    """The ratings of imported petitions under their numbers in the other system, of one source or of all."""
    with runtime.database.reading() as session:
        rated = runtime.petition_import.ratings(session, source)
    header = [message(f"exchange.field.{name}") for name in _RATING_COLUMNS]
    header += [message(f"exchange.rating.{name}") for name in _RATING_FIELDS]
    rows = [
        (r.source, r.external_number, r.number, r.stars, r.comment, r.rated_at.astimezone(SHANGHAI).isoformat())
        for r in rated
    ]
    return table_response([header, *rows], title=message("exchange.rating.file"), format=format)


def _tables(call: StaffCall, file: UploadFile) -> tuple[str, list[Table]]:
    """Return the sheets of an upload. Raises MissingPermissionError for callers who may file only for themselves."""
    if Scope.ALL not in call.scopes:
        raise MissingPermissionError("petition.create")
    name = file.filename or message("api.unnamed_file")
    return name, read_tables(name, file.file.read(LIMITS.max_bytes + 1))


def _source(text: str) -> str:
    source = " ".join(text.split())
    if not 0 < len(source) <= SOURCE_MAX_CHARS:
        text = message("exchange.error.source", most=SOURCE_MAX_CHARS)
        raise InvalidInputError(text, details={"source": text})
    return source


def _mapping(text: str) -> Mapping | None:
    if not text:
        return None
    try:
        return mapping_of(ImportMappingIn.model_validate_json(text))
    except ValidationError as error:
        raise UnusableTableError("mapping") from error
