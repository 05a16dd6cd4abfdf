"""Stored answers as staff see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from api.schemas.chat import AnswerOut
from api.schemas.explaining import (
    AnswerList,
    AnswerRow,
    DifferenceOut,
    ExplainedAnswer,
    FeedbackOut,
    RankedPassageOut,
    RankOut,
    ReplayedAnswer,
    ReplayOut,
    StepOut,
    TriedAnswer,
)
from api.views.chat import answer_out, citation_out
from assistant.answer_log import AnswerSummary, StoredAnswer
from assistant.explaining import CANDIDATES, DROPPED, Candidate, candidates_of
from assistant.replaying import Difference, Replay
from assistant.trying import RankedClause, standing_of
from assistant.types import Reply, StepTrace
from core.messages import has_message, message
from knowledge.passages import PassageRepository
from knowledge.types import Passage


def answer_list(total: int, rows: Sequence[AnswerSummary]) -> AnswerList:
    """Return one page of answers."""
    return AnswerList(
        total=total,
        rows=[
            AnswerRow(
                message_id=row.message_id,
                question=row.question,
                outcome=row.outcome.value,
                rung=row.rung.value,
                reason=row.reason,
                confidence=row.confidence,
                helpful=row.helpful,
                asked_at=row.asked_at,
                milliseconds=row.milliseconds,
            )
            for row in rows
        ],
    )


def explained(session: Session, stored: StoredAnswer, *, with_conversation: bool) -> ExplainedAnswer:
    """Return a stored answer with its steps; the conversation's id opens it, so not everybody gets it."""
    reply, said = stored.reply, stored.feedback
    return ExplainedAnswer(
        question=reply.question.text,
        rewritten=reply.rewritten,
        as_of=reply.question.as_of,
        region_code=reply.question.region_code,
        asked_at=reply.question.asked_at,
        milliseconds=round((reply.answered_at - reply.question.asked_at).total_seconds() * 1000, 1),
        is_erased=stored.is_erased,
        answer=_answer(reply, with_conversation=with_conversation),
        feedback=FeedbackOut(helpful=said.helpful, reasons=list(said.reasons), comment=said.comment) if said else None,
        setup=reply.answer.setup,
        steps=_steps(session, reply.answer.trace),
    )


def replayed(session: Session, replay: Replay) -> ReplayOut:
    """Return both answers to the question asked again."""
    return ReplayOut(
        then=_replayed(session, replay.then, replay.against_then),
        today=_replayed(session, replay.today, replay.against_today),
    )


def tried_answer(session: Session, reply: Reply, ranked: RankedClause | None) -> TriedAnswer:
    """Return an answer under other settings with its steps."""
    hit = ranked.hit if ranked else None
    best = [Candidate(hit.passage.id, hit.score, hit.features)] if hit else []
    rows = _candidates(best, {hit.passage.id: hit.passage} if hit else {})
    return TriedAnswer(
        answer=_answer(reply, with_conversation=False),
        milliseconds=round((reply.answered_at - reply.question.asked_at).total_seconds() * 1000, 1),
        setup=reply.answer.setup,
        steps=_steps(session, reply.answer.trace),
        rank=_rank(ranked, reply, rows[0] if rows else None) if ranked else None,
    )


def _rank(ranked: RankedClause, reply: Reply, passage: RankedPassageOut | None) -> RankOut:
    standing, step = standing_of(ranked, reply)
    return RankOut.model_validate({"rank": ranked.rank, "passage": passage, "standing": standing, "step": step})


def difference_out(found: Difference) -> DifferenceOut:
    """Return how one answer differs from another."""
    return DifferenceOut(
        same=found.is_none,
        outcome=found.outcome,
        rung=found.rung,
        text=found.text,
        lost=[citation_out(citation) for citation in found.lost],
        gained=[citation_out(citation) for citation in found.gained],
    )


def _replayed(session: Session, reply: Reply, found: Difference) -> ReplayedAnswer:
    return ReplayedAnswer(
        answer=_answer(reply, with_conversation=False),
        difference=difference_out(found),
        steps=_steps(session, reply.answer.trace),
    )


def _answer(reply: Reply, *, with_conversation: bool) -> AnswerOut:
    shown = answer_out(reply)
    return shown if with_conversation else shown.model_copy(update={"conversation_id": ""})


def _steps(session: Session, traces: Iterable[StepTrace]) -> list[StepOut]:
    found = [(trace, candidates_of(trace), _dropped(trace)) for trace in traces]
    ids = {one.passage_id for _, candidates, dropped in found for one in (*candidates, *dropped)}
    passages = PassageRepository(session).by_id(sorted(ids))
    return [
        StepOut(
            step=trace.step,
            label=message(f"step.{trace.step}") if has_message(f"step.{trace.step}") else trace.step,
            milliseconds=trace.milliseconds,
            outcome=trace.outcome,
            notes={name: value for name, value in trace.notes.items() if name not in (CANDIDATES, DROPPED)},
            dropped=_candidates(dropped, passages),
            candidates=_candidates(candidates, passages),
        )
        for trace, candidates, dropped in found
    ]


def _dropped(trace: StepTrace) -> list[Candidate]:
    return [Candidate(str(key), 0.0, {}) for key in trace.notes.get(DROPPED, ())]


def _candidates(candidates: Sequence[Candidate], passages: Mapping[str, Passage]) -> list[RankedPassageOut]:
    """Return candidates with their titles; a passage whose row is gone is left out."""
    return [
        RankedPassageOut(
            passage_id=one.passage_id,
            document_id=passage.entry_id,
            version=passage.version,
            title=passage.title,
            clause_label=passage.clause_label,
            url=f"/doc/{passage.entry_id}?v={passage.version}#{passage.clause_id}",
            score=one.score,
            features=one.features,
        )
        for one in candidates
        if (passage := passages.get(one.passage_id)) is not None
    ]
