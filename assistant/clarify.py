"""What a question leaves open, judged by what the base really tells apart among the candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.follow_up import is_vague
from assistant.matters import matter_name
from assistant.regions import own_places, places_asked, without_places
from assistant.slots import slots_of
from assistant.table_rows import Row, labels_of, telling_columns
from assistant.types import Choice
from assistant.wording import follow_up_rules
from core.text import fold_for_comparison
from knowledge.types import EntryKind, SearchHit

_YEAR = re.compile(r"20\d{2}年(?:度)?")
_MOST = 5
_FEWEST = 2
_LOOKED_AT = 12
_MATTER_KINDS = frozenset({EntryKind.POLICY_DOCUMENT, EntryKind.SERVICE_ITEM, EntryKind.NOTICE})


@dataclass(frozen=True, slots=True)
class Clarification:
    """A slot that a question leaves open, and how it may be filled. `name`: what the base calls the slot."""

    slot: str
    choices: tuple[Choice, ...]
    name: str = ""


def open_matter(question: str, hits: Sequence[SearchHit]) -> Clarification | None:
    """Return the matters that a vague question may mean, nearest first."""
    if not is_vague(question):
        return None
    matters: dict[str, SearchHit] = {}
    for hit in hits:
        if hit.passage.kind in _MATTER_KINDS:
            name = matter_name(hit.passage.title)
            if not any(name in known or known in name for known in matters):
                matters[name] = hit
    return _clarification("matter", question, matters)


def open_region(question: str, hits: Sequence[SearchHit]) -> Clarification | None:
    """Return the regions of documents that differ in nothing else of their title."""
    if places_asked(question):
        return None
    alike = _alike_titles(hits, without_places)
    places = {place: hit for hit in alike for place in sorted(own_places(hit.passage))[:1]}
    return _clarification("region", question, places)


def open_year(question: str, hits: Sequence[SearchHit]) -> Clarification | None:
    """Return the years of documents that differ in nothing else of their title, newest first."""
    if "year" in slots_of(question):
        return None
    alike = _alike_titles(hits, lambda title: _YEAR.sub("", title))
    years = {match[0]: hit for hit in alike if (match := _YEAR.search(hit.passage.title)) is not None}
    return _clarification("year", question, dict(sorted(years.items(), reverse=True)))


def open_row(question: str, rows: Sequence[Row]) -> Clarification | None:
    """Return the cases that the rows of a table tell apart, when several are left."""
    columns = telling_columns(rows) if len(rows) > 1 else ()
    if not columns or len(rows) > _MOST:
        return None
    labels = labels_of(rows, columns)
    if len(set(labels)) < len(rows):
        return None
    slot = "size" if all("size" in slots_of(label) for label in labels) else "category"
    asked = follow_up_rules().trailing.sub("", question)
    choices = [Choice(slot, label, f"{label} {asked}", rows[0].passage.entry_id) for label in labels]
    return Clarification(slot, tuple(choices), rows[0].header[columns[0]])


def _clarification(slot: str, question: str, found: Mapping[str, SearchHit]) -> Clarification | None:
    if len({hit.passage.entry_id for hit in found.values()}) < _FEWEST:
        return None
    asked = follow_up_rules().trailing.sub("", question)
    choices = [
        Choice(slot, value, f"{value} {asked}", hit.passage.entry_id) for value, hit in list(found.items())[:_MOST]
    ]
    return Clarification(slot, tuple(choices))


def _alike_titles(hits: Sequence[SearchHit], without: Callable[[str], str]) -> list[SearchHit]:
    """Return the hits, best first, whose title is that of the best one but for what `without` leaves out."""
    near = [hit for hit in hits[:_LOOKED_AT] if hit.passage.kind is not EntryKind.FAQ]
    if not near:
        return []
    wanted = fold_for_comparison(without(near[0].passage.title))
    return [hit for hit in near if fold_for_comparison(without(hit.passage.title)) == wanted]
