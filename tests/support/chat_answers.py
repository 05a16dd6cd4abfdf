"""What an obedient chat model would write over a prompt, and what was heard and asked of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from assistant.citing import Citer
from assistant.facts import unsupported_facts
from assistant.types import Reply
from core.database import Database
from tests.support.chat_server import Request, Words, clauses_of

QUESTION = "单项冠军第一次评上给多少奖金啊"
_MARK = re.compile(r"\[(\d+)\]")


@dataclass
class Heard:
    """An audience that writes down what it hears."""

    pieces: list[str] = field(default_factory=list)
    leaves_after: int = 1_000
    message_id: str = ""

    def begin(self, message_id: str) -> None:
        self.message_id = message_id

    def hear(self, text: str) -> None:
        self.pieces.append(text)

    def has_left(self) -> bool:
        return len(self.pieces) >= self.leaves_after

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True)
class Asked:
    """One answer, what was heard of it while it was made, and how long it took."""

    reply: Reply
    heard: Heard
    seconds: float

    @property
    def text(self) -> str:
        return self.reply.answer.text

    @property
    def notes(self) -> dict[str, Any]:
        return next(s.notes["chat_model"] for s in self.reply.answer.trace if "chat_model" in s.notes)

    @property
    def reasons(self) -> list[str]:
        return [dropped["reason"] for dropped in self.notes["dropped"]]


AWARD = "单项冠军企业的，给予"
"""Stands in the clause that answers, wherever ranking puts it."""


def numbers_of(request: Request) -> list[int]:
    """Return the numbers of the clauses: the one that answers, sentences with a value, others, rows of tables."""
    clauses = clauses_of(request)

    def order(number: int) -> tuple[bool, bool, bool]:
        first = _first_sentence(clauses[number])
        return AWARD not in clauses[number], "：" in first, "⟦" not in first

    return sorted(clauses, key=order)


def sentence(place: int, *, end: str = "。") -> Words:
    """Return words that give back the first sentence of a clause, as an obedient model would."""
    return lambda request: f"{first_sentence(request, place)}[{numbers_of(request)[place - 1]}]{end}"


def first_sentence(request: Request, place: int) -> str:
    return _first_sentence(clauses_of(request)[numbers_of(request)[place - 1]])


def _first_sentence(clause: str) -> str:
    return clause.splitlines()[-1].split("。")[0]


def mark(request: Request, place: int) -> str:
    return f"[{numbers_of(request)[place - 1]}]"


def joined(*words: Words) -> Words:
    return lambda request: "".join(each if isinstance(each, str) else each(request) for each in words)


def assert_supported(text: str, reply: Reply, database: Database) -> None:
    """Read every cited clause again: each line must cite, and state nothing that its clauses do not."""
    citer = Citer(database)
    texts = {citation.marker: citer.clause_text(citation) for citation in reply.answer.citations}
    for line in filter(None, text.split("\n")):
        if line.startswith("## "):
            continue
        cited = "\n".join(texts[int(mark)] for mark in _MARK.findall(line))
        assert cited, line
        assert unsupported_facts(_MARK.sub("", line).replace("**", ""), cited) == [], line
