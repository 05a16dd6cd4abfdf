"""What can go wrong around the chat model."""

from __future__ import annotations

from assistant.chat_model.types import Trouble
from core.errors import InvalidInputError, UpstreamError


class MissingExtraError(InvalidInputError):
    code = "missing_extra"

    def __init__(self) -> None:
        super().__init__(
            "YOUDA_CHAT_MODEL_URL is set, but the package langchain-openai is not installed. "
            "Install it with `pip install 'youda[llm]'`, or unset YOUDA_CHAT_MODEL_URL to answer without a chat model."
        )


class MissingModelNameError(InvalidInputError):
    code = "missing_model_name"

    def __init__(self, url: str) -> None:
        super().__init__(
            f"YOUDA_CHAT_MODEL_URL is {url}, but YOUDA_CHAT_MODEL_NAME is not set. "
            "Set it to the name under which that server offers the model."
        )


class ChatModelError(UpstreamError):
    """The chat model gave no answer, or not a whole one; the next rung answers. Nobody outside the rung sees it."""

    code = "chat_model_failed"

    def __init__(self, trouble: Trouble, detail: str = "", *, retry_after_seconds: float | None = None) -> None:
        super().__init__(f"The chat model gave no whole answer: {trouble.value}{': ' if detail else ''}{detail}.")
        self.trouble = trouble
        self.detail = detail
        self.retry_after_seconds = retry_after_seconds
