"""Adding and reading the files of a petition, for its petitioner and for staff who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from core import audit
from core.actors import GUEST, Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.database import Database
from core.files import FileStore
from core.ids import new_id
from knowledge.tables import VersionRow
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
        kept = (AttachmentTable.petition_id == petition.id, AttachmentTable.erased_at.is_(None))
        count = session.scalar(select(func.count()).where(*kept)) or 0
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

    def erase_by_petitioner(self, session: Session, number: str, phone_tail: str, origin: Origin) -> int:
        """Erase the files of a petition that ended, for its petitioner; return how many.

        Raises AttachmentRefusedError while somebody still works with them.
        """
        petition = self._steps.intake.find(session, number, phone_tail, for_update=True)
        files = self._of(session, petition)
        if files and petition.state in OPEN_STATES:
            raise AttachmentRefusedError("open", files[0].name)
        return self.erase(session, petition, GUEST, origin)

    def erase(self, session: Session, petition: Petition, actor: Actor, origin: Origin) -> int:
        """Erase the files of a petition; return how many. The bytes go with the next `drop_erased`."""
        now, rows = self._steps.clock.now(), self._rows(session, petition)
        for row in rows:
            row.erased_at, row.name = now, ""
            changes = {"attachment": [row.id, None], "sha256": [row.sha256, None]}
            audit.record(
                session, actor, "petition.attachment_erased", "petition", petition.number, changes, at=now,
                ip=origin.ip, request_id=origin.request_id,
            )  # fmt: skip
        session.flush()
        return len(rows)

    def drop_erased(self, database: Database) -> int:
        """Delete the bytes of files that were erased, unless something else keeps the same content.

        Called after the unit of work that erased them, and once a day for what a crash left behind.
        """
        with database.unit_of_work() as session:
            erased = select(AttachmentTable).where(AttachmentTable.erased_at.is_not(None), AttachmentTable.sha256 != "")
            rows = list(session.scalars(erased))
            for row in rows:
                if not self._is_kept(session, row.sha256):
                    self._files.remove(row.sha256)
                row.sha256 = ""
        return len(rows)

    @staticmethod
    def _is_kept(session: Session, digest: str) -> bool:
        by_petition = exists().where(AttachmentTable.sha256 == digest, AttachmentTable.erased_at.is_(None))
        by_knowledge = exists().where(VersionRow.source_sha256 == digest)
        return bool(session.scalar(select(or_(by_petition, by_knowledge))))

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
        return [_attachment(row) for row in self._rows(session, petition)]

    @staticmethod
    def _rows(session: Session, petition: Petition) -> list[AttachmentTable]:
        kept = (AttachmentTable.petition_id == petition.id, AttachmentTable.erased_at.is_(None))
        statement = select(AttachmentTable).where(*kept)
        return list(session.scalars(statement.order_by(AttachmentTable.added_at, AttachmentTable.id)))


def _attachment(row: AttachmentTable) -> Attachment:
    return Attachment(row.id, row.name, row.media_type, row.size_bytes, row.sha256, row.added_by, row.added_at)
