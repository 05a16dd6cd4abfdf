"""Golden questions as staff see them."""

from __future__ import annotations

from collections.abc import Sequence

from api.schemas.golden import (
    GoldenAnswerOut,
    GoldenCheckOut,
    GoldenCitationOut,
    GoldenOverrideOut,
    GoldenQuestionIn,
    GoldenQuestionOut,
    GoldenResultOut,
    GoldenRunOut,
)
from core.messages import message
from eval.golden.types import (
    Cited,
    Expectation,
    GoldenAnswer,
    GoldenDraft,
    GoldenOrigin,
    GoldenQuestion,
    GoldenResult,
    GoldenRun,
    Override,
    Verdict,
)

_ORDER = (Verdict.REGRESSED, Verdict.CHANGED, Verdict.IMPROVED, Verdict.FAILING, Verdict.SAME)


def draft_of(body: GoldenQuestionIn, origin: GoldenOrigin = GoldenOrigin.CURATOR) -> GoldenDraft:
    """Return the golden question of a form."""
    return GoldenDraft(
        question=body.question,
        expects=Expectation(body.expects),
        document=body.document,
        clause=body.clause,
        region_code=body.region_code or None,
        as_of=body.as_of,
        note=body.note,
        origin=origin,
    )


def question_out(question: GoldenQuestion) -> GoldenQuestionOut:
    """Return one question."""
    return GoldenQuestionOut(
        id=question.id,
        question=question.question,
        expects=question.expects.value,
        entry_id=question.entry_id,
        title=question.title,
        clause_id=question.clause_id,
        clause_label=question.clause_label,
        region_code=question.region_code,
        as_of=question.as_of,
        note=question.note,
        origin=question.origin.value,
        origin_id=question.origin_id,
        is_active=question.is_active,
        updated_at=question.updated_at,
        lock=question.lock,
    )


def run_out(run: GoldenRun, *, holds: bool, reader: str) -> GoldenRunOut:
    """Return a run as the account `reader` sees it: what got worse first, then what changed."""
    return GoldenRunOut(
        run_id=run.id,
        entry_id=run.entry_id,
        version=run.version,
        started_at=run.started_at,
        seconds=round((run.finished_at - run.started_at).total_seconds(), 1),
        holds=holds,
        blocks=bool(run.regressions) and run.override is None,
        counts={verdict.value: count for verdict, count in run.counts.items()},
        results=[result_out(result) for result in _ordered(run.results)],
        override=_override(run.override, reader) if run.override else None,
    )


def result_out(result: GoldenResult) -> GoldenResultOut:
    """Return one result; `expected` says in words what was expected."""
    question = result.question
    return GoldenResultOut(
        question_id=question.id,
        question=question.question,
        expects=question.expects.value,
        expected=expected(question),
        day=result.day,
        verdict=result.verdict.value,
        before=_answer(result.before),
        after=_answer(result.after),
    )


def check_out(question: GoldenQuestion, answer: GoldenAnswer) -> GoldenCheckOut:
    """Return a question with its answer of now."""
    return GoldenCheckOut(question=question_out(question), answer=_answer(answer))


def _override(override: Override, reader: str) -> GoldenOverrideOut:
    return GoldenOverrideOut(
        is_own=override.by == reader, by_name=override.by_name, at=override.at, reason=override.reason
    )


def _ordered(results: Sequence[GoldenResult]) -> list[GoldenResult]:
    return sorted(results, key=lambda result: _ORDER.index(result.verdict))


def expected(question: GoldenQuestion) -> str:
    """Return in words what a question must get."""
    if question.expects is Expectation.REFUSAL:
        return message("golden.expects_refusal")
    return message("golden.expects_basis", title=question.title, clause=question.clause_label)


def _answer(answer: GoldenAnswer) -> GoldenAnswerOut:
    return GoldenAnswerOut(
        outcome=answer.outcome.value,
        text=answer.text,
        citations=[_citation(cited) for cited in answer.citations],
        passes=answer.passes,
    )


def _citation(cited: Cited) -> GoldenCitationOut:
    return GoldenCitationOut(
        document_id=cited.document_id,
        version=cited.version,
        title=cited.title,
        clause_id=cited.clause_id,
        clause_label=cited.clause_label,
        quote=cited.quote,
        url=f"/doc/{cited.document_id}?v={cited.version}#{cited.clause_id}",
    )
