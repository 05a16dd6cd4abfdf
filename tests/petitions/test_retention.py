"""What goes with time, or at the petitioner's wish: contact data and files, never what was asked and answered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core import audit
from core.audit import UNKNOWN_ORIGIN
from core.errors import NotFoundError
from core.files import FileStore
from petitions.attachments.errors import AttachmentRefusedError
from petitions.attachments.service import AttachmentService
from petitions.build import build_retention
from petitions.errors import PetitionNotFoundError
from petitions.retention import Retention

ONE, OTHER = b"%PDF-1.7 licence", b"%PDF-1.7 contract"


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(str(tmp_path / "files"))


@pytest.fixture
def attachments(office, files: FileStore) -> AttachmentService:
    return AttachmentService(office.service.steps, files)


@pytest.fixture
def retention(office, attachments: AttachmentService) -> Retention:
    return build_retention(office.database, office.service, attachments, years=2)


def hand_in(office, attachments: AttachmentService, number: str, *contents: bytes) -> list[str]:
    checked = attachments.check((f"{n}.pdf", content) for n, content in enumerate(contents))
    with office.database.unit_of_work() as session:
        return [a.sha256 for a in attachments.add_by_petitioner(session, number, "1234", checked, UNKNOWN_ORIGIN)]


def erase(office, attachments: AttachmentService, number: str, tail: str = "1234") -> int:
    with office.database.unit_of_work() as session:
        erased = attachments.erase_by_petitioner(session, number, tail, UNKNOWN_ORIGIN)
    attachments.drop_erased(office.database)
    return erased


def is_there(files: FileStore, digest: str) -> bool:
    try:
        files.get(digest)
    except NotFoundError:
        return False
    return True


def test_after_the_years_contact_data_and_files_go_and_the_answer_stays(office, attachments, files, retention) -> None:
    number, lasting = office.answered(), office.processing()
    (digest,) = hand_in(office, attachments, number, ONE)
    office.rate(number, 5)
    office.clock.advance_to(office.clock.now() + timedelta(days=729))
    assert retention.run() == 0
    office.clock.advance_to(office.clock.now() + timedelta(days=3))
    assert retention.run() == 1
    assert not is_there(files, digest)
    with pytest.raises(PetitionNotFoundError):
        office.lookup(number)
    kept = office.detail(number)
    assert (kept.state, len(kept.replies), kept.contact_phone) == ("closed", 1, "")
    assert office.lookup(lasting).number == lasting
    assert retention.run() == 0
    with office.database.reading() as session:
        assert audit.verify(session).is_intact
        assert audit.actors_of(session, "petition.personal_data_erased", object_type="petition", object_id=number) == {
            "system"
        }


def test_a_petitioner_erases_files_once_the_petition_has_ended(office, attachments, files) -> None:
    number = office.answered()
    digest, _ = hand_in(office, attachments, number, ONE, OTHER)
    with pytest.raises(AttachmentRefusedError, match="还在办理"):
        erase(office, attachments, number)
    office.rate(number, 5)
    with pytest.raises(PetitionNotFoundError):
        erase(office, attachments, number, tail="9999")
    assert erase(office, attachments, number) == 2
    assert not is_there(files, digest)
    with office.database.reading() as session:
        assert attachments.of_petitioner(session, number, "1234") == []
    assert erase(office, attachments, number) == 0


def test_content_that_another_petition_has_too_stays(office, attachments, files) -> None:
    number, other = office.answered(), office.processing()
    (digest,) = hand_in(office, attachments, number, ONE)
    hand_in(office, attachments, other, ONE)
    office.rate(number, 5)
    erase(office, attachments, number)
    assert is_there(files, digest)


def test_bytes_that_a_crash_left_behind_go_with_the_next_run(office, attachments, files, retention) -> None:
    number = office.answered()
    (digest,) = hand_in(office, attachments, number, ONE)
    office.rate(number, 5)
    with office.database.unit_of_work() as session:  # and the process dies before the bytes went
        attachments.erase_by_petitioner(session, number, "1234", UNKNOWN_ORIGIN)
    assert is_there(files, digest)
    retention.run()
    assert not is_there(files, digest)
