"""Puts training together; apart from `knowledge.build`, because a server never trains."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from core.clock import Clock
from core.database import Database
from core.settings import KnowledgeSettings
from knowledge.build import build_embedder, build_model_loader, build_search
from knowledge.index.indexer import Indexer
from knowledge.index.protocols import Embedder
from knowledge.learning.registry import ModelRegistry
from knowledge.learning.service import LearningService
from knowledge.learning.training import Trainer
from knowledge.search import HybridSearch


def build_trainer(settings: KnowledgeSettings, database: Database, registry: ModelRegistry, clock: Clock) -> Trainer:
    """Return what trains models of a data folder; its indexes are always embedded ones, beside whatever serves."""

    def open_search(folder: Path, embedder: Embedder) -> tuple[Indexer, HybridSearch]:
        indexer = Indexer(database, folder, embedder)
        return indexer, build_search(settings, database, indexer)

    return Trainer(
        database,
        build_model_loader(settings, registry),
        LearningService(clock),
        clock,
        own_embedder=partial(build_embedder, settings),
        open_search=open_search,
        may_tune_table=settings.embedder == "static",
    )
