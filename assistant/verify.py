"""Verification in code: what an answer states must stand in the clause it cites. Pure rules over texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.facts import FactKind, Finding, Why, findings_of
from assistant.facts.types import NUMERIC
from assistant.types import Answer, Citation
from core.text import fold_for_comparison

_MARK = re.compile(r"\[(\d{1,2})\]")  # "[2025]" is the year of a document number
_BOLD = re.compile(r"\*\*")
_QUOTED = re.compile(r"^(?:- )?“(.*)”$")
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”」）]?(?:\[\d{1,2}\])*|[^。！？]+")
_HEADING = "## "


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence that was taken out of an answer, and why."""

    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What verification left of an answer, None when nothing; and what it took out."""

    answer: Answer | None
    removed: tuple[Removed, ...]


def verified(answer: Answer, clause_texts: Mapping[int, str]) -> Answer | None:
    """Return `answer` without its unsupported sentences and unused citations, or None when nothing is left.

    `clause_texts` gives the text of the cited clause by marker; title, number, bodies and dates of a document are known
    from its citation. A sentence must carry a mark, its own or the next of its line; its facts must be supported by the
    clauses it cites (`assistant.facts`); words it shows as quoted must stand there verbatim. Headings are no claims,
    and go with the lines below them; one that states a number nobody cited is dropped.
    """
    return review(answer, clause_texts).answer


def review(answer: Answer, clause_texts: Mapping[int, str]) -> Review:
    """Do what `verified` does, and say what was removed and why."""
    removed: list[Removed] = []
    contexts = {citation.marker: context_of(citation) for citation in answer.citations}
    sources = _Sources(clause_texts, contexts)
    kept = [line for line in (_checked(line, sources, removed) for line in answer.text.split("\n")) if line is not None]
    kept = _without_orphans(kept)
    if not any(_is_claim(line) for line in kept):
        return Review(None, tuple(removed))
    return Review(_renumbered(replace(answer, text=_squeezed(kept))), tuple(removed))


def context_of(citation: Citation) -> str:
    """Return what a citation says of its document and a sentence may repeat: title, number, bodies, dates."""
    dates = (day.isoformat() for day in (citation.effective_from, citation.effective_to) if day)
    parts = (citation.title, citation.document_number, *citation.issuing_bodies, citation.clause_label, *dates)
    return "\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Sources:
    """The clauses an answer cites and what is known of their documents, by marker."""

    texts: Mapping[int, str]
    contexts: Mapping[int, str]

    def of(self, markers: list[int]) -> tuple[str, str]:
        """Return clause texts and contexts of `markers`."""
        texts, contexts = ("\n".join(filter(None, map(by.get, markers))) for by in (self.texts, self.contexts))
        return texts, contexts

    def all(self) -> str:
        return "\n".join([*self.texts.values(), *self.contexts.values()])


def _is_claim(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(_HEADING)


def _checked(line: str, sources: _Sources, removed: list[Removed]) -> str | None:
    """Return what of a line is supported, None when nothing of it is."""
    if not line.strip():
        return line
    if line.startswith(_HEADING):
        findings = [found for found in findings_of(line, sources.all()) if found.kind in NUMERIC]
        return _unless(findings, line, removed)
    if _QUOTED.match(_bare(line)):
        return _unless(_findings(line, _markers(line), sources), line, removed)
    kept = [
        sentence
        for sentence, markers in _sentences(line)
        if _unless(_findings(sentence, markers, sources), sentence, removed) is not None
    ]
    return "".join(kept) or None


def _unless(findings: list[Finding], text: str, removed: list[Removed]) -> str | None:
    if findings:
        removed.append(Removed(text.strip(), tuple(findings)))
        return None
    return text


def _sentences(line: str) -> list[tuple[str, list[int]]]:
    """Cut a line into sentences, each with its marks: its own, else the next ones of the line."""
    cut = _SENTENCE.findall(line)
    found: list[tuple[str, list[int]]] = []
    following: list[int] = []
    for sentence in reversed(cut):
        following = _markers(sentence) or following
        found.append((sentence, following))
    return found[::-1]


def _findings(text: str, markers: list[int], sources: _Sources) -> list[Finding]:
    cited, context = sources.of(markers)
    bare = _bare(text)
    if not cited.strip():
        return [Finding(FactKind.GROUND, bare, Why.ABSENT)]
    quoted = _QUOTED.match(bare)
    if quoted and fold_for_comparison(quoted[1]) not in fold_for_comparison(_MARK.sub("", cited)):
        return [Finding(FactKind.WORDING, quoted[1], Why.ABSENT)]
    return findings_of(bare, cited, context)


def _markers(text: str) -> list[int]:
    return [int(mark) for mark in _MARK.findall(text)]


def _bare(text: str) -> str:
    return _BOLD.sub("", _MARK.sub("", text)).strip()


def _without_orphans(lines: list[str]) -> list[str]:
    """Drop headings that no claim follows before the next heading."""
    kept: list[str] = []
    claim_follows = False
    for line in reversed(lines):
        if _is_claim(line):
            claim_follows = True
        elif line.strip() and not claim_follows:
            continue
        kept.append(line)
        if line.startswith(_HEADING):
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
