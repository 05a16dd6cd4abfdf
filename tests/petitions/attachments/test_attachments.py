"""Files of a petition: kept once, at most ten, shown to whoever may see the petition."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import audit
from core.audit import UNKNOWN_ORIGIN
from core.errors import NotAllowedError
from core.files import FileStore
from petitions.attachments.errors import AttachmentNotFoundError, AttachmentRefusedError, TooManyAttachmentsError
from petitions.attachments.service import AttachmentService
from petitions.attachments.types import Attachment
from petitions.errors import PetitionNotFoundError
from tests.petitions.conftest import Office

PDF = b"%PDF-1.7 contract"


@pytest.fixture
def attachments(office: Office, tmp_path: Path) -> AttachmentService:
    return AttachmentService(office.service.steps, FileStore(str(tmp_path / "files")))


def hand_in(office: Office, attachments: AttachmentService, number: str, *contents: bytes) -> list[Attachment]:
    files = attachments.check((f"{n}.pdf", content) for n, content in enumerate(contents))
    with office.database.unit_of_work() as session:
        return attachments.add_by_petitioner(session, number, "1234", files, UNKNOWN_ORIGIN)


def test_a_petitioner_reads_back_what_they_handed_in(office: Office, attachments: AttachmentService) -> None:
    number = office.file().number
    (added,) = hand_in(office, attachments, number, PDF)
    with office.database.reading() as session:
        found = attachments.of_petitioner(session, number, "1234")
        assert audit.verify(session).is_intact
    assert attachments.read(found, added.id) == (added, PDF)


def test_the_same_content_twice_is_one_file(office: Office, attachments: AttachmentService) -> None:
    number = office.file().number
    hand_in(office, attachments, number, PDF, PDF)
    assert len(hand_in(office, attachments, number, PDF)) == 1
    with office.database.reading() as session:
        assert len(attachments.of_petitioner(session, number, "1234")) == 1


def test_the_eleventh_file_is_refused_and_changes_nothing(office: Office, attachments: AttachmentService) -> None:
    number = office.file().number
    hand_in(office, attachments, number, *(PDF + bytes([n]) for n in range(9)))
    with pytest.raises(TooManyAttachmentsError, match="最多 10 个附件"):
        hand_in(office, attachments, number, PDF + b"x", PDF + b"y")
    with pytest.raises(TooManyAttachmentsError):
        attachments.check((f"{n}.pdf", PDF) for n in range(11))
    with office.database.reading() as session:
        assert len(attachments.of_petitioner(session, number, "1234")) == 9


def test_a_wrong_phone_tail_opens_nothing(office: Office, attachments: AttachmentService) -> None:
    number = office.file().number
    hand_in(office, attachments, number, PDF)
    with office.database.reading() as session, pytest.raises(PetitionNotFoundError):
        attachments.of_petitioner(session, number, "9999")


def test_staff_reads_files_only_of_petitions_they_see(office: Office, attachments: AttachmentService) -> None:
    number = office.file().number
    (added,) = hand_in(office, attachments, number, PDF)
    office.accept(number)
    office.dispatch(number)
    with office.database.reading() as session:
        for actor in (office.dispatcher, office.handler, office.supervisor):
            assert attachments.of_staff(session, number, actor) == [added]
        with pytest.raises(PetitionNotFoundError):
            attachments.of_staff(session, number, office.other_handler)
        with pytest.raises(NotAllowedError):
            attachments.of_staff(session, number, office.curator)


def test_a_file_of_another_petition_is_not_read(office: Office, attachments: AttachmentService) -> None:
    first, second = office.file().number, office.file(title="另一件事").number
    (added,) = hand_in(office, attachments, first, PDF)
    with office.database.reading() as session, pytest.raises(AttachmentNotFoundError):
        attachments.read(attachments.of_petitioner(session, second, "1234"), added.id)


def test_a_petition_that_has_ended_takes_no_more_files(office: Office, attachments: AttachmentService) -> None:
    number = office.file().number
    office.withdraw(number)
    with pytest.raises(AttachmentRefusedError, match="已经结束"):
        hand_in(office, attachments, number, PDF)
