"""The only module of the package that names concrete parts."""

from __future__ import annotations

from assistant.build import build_assistant
from assistant.service import Assistant
from core.clock import Clock
from core.database import Database
from core.settings import AssistantSettings, ZoneSettings
from eval.golden.running import GoldenRunner
from eval.golden.service import GoldenService
from knowledge.index.indexer import Indexer
from knowledge.search import HybridSearch
from knowledge.service import KnowledgeService


def build_golden(clock: Clock, knowledge: KnowledgeService) -> GoldenService:
    return GoldenService(clock, knowledge)


def build_golden_runner(
    settings: AssistantSettings,
    zone: ZoneSettings,
    database: Database,
    search: HybridSearch,
    indexer: Indexer,
    knowledge: KnowledgeService,
    clock: Clock,
) -> GoldenRunner:
    """Return what asks golden questions: with the settings of the base, but never a chat model, which varies."""

    def make(found: HybridSearch, truth: Database) -> Assistant:
        return build_assistant(settings, zone, truth, found, clock)

    return GoldenRunner(make, database, search, indexer, knowledge, clock)
