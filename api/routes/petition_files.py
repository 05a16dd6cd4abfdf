"""Files that petitioners hand in: with the form, or later under number and phone tail."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.attaching import attachment_response, attachments_out, checked_files
from api.dependencies import OriginDep, RuntimeDep, limit, problems
from api.locating import located
from api.schemas.attachments import AttachmentReadIn, ErasedOut, PetitionFileOut
from api.schemas.petitions import LookupIn, PetitionIn, ReceiptOut
from api.views.petitions import petition_draft, receipt_out
from core.actors import GUEST

router = APIRouter(prefix="/api/petitions", tags=["petitions"])

_GUESSING = [Depends(limit("lookup"))]
Files = Annotated[list[UploadFile], File()]


@router.post(
    "/form",
    response_model=ReceiptOut,
    status_code=201,
    operation_id="filePetitionWithFiles",
    dependencies=[Depends(limit("petition"))],
    responses=problems(409, 413, 429),
)
def file_with_files(
    petition: Annotated[str, Form(max_length=100_000, description="A PetitionIn as JSON.")],
    runtime: RuntimeDep,
    origin: OriginDep,
    files: Files = [],  # noqa: B006  # read, never changed
) -> ReceiptOut:
    """File a petition together with its files: all of it, or, when one of them is not taken, nothing."""
    draft = petition_draft(_form(petition))
    checked = checked_files(runtime, files)
    with runtime.database.unit_of_work() as session:
        draft = located(session, runtime.enterprises, draft)
        filed = runtime.petitions.file(session, draft, GUEST, origin)
        runtime.attachments.add(session, filed, checked, GUEST, origin)
        return receipt_out(runtime.petitions.receipt(session, filed))


@router.post(
    "/attachments",
    response_model=list[PetitionFileOut],
    operation_id="addAttachments",
    dependencies=_GUESSING,
    responses=problems(404, 409, 413, 429),
)
def add_attachments(
    number: Annotated[str, Form(max_length=40)],
    phone_tail: Annotated[str, Form(max_length=11)],
    runtime: RuntimeDep,
    origin: OriginDep,
    files: Files,
) -> list[PetitionFileOut]:
    """Hand in more files, for whoever knows number and phone tail."""
    checked = checked_files(runtime, files)
    with runtime.database.unit_of_work() as session:
        return attachments_out(runtime.attachments.add_by_petitioner(session, number, phone_tail, checked, origin))


@router.post(
    "/attachments/list",
    response_model=list[PetitionFileOut],
    operation_id="listOwnAttachments",
    dependencies=_GUESSING,
    responses=problems(404, 429),
)
def list_attachments(body: LookupIn, runtime: RuntimeDep) -> list[PetitionFileOut]:
    """The files of a petition, for whoever knows number and phone tail."""
    with runtime.database.reading() as session:
        return attachments_out(runtime.attachments.of_petitioner(session, body.number, body.phone_tail))


@router.post(
    "/attachments/read",
    operation_id="readOwnAttachment",
    response_class=Response,
    dependencies=_GUESSING,
    responses=problems(404, 429),
)
def read_attachment(body: AttachmentReadIn, runtime: RuntimeDep) -> Response:
    """One file to save."""
    with runtime.database.reading() as session:
        attachments = runtime.attachments.of_petitioner(session, body.number, body.phone_tail)
    return attachment_response(*runtime.attachments.read(attachments, body.attachment_id))


@router.post(
    "/attachments/erase",
    response_model=ErasedOut,
    operation_id="eraseOwnAttachments",
    dependencies=_GUESSING,
    responses=problems(404, 409, 429),
)
def erase_attachments(body: LookupIn, runtime: RuntimeDep, origin: OriginDep) -> ErasedOut:
    """Erase the files of a petition that ended, for whoever knows number and phone tail."""
    with runtime.database.unit_of_work() as session:
        erased = runtime.attachments.erase_by_petitioner(session, body.number, body.phone_tail, origin)
    runtime.attachments.drop_erased(runtime.database)
    return ErasedOut(erased=erased)


def _form(text: str) -> PetitionIn:
    """Return the form. Its errors look like those of the JSON route."""
    try:
        return PetitionIn.model_validate_json(text)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
