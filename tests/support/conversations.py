"""Scripted conversations: what is asked turn by turn, and what a right answer holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.types import Action, Reply

FOLDER = Path(__file__).parents[1] / "assistant" / "conversations"


@dataclass(frozen=True, slots=True)
class ScriptedTurn:
    """One question and what is expected of its answer; see `FOLDER` for the keys of `expected`."""

    ask: str
    as_of: date | None
    expected: dict[str, Any] = field(repr=False)

    def misses(self, reply: Reply) -> list[str]:
        """Return what the reply misses, one sentence each; empty when all is as expected."""
        return [miss for check in _CHECKS for miss in check(self.expected, reply)]


@dataclass(frozen=True, slots=True)
class ScriptedConversation:
    """Some turns in a row, kept under the name of their kind."""

    id: str
    kind: str
    about: str
    turns: tuple[ScriptedTurn, ...]


def scripted_conversations() -> list[ScriptedConversation]:
    """Return all scripted conversations, file by file, in the order they stand there."""
    found: dict[str, ScriptedConversation] = {}
    for path in sorted(FOLDER.glob("*.jsonl")):
        for row in map(json.loads, filter(None, path.read_text("utf-8").splitlines())):
            day = date.fromisoformat(row["as_of"]) if "as_of" in row else None
            turn = ScriptedTurn(row["ask"], day, row)
            known = found.get(row["conversation"])
            turns = (*known.turns, turn) if known else (turn,)
            about = known.about if known else row["about"]
            found[row["conversation"]] = ScriptedConversation(row["conversation"], path.stem, about, turns)
    return list(found.values())


def _one_of(name: str, actual: Callable[[Reply], str]) -> Callable[[dict[str, Any], Reply], list[str]]:
    def check(expected: dict[str, Any], reply: Reply) -> list[str]:
        wanted = expected.get(name, ())
        allowed = [wanted] if isinstance(wanted, str) else list(wanted)
        given = actual(reply)
        return [f"{name} is '{given}', not one of {allowed}"] if allowed and given not in allowed else []

    return check


def _words(expected: dict[str, Any], reply: Reply) -> list[str]:
    text = reply.answer.text.replace("**", "")
    missing = [f"'{word}' is missing" for word in expected.get("contains", ()) if word not in text]
    return missing + [f"'{word}' should not stand there" for word in expected.get("without", ()) if word in text]


def _citations(expected: dict[str, Any], reply: Reply) -> list[str]:
    cited = [(citation.title, citation.clause_label) for citation in reply.answer.citations]
    misses = []
    for wanted in expected.get("cites", ()):
        title, _, label = wanted.partition(" ")
        if not any(title in given and given_label.startswith(label) for given, given_label in cited):
            misses.append(f"'{wanted}' is not cited, but {[' '.join(each) for each in cited]}")
    return misses


def _choices(expected: dict[str, Any], reply: Reply) -> list[str]:
    offered = sum(action.action is Action.CHOOSE for action in reply.answer.next_actions)
    fewest = expected.get("choices", 0)
    return [f"{offered} choices are offered, fewer than {fewest}"] if offered < fewest else []


def _other_reason(expected: dict[str, Any], reply: Reply) -> list[str]:
    unwanted = expected.get("reason_not")
    return [f"reason is '{unwanted}' again"] if unwanted and reply.answer.reason == unwanted else []


_CHECKS = (
    _one_of("outcome", lambda reply: reply.answer.outcome.value),
    _one_of("reason", lambda reply: reply.answer.reason),
    _one_of("rewritten", lambda reply: reply.rewritten),
    _one_of("script", lambda reply: reply.answer.script.value),
    _words,
    _citations,
    _choices,
    _other_reason,
)
