"""Finding what a version contradicts, repeats or ends: candidates from the index and the tables, judged by rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.conflicts.amounts import Likeness, compare_clauses
from knowledge.conflicts.types import ConflictKind, Found, Place
from knowledge.divisions import holds_in
from knowledge.index.protocols import Term
from knowledge.index.store import IndexGeneration, Placement
from knowledge.instruments import are_one_instrument
from knowledge.passages import PassageRepository
from knowledge.relations import ENDING, RelationRepository
from knowledge.repository import KnowledgeRepository, VersionKey
from knowledge.tables import VersionRow
from knowledge.types import EntryKind, EntryStatus, Passage
from knowledge.validity import Standing, first_day_of_later_text

_DOCUMENTS = frozenset({EntryKind.POLICY_DOCUMENT, EntryKind.NOTICE})
_STATING = _DOCUMENTS | {EntryKind.FAQ, EntryKind.SERVICE_ITEM}
_PREVAILS = re.compile(
    r"(?:与|同|和)本(?P<name>办法|规定|细则|条例|措施|意见|通知|方案|政策)(?:的?规定|精神|内容)?(?:不一致|不相符|相抵触|不符)"
    r"的?，?(?:一律|均|应当)?(?:以|按照?|依照|适用)本(?P=name)(?:的?规定)?(?:为准|执行)?"
)
_OF_ITSELF = re.compile(
    r"本(?:办法|规定|细则|条例|措施|意见|通知|方案|政策|标准|制度|规则|规程|指南)"
    r"(?:自.{0,40}(?:施行|实施|执行|生效)|由.{2,30}解释|(?:的)?有效期)"
)
"""A clause on when its own document begins and ends, or on who explains it: every document has one."""
_NAMED = re.compile(r"《([^《》]{4,60})》")
_WORD = re.compile(r"[^\W\d一二三四五六七八九十百千万亿零]")
_RARE_WORDS, _NEAR, _MOST_PASSAGES = 20, 8, 400
_SAME_SUBJECT = 0.5
_SAME_TITLE = 0.35
_TELLING = 200  # passages a base needs before its own words tell which of them are rare


class ConflictDetector:
    """Looks at one version inside the caller's session, against what is published and what waits."""

    def __init__(self, session: Session, generation: IndexGeneration) -> None:
        self._session = session
        self._generation = generation
        self._entries = KnowledgeRepository(session)

    def examine(self, key: VersionKey) -> list[Found]:
        """Return every conflict of a version with another entry; each pair of places once, this version left."""
        own = self._entries.standing(key)
        if own.kind not in _STATING:
            return []
        found = [*self._same_number(own), *self._ending(own)]
        settled = {one.right.entry_id for one in found}
        passages = PassageRepository(self._session).of_versions([key])
        found += self._prevailing(own, passages, settled)
        settled |= {one.right.entry_id for one in found}
        return found + [one for one in self._alike(own, passages) if one.right.entry_id not in settled]

    # -- documents ---------------------------------------------------------------------------------------------

    def _same_number(self, own: Standing) -> Iterator[Found]:
        """Yield documents of one number and body that are neither the notice of the other nor an amended text."""
        if own.document_number is None or own.kind not in _DOCUMENTS:
            return
        for other in self._others(VersionRow.document_number == own.document_number, own):
            carries = other.title_folded != own.title_folded and (
                other.title_folded in own.title_folded or own.title_folded in other.title_folded
            )
            if set(other.issuing_bodies) & set(own.issuing_bodies) and not carries and other.issued_on == own.issued_on:
                yield Found(ConflictKind.NUMBER, _whole(own), _whole(other))

    def _ending(self, own: Standing) -> Iterator[Found]:
        """Yield what this version ends or is ended by: stated in a text, or a later text of the same instrument."""
        seen: set[str] = set()
        relations = RelationRepository(self._session)
        for relation in relations.stored_of(VersionKey(own.entry_id, own.version)):
            target = relation.draft.target_entry_id
            if (
                relation.draft.kind in ENDING
                and relation.draft.scope is None
                and target
                and target not in seen
                and not relation.draft.dismissed
            ):
                seen.add(target)
                yield Found(ConflictKind.SUPERSESSION, _whole(own, relation.draft.quote), _whole(self._newest(target)))
        for relation in relations.that_mean(own.entry_id, ENDING):
            source = relation.source.entry_id
            if relation.draft.scope is None and source not in seen:
                seen.add(source)
                yield Found(ConflictKind.SUPERSESSION, _whole(own), _whole(self._newest(source), relation.draft.quote))
        for other in self._others(VersionRow.title_folded == own.title_folded, own):
            is_later = first_day_of_later_text(own, other) or first_day_of_later_text(other, own)
            if other.entry_id not in seen and are_one_instrument(own, other) and is_later:
                seen.add(other.entry_id)
                yield Found(ConflictKind.SUPERSESSION, _whole(own), _whole(other))

    def _prevailing(self, own: Standing, passages: list[Passage], settled: set[str]) -> list[Found]:
        """Return documents over which this version says it prevails: named in the clause, or at odds with it."""
        stating = next((p for p in passages if _PREVAILS.search(p.text)), None)
        if stating is None:
            return []
        named = set(_NAMED.findall(stating.text))
        found = [
            Found(ConflictKind.PRECEDENCE, _place(stating), _whole(other))
            for name in sorted(named)
            for other in self._titled(name, own)
        ]
        at_odds = [one for one in self._alike(own, passages) if one.kind is ConflictKind.AMOUNT]
        known = settled | {one.right.entry_id for one in found}
        return found + [
            Found(ConflictKind.PRECEDENCE, one.left, one.right, one.likeness, one.differences)
            for one in at_odds
            if one.right.entry_id not in known
        ]

    # -- clauses -----------------------------------------------------------------------------------------------

    def _alike(self, own: Standing, passages: list[Passage]) -> list[Found]:
        """Return clauses of other documents that say the same, or the same with other amounts; best pairs first."""
        best: dict[tuple[str, str], tuple[Likeness, Passage, Passage]] = {}
        for passage in islice(_once(passages), _MOST_PASSAGES):
            for other in self._near(passage, own):
                alike, place = compare_clauses(passage.text, other.text), (passage.clause_id, other.entry_id)
                if alike is not None and (place not in best or best[place][0].score < alike.score):
                    best[place] = alike, passage, other
        found = [
            Found(kind, _place(passage), _place(other), alike.score, alike.differences)
            for alike, passage, other in best.values()
            if (kind := self._kind(alike, passage, other)) is not None
        ]
        return sorted(found, key=lambda one: (-one.likeness, one.left.clause_id, one.right.entry_id))

    def _kind(self, alike: Likeness, passage: Passage, other: Passage) -> ConflictKind | None:
        """Return what two clauses are to each other, None when they agree or speak of other matters."""
        if _OF_ITSELF.search(passage.text) or not self._are_of_one_matter(passage, other):
            return None
        if alike.is_same:
            return ConflictKind.DUPLICATE if passage.kind in _DOCUMENTS and passage.kind is other.kind else None
        return ConflictKind.AMOUNT if alike.differences else None

    def _are_of_one_matter(self, left: Passage, right: Passage) -> bool:
        """Say whether two clauses, worded alike, speak of one matter: the title of one is known to the other.

        "公示无异议的，30个工作日内拨付" stands in many measures, and a field of a service guide says only which
        field it is.
        """
        one, other = self._words(left.title), self._words(right.title)
        if EntryKind.SERVICE_ITEM in (left.kind, right.kind):
            return self._shared(one, other) >= _SAME_SUBJECT
        if self._shared(self._words(left.text), self._words(right.text)) < _SAME_SUBJECT:
            return False
        if self._generation.lexical[Placement.LIVE].count() < _TELLING:
            return True
        known = one & (other | self._words(right.text)), other & (one | self._words(left.text))
        return any(
            self._mass(part) >= _SAME_TITLE * self._mass(title) for part, title in zip(known, (one, other), strict=True)
        )

    def _words(self, text: str) -> set[str]:
        return {word for word in self._generation.segmenter.streams(text).words.split() if _WORD.search(word)}

    def _shared(self, left: set[str], right: set[str]) -> float:
        """Return how much of what two sets of words say they share, 0..1."""
        return 2 * self._mass(left & right) / ((self._mass(left) + self._mass(right)) or 1.0)

    def _mass(self, words: set[str]) -> float:
        """Return how much some words say: rare ones say more."""
        in_order = sorted(words)
        return float((self._generation.lexical[Placement.LIVE].rarities("words", in_order) ** 2).sum()) if words else 0

    def _near(self, passage: Passage, own: Standing) -> list[Passage]:
        """Return published passages of other entries, of the same place, that share the rarest words of this one."""
        lexical = self._generation.lexical[Placement.LIVE]
        words = list(dict.fromkeys(self._generation.segmenter.streams(passage.text).words.split()))
        weights: list[float] = lexical.rarities("words", words).tolist() if words else []
        rare = sorted(zip(words, weights, strict=True), key=lambda pair: -pair[1])[:_RARE_WORDS]
        hits = lexical.find([Term("words", word) for word, _ in rare], limit=_NEAR + len(rare))
        found = PassageRepository(self._session).by_id([hit.id for hit in hits])
        others = [found[hit.id] for hit in hits if hit.id in found and found[hit.id].entry_id != own.entry_id]
        return [other for other in others if self._counts(other, own)][:_NEAR]

    @staticmethod
    def _counts(other: Passage, own: Standing) -> bool:
        if other.status is not EntryStatus.PUBLISHED or other.kind not in _STATING:
            return False
        return not (own.region_code and other.region_code) or (
            holds_in(other.region_code, own.region_code) or holds_in(own.region_code, other.region_code)
        )

    # -- queries -----------------------------------------------------------------------------------------------

    def _others(self, condition: object, own: Standing) -> list[Standing]:
        """Return the newest standing of every other entry that meets a condition, apart from withdrawn ones."""
        rows = self._session.execute(
            select(VersionRow.entry_id)
            .where(condition, VersionRow.entry_id != own.entry_id, VersionRow.status != EntryStatus.WITHDRAWN.value)  # type: ignore[arg-type]
            .distinct()
            .order_by(VersionRow.entry_id)
        )
        return [self._newest(entry_id) for (entry_id,) in rows]

    def _titled(self, title: str, own: Standing) -> list[Standing]:
        from_titles = VersionRow.title.contains(title, autoescape=True)
        return [other for other in self._others(from_titles, own) if other.kind in _DOCUMENTS][:_NEAR]

    def _newest(self, entry_id: str) -> Standing:
        version = self._entries.live_version(entry_id) or self._entries.newest_version(entry_id)
        return self._entries.standing(VersionKey(entry_id, version))


def _once(passages: list[Passage]) -> Iterator[Passage]:
    """Yield passages without those that repeat a text: an FAQ has one for each phrasing."""
    seen: set[str] = set()
    for passage in passages:
        if passage.text not in seen:
            seen.add(passage.text)
            yield passage


def _whole(standing: Standing, quote: str = "") -> Place:
    return Place(standing.entry_id, standing.version, "", "", quote)


def _place(passage: Passage) -> Place:
    return Place(passage.entry_id, passage.version, passage.clause_id, passage.clause_label, passage.text)
