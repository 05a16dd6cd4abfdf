"""The clause tree of a cleaned document (DOMAIN §2.4), in statute style, official style, or both in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clauses.annexes import names_attached_file, take_appendix, take_attached_file, take_table
from ingest.clauses.articles import outline
from ingest.clauses.labels import label_all
from ingest.clauses.levels import level_findings
from ingest.clauses.numbering import DIVISIONS, Mark
from ingest.clauses.official import take_level, take_text
from ingest.clauses.parts import last_articles, part_starts
from ingest.clauses.place import Place
from ingest.clauses.statute import heads_articles, leaves_article, take_article, take_division, take_item
from ingest.cleaning.lines import Line
from ingest.description.header import Frame
from knowledge.types import Clause, ClauseKind, Finding


@dataclass(frozen=True, slots=True)
class Structure:
    """The clauses of a document in reading order, and what looked wrong about its numbering."""

    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]
    is_statute: bool


def structure(lines: Sequence[Line], frame: Frame) -> Structure:
    """Build the clause tree. Every line ends up in exactly one clause's own text (inline items lie inside theirs)."""
    plan = outline(lines)
    place = Place(lines, frame, plan, last_articles(plan), base="n." if frame.inner_start else "")
    _Walk(place).run()
    label_all(place.tree)
    gaps = [Finding("numbering_gap", {"number": gap}, blocks_publishing=True) for gap in plan.gaps]
    starts = [Finding("numbering_start", {"number": plan.begins_at})] if plan.begins_at else []
    is_statute = any(o is not None and o.mark is Mark.ARTICLE for o in plan.openings)
    return Structure(place.tree.clauses(), (*gaps, *starts, *level_findings(place.tree.nodes)), is_statute)


class _Walk:
    """Goes over the lines once and hands each to what it opens."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._part_starts = part_starts(place.lines, place.frame, place.plan)
        self._signed_lines = {i for s in place.frame.signatures for i in (*s.bodies, s.date)}
        self._signed = max((s.date for s in place.frame.signatures if s.date is not None), default=-1)

    def run(self) -> None:
        index, parts, place = 0, 1, self._place
        while index < len(place.lines):
            if index == place.frame.inner_start:
                place.begin_part("")
            elif index in self._part_starts and index != 0:
                parts += 1
                place.begin_part(f"d{parts}.")
            index = self._take(index)

    def _take(self, index: int) -> int:
        """Add what stands on line `index`; return the next line to read."""
        place = self._place
        line, opening = place.lines[index], place.plan.openings[index]
        if line.is_table:
            return take_table(place, index)
        if self._is_furniture(index):
            return self._take_furniture(index)
        if names_attached_file(line):
            take_attached_file(place, line)
        elif opening is None:
            take_text(place, index, line)
        elif opening.mark is Mark.APPENDIX:
            return take_appendix(place, index, opening, self._signed)
        elif opening.mark in DIVISIONS or heads_articles(place, index, opening):
            return take_division(place, index, opening)
        elif opening.mark is Mark.ARTICLE:
            take_article(place, line, opening)
        elif place.article is not None and not leaves_article(place, index, opening):
            take_item(place, line, opening)
        else:
            take_level(place, line, opening)
        return index + 1

    def _is_furniture(self, index: int) -> bool:
        return index in self._place.frame.furniture or index in self._place.plan.contents

    def _take_furniture(self, index: int) -> int:
        """One clause for a run of lines of the same kind."""
        place, step = self._place, self._furniture_kind(index)
        node = place.tree.add(place.lines[index], ClauseKind.TEXT, step, parent=None, base=place.base)
        if step == "sign":
            place.close_article()
        while index + 1 < len(place.lines) and self._joins(index + 1, step):
            index += 1
            node.extend(place.lines[index])
        return index + 1

    def _joins(self, index: int, step: str) -> bool:
        starts = index == self._place.frame.inner_start or index in self._part_starts
        is_frame = self._is_furniture(index) and not self._place.lines[index].is_table
        return is_frame and not starts and self._furniture_kind(index) == step

    def _furniture_kind(self, index: int) -> str:
        if index in self._place.plan.contents:
            return "toc"
        return "sign" if index in self._signed_lines else "head"
