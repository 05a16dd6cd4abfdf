"""The message catalogue: every text people see, by key, from `core/locales/zh-CN/*.json`."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources

from core.errors import AppError


class UnknownMessageError(AppError):
    """A key is not in the catalogue, or a placeholder has no value: a defect of ours, never the caller's."""

    code = "unknown_message"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, str]:
    """Return all messages by flat key ("petition.status.dispatched"); a key in two files is an error."""
    messages: dict[str, str] = {}
    for file in sorted((resources.files("core") / "locales" / "zh-CN").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            for key, text in json.loads(file.read_text(encoding="utf-8")).items():
                if key in messages:
                    raise UnknownMessageError(f"Message key '{key}' stands in two catalogue files; keep one.")
                messages[key] = text
    return messages


def message(key: str, **values: object) -> str:
    """Return the text of `key` with its placeholders filled. Raises UnknownMessageError if either is missing."""
    try:
        return catalogue()[key].format(**values)
    except KeyError as error:
        raise UnknownMessageError(f"No message '{key}', or no value for its placeholder {error}.") from error


def has_message(key: str) -> bool:
    """Say whether the catalogue has `key`."""
    return key in catalogue()
