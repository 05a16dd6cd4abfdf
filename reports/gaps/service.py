"""Knowledge gaps: gather, show, write an entry for one, dismiss. Nothing here commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.anonymising import anonymise
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.errors import InvalidInputError
from core.messages import message
from core.text import fold_for_comparison
from knowledge.drafts import DraftFrame, faq_draft
from knowledge.index.protocols import Embedder, Vectors
from knowledge.service import KnowledgeService
from knowledge.types import Description, FaqDetails
from reports.gaps.errors import GapNotFoundError, GapStateError
from reports.gaps.grouping import grouped, most_typical, nearest
from reports.gaps.repository import GapRepository, Member, by_gap, by_wording
from reports.gaps.types import BadQuestion, Gap, GapQuery, GapRule, GapState, Refreshed, Why, Wording

MOST_AT_ONCE = 2_000
"""Questions gathered by one refresh; the next one goes on."""

_MOST_SIMILAR = 20
Department = Callable[[Session, str], str | None]
"""Gives the department that a question is likely for."""


@dataclass(slots=True)
class _Vectors:
    """Vectors of texts, kept while the embedder is the same one."""

    embedder: Callable[[], Embedder]
    _name: str = ""
    _known: dict[str, Vectors] = field(default_factory=dict)

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text."""
        embedder = self.embedder()
        if embedder.name != self._name:
            self._name, self._known = embedder.name, {}
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, embedder.embed_questions(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def keep_only(self, texts: Sequence[str]) -> None:
        """Forget the others."""
        self._known = {text: self._known[text] for text in texts if text in self._known}


class GapService:
    """Use cases of gaps. Permissions are the entry point's."""

    def __init__(
        self,
        clock: Clock,
        rule: GapRule,
        knowledge: KnowledgeService,
        embedder: Callable[[], Embedder],
        department: Department,
    ) -> None:
        self._clock, self.rule, self._knowledge, self._department = clock, rule, knowledge, department
        self._vectors, self._gaps = _Vectors(embedder), GapRepository()

    # -- gathering ---------------------------------------------------------------------------------------------

    def prepare(self, session: Session) -> bool:
        """Say whether `refresh` has anything to do, and work out what it will need of the embedder, which may be slow.

        To be called before it, so that it holds the database for a moment only.
        """
        new = self._gaps.gather(session, self.rule, self._since(), limit=MOST_AT_ONCE)
        if new:
            self._vectors.of(_texts([*new, *(m.question for m in self._gaps.members(session, self.rule))]))
        return bool(
            new or self._gaps.mended(session, self.rule) or self._gaps.shrunk(session) or self._gaps.drafted(session)
        )

    def refresh(self, session: Session) -> Refreshed:
        """Put what was asked in vain since the last time into the gaps it belongs to, or into new ones.

        What was rated better meanwhile leaves its gap; a gap of which no question is left goes.
        """
        mended = self._gaps.mended(session, self.rule)
        self._gaps.leave(session, list(mended))
        new = self._gaps.gather(session, self.rule, self._since(), limit=MOST_AT_ONCE)
        known = by_gap(self._gaps.members(session, self.rule)) if new else {}
        joined, left = self._sorted(new, known)
        groups = grouped(self._vectors.of(_texts(left)), self.rule.likeness) if left else []
        for places in groups:
            questions = [left[place] for place in places]
            joined[self._gaps.open(session, "", questions[0].asked_at)] = questions
        for gap_id, questions in joined.items():
            self._gaps.join(session, gap_id, questions)
        self._gaps.remove_empty(session)
        for gap_id, entry_id in self._gaps.drafted(session).items():
            self._gaps.change(session, gap_id, entry_id=entry_id)
        self._describe(session, {*joined, *mended.values(), *self._gaps.shrunk(session)})
        if new:
            self._vectors.keep_only([m.question.text for each in known.values() for m in each] + _texts(new))
        return Refreshed(len(new), len(groups), self._gaps.listed(session, GapQuery(limit=1))[0])

    def _sorted(
        self, new: Sequence[BadQuestion], known: Mapping[str, Sequence[Member]]
    ) -> tuple[dict[str, list[BadQuestion]], list[BadQuestion]]:
        """Return which questions belong to which gap, and those that belong to none."""
        joined: dict[str, list[BadQuestion]] = {}
        if not new or not known:
            return joined, list(new)
        gap_ids, left = list(known), []
        same = {fold_for_comparison(m.question.text): gap_id for gap_id in gap_ids for m in known[gap_id]}
        groups = [self._vectors.of([m.question.text for m in known[gap_id]]) for gap_id in gap_ids]
        places = nearest(self._vectors.of(_texts(new)), groups, self.rule.likeness)
        for question, place in zip(new, places, strict=True):
            gap_id = same.get(fold_for_comparison(question.text)) or (None if place is None else gap_ids[place])
            if gap_id is None:
                left.append(question)
            else:
                joined.setdefault(gap_id, []).append(question)
        return joined, left

    def _since(self) -> datetime:
        return self._clock.now() - timedelta(days=self.rule.days)

    def _describe(self, session: Session, gap_ids: set[str]) -> None:
        """Write title, department and figures of these gaps anew."""
        for gap_id, members in by_gap(self._gaps.members(session, self.rule, gap_ids)).items():
            questions = [member.question for member in members]
            title = questions[most_typical(self._vectors.of(_texts(questions)))].text
            wordings = by_wording(members)
            self._gaps.change(
                session,
                gap_id,
                title=anonymise(title),
                department_code=self._department(session, title),
                questions=len(questions),
                askers=len({question.conversation_id for question in questions}),
                wordings=len(wordings),
                answered=sum(all(member.is_answered for member in each) for each in wordings),
                first_asked_at=questions[0].asked_at,
                last_asked_at=questions[-1].asked_at,
            )

    # -- reading -----------------------------------------------------------------------------------------------

    def list_gaps(self, session: Session, query: GapQuery) -> tuple[int, list[Gap]]:
        """Return how many gaps match and one page of them, those asked about most often first."""
        return self._gaps.listed(session, query)

    def get(self, session: Session, gap_id: str) -> tuple[Gap, list[Wording]]:
        """Return a gap with every wording of it, the most frequent first. Raises GapNotFoundError."""
        gap = self._expect(session, gap_id)
        return gap, _wordings(self._gaps.members(session, self.rule, [gap_id]))

    # -- deciding ----------------------------------------------------------------------------------------------

    def draft_entry(
        self, session: Session, gap_id: str, details: FaqDetails | None, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> str:
        """Draft an FAQ with the gap's wordings as similar questions; return its id.

        Without `details` it has no answer yet, which review asks for. Raises GapNotFoundError, GapStateError.
        """
        gap, wordings = self.get(session, gap_id)
        if gap.state is not GapState.OPEN:
            raise GapStateError(gap.state.value)
        if gap.entry_id is not None:
            raise GapStateError("drafted")
        details = details or FaqDetails(standard_question=gap.title, answer="")
        asked = {fold_for_comparison(text): text for text in (w.text for w in wordings)}
        asked.pop(fold_for_comparison(details.standard_question), None)
        similar = tuple(dict.fromkeys((*details.similar_questions, *asked.values())))[:_MOST_SIMILAR]
        description = Description(department_code=gap.department_code)
        draft = faq_draft(replace(details, similar_questions=similar), DraftFrame(description=description))
        entry = self._knowledge.create(session, draft, actor)
        self._gaps.change(session, gap_id, entry_id=entry.entry_id, checked_sequence=None)
        self._audit(session, actor, origin, "gap.draft", gap_id, {"entry_id": [None, entry.entry_id]})
        return entry.entry_id

    def dismiss(self, session: Session, gap_id: str, reason: str, actor: Actor, origin: Origin = UNKNOWN_ORIGIN) -> Gap:
        """Say that a gap needs no entry, with the reason. Raises GapNotFoundError, GapStateError, InvalidInputError."""
        gap = self._expect(session, gap_id)
        if not reason.strip():
            raise InvalidInputError(message("gap.error.reason"), details={"reason": message("gap.error.reason")})
        if gap.state is not GapState.OPEN:
            raise GapStateError(gap.state.value)
        self._gaps.change(session, gap_id, state=GapState.DISMISSED.value, dismissed_reason=reason.strip())
        changes = {"state": [gap.state.value, GapState.DISMISSED.value]}
        self._audit(session, actor, origin, "gap.dismiss", gap_id, changes, reason.strip())
        return self._expect(session, gap_id)

    def reopen(self, session: Session, gap_id: str, actor: Actor, origin: Origin = UNKNOWN_ORIGIN) -> Gap:
        """Take a dismissal back. Raises GapNotFoundError, GapStateError."""
        gap = self._expect(session, gap_id)
        if gap.state is not GapState.DISMISSED:
            raise GapStateError(gap.state.value)
        self._gaps.change(session, gap_id, state=GapState.OPEN.value, dismissed_reason="", checked_sequence=None)
        changes = {"state": [gap.state.value, GapState.OPEN.value]}
        self._audit(session, actor, origin, "gap.reopen", gap_id, changes)
        return self._expect(session, gap_id)

    def _expect(self, session: Session, gap_id: str) -> Gap:
        gap = self._gaps.get(session, gap_id)
        if gap is None:
            raise GapNotFoundError(gap_id)
        return gap

    def _audit(
        self,
        session: Session,
        actor: Actor,
        origin: Origin,
        action: str,
        gap_id: str,
        changes: Mapping[str, object],
        reason: str | None = None,
    ) -> None:
        audit.record(session, actor, action, "gap", gap_id, changes, reason, at=self._clock.now(),
                     ip=origin.ip, request_id=origin.request_id)  # fmt: skip


def _texts(questions: Sequence[BadQuestion]) -> list[str]:
    return [question.text for question in questions]


def _wordings(members: Sequence[Member]) -> list[Wording]:
    """Return the wordings of a gap, the most frequent first."""
    found = [
        Wording(
            text=anonymise(each[-1].question.text),
            times=len(each),
            whys=tuple(sorted({m.question.why for m in each}, key=list(Why).index)),
            is_answered=all(m.is_answered for m in each),
            last_asked_at=each[-1].question.asked_at,
        )
        for each in by_wording(members)
    ]
    return sorted(found, key=lambda wording: -wording.times)
