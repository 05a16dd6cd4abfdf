"""ClarifyQuestion: ask back for what is missing, when the base really tells cases apart and the asker has not said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Answers
from assistant.clarify import Clarification, open_matter, open_region, open_row, open_year
from assistant.evidence import SAME_QUESTION
from assistant.follow_up import is_vague
from assistant.matters import aspects_of
from assistant.slots import is_same_value, stated_slots
from assistant.table_rows import Row, row_of, rows_meant, telling_columns
from assistant.types import Answer, Draft
from core.database import Database
from core.text import to_simplified
from knowledge.passages import PassageRepository
from knowledge.repository import VersionKey
from knowledge.search import HybridSearch, SearchQuery
from knowledge.types import EntryKind, SearchHit

_LOOKED_AT_FOR_ROWS = 3
_STATES_A_VALUE = re.compile(r"\d\s*(?:%|万元|亿元|元|倍)|百分之")
_SPEAKS_OF_IT = 0.6  # of the question's weight: enough to ask back for the row
_IS_NEAR = 0.3  # enough where the question tells one row from the others, and search or the question says which table
_OF_ROWS = frozenset({"amount"})  # what the rows of a table tell
_LOOKED_AT_FOR_MATTERS = 200


class ClarifyQuestion:
    """Puts the row or document that the asker's own words mean first; asks back, once, when several are left.

    What the asker said of itself in earlier turns counts. Parts of a compound question, choices taken and questions
    that name a region as parameter are not asked back for.
    """

    name = "clarify_question"

    def __init__(self, search: HybridSearch, database: Database, answers: Answers) -> None:
        self._search = search
        self._database = database
        self._answers = answers

    def run(self, draft: Draft) -> Draft | Answer:
        if not draft.hits or draft.hits[0].features.get("named"):
            return draft
        if draft.chosen_entry_id is not None:
            return _led_by_entry(draft, draft.chosen_entry_id)
        text = to_simplified(draft.text)
        if is_vague(text) and not _is_settled(draft):
            found = open_matter(text, self._wider(draft, text))
            return draft if found is None else self._answers.clarify(draft.question.text, found)
        stated = stated_slots(draft.question.text, draft.turns)
        about_values = aspects_of(text) <= _OF_ROWS
        coverage, rows = self._rows(draft.hits) if about_values and not _is_curated(draft.hits) else (0.0, ())
        if rows:
            said = " ".join([text, *stated.values()])
            meant = rows_meant(text, rows, telling_columns(rows))
            meant = rows_meant(said, meant, telling_columns(meant)) if len(meant) > 1 else meant
            if len(meant) == 1 and (coverage >= _SPEAKS_OF_IT or _is_sure_of(meant[0], draft.hits[0])):
                return _led_by_row(draft, meant[0])
            rows = tuple(meant) if coverage >= _SPEAKS_OF_IT else ()
        found = None if _is_settled(draft) else self._open(draft, text, rows)
        if found is None:
            return draft
        known = [c for c in found.choices if c.slot in stated and is_same_value(stated[c.slot], c.value)]
        if len(known) == 1 and known[0].entry_id:
            return _led_by_entry(draft, known[0].entry_id)
        return self._answers.clarify(draft.question.text, found)

    def _open(self, draft: Draft, text: str, rows: Sequence[Row]) -> Clarification | None:
        region = None if draft.question.region_code else open_region(text, draft.hits)
        return region or open_year(text, draft.hits) or open_row(text, rows)

    def _wider(self, draft: Draft, text: str) -> list[SearchHit]:
        """Return more candidates: those at the top for a vague question may all come from one document."""
        asked = draft.question
        query = SearchQuery(
            text=text, as_of=asked.as_of, region_code=asked.region_code, limit=_LOOKED_AT_FOR_MATTERS, explain=False
        )
        return self._search.search(query)

    def _rows(self, hits: Sequence[SearchHit]) -> tuple[float, tuple[Row, ...]]:
        """Return all rows of the table that one of the best passages is a row of, and how much of the question that
        passage covers, 0..1; none behind a clause that states a value itself."""
        for hit in hits[:_LOOKED_AT_FOR_ROWS]:
            row = row_of(hit.passage)
            if row is None and _STATES_A_VALUE.search(hit.passage.text):
                break
            coverage = hit.features.get("coverage", 0.0)
            if row is None or coverage < _IS_NEAR:
                continue
            with self._database.reading() as session:
                key = VersionKey(hit.passage.entry_id, hit.passage.version)
                rows = map(row_of, PassageRepository(session).of_versions([key]))
            return coverage, tuple(each for each in rows if each is not None and each.header == row.header)
        return 0.0, ()


def _is_settled(draft: Draft) -> bool:
    """Say whether asking back is out of place: a part, a choice taken, or a second time in a row."""
    return "part" in draft.notes or bool(draft.turns and draft.turns[-1].choices)


def _is_curated(hits: Sequence[SearchHit]) -> bool:
    first = hits[0]
    return first.passage.kind is EntryKind.FAQ and first.features.get("faq_similarity", 0.0) >= SAME_QUESTION


def _is_sure_of(row: Row, best: SearchHit) -> bool:
    """Say whether a row is the best passage, or one of the table that is the section asked for."""
    is_of_section = "asked_section" in best.features and best.passage.entry_id == row.passage.entry_id
    return is_of_section or best.passage.id == row.passage.id


def _led_by_row(draft: Draft, row: Row) -> Draft:
    """Put a row first; the other rows of its table are about other cases, and go.

    Where the section asked for is the table of the row, the row is it.
    """
    best = draft.hits[0]
    ours = [hit for hit in draft.hits if hit.passage.id == row.passage.id]
    lead = ours[0] if ours else replace(best, passage=row.passage)
    is_of_best = best.passage.entry_id == row.passage.entry_id
    asked = {name: fit for name, fit in best.features.items() if name == "asked_section" and is_of_best}
    lead = replace(lead, score=max(lead.score, best.score), features=lead.features | asked)
    others = [hit for hit in draft.hits if hit.passage.id != row.passage.id and not _same_table(hit, row)]
    return replace(draft, hits=(lead, *others), notes=draft.notes | {"row": row.passage.id})


def _same_table(hit: SearchHit, row: Row) -> bool:
    other = row_of(hit.passage)
    return other is not None and hit.passage.entry_id == row.passage.entry_id and other.header == row.header


def _led_by_entry(draft: Draft, entry_id: str) -> Draft:
    ordered = sorted(draft.hits, key=lambda hit: hit.passage.entry_id != entry_id)
    return replace(draft, hits=tuple(ordered), notes=draft.notes | {"entry": entry_id})
