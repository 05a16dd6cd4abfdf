"""The check of a reply (答复质量): every demand point addressed, a basis named or its absence stated, nothing evasive.

It compares words, so it can tell silence from an answer, not a good answer from a bad one; a handler who knows better
sends the reply with a reason, which is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from core.messages import message
from core.text import fold_for_comparison
from petitions.classifying.features import words
from petitions.types import Petition

_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
_MOST_POINTS = 8
_LONGEST_POINT = 60


class FindingKind(StrEnum):
    """What may be wrong with a reply; each has a text in the catalogue under `quality.<kind>`."""

    POINT = "point"
    BASIS = "basis"
    EVASIVE = "evasive"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, and where: the words of the demand, or those of the reply."""

    kind: FindingKind
    where: str = ""

    @property
    def text(self) -> str:
        """Return the sentence for the handler."""
        return message(f"quality.{self.kind.value}", point=self.where, wording=self.where)


@dataclass(frozen=True, slots=True)
class DemandPoint:
    """One thing that was asked for, and the words of it that the reply takes up."""

    text: str
    taken_up: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplyCheck:
    """The points found in the petition and what is to be mended; without findings the reply may leave."""

    points: tuple[DemandPoint, ...]
    findings: tuple[Finding, ...]


def check_reply(petition: Petition, text: str, *, basis: Sequence[str], no_basis_reason: str) -> ReplyCheck:
    """Return what the check finds. A point counts as addressed when the reply has one of its telling words."""
    answer = fold_for_comparison(text)
    points = tuple(
        DemandPoint(point, tuple(word for word in telling if word in answer))
        for point, telling in _demand_points(petition)
    )
    findings = [Finding(FindingKind.POINT, point.text) for point in points if not point.taken_up]
    if not any(item.strip() for item in basis) and not no_basis_reason.strip():
        findings.append(Finding(FindingKind.BASIS))
    findings += [Finding(FindingKind.EVASIVE, wording) for wording in _lexicon("evasive") if wording in text]
    return ReplyCheck(points, tuple(findings))


def _demand_points(petition: Petition) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sentences that ask for something, each with its telling words; without one, the title.

    A sentence that asks in empty words only ("请尽快核实答复") asks for what the title says.
    """
    sentences = [s.strip() for s in _SENTENCE.findall(f"{petition.content}\n{petition.demand}")]
    asking = [s for s in sentences if any(cue in s for cue in _lexicon("asking"))]
    told = {s[:_LONGEST_POINT]: _telling(s) for s in asking}
    points = [(point, telling) for point, telling in told.items() if telling][:_MOST_POINTS]
    title = _telling(petition.title)
    return points or ([(petition.title, title)] if title else [])


def _telling(text: str) -> tuple[str, ...]:
    empty = _lexicon("empty")
    return tuple(dict.fromkeys(word for word in words(text) if len(word) > 1 and word not in empty))


@lru_cache(maxsize=1)
def _lexicons() -> dict[str, tuple[str, ...]]:
    raw = json.loads((resources.files("petitions") / "lexicons" / "replies.json").read_text(encoding="utf-8"))
    return {name: tuple(found) for name, found in raw.items()}


def _lexicon(name: str) -> tuple[str, ...]:
    return _lexicons()[name]
