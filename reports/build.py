"""Puts reports together."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer_requests import AnswerRequests
from assistant.service import Assistant
from core.clock import Clock
from core.database import Database
from core.departments import DepartmentRepository
from core.settings import LoopSettings, ReportSettings
from knowledge.index.indexer import Indexer
from knowledge.index.protocols import Embedder
from knowledge.service import KnowledgeService
from petitions.repository import PetitionRepository
from reports.appeals.service import AppealService
from reports.compiling import Compiler
from reports.gaps.checking import GapChecker
from reports.gaps.service import Department, GapService
from reports.gaps.types import GapRule
from reports.hot.detecting import HotRule, Season
from reports.issues.repository import IssueRepository
from reports.issues.service import IssueService
from reports.issues.watch import IssueWatch
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


def build_gaps(
    settings: LoopSettings,
    clock: Clock,
    knowledge: KnowledgeService,
    embedder: Callable[[], Embedder],
    department: Department,
) -> GapService:
    """Return the service for knowledge gaps; `embedder` is asked each time, for it may be exchanged."""
    return GapService(clock, _gap_rule(settings), knowledge, embedder, department)


def build_gap_checker(
    settings: LoopSettings,
    database: Database,
    clock: Clock,
    assistant: Assistant,
    requests: AnswerRequests,
    indexer: Indexer,
) -> GapChecker:
    """Return what asks the questions of gaps again after something was published."""
    return GapChecker(database, clock, _gap_rule(settings), assistant, requests, indexer)


def _gap_rule(settings: LoopSettings) -> GapRule:
    return GapRule(settings.gap_days, settings.gap_likeness, settings.gap_low_stars, settings.gap_answered_share)


def build_appeals(clock: Clock) -> AppealService:
    """Return the service over the database's own tables."""
    return AppealService(EditionRepository(), PetitionRepository().calendar, clock)


def build_issues(clock: Clock) -> IssueService:
    """Return the service over the database's own tables."""
    return IssueService(clock)


def build_issue_watch(database: Database, clock: Clock, rule: HotRule, *, most_voices: int) -> IssueWatch:
    """Return what looks for hot issues in petitions and questions."""
    return IssueWatch(database, IssueRepository(), clock, rule, most_voices=most_voices)


def hot_rule_from(settings: ReportSettings) -> HotRule:
    """Return the rule of hot issues that a deployment has set."""
    seasons = tuple(Season(word, first, last) for word, (first, last) in settings.hot_seasons.items())
    return HotRule(
        settings.hot_voices, settings.hot_senders, settings.hot_times_usual, seasons, settings.hot_season_voices
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
