"""Puts reports together."""

from __future__ import annotations

from collections.abc import Callable

from core.clock import Clock
from core.departments import DepartmentRepository
from core.settings import ReportSettings
from petitions.repository import PetitionRepository
from reports.compiling import Compiler
from reports.questionnaires.repository import QuestionnaireRepository
from reports.questionnaires.service import QuestionnaireService
from reports.repository import EditionRepository
from reports.service import ReportService
from reports.types import DEFAULT_RULES, ReportRules, Weights


def build_reports(
    clock: Clock, category_name: Callable[[str], str | None], rules: ReportRules = DEFAULT_RULES
) -> ReportService:
    """Return the service over the database's own tables; `category_name` follows the taxonomy in force."""
    compiler = Compiler(category_name, PetitionRepository().calendar, rules)
    return ReportService(EditionRepository(), compiler, DepartmentRepository(), clock)


def build_questionnaires(clock: Clock, rules: ReportRules = DEFAULT_RULES) -> QuestionnaireService:
    """Return the service over the database's own tables."""
    return QuestionnaireService(
        QuestionnaireRepository(), DepartmentRepository(), clock, complaints_propose=rules.complaints_propose
    )


def rules_from(settings: ReportSettings) -> ReportRules:
    """Return the rules that a deployment has set."""
    weights = Weights(
        on_time=settings.assessment_on_time,
        satisfied=settings.assessment_satisfied,
        solved=settings.assessment_solved,
        conduct=settings.assessment_conduct,
        knowledge=settings.assessment_knowledge,
        yellow=settings.assessment_yellow,
        orange=settings.assessment_orange,
        red=settings.assessment_red,
    )
    return ReportRules(
        public_group_min=settings.report_group_min,
        ranking_min_petitions=settings.ranking_min_petitions,
        review_days=settings.knowledge_review_days,
        complaints_propose=settings.complaints_propose,
        weights=weights,
    )
