"""The only module of the package that names concrete implementations."""

from __future__ import annotations

from pathlib import Path

from core.clock import Clock
from core.database import Database
from core.errors import InvalidInputError
from core.settings import KnowledgeSettings
from knowledge.index.embedders.endpoint import Endpoint, EndpointEmbedder
from knowledge.index.embedders.files import ModelKind, Prefixes, kind_of
from knowledge.index.embedders.onnx_model import OnnxEmbedder
from knowledge.index.embedders.sentence_model import SentenceModelEmbedder
from knowledge.index.indexer import Indexer
from knowledge.index.protocols import Embedder
from knowledge.index.static_model import StaticEmbedder
from knowledge.index.vectors import open_server
from knowledge.learning.loading import ModelLoader
from knowledge.learning.registry import ModelRegistry
from knowledge.ranking.cross_encoder import OnnxReranker, Reranker, SentenceReranker
from knowledge.search import HybridSearch
from knowledge.service import KnowledgeService


def build_embedder(settings: KnowledgeSettings) -> Embedder:
    """Return the embedder that the settings name: the shipped table, a folder with a model, or an endpoint.

    Raises InvalidInputError for a setting without a model behind it, StorageError for damaged files.
    """
    wanted = settings.embedder
    if wanted == "static":
        return StaticEmbedder()
    prefixes = Prefixes(settings.question_prefix, settings.passage_prefix)
    if wanted.startswith(("http://", "https://")):
        return EndpointEmbedder(_endpoint(settings), prefixes)
    kind, folder = _model_folder("YOUDA_EMBEDDER", wanted)
    if kind is ModelKind.TABLE:
        return StaticEmbedder(folder)
    embedder = SentenceModelEmbedder if kind is ModelKind.SENTENCE_TRANSFORMERS else OnnxEmbedder
    return embedder(folder, prefixes, batch=settings.embedder_batch)


def build_reranker(settings: KnowledgeSettings) -> Reranker | None:
    """Return the cross-encoder that the settings name, None for "none". Raises as `build_embedder`."""
    if settings.reranker == "none":
        return None
    kind, folder = _model_folder("YOUDA_RERANKER", settings.reranker)
    if kind is ModelKind.TABLE:
        raise InvalidInputError(
            f"YOUDA_RERANKER is '{settings.reranker}', which is an embedding table. Set it to 'none'."
        )
    reranker = SentenceReranker if kind is ModelKind.SENTENCE_TRANSFORMERS else OnnxReranker
    return reranker(folder, batch=settings.embedder_batch)


def _endpoint(settings: KnowledgeSettings) -> Endpoint:
    if not settings.embedder_model:
        raise InvalidInputError(
            f"YOUDA_EMBEDDER is the endpoint '{settings.embedder}', but YOUDA_EMBEDDER_MODEL is not set. "
            "Set it to the name under which the endpoint offers the model."
        )
    return Endpoint(
        settings.embedder,
        settings.embedder_model,
        key=settings.embedder_key.get_secret_value() if settings.embedder_key else None,
        dimension=settings.embedder_dimension,
        batch=settings.embedder_batch,
        timeout_seconds=settings.embedder_timeout_seconds,
        retries=settings.embedder_retries,
    )


def _model_folder(setting: str, value: str) -> tuple[ModelKind, Path]:
    """Return what kind of model the folder in `value` holds, by the prefix or else by its files."""
    prefix, _, rest = value.partition(":")
    stated = ModelKind(prefix) if prefix in set(ModelKind) else None
    path = rest if stated else value
    folder = Path(path)
    kind = (stated or kind_of(folder)) if path and folder.is_dir() else None
    if kind is None:
        raise InvalidInputError(
            f"{setting} is '{value}', which is neither a word that this version knows nor a folder with a model. "
            "Give the folder of a model, see docs/models.md, or leave the setting out."
        )
    return kind, folder


def build_indexer(
    settings: KnowledgeSettings, database: Database, index_dir: Path, *, embedder: Embedder | None = None
) -> Indexer:
    """Return the indexer of a data folder; the caller must hold its owner lock. A trained model brings its embedder."""
    client = open_server(settings.chroma_url) if settings.chroma_url else None
    return Indexer(database, index_dir, embedder or build_embedder(settings), client=client)


def build_model_loader(settings: KnowledgeSettings, registry: ModelRegistry) -> ModelLoader:
    """Return what opens trained models; their tables are left alone where the settings name another embedder."""
    return ModelLoader(registry, with_table=settings.embedder == "static")


def build_search(settings: KnowledgeSettings, database: Database, indexer: Indexer) -> HybridSearch:
    return HybridSearch(
        database,
        indexer,
        candidates=settings.candidates,
        reranker=build_reranker(settings),
        rerank_top=settings.rerank_top,
    )


def build_knowledge(clock: Clock) -> KnowledgeService:
    return KnowledgeService(clock)
