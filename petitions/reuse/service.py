"""Reusing replies: say whether one is fit, mark it, draft it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core import audit, outbox
from core.actors import SYSTEM, Actor
from core.anonymising import anonymise
from core.audit import UNKNOWN_ORIGIN, Origin
from knowledge.errors import DuplicateEntryError
from knowledge.learning.question_log import TargetFinder
from knowledge.learning.service import LearningService
from knowledge.learning.types import PairTarget
from knowledge.service import KnowledgeService
from knowledge.types import FaqDetails
from petitions.errors import PetitionNotFoundError
from petitions.intake import normalise_number
from petitions.reuse.drafting import draft_of
from petitions.reuse.errors import AlreadyDraftedError, UnfitReplyError
from petitions.reuse.repository import ReuseRepository
from petitions.reuse.rule import last_reply, why_not
from petitions.reuse.types import NEVER, Reuse, ReuseNote, ReuseRule, Unfit
from petitions.steps import Steps
from petitions.types import Petition, Reply

MARKED_TOPIC = "petition.reuse_marked"
Questions = Callable[[Session, str], Sequence[str]]
"""Gives the questions of a conversation that found no good answer, the first first."""


@dataclass(frozen=True, slots=True)
class ReplyReuse:
    """Use cases. What a conversation asked comes from whoever keeps conversations."""

    steps: Steps
    knowledge: KnowledgeService
    learning: LearningService
    questions: Questions
    rule: ReuseRule
    region_code: str | None = None
    notes: ReuseRepository = ReuseRepository()

    def closed(self, session: Session, *, offset: int = 0, limit: int = 50) -> tuple[int, list[Reuse]]:
        """Return how many closed petitions could be drafted by hand, and a page of them, titles anonymised."""
        total, found = self.notes.closed(session, offset=offset, limit=limit)
        return total, [self._reuse(session, petition, note) for petition, note in found]

    def of(self, session: Session, number: str, actor: Actor) -> Reuse:
        """Return where a petition that the caller may see stands. Raises PetitionNotFoundError."""
        petition = self.steps.visible(session, number, actor)
        return self._reuse(session, petition, self.notes.note(session, petition.id))

    def mark(
        self, session: Session, number: str, mark: bool | None, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Reuse:
        """Say that the reply is reusable, is not, or leave it to the rule (None); one already closed is drafted soon.

        Raises PetitionNotFoundError; UnfitReplyError for a confidential petition that is to be reused.
        """
        petition = self.steps.visible(session, number, actor)
        reuse = self._reuse(session, petition, self.notes.note(session, petition.id))
        if mark and Unfit.CONFIDENTIAL in reuse.unfit:
            raise UnfitReplyError(petition.number, Unfit.CONFIDENTIAL)
        self.notes.mark(session, petition.id, mark)
        now = self.steps.clock.now()
        changes = {"is_reusable": [reuse.note.mark, mark]}
        audit.record(session, actor, "petition.mark_reusable", "petition", petition.number, changes, at=now,
                     ip=origin.ip, request_id=origin.request_id)  # fmt: skip
        outbox.put(session, MARKED_TOPIC, {"number": petition.number}, at=now)
        return self._reuse(session, petition, self.notes.note(session, petition.id))

    def draft_by_hand(self, session: Session, number: str, actor: Actor) -> str:
        """Draft an entry from any closed petition that is not confidential; return its id.

        Raises PetitionNotFoundError, UnfitReplyError, AlreadyDraftedError, DuplicateEntryError.
        """
        petition = self.steps.repository.get(session, normalise_number(number))
        if petition is None:
            raise PetitionNotFoundError
        note = self.notes.note(session, petition.id)
        never = [reason for reason in self._reuse(session, petition, note).unfit if reason in NEVER]
        if never:
            raise UnfitReplyError(petition.number, never[0])
        if note.entry_id is not None:
            raise AlreadyDraftedError(petition.number)
        return self._draft(session, petition, actor)

    def take_in(self, session: Session, number: str) -> str | None:
        """Draft an entry and confirm pairs if the rule says so; return the entry's id, None when nothing was drafted.

        Called again for the same petition, it does nothing.
        """
        petition = self.steps.repository.get(session, number)
        if petition is None:
            return None
        note = self.notes.note(session, petition.id)
        if note.entry_id is not None or self._reuse(session, petition, note).unfit:
            return None
        try:
            return self._draft(session, petition, SYSTEM)
        except DuplicateEntryError as known:
            now = self.steps.clock.now()
            self.notes.drafted(session, petition.id, known.entry_id, is_known=True, at=now)
            return None

    def _draft(self, session: Session, petition: Petition, actor: Actor) -> str:
        reply = last_reply(petition, self.steps.repository.history(session, petition.id))
        assert reply is not None, "a petition without a reply is unfit"
        contact = self.steps.intake.contact(session, petition)
        offices = [each.phone for each in self.steps.departments.list_all(session) if each.phone]

        def unnamed(text: str) -> str:
            person = contact.name if contact else ""
            return anonymise(text, enterprise=petition.enterprise_name, person=person, official_contacts=offices)

        asked = self.questions(session, petition.conversation_id) if petition.conversation_id else ()
        draft = draft_of(petition, reply, asked, unnamed, self.region_code)
        if isinstance(draft.details, FaqDetails):
            self._confirm(session, petition.number, draft.details, reply)
        entry = self.knowledge.create(session, draft, actor)
        self.notes.drafted(session, petition.id, entry.entry_id, is_known=False, at=self.steps.clock.now())
        return entry.entry_id

    def _confirm(self, session: Session, number: str, details: FaqDetails, reply: Reply) -> None:
        """Let search learn at once which clauses answered, for every way the matter was asked."""
        targets = _cited(session, reply)
        for question in (details.standard_question, *details.similar_questions):
            self.learning.learn_from_petition(session, number, question, targets)

    def _reuse(self, session: Session, petition: Petition, note: ReuseNote) -> Reuse:
        history = self.steps.repository.history(session, petition.id)
        unfit = why_not(petition, history, note.mark, self.rule)
        title = anonymise(petition.title, enterprise=petition.enterprise_name)
        return Reuse(petition.number, title, petition.closed_at, unfit, note)


def _cited(session: Session, reply: Reply) -> list[PairTarget]:
    """Return the clauses that a reply rests on, as far as the base has them."""
    finder = TargetFinder(session)
    direct = [PairTarget(citation.entry_id, citation.clause_id) for citation in reply.citations]
    named = [] if direct else [target for item in reply.basis if (target := finder.cited(item)) is not None]
    return list(dict.fromkeys([*direct, *named]))
