"""Importing questions and answers from a table: look, correct the columns, import."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile
from pydantic import ValidationError

from api.curating import require_full
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.errors import BodyTooLargeError
from api.runtime import Runtime
from api.schemas.faq_import import FaqImportOut, FaqMappingIn, FaqPreviewOut
from api.views.faq_import import mappings_of, preview_out, report_out
from core.errors import InvalidInputError
from core.messages import message

router = APIRouter(prefix="/api/staff/knowledge/faq-import", tags=["staff knowledge"])

Editor = Annotated[StaffCall, Depends(require("kb.edit"))]
Upload = Annotated[UploadFile, File()]
Mapping = Annotated[str, Form(max_length=200_000, description="A FaqMappingIn as JSON.")]
_MEGABYTE = 1024 * 1024


class UnusableMappingError(InvalidInputError):
    """The mapping is no JSON of the shape `FaqMappingIn`, or names no question and answer."""

    code = "unusable_mapping"

    def __init__(self, reason: str) -> None:
        text = message(f"faq.error.{reason}")
        super().__init__(text, details={"mapping": text})


@router.post(
    "/preview", response_model=FaqPreviewOut, operation_id="previewFaqImport", responses=problems(401, 403, 413)
)
def preview_import(runtime: RuntimeDep, call: Editor, file: Upload, mapping: Mapping = "") -> FaqPreviewOut:
    """How each sheet would be read: guessed columns, first rows, what joins, what is wrong. Stores nothing.

    Sheets named in `mapping` are read by it, so that a correction can be looked at before it is imported.
    """
    require_full(call)
    name, content = _read(runtime, file)
    form = _mapping_of(mapping) if mapping else FaqMappingIn(sheets=[])
    return preview_out(name, runtime.faq_import.preview(name, content, mappings_of(form)))


@router.post("", response_model=FaqImportOut, operation_id="importFaqs", responses=problems(401, 403, 413))
def import_faqs(runtime: RuntimeDep, call: Editor, file: Upload, mapping: Mapping) -> FaqImportOut:
    """Drafts of the sheets that `mapping` names; questions the base has get a new version in draft."""
    require_full(call)
    name, content = _read(runtime, file)
    form = _mapping_of(mapping)
    if not any({"question", "answer"} <= set(sheet.fields) for sheet in form.sheets):
        raise UnusableMappingError("incomplete_mapping")
    return report_out(name, runtime.faq_import.run(name, content, mappings_of(form), call.actor))


def _mapping_of(text: str) -> FaqMappingIn:
    try:
        return FaqMappingIn.model_validate_json(text)
    except ValidationError as error:
        raise UnusableMappingError("mapping") from error


def _read(runtime: Runtime, file: UploadFile) -> tuple[str, bytes]:
    most = runtime.settings.server.upload_max_mb
    content = file.file.read(most * _MEGABYTE + 1)
    if len(content) > most * _MEGABYTE:
        raise BodyTooLargeError(most)
    return file.filename or message("api.unnamed_file"), content
