"""The files of a petition on the desk: only for those who may see the petition."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Response, UploadFile

from api.attaching import attachment_response, attachments_out, checked_files
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.attachments import PetitionFileOut

router = APIRouter(prefix="/api/staff/petitions/{number}/attachments", tags=["staff petitions"])

Number = Annotated[str, Path(min_length=1, max_length=40)]
Viewer = Annotated[StaffCall, Depends(require("petition.view"))]


@router.get("", response_model=list[PetitionFileOut], operation_id="listAttachments", responses=problems(401, 403, 404))
def list_attachments(number: Number, runtime: RuntimeDep, call: Viewer) -> list[PetitionFileOut]:
    """The files of a petition, oldest first."""
    with runtime.database.reading() as session:
        return attachments_out(runtime.attachments.of_staff(session, number, call.actor))


@router.post(
    "",
    response_model=list[PetitionFileOut],
    operation_id="attachFiles",
    responses=problems(401, 403, 404, 409, 413),
)
def attach_files(
    number: Number,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("petition.handle"))],
    files: Annotated[list[UploadFile], File()],
) -> list[PetitionFileOut]:
    """Add files to a petition of the own department."""
    checked = checked_files(runtime, files)
    with runtime.database.unit_of_work() as session:
        return attachments_out(runtime.attachments.add_by_staff(session, number, checked, call.actor, call.origin))


@router.get(
    "/{attachment_id}", operation_id="readAttachment", response_class=Response, responses=problems(401, 403, 404)
)
def read_attachment(
    number: Number, attachment_id: Annotated[str, Path(max_length=40)], runtime: RuntimeDep, call: Viewer
) -> Response:
    """One file to save."""
    with runtime.database.reading() as session:
        attachments = runtime.attachments.of_staff(session, number, call.actor)
    return attachment_response(*runtime.attachments.read(attachments, attachment_id))
