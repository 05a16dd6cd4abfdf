"""Drafts are made anew, releases stay, corrections are further editions; readers see what is theirs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.drafting import draft_due_reports
from core.audit import AuditRow
from core.errors import InvalidInputError
from reports.errors import (
    AlreadyReleasedError,
    EditionNotFoundError,
    EditionReleasedError,
    FuturePeriodError,
    ListNotFoundError,
    NotReleasedError,
    PartialReaderError,
    PeriodNotOverError,
)
from reports.types import Edition, Reader
from tests.reports.conftest import ANALYST, EVERYTHING, Desk, at

MONTH = ("month", "2026-11")
OF_HR = Reader(sees_all=False, departments=frozenset({"HR", "HR-1"}))
OF_KNOWLEDGE = Reader(sees_all=False, knowledge_only=True)


def keep(desk: Desk, *, department: str | None = None, reason: str = "", kind: str = "month",
         label: str = "2026-11") -> Edition:  # fmt: skip
    compiled = desk.compile(kind, label, department)
    with desk.database.unit_of_work() as session:
        return desk.service.keep(session, compiled, ANALYST, reason=reason)


def release(desk: Desk, edition: Edition, reader: Reader = EVERYTHING) -> Edition:
    with desk.database.unit_of_work() as session:
        return desk.service.release(session, edition.id, reader, ANALYST)


def read(desk: Desk, edition: Edition, reader: Reader = EVERYTHING) -> Edition:
    with desk.database.reading() as session:
        return desk.service.get(session, edition.id, reader)


def accepted(edition: Edition) -> float | None:
    return next(figure.value for figure in edition.sections[0].figures if figure.key == "accepted")


def test_a_draft_is_read_back_as_it_was_computed(desk: Desk) -> None:
    desk.petition("2026-11-03 10:00")
    compiled = desk.compile(*MONTH)
    assert read(desk, keep(desk)).sections == compiled.sections


def test_a_draft_is_made_anew_and_a_release_stays_as_it_was(desk: Desk) -> None:
    desk.petition("2026-11-03 10:00")
    first = keep(desk)
    desk.petition("2026-11-04 10:00")
    again = keep(desk)
    assert (again.id, again.number, accepted(again)) == (first.id, 1, 2)
    released = release(desk, again)
    desk.petition("2026-11-05 10:00")
    with pytest.raises(EditionReleasedError):
        keep(desk)
    revised = keep(desk, reason="补登一件")
    assert (revised.number, revised.reason, accepted(revised)) == (2, "补登一件", 3)
    assert (read(desk, released).sections, accepted(read(desk, released))) == (released.sections, 2)
    with desk.database.reading() as session:
        actions = session.scalars(select(AuditRow.action).order_by(AuditRow.sequence)).all()
    assert actions == ["report.drafted", "report.drafted", "report.released", "report.drafted"]


def test_a_release_happens_once_and_after_the_period(desk: Desk) -> None:
    edition = release(desk, keep(desk))
    with pytest.raises(AlreadyReleasedError):
        release(desk, edition)
    running = keep(desk, label="2026-12")
    with pytest.raises(PeriodNotOverError):
        release(desk, running)
    with pytest.raises(FuturePeriodError):
        desk.compile("month", "2027-01")
    with pytest.raises(InvalidInputError):
        desk.compile("month", "2026-11", "NOBODY")


def test_a_running_period_counts_up_to_now(desk: Desk) -> None:
    answered = at("2026-12-01 17:00")
    desk.petition("2026-12-01 10:00", answered_at=answered, due_at=at("2026-12-04 17:00"))
    edition = keep(desk, label="2026-12")
    on_time = next(figure for figure in edition.sections[0].figures if figure.key == "on_time_rate")
    assert (on_time.value, on_time.denominator) == (None, 0)  # falls due after the cut-off


def test_departments_see_their_own_reports_and_no_others(desk: Desk) -> None:
    everything, own, other = keep(desk), keep(desk, department="HR-1"), keep(desk, department="FIN")
    with desk.database.reading() as session:
        assert [e.id for e in desk.service.page(session, OF_HR)[1]] == [own.id]
        assert desk.service.page(session, EVERYTHING)[0] == 3
    for hidden in (everything, other):
        with pytest.raises(EditionNotFoundError):
            read(desk, hidden, OF_HR)


def test_a_reader_of_knowledge_sees_those_sections_and_no_petitions(desk: Desk) -> None:
    desk.petition("2026-11-03 10:00")
    edition = keep(desk)
    assert {section.key for section in read(desk, edition, OF_KNOWLEDGE).sections} == {"knowledge", "policy"}
    with desk.database.reading() as session, pytest.raises(ListNotFoundError):
        desk.service.members(session, edition.id, "accepted", OF_KNOWLEDGE)
    with pytest.raises(PartialReaderError):
        release(desk, edition, OF_KNOWLEDGE)


def test_the_list_of_a_released_edition_does_not_change(desk: Desk) -> None:
    number = desk.petition("2026-11-03 10:00")
    edition = release(desk, keep(desk))
    desk.petition("2026-11-04 10:00")
    with desk.database.reading() as session:
        assert desk.service.members(session, edition.id, "accepted", EVERYTHING) == ("petitions", [number])
        with pytest.raises(ListNotFoundError):
            desk.service.members(session, edition.id, "no_such_number", EVERYTHING)


def test_a_public_edition_is_made_from_a_released_one(desk: Desk) -> None:
    edition = keep(desk)
    with desk.database.reading() as session, pytest.raises(NotReleasedError):
        desk.service.public(session, edition.id, EVERYTHING)


def test_what_ended_without_a_report_is_due(desk: Desk) -> None:
    def due() -> list[str]:
        with desk.database.reading() as session:
            return [period.label for period in desk.service.periods_due(session)]

    assert due() == []  # nothing has happened yet
    desk.petition("2026-09-30 10:00")
    assert due() == ["2026-W48", "2026-11", "2026-Q3"]  # nothing yet in 2025
    desk.petition("2025-12-31 10:00")
    assert due() == ["2026-W48", "2026-11", "2026-Q3", "2025"]
    keep(desk)
    keep(desk, kind="week", label="2026-W48", department="HR")  # of one department: not about everything
    assert due() == ["2026-W48", "2026-Q3", "2025"]


def test_a_series_has_the_newest_edition_of_each_period_oldest_first(desk: Desk) -> None:
    keep(desk, label="2026-10")
    release(desk, keep(desk))
    desk.petition("2026-11-03 10:00")
    newest = keep(desk, reason="补登")
    with desk.database.reading() as session:
        found = desk.service.series(session, EVERYTHING, newest.period.kind, limit=12)
    assert [edition.period.label for edition in found] == ["2026-10", "2026-11"]
    assert [accepted(edition) for edition in found] == [0, 1]


def test_what_is_due_is_drafted_once_by_the_product_itself(desk: Desk) -> None:
    desk.petition("2026-11-23 10:00")
    for _ in range(2):
        draft_due_reports(desk.database, desk.service)
    with desk.database.reading() as session:
        total, editions = desk.service.page(session, EVERYTHING)
    assert (total, {edition.created_by for edition in editions}) == (2, {"system"})
    assert {edition.period.label for edition in editions} == {"2026-W48", "2026-11"}
