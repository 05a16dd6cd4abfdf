"""Joining the answers to the parts of a question into one: a section each, what is missing named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.types import Answer, Citation, Outcome, RelatedEntry
from core.messages import message

_MARK = re.compile(r"\[(\d{1,2})\]")
_MARKUP = re.compile(r"[#*\[\]\n]+")
_ANSWERED = (Outcome.ANSWERED, Outcome.PARTIAL)
_RELATED = 3


def join_answers(labels: Sequence[str], answers: Sequence[Answer]) -> Answer | None:
    """Return one answer with a section per part, `partial` when parts are missing. What answers two parts is said once.

    None when joining says nothing that asking all at once would not: no part is answered, or all of them rest on the
    same clause. A part that failed fails the whole.
    """
    failed = next((answer for answer in answers if answer.outcome is Outcome.FAILED), None)
    if failed is not None:
        return failed
    found = [answer for answer in answers if answer.outcome in _ANSWERED]
    if not found or len({_clauses(answer) for answer in answers}) == 1:
        return None
    citations: list[Citation] = []
    labelled: set[str] = set()
    headings: dict[str, list[str]] = {}
    for label, answer in zip(labels, answers, strict=True):
        headings.setdefault(_section(answer, citations, labelled), []).append(_heading(label))
    separator = message("answer.list_separator")
    sections = [f"## {separator.join(names)}\n{section}" for section, names in headings.items()]
    is_whole = all(answer.outcome is Outcome.ANSWERED for answer in answers)
    return replace(
        found[0],
        outcome=Outcome.ANSWERED if is_whole else Outcome.PARTIAL,
        reason=found[0].reason if is_whole else "parts_missing",
        text="\n\n".join(sections),
        citations=tuple(citations),
        related=_related(answers, citations),
        suggestions=tuple(dict.fromkeys(each for answer in found for each in answer.suggestions))[:_RELATED],
        confidence=min(answer.confidence for answer in found),
    )


def _clauses(answer: Answer) -> frozenset[tuple[str, str]]:
    return frozenset((citation.document_id, citation.clause_id) for citation in answer.citations)


def _heading(label: str) -> str:
    return _MARKUP.sub(" ", label).strip()


def _section(answer: Answer, citations: list[Citation], labelled: set[str]) -> str:
    """Return the text of a part with marks that count through the whole; a quotation is cited once.

    Which day it is about, and what is over, stands before a part without a mark (`label_answer`): that is said once.
    """
    if answer.outcome not in _ANSWERED:
        return message("answer.part_missing")
    numbers: dict[int, int] = {}
    for citation in answer.citations:
        known = next((each for each in citations if _same_quote(each, citation)), None)
        if known is None:
            known = replace(citation, marker=len(citations) + 1)
            citations.append(known)
        numbers[citation.marker] = known.marker
    blocks = answer.text.split("\n\n")
    labels = list(takewhile(lambda block: not _MARK.search(block) and not block.startswith("## "), blocks))
    kept = [label for label in labels if label not in labelled] + blocks[len(labels) :]
    labelled.update(labels)
    text = _MARK.sub(lambda match: f"[{numbers.get(int(match[1]), match[1])}]", "\n\n".join(kept))
    return re.sub(r"^## (.*)$", r"**\1**\n", text, flags=re.MULTILINE)


def _same_quote(first: Citation, second: Citation) -> bool:
    return (first.document_id, first.version, first.start, first.end) == (
        second.document_id,
        second.version,
        second.start,
        second.end,
    )


def _related(answers: Sequence[Answer], citations: Sequence[Citation]) -> tuple[RelatedEntry, ...]:
    """Return the nearest entries of the parts that were not answered, but none that is cited."""
    cited = {citation.document_id for citation in citations}
    near = {entry.document_id: entry for answer in answers for entry in answer.related}
    return tuple(entry for entry in near.values() if entry.document_id not in cited)[:_RELATED]
