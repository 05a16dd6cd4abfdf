"""What people do with golden questions: keep them, try a version on them, let a regression pass. None commits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assistant.types import Outcome, Reply
from core import audit
from core.actors import Actor
from core.clock import Clock
from core.errors import InvalidInputError
from core.ids import new_id
from core.masking import mask
from core.messages import message
from core.text import fold_for_comparison
from eval.golden.errors import GoldenDraftError, GoldenRegressionError, GoldenRunOutdatedError, OwnOverrideError
from eval.golden.exchange import ReadRow
from eval.golden.repository import GoldenFilter, GoldenRepository
from eval.golden.targets import Target, find_target
from eval.golden.types import (
    Expectation,
    GoldenDraft,
    GoldenOrigin,
    GoldenQuestion,
    GoldenResult,
    GoldenRun,
    Override,
)
from knowledge.repository import VersionKey
from knowledge.service import KnowledgeService

_HOLDS = timedelta(hours=1)
_LONGEST_QUESTION = 500


class GoldenService:
    """Use cases of golden questions. Permissions by role are the entry point's."""

    def __init__(self, clock: Clock, knowledge: KnowledgeService) -> None:
        self._clock = clock
        self._knowledge = knowledge

    # -- questions ---------------------------------------------------------------------------------------------

    def page(self, session: Session, wanted: GoldenFilter) -> tuple[int, list[GoldenQuestion]]:
        """Return how many questions match and one page of them."""
        return GoldenRepository(session).page(wanted)

    def active(self, session: Session) -> list[GoldenQuestion]:
        """Return every question that counts, oldest first."""
        return GoldenRepository(session).active()

    def get(self, session: Session, question_id: str) -> GoldenQuestion:
        """Return one question. Raises GoldenQuestionNotFoundError."""
        return GoldenRepository(session).get(question_id)

    def add(self, session: Session, draft: GoldenDraft, actor: Actor, *, is_active: bool = True) -> GoldenQuestion:
        """Keep a question; one that is kept already takes over what the draft expects.

        Raises GoldenDraftError naming the field that cannot be used.
        """
        repository, target = GoldenRepository(session), self._target(session, draft)
        key = _key(draft)
        known = repository.find(key)
        if known is not None:
            return self._store(session, known, draft, target, actor, is_active=is_active or known.is_active)
        question = _question(
            draft, target, id=new_id("gld"), by=actor, is_active=is_active, at=self._clock.now(), lock=0
        )
        repository.add(question, key)
        self._audit(session, actor, "golden.add", question)
        return question

    def import_rows(self, session: Session, rows: Sequence[ReadRow], actor: Actor) -> list[ReadRow]:
        """Keep the questions of a table; return all rows, with why one was left out where it was."""
        kept = []
        for row in rows:
            problem = row.problem
            if row.draft is not None:
                try:
                    self.add(session, row.draft, actor)
                except InvalidInputError as error:
                    problem = error.message
            kept.append(replace(row, problem=problem))
        return kept

    def change(
        self, session: Session, question_id: str, draft: GoldenDraft, actor: Actor, *, lock: int, is_active: bool
    ) -> GoldenQuestion:
        """Write a question anew, take it into use, or retire it. Raises StaleGoldenQuestionError, GoldenDraftError."""
        known = GoldenRepository(session).get(question_id)
        same = GoldenRepository(session).find(_key(draft))
        if same is not None and same.id != question_id:
            raise GoldenDraftError("question", "golden.known_already")
        draft = replace(draft, origin=known.origin, origin_id=known.origin_id)
        target = self._target(session, draft)
        return self._store(session, replace(known, lock=lock), draft, target, actor, is_active=is_active)

    def draft_of(self, reply: Reply) -> GoldenDraft:
        """Return the golden question that a real answer makes: to go on citing what it cites first, or refusing."""
        question, answer = reply.question, reply.answer
        first = next(iter(answer.citations), None) if answer.outcome in (Outcome.ANSWERED, Outcome.PARTIAL) else None
        return GoldenDraft(
            question=reply.rewritten or question.text,
            expects=Expectation.REFUSAL if first is None else Expectation.BASIS,
            document=first.document_id if first else "",
            clause=first.clause_id if first else "",
            region_code=question.region_code,
            origin=GoldenOrigin.CONVERSATION,
            origin_id=reply.message_id,
        )

    # -- runs --------------------------------------------------------------------------------------------------

    def state(self, session: Session, entry_id: str, version: int) -> str:
        """Return what a run is good for, as a hash: while it stays the same, asking again would change nothing."""
        found = (self._clock.today(), *GoldenRepository(session).state(entry_id, version))
        return hashlib.sha256(json.dumps(found, default=str).encode()).hexdigest()

    def keep(self, session: Session, run: GoldenRun, results: Sequence[GoldenResult]) -> GoldenRun:
        """Store what came of trying a version."""
        kept = replace(run, results=tuple(results), finished_at=self._clock.now())
        GoldenRepository(session).keep(kept)
        return kept

    def begun(self, session: Session, entry_id: str, version: int, actor: Actor) -> GoldenRun:
        """Return a run that has yet to be made, with the state of the base that it will be good for."""
        now = self._clock.now()
        return GoldenRun(
            id=new_id("glr"), entry_id=entry_id, version=version, state=self.state(session, entry_id, version),
            started_by=actor.id, started_at=now, finished_at=now, results=(),
        )  # fmt: skip

    def newest_run(self, session: Session, entry_id: str, version: int) -> GoldenRun:
        """Return the latest run of a version. Raises GoldenRunNotFoundError."""
        return GoldenRepository(session).newest_run(entry_id, version)

    def current_run(self, session: Session, entry_id: str, version: int) -> GoldenRun | None:
        """Return the run that still holds, None when the questions must be asked (again) before publishing."""
        run = GoldenRepository(session).last_run(entry_id, version)
        return run if run is not None and self.holds(session, run) else None

    def holds(self, session: Session, run: GoldenRun) -> bool:
        """Say whether a run tells how things are: nothing that golden answers depend on has changed since."""
        is_fresh = self._clock.now() - run.started_at < _HOLDS
        return is_fresh and run.state == self.state(session, run.entry_id, run.version)

    def override(self, session: Session, entry_id: str, version: int, actor: Actor, reason: str) -> GoldenRun:
        """Let a version pass that breaks golden questions; somebody else must publish it then.

        Raises GoldenRunNotFoundError, GoldenRunOutdatedError, OwnWorkError for who wrote or edited the version.
        """
        if not reason.strip():
            text = message("golden.reason_needed")
            raise InvalidInputError(text, details={"reason": text})
        run = self.newest_run(session, entry_id, version)
        self._knowledge.approvable(session, entry_id, version, actor)
        if not self.holds(session, run):
            raise GoldenRunOutdatedError()
        if not run.regressions:
            raise InvalidInputError(message("golden.nothing_broken"))
        GoldenRepository(session).override(run.id, Override(actor.id, actor.name, self._clock.now(), reason.strip()))
        audit.record(
            session, actor, "golden.override", "knowledge_entry", f"{entry_id}.{version}",
            {"broken": [None, [result.question.id for result in run.regressions]], "run": [None, run.id]},
            reason, at=self._clock.now(),
        )  # fmt: skip
        return self.newest_run(session, entry_id, version)

    def let_pass(
        self, session: Session, import_id: str, keys: Sequence[VersionKey], broken: Sequence[GoldenResult],
        actor: Actor, reason: str,
    ) -> None:  # fmt: skip
        """Record that all versions of an import are published although they break golden questions together."""
        audit.record(
            session, actor, "golden.override", "ingest_run", import_id,
            {
                "broken": [None, [result.question.id for result in broken]],
                "versions": [None, [f"{key.entry_id}.{key.version}" for key in keys]],
            },
            reason.strip(), at=self._clock.now(),
        )  # fmt: skip

    def require_passed(self, session: Session, entry_id: str, version: int, actor: Actor) -> None:
        """Let a version be published by `actor`, or raise.

        GoldenRunOutdatedError when no run holds any more; GoldenRegressionError when the run broke questions and
        nobody let that pass; OwnOverrideError when `actor` did so.
        """
        if not self.active(session):
            return
        run = self.current_run(session, entry_id, version)
        if run is None:
            raise GoldenRunOutdatedError()
        if not run.regressions:
            return
        if run.override is None:
            raise GoldenRegressionError({result.question.id: result.question.question for result in run.regressions})
        if run.override.by == actor.id:
            raise OwnOverrideError()

    # -- rules -------------------------------------------------------------------------------------------------

    def _target(self, session: Session, draft: GoldenDraft) -> Target | None:
        if not 1 <= len(draft.question.strip()) <= _LONGEST_QUESTION:
            raise GoldenDraftError("question", "golden.question_length", most=_LONGEST_QUESTION)
        if draft.expects is Expectation.REFUSAL:
            return None
        if not draft.document.strip():
            raise GoldenDraftError("document", "golden.document_needed")
        return find_target(session, draft.document.strip(), draft.clause.strip())

    def _store(
        self, session: Session, known: GoldenQuestion, draft: GoldenDraft, target: Target | None, actor: Actor, *,
        is_active: bool,
    ) -> GoldenQuestion:  # fmt: skip
        changed = _question(
            draft, target, id=known.id, by=actor, is_active=is_active, at=self._clock.now(), lock=known.lock + 1
        )
        GoldenRepository(session).replace(changed, _key(draft), lock=known.lock)
        self._audit(session, actor, "golden.change", changed)
        return changed

    def _audit(self, session: Session, actor: Actor, action: str, question: GoldenQuestion) -> None:
        changes = {name: [None, getattr(question, name)] for name in ("expects", "entry_id", "clause_id", "is_active")}
        audit.record(session, actor, action, "golden_question", question.id, changes, at=self._clock.now())


def _key(draft: GoldenDraft) -> str:
    """Return what makes a question the same one: its words, region and day."""
    words = fold_for_comparison(mask(draft.question.strip()))
    return hashlib.sha256(f"{words}|{draft.region_code or ''}|{draft.as_of or ''}".encode()).hexdigest()


def _question(
    draft: GoldenDraft, target: Target | None, *, id: str, by: Actor, is_active: bool, at: datetime, lock: int
) -> GoldenQuestion:
    return GoldenQuestion(
        id=id,
        question=mask(draft.question.strip()),
        expects=draft.expects,
        entry_id=target.entry_id if target else None,
        title=target.title if target else "",
        clause_id=target.clause_id if target else "",
        clause_label=target.clause_label if target else "",
        clause_version=target.version if target else None,
        region_code=draft.region_code or None,
        as_of=draft.as_of,
        note=draft.note.strip(),
        origin=draft.origin,
        origin_id=draft.origin_id,
        is_active=is_active,
        created_by=by.id,
        updated_at=at,
        lock=lock,
    )
