"""From what a run measured to what is kept of it: one row per question, with what was expected and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.settings import Settings
from eval.answers import AnswersReport, CitedQuote, JudgedAnswer
from eval.datasets import Dataset, JudgedQuestion
from eval.retrieval import RetrievalReport
from eval.runs import QuestionResult, commit_id
from eval.saved import OWN, SavedQuestion, SavedRun

_FOUND = 10
_TITLE_CHARS = 80
_TEXT_CHARS = 600


def saved_retrieval(report: RetrievalReport, dataset: Dataset, configuration: Mapping[str, Any]) -> SavedRun:
    """Return a retrieval run with its baselines; the confidence of a question is the score of its best document."""
    titles = {row.id: _short(row.title or row.text) for row in dataset.corpus}
    asked = {question.id: question for question in dataset.questions}
    systems = {OWN: report.hybrid, **report.baselines}
    return SavedRun(
        kind="retrieval",
        dataset=report.dataset,
        commit=commit_id(),
        created_at=datetime.now(UTC),
        configuration=dict(configuration),
        facts={
            "documents": report.documents,
            "passages": report.passages,
            "index_seconds": round(report.index_seconds, 2),
            "peak_rss_mb": round(report.peak_rss_mb, 1),
        },
        systems={
            name: [_ranked(row, asked[row.id], titles, is_own=name == OWN) for row in result.rows]
            for name, result in systems.items()
        },
    )


def saved_answers(report: AnswersReport, name: str, settings: Settings) -> SavedRun:
    """Return a run over golden questions. Right is an answer that states all keys, or without keys cites the source."""
    configuration = {
        "knowledge": settings.knowledge.model_dump(mode="json", exclude={"chroma_url"}),
        "assistant": settings.assistant.model_dump(mode="json"),
    }
    return SavedRun(
        kind="answers",
        dataset=name,
        commit=commit_id(),
        created_at=datetime.now(UTC),
        configuration=configuration,
        facts={"files": len(report.ingested.files), "passages": sum(f.passage_count for f in report.ingested.files)},
        systems={OWN: [_judged(row) for row in report.rows]},
    )


def _ranked(row: QuestionResult, asked: JudgedQuestion, titles: Mapping[str, str], *, is_own: bool) -> SavedQuestion:
    relevant = {document for document, gain in asked.judgements.items() if gain > 0}
    places = (place for place, document in enumerate(row.ranking, start=1) if document.id in relevant)
    hit = row.scores["hit@1"]
    best = row.ranking[0].score if row.ranking else 0.0
    return SavedQuestion(
        id=row.id,
        question=asked.text,
        scores=row.scores,
        milliseconds=round(row.milliseconds, 3),
        rank=next(places, None),
        # Scores of baselines are on scales of their own; ours counts as a confidence only where it is a share.
        confidence=round(best, 4) if is_own and 0.0 <= best <= 1.0 else None,
        is_right=None if hit is None else bool(hit),
        expected=[f"{document} {titles[document]}" for document in asked.judgements if document in relevant],
        found=[f"{document.id} {titles[document.id]}" for document in row.ranking[:_FOUND]],
    )


def _judged(row: JudgedAnswer) -> SavedQuestion:
    question, is_answerable = row.question, row.question.source is not None
    right = (row.key_hit if question.answer_key else row.source_hit) if is_answerable else False
    return SavedQuestion(
        id=question.id,
        question=question.question,
        scores=_scores(row, is_answerable=is_answerable),
        milliseconds=round(row.milliseconds, 3),
        outcome=row.outcome.value,
        confidence=round(row.confidence, 4),
        is_right=right if row.is_answer else None,
        is_answerable=is_answerable,
        expected=[text for text in (*question.answer_key, question.span, question.source or "") if text],
        found=[row.text[:_TEXT_CHARS], *(_cited(citation) for citation in row.citations)],
    )


def _scores(row: JudgedAnswer, *, is_answerable: bool) -> dict[str, float | None]:
    """Return what `AnswersReport.shares` averages, question by question; None where a measure does not apply."""
    quotes = [float(citation.is_verbatim) for citation in row.citations]
    has_keys = is_answerable and bool(row.question.answer_key)
    return {
        "answered": float(row.is_answer) if is_answerable else None,
        "key_hit": float(row.key_hit) if has_keys else None,
        "citation_source_hit": float(row.source_hit) if is_answerable else None,
        "quote_verbatim": sum(quotes) / len(quotes) if quotes else None,
        "rouge_l": row.rouge_l if is_answerable else None,
        "quote_rouge_l": row.quote_rouge_l if is_answerable else None,
        "false_answer": None if is_answerable else float(row.is_answer),
    }


def _cited(citation: CitedQuote) -> str:
    return f"{citation.source or '–'}: {_short(citation.quote)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _TITLE_CHARS else text[: _TITLE_CHARS - 1] + "…"
