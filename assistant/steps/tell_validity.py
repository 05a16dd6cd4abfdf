"""TellValidity: whether a document that is named is in force, told by its own clause and that of its successor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from assistant.answers import Answers, named_document
from assistant.citing import Citer
from assistant.facts.quantities import DocumentNumber, document_numbers
from assistant.types import Answer, Citation, Draft, Rung
from assistant.wording import before_document_number, validity_question
from core.database import Database
from core.messages import message
from core.text import fold_for_comparison, to_simplified
from knowledge.passages import PassageRepository
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.search import HybridSearch, SearchQuery
from knowledge.types import Passage

_TITLE = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》")
_OWN_VALIDITY = re.compile(r"[^。\n]*(?:施行|生效|有效期|执行至|试行)[^。\n]*。?")
_REPEALS = re.compile(r"[^。\n]*(?:废止|失效|停止执行|替代)[^。\n]*。?")
_NUMBERED = re.compile(r"^\s*(?:第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?)?\s*")
_LOOKED_AT = 200


class TellValidity:
    """Answers "《…》还有效吗" from the clauses that say so; the verdict is a heading over what it rests on.

    Only a document that is named, by title or number, or that the turn before cited, is spoken of.
    """

    name = "tell_validity"

    def __init__(self, search: HybridSearch, database: Database, citer: Citer, answers: Answers) -> None:
        self._search = search
        self._database = database
        self._citer = citer
        self._answers = answers

    def run(self, draft: Draft) -> Draft | Answer:
        text = to_simplified(draft.text)
        if not validity_question().search(_TITLE.sub("", text)):
            return draft
        passage = self._named(draft, text)
        return (self._answer(draft, passage) if passage is not None else None) or draft

    def _named(self, draft: Draft, text: str) -> Passage | None:
        """Return a passage of the document that is meant; of several versions, of the one that began last."""
        titles = [fold_for_comparison(match["title"]) for match in _TITLE.finditer(text)]
        numbers = _numbers_in(text)
        context = draft.notes.get("context_entry_ids", ()) if "leans_on" in draft.notes else ()
        query = SearchQuery(
            text=text,
            as_of=draft.question.as_of,
            region_code=draft.question.region_code,
            past=True,
            only_in_force=False,
            limit=_LOOKED_AT,
        )
        found = [hit.passage for hit in self._search.search(query)]
        meant = [p for p in found if _is_titled(p, titles) or _is_numbered(p, numbers)]
        if not meant and not titles and not numbers:
            meant = [p for p in found if p.entry_id in context]
        return max(meant, key=lambda p: (p.first_day or date.min, -found.index(p)), default=None)

    def _answer(self, draft: Draft, passage: Passage) -> Answer | None:
        with self._database.reading() as session:
            own = _passages(session, passage.entry_id, passage.version)
            successor = _successor(session, passage)
        citations = self._quoted(own, _OWN_VALIDITY)
        if successor:
            citations += self._quoted(
                [p for p in successor if passage.title in p.text or _bare(passage) in p.text], _REPEALS
            )
        if not citations:
            return None
        numbered = [replace(citation, marker=place) for place, citation in enumerate(citations, start=1)]
        quotes = "\n\n".join(f"“{citation.quote}”[{citation.marker}]" for citation in numbered)
        heading = _verdict(passage, successor, draft.question.as_of)
        return self._answers.answered(draft, Rung.EXTRACTIVE, f"## {heading}\n{quotes}", numbered)

    def _quoted(self, passages: Sequence[Passage], pattern: re.Pattern[str]) -> list[Citation]:
        """Return a citation of the first sentence that `pattern` finds in the last passage that holds one.

        Validity stands at the end of a document, and there before what is said of the time after it.
        """
        for passage in reversed(passages):
            match = pattern.search(passage.text)
            if match is not None and passage.quotable:
                number = _NUMBERED.match(match[0])
                start = match.start() + (number.end() if number else 0)
                return [self._citer.cite(1, passage, start, match.start() + len(match[0].rstrip()))]
        return []


def _is_titled(passage: Passage, titles: Sequence[str]) -> bool:
    own = fold_for_comparison(passage.title)
    return any(title == own or (len(title) > 4 and own.endswith(title)) for title in titles)


def _numbers_in(text: str) -> list[DocumentNumber]:
    return [value for _, _, value in document_numbers(fold_for_comparison(text))]


def _is_numbered(passage: Passage, numbers: Sequence[DocumentNumber]) -> bool:
    """Say whether a document's own number is one of those, whatever words run into them ("请问云高管规〔2025〕3号")."""
    own = _numbers_in(passage.document_number or "")
    return any(
        each[1:] == number[1:] and number[0].endswith(each[0]) and _is_said_before(number[0].removesuffix(each[0]))
        for each in own
        for number in numbers
    )


def _is_said_before(words: str) -> bool:
    """Say whether what stands in front of a number is no part of it: 请问 is none, 云 before 发改规〔2025〕1号 is."""
    if not words or before_document_number().search(words):
        return True
    import rjieba  # loads its dictionary when first used

    return len(rjieba.cut(words, hmm=False)[-1]) > 1


def _bare(passage: Passage) -> str:
    return passage.document_number or passage.title


def _passages(session: Session, entry_id: str, version: int) -> list[Passage]:
    return PassageRepository(session).of_versions([VersionKey(entry_id, version)])


def _successor(session: Session, passage: Passage) -> list[Passage]:
    if passage.superseded_by is None:
        return []
    version = KnowledgeRepository(session).live_version(passage.superseded_by)
    return _passages(session, passage.superseded_by, version) if version is not None else []


def _verdict(passage: Passage, successor: Sequence[Passage], day: date) -> str:
    document = named_document(passage.title, passage.document_number)
    if passage.begins_after(day) and passage.first_day is not None:
        return message("answer.validity.coming", document=document, day=passage.first_day.isoformat())
    if passage.in_force_until is None or day <= passage.in_force_until:
        return message("answer.validity.in_force", document=document)
    if successor:
        following = named_document(successor[0].title, successor[0].document_number)
        return message("answer.validity.replaced", document=document, successor=following)
    return message("answer.validity.over", document=document, day=passage.in_force_until.isoformat())
