"""The only module of the package that names concrete parts: the pipeline, top to bottom."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from assistant.answers import Answers
from assistant.chat_model.composer import ChatModelComposer
from assistant.chat_model.evidence import ClauseNumbering
from assistant.chat_model.model import ChatModel
from assistant.citing import Citer
from assistant.compose import Composer, ExtractiveComposer, FaqComposer
from assistant.evidence import FittedModels, load_evidence_model
from assistant.pipeline import Pipeline
from assistant.quoting.quoter import Quoter
from assistant.replaying import Replayer
from assistant.service import Assistant
from assistant.spelling import Speller
from assistant.steps.clarify_question import ClarifyQuestion
from assistant.steps.compose_answer import ComposeAnswer
from assistant.steps.drop_stale_answers import DropStaleAnswers
from assistant.steps.guard_question import GuardQuestion
from assistant.steps.keep_in_force import KeepInForce
from assistant.steps.keep_region import KeepRegion
from assistant.steps.label_answer import LabelAnswer
from assistant.steps.leave_out_story import LeaveOutStory
from assistant.steps.place_in_time import PlaceInTime
from assistant.steps.require_evidence import RequireEvidence
from assistant.steps.rerank_passages import RerankPassages
from assistant.steps.retrieve_passages import RetrievePassages
from assistant.steps.rewrite_follow_up import RewriteFollowUp
from assistant.steps.route_intent import RouteIntent
from assistant.steps.say_officially import SayOfficially
from assistant.steps.screen_answer import ScreenAnswer
from assistant.steps.split_question import SplitQuestion
from assistant.steps.tell_validity import TellValidity
from assistant.steps.verify_citations import VerifyCitations
from assistant.takeover.service import TakeoverService
from assistant.takeover.types import TakeoverRules, WorkingTime
from assistant.trying import Trier
from core.clock import Clock
from core.database import Database
from core.settings import AssistantSettings, TakeoverSettings, ZoneSettings
from knowledge.errors import IndexStateError
from knowledge.search import HybridSearch


def build_assistant(
    settings: AssistantSettings,
    zone: ZoneSettings,
    database: Database,
    search: HybridSearch,
    clock: Clock,
    chat: ChatModel | None = None,
    fitted: FittedModels | None = None,
    takeover: TakeoverService | None = None,
) -> Assistant:
    """Return the assistant of a deployment; without `chat`, answers are curated or quoted.

    `fitted` replaces the shipped models of quoting and evidence; `takeover` knows whether a person can be offered.
    """
    answers = Answers(zone_name=zone.display_name, hotline=zone.hotline)
    citer, quoter = Citer(database), Quoter(database, fitted.scorer if fitted else None)
    model = fitted.evidence if fitted else load_evidence_model(settings.evidence_threshold)
    quoting = ExtractiveComposer(search, citer, answers, quoter, max_citations=settings.max_citations)
    composers: list[Composer] = [FaqComposer(citer, answers), quoting]
    if chat is not None:
        composers.insert(1, ChatModelComposer(chat, ClauseNumbering(database, citer), answers, completing=quoting))
    steps = (
        GuardQuestion(answers, max_chars=settings.question_max_chars),
        RewriteFollowUp(search),
        RouteIntent(answers),
        PlaceInTime(search, clock),
        TellValidity(search, database, citer, answers),
        SplitQuestion(),
        LeaveOutStory(),
        SayOfficially(search),
        RetrievePassages(search),
        KeepInForce(),
        KeepRegion(answers, zone_name=zone.display_name),
        RerankPassages(search),
        DropStaleAnswers(citer),
        ClarifyQuestion(search, database, answers),
        RequireEvidence(model, search, quoter, answers, Speller(database)),
        ComposeAnswer(composers, answers),
        VerifyCitations(citer, answers),
        LabelAnswer(database, clock),
        ScreenAnswer(),
    )
    return Assistant(
        Pipeline(steps, answers, setup=partial(_setup, model.threshold, settings, search)),
        database,
        clock,
        region_code=zone.region,
        answers_in_script_of_question=settings.answer_script == "question",
        reads_at_once=chat is None,
        takeover=takeover,
    )


def build_takeover(settings: TakeoverSettings, clock: Clock, working_time: WorkingTime) -> TakeoverService:
    """Return what brings enterprises and agents together."""
    rules = TakeoverRules(
        wait_seconds=settings.person_wait_seconds,
        presence_seconds=settings.agent_presence_seconds,
        away_seconds=settings.agent_away_seconds,
    )
    return TakeoverService(clock, working_time, rules)


def build_replayer(
    settings: AssistantSettings, zone: ZoneSettings, database: Database, search: HybridSearch, clock: Clock
) -> Replayer:
    """Return what asks stored questions again, each time by an assistant of its own."""
    return Replayer(lambda found, at: build_assistant(settings, zone, database, found, at), search, database, clock)


def build_trier(
    settings: AssistantSettings, zone: ZoneSettings, database: Database, search: HybridSearch, clock: Clock
) -> Trier:
    """Return what answers with other settings than those in force."""
    return Trier(lambda tried, found: build_assistant(tried, zone, database, found, clock), settings, search, clock)


def _setup(threshold: float, settings: AssistantSettings, search: HybridSearch) -> dict[str, Any]:
    """Return what an answer is made with, as it is kept with every answer; an index that is closed tells nothing."""
    written = hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:12]
    try:
        state = search.described()
    except IndexStateError:
        state = {}
    return {"evidence_threshold": threshold, "settings": written, **state}
