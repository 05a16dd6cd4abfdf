"""Appeals against the assessment of a department: by whom, until when, once at a time, ruled on once."""

from __future__ import annotations

import pytest

from core import audit
from core.actors import Actor, Role
from reports.appeals.errors import (
    AppealNotFoundError,
    AppealStateError,
    AppealTooLateError,
    EmptyAppealError,
    NotYourAssessmentError,
)
from reports.appeals.service import AppealService
from reports.appeals.types import Appeal
from reports.build import build_appeals
from reports.errors import EditionNotFoundError
from reports.types import Reader
from tests.reports.conftest import ANALYST, EVERYTHING, Desk, at

HANDLER = Actor("u-dep", "立夏", frozenset({Role.HANDLER}), "HR")
HR, FIN = Reader(sees_all=False, departments=frozenset({"HR", "HR-1"})), Reader(False, frozenset({"FIN"}))


@pytest.fixture
def appeals(desk: Desk) -> AppealService:
    return build_appeals(desk.clock)


def released(desk: Desk, *, release: bool = True) -> str:
    """Release the report on November, which assesses the department of human resources, on 2 December."""
    desk.petition("2026-11-03 10:00", answered_at=at("2026-11-05 10:00"), rating=4)
    compiled = desk.compile("month", "2026-11")
    with desk.database.unit_of_work() as session:
        edition = desk.service.keep(session, compiled, ANALYST)
        if release:
            desk.service.release(session, edition.id, EVERYTHING, ANALYST)
    return edition.id


def file(desk: Desk, appeals: AppealService, edition: str, *, reader: Reader = HR, code: str = "HR") -> Appeal:
    with desk.database.unit_of_work() as session:
        return appeals.appeal(session, edition, code, "11 月 5 日已答复，联系 139 0000 1234", reader, HANDLER)


def test_a_department_reads_its_own_rows_and_nobody_elses(desk: Desk, appeals: AppealService) -> None:
    edition = released(desk)
    with desk.database.reading() as session:
        section = appeals.assessment(session, edition, HR)
        with pytest.raises(EditionNotFoundError):
            appeals.assessment(session, edition, FIN)
    assert {row.code for table in section.tables for row in table.rows} == {"HR"}


def test_released_assessments_are_listed_for_whom_they_are_about(desk: Desk, appeals: AppealService) -> None:
    edition = released(desk)
    file(desk, appeals, edition)
    compiled = desk.compile("month", "2026-10")
    with desk.database.unit_of_work() as session:
        desk.service.keep(session, compiled, ANALYST)  # a draft assesses nobody yet
    with desk.database.reading() as session:
        (seen,) = appeals.assessed(session, HR)
        everything, others = appeals.assessed(session, EVERYTHING), appeals.assessed(session, FIN)
    assert (seen.edition.id, seen.appeals, seen.pending, seen.window.is_open) == (edition, 1, 1, True)
    assert ([found.edition.id for found in everything], others) == ([edition], [])


def test_an_appeal_is_filed_seen_and_ruled_on_once(desk: Desk, appeals: AppealService) -> None:
    edition = released(desk)
    made = file(desk, appeals, edition)
    assert "0000" not in made.text.replace("****0000", "")
    with pytest.raises(AppealStateError, match="等待裁定"):
        file(desk, appeals, edition)
    with desk.database.unit_of_work() as session:
        assert appeals.of_edition(session, edition, FIN) == []
        with pytest.raises(NotYourAssessmentError):
            appeals.rule(session, made.id, "属实", HR, HANDLER, is_upheld=True)
        ruled = appeals.rule(session, made.id, "属实，将修订", EVERYTHING, ANALYST, is_upheld=True)
    assert (ruled.is_upheld, ruled.ruled_by) == (True, ANALYST.name)
    with desk.database.unit_of_work() as session, pytest.raises(AppealStateError, match="已经裁定"):
        appeals.rule(session, made.id, "再裁", EVERYTHING, ANALYST, is_upheld=False)
    with desk.database.reading() as session:
        actors = audit.actors_of(session, "appeal.upheld", object_type="report", object_id=edition)
        assert (actors, audit.verify(session).is_intact) == ({ANALYST.id}, True)


def test_five_working_days_after_the_release_it_is_too_late(desk: Desk, appeals: AppealService) -> None:
    edition = released(desk)  # on Wednesday 2 December 2026
    desk.clock.advance_to(at("2026-12-09 23:59"))
    file(desk, appeals, edition)
    desk.clock.advance_to(at("2026-12-10 00:00"))
    with desk.database.reading() as session:
        assert not appeals.window(session, edition).is_open
    with pytest.raises(AppealTooLateError, match="2026-12-09"):
        file(desk, appeals, edition)


def test_drafts_other_departments_and_empty_words_are_refused(desk: Desk, appeals: AppealService) -> None:
    draft = released(desk, release=False)
    with pytest.raises(EditionNotFoundError):
        file(desk, appeals, draft)
    with desk.database.unit_of_work() as session:
        desk.service.release(session, draft, EVERYTHING, ANALYST)
    with pytest.raises(NotYourAssessmentError):
        file(desk, appeals, draft, reader=FIN)
    with desk.database.unit_of_work() as session:
        with pytest.raises(EmptyAppealError):
            appeals.appeal(session, draft, "HR", "  ", HR, HANDLER)
        with pytest.raises(AppealNotFoundError):
            appeals.rule(session, "apl_missing", "属实", EVERYTHING, ANALYST, is_upheld=True)
