"""Adding and reading the files of a petition, for its petitioner and for staff who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import audit
from core.actors import GUEST, Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.files import FileStore
from core.ids import new_id
from petitions.attachments.errors import AttachmentNotFoundError, AttachmentRefusedError, TooManyAttachmentsError
from petitions.attachments.kinds import check_file
from petitions.attachments.tables import AttachmentTable
from petitions.attachments.types import MAX_FILES, Attachment, CheckedFile
from petitions.steps import Steps
from petitions.types import OPEN_STATES, Petition


class AttachmentService:
    """Files of petitions. The session is the caller's unit of work; bytes are stored before the row that names them."""

    def __init__(self, steps: Steps, files: FileStore) -> None:
        self._steps, self._files = steps, files

    def check(self, files: Iterable[tuple[str, bytes]]) -> list[CheckedFile]:
        """Return (name, content) pairs checked. Raises AttachmentRefusedError for the first that is not taken."""
        checked = [check_file(name, content) for name, content in files]
        if len(checked) > MAX_FILES:
            raise TooManyAttachmentsError(MAX_FILES, 0)
        return checked

    def add(
        self,
        session: Session,
        petition: Petition,
        files: Sequence[CheckedFile],
        actor: Actor = GUEST,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> list[Attachment]:
        """Keep files with an open petition; the same content twice is kept once.

        Raises TooManyAttachmentsError when it would have more than ten, AttachmentRefusedError when it is closed.
        """
        if files and petition.state not in OPEN_STATES:
            raise AttachmentRefusedError("closed", files[0].name)
        present = {attachment.sha256: attachment for attachment in self._of(session, petition)}
        count = session.scalar(select(func.count()).where(AttachmentTable.petition_id == petition.id)) or 0
        added = []
        for file in files:
            digest = self._files.put(file.content)
            if digest not in present:
                count += 1
                if count > MAX_FILES:
                    raise TooManyAttachmentsError(MAX_FILES, count - 1)
                present[digest] = self._store(session, petition, file, digest, actor, origin)
            added.append(present[digest])
        return added

    def of_staff(self, session: Session, number: str, actor: Actor) -> list[Attachment]:
        """Return the files of a petition the caller may see, oldest first. Raises PetitionNotFoundError."""
        return self._of(session, self._steps.visible(session, number, actor))

    def of_petitioner(self, session: Session, number: str, phone_tail: str) -> list[Attachment]:
        """Return the files of the petition of this number and phone tail. Raises PetitionNotFoundError."""
        return self._of(session, self._steps.intake.find(session, number, phone_tail))

    def add_by_staff(
        self, session: Session, number: str, files: Sequence[CheckedFile], actor: Actor, origin: Origin
    ) -> list[Attachment]:
        """Keep files that staff adds to a petition they may see."""
        petition = self._steps.visible(session, number, actor, for_update=True)
        return self.add(session, petition, files, actor, origin)

    def add_by_petitioner(
        self, session: Session, number: str, phone_tail: str, files: Sequence[CheckedFile], origin: Origin
    ) -> list[Attachment]:
        """Keep files that the petitioner hands in later."""
        petition = self._steps.intake.find(session, number, phone_tail, for_update=True)
        return self.add(session, petition, files, GUEST, origin)

    def read(self, attachments: Sequence[Attachment], attachment_id: str) -> tuple[Attachment, bytes]:
        """Return one of a petition's files with its content. Raises AttachmentNotFoundError when it has no such."""
        found = next((a for a in attachments if a.id == attachment_id), None)
        if found is None:
            raise AttachmentNotFoundError
        return found, self._files.get(found.sha256)

    def _store(
        self, session: Session, petition: Petition, file: CheckedFile, digest: str, actor: Actor, origin: Origin
    ) -> Attachment:
        row = AttachmentTable(
            id=new_id("att"),
            petition_id=petition.id,
            name=file.name,
            media_type=file.media_type,
            size_bytes=len(file.content),
            sha256=digest,
            added_by=actor.id,
            added_at=self._steps.clock.now(),
        )
        session.add(row)
        session.flush()
        audit.record(
            session,
            actor,
            "petition.attachment_added",
            "petition",
            petition.number,
            {"attachment": [None, row.id], "sha256": [None, digest]},
            at=row.added_at,
            ip=origin.ip,
            request_id=origin.request_id,
        )
        return _attachment(row)

    def _of(self, session: Session, petition: Petition) -> list[Attachment]:
        statement = select(AttachmentTable).where(AttachmentTable.petition_id == petition.id)
        rows = session.scalars(statement.order_by(AttachmentTable.added_at, AttachmentTable.id))
        return [_attachment(row) for row in rows]


def _attachment(row: AttachmentTable) -> Attachment:
    return Attachment(row.id, row.name, row.media_type, row.size_bytes, row.sha256, row.added_by, row.added_at)
