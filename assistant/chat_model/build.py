"""Makes the chat model from settings; the only module that names LangChain's OpenAI client, and imports it late."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from assistant.chat_model.breaker import Breaker
from assistant.chat_model.connection import ModelConnection
from assistant.chat_model.errors import MissingExtraError, MissingModelNameError
from assistant.chat_model.model import ChatModel
from assistant.chat_model.types import ModelLimits
from core.settings import ChatModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_NO_KEY = "none"


def build_chat_model(settings: ChatModelSettings) -> ChatModel | None:
    """Return the deployment's chat model, None when none is set.

    Raises MissingExtraError when langchain-openai is not installed, MissingModelNameError when the name is missing.
    """
    if settings.chat_model_url is None:
        return None
    if find_spec("langchain_openai") is None:
        raise MissingExtraError
    if not settings.chat_model_name:
        raise MissingModelNameError(settings.chat_model_url)
    limits = ModelLimits(
        first_token_seconds=settings.chat_model_first_token_seconds,
        between_tokens_seconds=settings.chat_model_between_tokens_seconds,
        total_seconds=settings.chat_model_total_seconds,
        retries=settings.chat_model_retries,
        at_once=settings.chat_model_at_once,
        clauses=settings.chat_model_clauses,
        output_chars=settings.chat_model_output_chars,
    )
    breaker = Breaker(
        failures=settings.chat_model_breaker_failures, pause_seconds=settings.chat_model_breaker_pause_seconds
    )
    connection = ModelConnection(lambda: _open_ai(settings, limits), limits)
    return ChatModel(settings.chat_model_name, connection, breaker)


def _open_ai(settings: ChatModelSettings, limits: ModelLimits) -> BaseChatModel:
    from langchain_openai import ChatOpenAI

    key = settings.chat_model_key.get_secret_value() if settings.chat_model_key else _NO_KEY
    return ChatOpenAI(
        model=settings.chat_model_name or "",
        base_url=settings.chat_model_url,
        api_key=lambda: key,  # never one that happens to stand in the environment
        temperature=settings.chat_model_temperature,
        timeout=limits.total_seconds,
        max_retries=0,  # retried by the connection, which knows how much time is left
        stream_chunk_timeout=None,
        disable_streaming=not settings.chat_model_streaming,
        use_responses_api=False,
        # Servers other than OpenAI's own know `max_tokens` only; a Chinese character is a token at most.
        extra_body={"max_tokens": limits.output_chars, **settings.chat_model_extra},
    )
