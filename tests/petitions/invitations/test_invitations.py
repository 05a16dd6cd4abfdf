"""Invitations to rate: links that show on GET, rate once, expire, and cannot be forged."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from core.clock import SHANGHAI
from core.errors import InvalidInputError
from petitions.invitations.errors import LinkExpiredError, LinkInvalidError, LinkUsedError
from petitions.invitations.service import InvitationService
from petitions.invitations.tables import InvitationTable
from petitions.notices.service import NoticeService
from petitions.notices.writer import NoticeWriter
from petitions.tables import PetitionTable
from petitions.types import Identity


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def invitations(office) -> InvitationService:
    return InvitationService(office.service.steps, "a key", "https://service.example/")


@pytest.fixture
def writer(office, invitations) -> NoticeWriter:
    return NoticeWriter(office.database, office.clock, invitations)


def link_of(office, invitations, number: str) -> str | None:
    with office.database.reading() as session:
        petition_id = session.scalars(select(PetitionTable.id).where(PetitionTable.number == number)).one()
        return invitations.link(session, petition_id)


def token_of(office, invitations, number: str) -> str:
    link = link_of(office, invitations, number)
    assert link is not None
    assert link.startswith("https://service.example/rate/")
    return link.rsplit("/", 1)[1]


def rate(office, invitations, token: str, stars: int, comment: str = ""):
    with office.database.unit_of_work() as session:
        return invitations.rate(session, token, stars, comment)


def show(office, invitations, token: str):
    with office.database.reading() as session:
        return invitations.show(session, token)


def test_the_notice_of_an_answer_carries_the_link_which_is_stored_nowhere(office, invitations, writer) -> None:
    number = office.answered()
    writer.follow()
    notices = NoticeService(office.service.steps, invitations)
    with office.database.unit_of_work() as session:
        newest = notices.of_petitioner(session, number, "1234")[0]
    token = token_of(office, invitations, number)
    assert newest.text == f"人力资源局已答复诉求 {number}，请查看答复并评价：https://service.example/rate/{token}"
    with office.database.engine.connect() as connection:
        stored = [str(row) for t in ("notices", "rating_invitations", "outbox")
                  for row in connection.exec_driver_sql(f"SELECT * FROM {t}")]  # fmt: skip
    assert not any(token in row for row in stored)


def test_showing_changes_nothing_however_often_and_rating_works_once(office, invitations, writer) -> None:
    number = office.answered()
    writer.follow()
    token = token_of(office, invitations, number)
    for _ in range(3):
        view = show(office, invitations, token)
    assert (view.number, view.department, view.reply.text) == (number, "人力资源局", "已核实，补贴将于本月拨付。")
    with pytest.raises(InvalidInputError):
        rate(office, invitations, token, 6)
    assert rate(office, invitations, token, 4).state == "closed"
    for attempt in (lambda: rate(office, invitations, token, 5), lambda: show(office, invitations, token)):
        with pytest.raises(LinkUsedError):
            attempt()


def test_two_stars_by_link_reopen_and_the_next_answer_has_a_link_of_its_own(office, invitations, writer) -> None:
    number = office.answered()
    writer.follow()
    first = token_of(office, invitations, number)
    assert rate(office, invitations, first, 2, "没有说明到账时间").state == "dispatched"
    office.sign(number)
    office.reply(number)
    writer.follow()
    second = token_of(office, invitations, number)
    assert second != first
    with pytest.raises(LinkUsedError):
        show(office, invitations, first)
    assert rate(office, invitations, second, 5).state == "closed"


def test_a_link_ends_when_rating_does(office, invitations, writer) -> None:
    number = office.answered()
    writer.follow()
    token = token_of(office, invitations, number)
    office.clock.advance_to(at("2026-11-25 17:00"))
    show(office, invitations, token)
    office.clock.advance_to(at("2026-11-25 17:01"))
    with pytest.raises(LinkExpiredError):
        rate(office, invitations, token, 5)


def test_rated_by_number_and_tail_the_link_is_used(office, invitations, writer) -> None:
    number = office.answered()
    writer.follow()
    token = token_of(office, invitations, number)
    office.rate(number, 5)
    with pytest.raises(LinkUsedError):
        rate(office, invitations, token, 1)


def test_forged_cut_and_foreign_links_do_not_open(office, invitations, writer) -> None:
    number = office.answered()
    writer.follow()
    token = token_of(office, invitations, number)
    foreign = InvitationService(office.service.steps, "another key")
    with office.database.reading() as session:
        other = foreign.link(session, session.scalars(select(PetitionTable.id)).one())
    assert other is not None
    for wrong in (token[:-1], "x" + token, "", "inv_1", other.rsplit("/", 1)[1], invitations._signer.dumps("inv_none")):
        with pytest.raises(LinkInvalidError):
            show(office, invitations, wrong)


def test_the_anonymous_are_not_invited_and_following_twice_invites_once(office, invitations, writer) -> None:
    anonymous = office.answered(identity=Identity.ANONYMOUS)
    office.answered()
    writer.follow()
    writer.follow()
    assert link_of(office, invitations, anonymous) is None
    with office.database.reading() as session:
        assert len(session.scalars(select(InvitationTable)).all()) == 1


def test_an_answer_that_was_rejected_cannot_be_rated_and_the_next_one_renews_the_link(
    office, invitations, writer
) -> None:
    number = office.answered()
    writer.follow()
    token = token_of(office, invitations, number)
    office.do("reject_reply", number, reason="答非所问")
    with pytest.raises(LinkExpiredError):
        rate(office, invitations, token, 5)
    office.clock.advance_to(at("2026-11-24 10:00"))
    office.reply(number)
    writer.follow()
    office.clock.advance_to(at("2026-11-30 10:00"))
    assert rate(office, invitations, token, 5).state == "closed"
