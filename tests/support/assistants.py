"""The pipeline as it is shipped, over a base of a test's own."""

from __future__ import annotations

from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.types import Answer, AskRequest
from core.settings import AssistantSettings, ZoneSettings
from tests.support.base import Base


def shipped_assistant(base: Base) -> Assistant:
    """Return the assistant with its defaults, whatever the environment of the test sets in a file."""
    settings, zone = AssistantSettings(_env_file=None), ZoneSettings(_env_file=None)  # type: ignore[call-arg]  # of pydantic's own
    return build_assistant(settings, zone, base.database, base.search, base.clock)


def answer_to(assistant: Assistant, text: str) -> Answer:
    """Ask in a conversation of its own."""
    return assistant.ask(AskRequest(text=text)).answer
