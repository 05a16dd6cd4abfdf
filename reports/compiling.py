"""A report, section by section, from the facts. Only this module knows which sections there are and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from core.calendar import WorkingDayCalendar
from reports.counting import UNITS, Counted, Sets, WorkingDays, entry_figures, petition_figures, question_figures
from reports.departments import assessment_table, department_table, figures_by_department
from reports.facts import Among, Facts, Window
from reports.lists import BASE, ENTRIES, MESSAGES, PETITIONS, ListBuilder
from reports.overdue import late, overdue_figures, overdue_notes, overdue_table
from reports.periods import Period
from reports.questionnaires.repository import QuestionnaireRepository
from reports.reconciling import parts_of, reconciliation
from reports.sources import read_facts
from reports.sources.knowledge import most_cited, most_unanswered
from reports.suggesting import issues_table, suggestions
from reports.types import Column, Compiled, Figure, Note, ReportRules, Row, Scope, Section, Table, Unit
from reports.volume import volume_tables

_LISTED = 10
_REACH = ("pushed", "opened", "calculated", "applied")
KNOWLEDGE_SECTIONS = frozenset({"knowledge", "policy"})
"""What a reader of knowledge reports alone may see."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """Computes reports. `category_name` gives the name of a category code, None for one it does not know."""

    category_name: Callable[[str], str | None]
    calendar_of: Callable[[Session], WorkingDayCalendar]
    rules: ReportRules

    def compile(self, session: Session, period: Period, scope: Scope, now: datetime) -> Compiled:
        """Return the report on `period`, up to `now` if it is not over yet. Only reads."""
        compared = (period, period.before(), period.year_before())
        facts = read_facts(session, (*compared, *parts_of(period)), scope)
        instants = np.concatenate([facts.petitions.accepted, facts.petitions.answered, facts.petitions.due])
        working_days = WorkingDays(self.calendar_of(session), np.append(instants, now.timestamp()))
        windows = tuple(Window(p.start.timestamp(), min(p.end, now).timestamp()) for p in compared)
        lists = ListBuilder.over(facts)
        sections = self._about_petitions(facts, windows, working_days, lists, period, now)
        if scope.department_code is None:
            questions = _figures([question_figures(facts, window) for window in windows], lists, MESSAGES)
            entries = _figures([entry_figures(facts, w, self.rules.review_days) for w in windows], lists, ENTRIES)
            sections[-2:-2] = [
                _knowledge(session, period, questions, entries, lists, facts),
                _policies(session, period, entries),
            ]
        return Compiled(period, scope.department_code, now, tuple(sections), lists.packed())

    def _about_petitions(
        self,
        facts: Facts,
        windows: Sequence[Window],
        working_days: WorkingDays,
        lists: ListBuilder,
        period: Period,
        now: datetime,
    ) -> list[Section]:
        everything, window = Among.everything(facts), windows[0]
        counted = [petition_figures(facts, w, working_days, everything) for w in windows]
        overview = _figures(counted, lists, PETITIONS)
        volumes = [Sets.of(facts, w, everything).volume for w in windows]
        tables = {table.key: table for table in volume_tables(facts, volumes, self.category_name, lists)}
        by_department = figures_by_department(facts, window, working_days)
        departments = department_table(facts, by_department, lists, window)
        assessment = assessment_table(facts, by_department, window, self.rules)
        open_late = late(facts, now)
        overdue = overdue_table(facts, open_late, now, working_days, self.category_name)
        return [
            Section("overview", overview, notes=(Note("comparisons"),)),
            Section("volume", tables=tuple(tables.values())),
            Section("issues", tables=(issues_table(tables["subcategory"]),)),
            Section("departments", tables=(departments, assessment), notes=(Note("assessment_scaled"),)),
            Section("overdue", overdue_figures(open_late, lists), (overdue,), overdue_notes(open_late)),
            reconciliation(facts, period, now, lists),
            Section("suggestions", notes=suggestions(overview, tables["subcategory"], departments)),
        ]


def _figures(counted: Sequence[dict[str, Counted]], lists: ListBuilder, universe: str) -> tuple[Figure, ...]:
    """Return the figures of the first window, compared with the other two, and keep their lists."""
    now, previous, year_before = counted
    for key, found in now.items():
        lists.add(key, universe, found.members)
        lists.add(f"{key}{BASE}", universe, found.base)
    return tuple(
        Figure(
            key,
            UNITS.get(key, Unit.SHARE),
            found.value,
            found.numerator,
            found.denominator,
            previous[key].value,
            year_before[key].value,
        )
        for key, found in now.items()
    )


def _knowledge(
    session: Session,
    period: Period,
    questions: tuple[Figure, ...],
    entries: tuple[Figure, ...],
    lists: ListBuilder,
    facts: Facts,
) -> Section:
    rows = []
    for place, (question, messages) in enumerate(most_unanswered(session, period, limit=_LISTED), start=1):
        rows.append(Row(str(place), question, (float(len(messages)),)))
        lists.add(f"unanswered.{place}.count", MESSAGES, np.isin(facts.messages.id, messages))
    table = Table("unanswered", (Column("count", Unit.COUNT),), tuple(rows), is_internal=True)
    return Section("knowledge", (*questions, *(f for f in entries if f.key != "policies_added")), (table,))


def _policies(session: Session, period: Period, entries: tuple[Figure, ...]) -> Section:
    rows = [Row(key, title, (float(n),)) for key, title, n in most_cited(session, period, limit=_LISTED)]
    reach = tuple(Figure(key, Unit.COUNT, None) for key in _REACH)
    added = tuple(figure for figure in entries if figure.key == "policies_added")
    cited = Table("cited", (Column("count", Unit.COUNT),), tuple(rows))
    topics = QuestionnaireRepository().topics_in(session, period)
    asked = Table(
        "questionnaire",
        (Column("responses", Unit.COUNT),),
        tuple(Row(str(place), topic, (float(n),)) for place, (topic, n) in enumerate(topics, start=1)),
        (float(sum(n for _, n in topics)),),
    )
    return Section("policy", (*added, *reach), (cited, asked), (Note("reach_not_recorded"),))
