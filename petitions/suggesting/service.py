"""Suggestions for a petition, read and computed on request; nothing is stored and nothing is dispatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from sqlalchemy.orm import Session

from core.actors import Actor
from petitions.access import visibility_of
from petitions.actions.desk import Desk
from petitions.classifying.features import MessageFeatures
from petitions.classifying.likeness import likeness
from petitions.classifying.types import Message
from petitions.repository import Visibility
from petitions.steps import Steps
from petitions.suggesting import repository
from petitions.suggesting.cues import Cues
from petitions.suggesting.model import LiveCategoryModel
from petitions.suggesting.ranking import rank_categories
from petitions.suggesting.repository import message_of
from petitions.suggesting.types import CategorySuggestion, LikePetition, Suggestions
from petitions.types import Petition

DUPLICATE = 0.85
"""`dup_threshold` of DOMAIN §3.3, over the letters of title and content."""

DUPLICATE_DAYS = 30
_SHOWN = 3
_LEAST_SOLVED = 0.12
_TERMS = 5


@dataclass(frozen=True, slots=True)
class Suggester:
    """Makes suggestions, and learns from the categories that dispatchers confirm."""

    steps: Steps
    model: LiveCategoryModel

    def suggest(self, session: Session, number: str, actor: Actor) -> Suggestions:
        """Return everything suggested for a petition the caller may see. Raises PetitionNotFoundError."""
        petition = self.steps.visible(session, number, actor)
        cues = Cues(self.steps.taxonomy)  # made anew: the administrator may have changed the categories
        categories = self._categories(cues, message_of(petition))
        best = categories[0].code if categories else petition.category_code
        title, content = petition.title, f"{petition.content}\n{petition.demand}"
        visibility = visibility_of(session, actor, self.steps.departments)
        return Suggestions(
            categories=categories,
            nature=cues.nature(title, content),
            urgency=cues.urgency(title, content),
            is_policy_query=cues.is_policy_query(title, content),
            departments=tuple(Desk(self.steps).suggest_departments(session, best)),
            duplicates=self._duplicates(session, petition, best) if visibility.sees_all else (),
            solved=self._solved(session, petition, [c.code for c in categories], visibility),
        )

    def department_for(self, session: Session, text: str) -> str | None:
        """Return the code of the department that a question is likely for, None when its words say nothing."""
        categories = self._categories(Cues(self.steps.taxonomy), Message(text, text))
        if not categories:
            return None
        found = Desk(self.steps).suggest_departments(session, categories[0].code)
        return found[0].code if found else None

    def learn_when_stale(self, session: Session) -> bool:
        """Learn anew if enough more categories were confirmed since; say whether there was need."""
        is_stale = self.model.is_stale(min(repository.count_confirmed(session), repository.MOST_LEARNED))
        if is_stale:
            self.model.learn(repository.confirmed_petitions(session))
        return is_stale

    def _categories(self, cues: Cues, message: Message) -> tuple[CategorySuggestion, ...]:
        """Return the three likeliest: cues and what was learned, the latter weighing more the more was confirmed."""
        best = rank_categories(cues, self.model.current, self.steps.taxonomy, message)[:_SHOWN]
        return tuple(
            CategorySuggestion(
                code=ranked.code,
                name=self.steps.taxonomy.name(ranked.code) or ranked.code,
                score=ranked.score,
                terms=ranked.terms[:_TERMS],
                is_learned=ranked.learned_share > ranked.score / 2,
            )
            for ranked in best
        )

    def _duplicates(self, session: Session, petition: Petition, best: str | None) -> tuple[LikePetition, ...]:
        since = petition.submitted_at - timedelta(days=DUPLICATE_DAYS)
        tops = _tops([petition.category_code or best])
        others = [
            other
            for other in repository.of_enterprise(session, petition, since=since)
            if not tops or not other.category_code or _tops([other.category_code]) <= tops
        ]
        return self._most_alike(petition, others, least=DUPLICATE, by_letters=True)

    def _solved(
        self, session: Session, petition: Petition, suggested: Sequence[str], visibility: Visibility
    ) -> tuple[LikePetition, ...]:
        codes = [*suggested, *([petition.category_code] if petition.category_code else [])]
        others = repository.solved(session, petition, sorted(_tops(codes)), visibility)
        found = self._most_alike(petition, others, least=_LEAST_SOLVED, by_letters=False)
        ids = {other.number: other.id for other in others}
        return tuple(
            LikePetition(
                like.number, like.title, like.submitted_at, like.likeness, like.terms,
                repository.last_reply(session, ids[like.number]),
            )
            for like in found
        )  # fmt: skip

    @staticmethod
    def _most_alike(
        petition: Petition, others: Sequence[Petition], *, least: float, by_letters: bool
    ) -> tuple[LikePetition, ...]:
        """Return the three most alike: by letters for copies, by words and how rare they are for like matters."""
        if not others:
            return ()
        messages = [message_of(petition), *map(message_of, others)]
        features = MessageFeatures([Message("", f"{m.title} {m.text}") for m in messages])
        rows = features.rows([Message("", f"{m.title} {m.text}") for m in messages])
        found = likeness(messages[:1], messages[1:])[0] if by_letters else (rows[1:] @ rows[:1].T).toarray().ravel()
        names = features.names()

        def like(place: int) -> LikePetition:
            common = rows[:1].multiply(rows[place + 1 : place + 2]).tocoo()
            order = sorted(zip(-common.data, common.coords[1], strict=True))[:_TERMS]
            other = others[place]
            terms = tuple(names[column] for _, column in order)
            return LikePetition(other.number, other.title, other.submitted_at, float(found[place]), terms)

        best = np.argsort(-found, kind="stable")[:_SHOWN]
        return tuple(like(int(place)) for place in best if found[place] >= least)


def _tops(codes: Sequence[str | None]) -> set[str]:
    return {code[:2] for code in codes if code}
