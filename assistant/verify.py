"""Verification in code: what an answer states must stand in the clause it cites. Pure rules over texts."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.facts import unsupported_facts
from assistant.types import Answer, Citation
from core.text import fold_for_comparison

_MARK = re.compile(r"\[(\d{1,2})\]")  # "[2025]" is the year of a document number
_BOLD = re.compile(r"\*\*")
_QUOTED = re.compile(r"^(?:- )?“(.*)”$")


def verified(answer: Answer, clause_texts: dict[int, str]) -> Answer | None:
    """Return `answer` without its unsupported lines and unused citations, or None when nothing is left.

    `clause_texts` gives the text of the cited clause by marker. A line must carry a mark; its facts must stand in the
    clauses it cites; words it shows as quoted must stand there verbatim. Headings and table headers are no claims,
    and go with the lines below them.
    """
    kept = [line for line in answer.text.split("\n") if not _is_claim(line) or _is_supported(line, clause_texts)]
    kept = _without_orphans(kept)
    if not any(_is_claim(line) for line in kept):
        return None
    return _renumbered(replace(answer, text=_squeezed(kept)))


def _is_claim(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("## ") and not line.startswith("| ")


def _is_supported(line: str, clause_texts: dict[int, str]) -> bool:
    markers = [int(mark) for mark in _MARK.findall(line)]
    cited = "\n".join(clause_texts.get(marker, "") for marker in markers)
    if not cited.strip():
        return False
    bare = _BOLD.sub("", _MARK.sub("", line)).strip()
    quoted = _QUOTED.match(bare)
    if quoted and fold_for_comparison(quoted[1]) not in fold_for_comparison(_MARK.sub("", cited)):
        return False
    return not unsupported_facts(bare, cited)


def _without_orphans(lines: list[str]) -> list[str]:
    """Drop headings and table headers that no claim follows before the next heading."""
    kept: list[str] = []
    claim_follows = False
    for line in reversed(lines):
        if _is_claim(line):
            claim_follows = True
        elif line.strip() and not claim_follows:
            continue
        kept.append(line)
        if line.startswith("## "):
            claim_follows = False
    return kept[::-1]


def _squeezed(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _renumbered(answer: Answer) -> Answer:
    """Number the citations that are still used from 1, in order of first use."""
    by_marker: dict[int, Citation] = {citation.marker: citation for citation in answer.citations}
    marks = (int(mark) for mark in _MARK.findall(answer.text))
    order = list(dict.fromkeys(mark for mark in marks if mark in by_marker))
    numbers = {old: new for new, old in enumerate(order, start=1)}
    # A quoted text may have a footnote sign of its own: what cites nothing stays as it is written.
    text = _MARK.sub(lambda match: f"[{numbers.get(int(match[1]), match[1])}]", answer.text)
    citations = tuple(replace(by_marker[old], marker=new) for old, new in numbers.items())
    return replace(answer, text=text, citations=citations)
