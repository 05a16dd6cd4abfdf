"""Reports count the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from core.clock import FixedClock
from core.database import Database
from core.departments import Department, DepartmentRepository
from petitions.taxonomy import load_taxonomy
from reports.build import build_questionnaires, build_reports
from reports.questionnaires.types import QuestionnaireDraft, Response
from tests.reports.conftest import ANALYST, EVERYTHING, Desk, at, figure, table
from tests.reports.test_knowledge_figures import ask, entry
from tests.reports.test_tables import fill


def test_a_report_is_computed_kept_and_read_back(any_database: Database) -> None:
    with any_database.unit_of_work() as session:
        for code, name in (("HR", "人力资源局"), ("FIN", "财政局")):
            DepartmentRepository().upsert(session, Department(code, name))
    clock = FixedClock(at("2026-12-02 09:00"))
    desk = Desk(any_database, build_reports(clock, load_taxonomy().name), clock)
    fill(desk)
    entry(desk, "pol", at("2026-11-10 10:00"))
    ask(desk, "solved", "answered", cited="pol")
    ask(desk, "gap", "abstained")
    desk.alert(desk.petition("2026-11-03 10:00"), "yellow", "2026-11-06 10:00")
    questionnaires = build_questionnaires(clock)
    with any_database.unit_of_work() as session:
        made = questionnaires.create(session, QuestionnaireDraft("问卷", ("贷款融资",)), ANALYST)
        questionnaires.respond(session, made.id, Response("贷款融资", 1, "HR"))
        results = questionnaires.results(session, made.id)
    assert (results.topics[0].mean_score, results.departments[0].complaints) == (1.0, 1)
    compiled = desk.compile("month", "2026-11")
    shown = {key: figure(compiled, key).value for key in ("accepted", "machine_solved_rate", "gap_rate", "published")}
    assert shown == {"accepted": 31, "machine_solved_rate": 0.5, "gap_rate": 0.5, "published": 1}
    assert [row.code for row in table(compiled, "cited").rows] == ["pol"]
    with any_database.unit_of_work() as session:
        kept = desk.service.keep(session, compiled, ANALYST)
    with any_database.reading() as session:
        assert desk.service.get(session, kept.id, EVERYTHING).sections == compiled.sections
        assert len(desk.service.members(session, kept.id, "accepted", EVERYTHING)[1]) == 31
        assert [period.label for period in desk.service.periods_due(session)] == ["2026-W48"]
