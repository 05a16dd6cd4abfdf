"""The only module of the package that names concrete parts: the pipeline, top to bottom."""

from __future__ import annotations

from assistant.answers import Answers
from assistant.citing import Citer
from assistant.compose import ExtractiveComposer, FaqComposer
from assistant.evidence import load_evidence_model
from assistant.pipeline import Pipeline
from assistant.service import Assistant
from assistant.steps.compose_answer import ComposeAnswer
from assistant.steps.guard_question import GuardQuestion
from assistant.steps.keep_in_force import KeepInForce
from assistant.steps.require_evidence import RequireEvidence
from assistant.steps.rerank_passages import RerankPassages
from assistant.steps.retrieve_passages import RetrievePassages
from assistant.steps.rewrite_follow_up import RewriteFollowUp
from assistant.steps.route_intent import RouteIntent
from assistant.steps.screen_answer import ScreenAnswer
from assistant.steps.verify_citations import VerifyCitations
from core.clock import Clock
from core.database import Database
from core.settings import AssistantSettings, ZoneSettings
from knowledge.search import HybridSearch


def build_assistant(
    settings: AssistantSettings, zone: ZoneSettings, database: Database, search: HybridSearch, clock: Clock
) -> Assistant:
    """Return the assistant of a deployment."""
    answers = Answers(zone_name=zone.display_name, hotline=zone.hotline)
    citer = Citer(database)
    model = load_evidence_model(settings.evidence_threshold)
    composers = (
        FaqComposer(citer, answers),
        ExtractiveComposer(search, citer, answers, max_citations=settings.max_citations),
    )
    steps = (
        GuardQuestion(answers, max_chars=settings.question_max_chars),
        RewriteFollowUp(),
        RouteIntent(answers),
        RetrievePassages(search),
        KeepInForce(),
        RerankPassages(search),
        RequireEvidence(model, search, answers),
        ComposeAnswer(composers, answers),
        VerifyCitations(citer, answers),
        ScreenAnswer(),
    )
    return Assistant(Pipeline(steps, answers), database, clock, region_code=zone.region)
