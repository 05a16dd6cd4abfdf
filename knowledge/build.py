"""The only module of the package that names concrete implementations."""

from __future__ import annotations

from pathlib import Path

from core.clock import Clock
from core.database import Database
from core.errors import InvalidInputError
from core.settings import KnowledgeSettings
from knowledge.index.indexer import Indexer
from knowledge.index.protocols import Embedder
from knowledge.index.static_model import StaticEmbedder
from knowledge.index.vectors import open_server
from knowledge.search import HybridSearch
from knowledge.service import KnowledgeService


def build_embedder(settings: KnowledgeSettings) -> Embedder:
    """Return the embedder that the settings name. Raises InvalidInputError for an unknown one."""
    if settings.embedder == "static":
        return StaticEmbedder()
    raise InvalidInputError(
        f"YOUDA_EMBEDDER is '{settings.embedder}', which this version does not know. "
        "Set it to 'static', the shipped model."
    )


def build_indexer(settings: KnowledgeSettings, database: Database, index_dir: Path) -> Indexer:
    """Return the indexer of a data folder; the caller must hold its owner lock."""
    client = open_server(settings.chroma_url) if settings.chroma_url else None
    return Indexer(database, index_dir, build_embedder(settings), client=client)


def build_search(settings: KnowledgeSettings, database: Database, indexer: Indexer) -> HybridSearch:
    return HybridSearch(
        database,
        indexer,
        dense_weight=settings.dense_weight,
        candidates=settings.candidates,
        document_share=settings.document_share,
    )


def build_knowledge(clock: Clock) -> KnowledgeService:
    return KnowledgeService(clock)
