"""`youda eval answers`: documents in, questions asked, answers judged by code: keys, sources, verbatim quotes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.types import AskRequest, Citation, Outcome
from core.actors import OPERATOR
from core.database import Database
from core.errors import InvalidInputError
from core.files import FileStore
from core.settings import Settings
from core.text import fold_for_comparison
from eval.base import Progress, ThrowAwayBase, no_progress
from eval.datasets import read_json_lines, text_field
from eval.errors import DatasetError
from eval.metrics import percentile, rouge_l
from ingest.build import build_ingest
from ingest.running.run import RunOrder
from ingest.types import RunReport
from knowledge.build import build_knowledge
from knowledge.repository import KnowledgeRepository

ANSWER_CHARS = 600
"""Keys must stand in this many first characters: an answer that buries the point is not one."""

_MARK = re.compile(r"\[\d+\]|\*\*")
_ANSWERED = frozenset({Outcome.ANSWERED, Outcome.PARTIAL})
_DECLINED = frozenset(
    {Outcome.ABSTAINED, Outcome.OUT_OF_SCOPE, Outcome.SENSITIVE, Outcome.EMERGENCY, Outcome.HANDED_OVER}
)


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question with what its answer must say. `source` is the file that holds it, None when no document does.

    `span` is the very passage of the source that answers, empty when it is not known.
    """

    id: str
    question: str
    answer_key: tuple[str, ...]
    source: str | None
    kind: str
    span: str = ""


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A citation as it is judged: file name, the words quoted, and whether they stand in that document."""

    source: str | None
    quote: str
    is_verbatim: bool


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """One answer and what is right about it; `key_hit` and `source_hit` mean nothing for an unanswerable question."""

    question: GoldenQuestion
    outcome: Outcome
    text: str
    citations: tuple[CitedQuote, ...]
    milliseconds: float
    confidence: float = 0.0

    @property
    def is_answer(self) -> bool:
        """Say whether it answers at all, wholly or in part."""
        return self.outcome in _ANSWERED

    @property
    def rouge_l(self) -> float | None:
        """Return ROUGE-L of the text without its citation marks against the gold span; None without one."""
        return rouge_l(_MARK.sub("", self.text) if self.is_answer else "", self.question.span)

    @property
    def quote_rouge_l(self) -> float | None:
        """Return ROUGE-L of all that was quoted, joined, against the gold span; None without one."""
        quotes = dict.fromkeys(citation.quote for citation in self.citations) if self.is_answer else ()
        return rouge_l("".join(quotes), self.question.span)

    @property
    def key_hit(self) -> bool:
        """Say whether every key stands in the beginning of the text, compared by the rule of DOMAIN §2.7."""
        beginning = fold_for_comparison(self.text[:ANSWER_CHARS])
        return all(fold_for_comparison(key) in beginning for key in self.question.answer_key)

    @property
    def source_hit(self) -> bool:
        """Say whether a citation names the file that holds the answer."""
        wanted = _file_name(self.question.source or "")
        return any(citation.source is not None and _file_name(citation.source) == wanted for citation in self.citations)


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """All judged answers, and what became of the documents."""

    rows: tuple[JudgedAnswer, ...]
    ingested: RunReport

    def shares(self) -> dict[str, float | None]:
        """Return the measures; None for one that has nothing to be a share of.

        `answered`, `key_hit` and `citation_source_hit` are shares of answerable questions, `quote_verbatim` of
        citations, `false_answer` and `abstained_unanswerable` of unanswerable questions. Declining for another
        reason (out of scope, sensitive, handed over) counts as abstaining; asking back and failing do not.
        """
        answerable = [row for row in self.rows if row.question.source is not None]
        unanswerable = [row for row in self.rows if row.question.source is None]
        quotes = [citation for row in self.rows for citation in row.citations]
        return {
            "answered": _share(row.outcome in _ANSWERED for row in answerable),
            "key_hit": _share(row.key_hit for row in answerable),
            "citation_source_hit": _share(row.source_hit for row in answerable),
            "quote_verbatim": _share(citation.is_verbatim for citation in quotes),
            "false_answer": _share(row.outcome in _ANSWERED for row in unanswerable),
            "abstained_unanswerable": _share(row.outcome in _DECLINED for row in unanswerable),
        }

    def rouge_l(self) -> dict[str, float | None]:
        """Return the mean ROUGE-L of text and quotations over the questions with a gold span; None without any.

        A question that was not answered counts as 0. DESIGN §7 fixes what `--json` prints, so these stand apart.
        """
        rows = [row for row in self.rows if row.question.source is not None and row.rouge_l is not None]
        return {
            "rouge_l": fmean(row.rouge_l or 0.0 for row in rows) if rows else None,
            "quote_rouge_l": fmean(row.quote_rouge_l or 0.0 for row in rows) if rows else None,
        }

    def milliseconds(self, share: float) -> float:
        """Return the time within which this share of the questions was answered."""
        return percentile([row.milliseconds for row in self.rows], share)

    def by_kind(self) -> dict[str, list[JudgedAnswer]]:
        """Return the rows by kind of question, kinds in order of appearance."""
        kinds: dict[str, list[JudgedAnswer]] = {}
        for row in self.rows:
            kinds.setdefault(row.question.kind, []).append(row)
        return kinds

    def to_json(self) -> dict[str, object]:
        """Return the object that `--json` prints (DESIGN §7)."""
        shares = {name: None if value is None else round(value, 4) for name, value in self.shares().items()}
        return {"questions": len(self.rows), **shares, "rows": [_row_json(row) for row in self.rows]}


def read_questions(path: Path) -> list[GoldenQuestion]:
    """Read golden questions, one JSON object a line. Raises DatasetError naming file and line."""
    questions = []
    for number, row in read_json_lines(path):
        keys = row.get("answer_key") or []
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise DatasetError(path, "'answer_key' must be a list of texts.", line=number)
        source = None if row.get("source") is None else text_field(path, number, row, "source")
        questions.append(
            GoldenQuestion(
                id=text_field(path, number, row, "id"),
                question=text_field(path, number, row, "question"),
                answer_key=tuple(keys),
                source=source,
                kind=text_field(path, number, row, "kind", default=""),
                span=text_field(path, number, row, "answer_span", default="")
                or text_field(path, number, row, "answer", default=""),
            )
        )
    if not questions:
        raise DatasetError(path, "holds no question, so there is nothing to measure.")
    return questions


def run_answers(
    documents: Sequence[Path],
    questions: Sequence[GoldenQuestion],
    settings: Settings,
    *,
    progress: Progress = no_progress,
) -> AnswersReport:
    """Import and publish `documents` into a throw-away base, ask every question in order, and judge the answers.

    Raises InvalidInputError when no document could be read: nothing would be measured then but abstaining.
    """
    with ThrowAwayBase(settings.knowledge) as base:
        ingested = _ingest(base, documents, settings, progress)
        if not any(file.entry_count for file in ingested.files):
            raise InvalidInputError("None of the documents could be read. Check the paths with `youda ingest`.")
        base.indexer.open()
        assistant = build_assistant(settings.assistant, settings.zone, base.database, base.search, base.clock)
        judge = _Judge(base.database)
        rows = []
        for number, question in enumerate(questions, start=1):
            rows.append(_ask(assistant, question, judge))
            progress("eval.progress.answers", number, len(questions))
    return AnswersReport(tuple(rows), ingested)


def _ingest(base: ThrowAwayBase, documents: Sequence[Path], settings: Settings, progress: Progress) -> RunReport:
    files, knowledge = FileStore(str(base.folder / "files")), build_knowledge(base.clock)
    run = build_ingest(settings.ingest, base.database, knowledge, files, base.clock)
    done = 0

    def after(_step: object) -> None:
        nonlocal done
        done += 1
        progress("eval.progress.ingest", done, done)

    return run.run(documents, RunOrder(actor=OPERATOR, publish=True, on_step=after))


def _ask(assistant: Assistant, question: GoldenQuestion, judge: _Judge) -> JudgedAnswer:
    started = time.perf_counter()
    answer = assistant.ask(AskRequest(text=question.question)).answer
    milliseconds = (time.perf_counter() - started) * 1000
    citations = tuple(judge.quote(citation) for citation in answer.citations)
    return JudgedAnswer(question, answer.outcome, answer.text, citations, milliseconds, answer.confidence)


class _Judge:
    """Looks cited versions up once each."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[str, int], tuple[str | None, str]] = {}

    def quote(self, citation: Citation) -> CitedQuote:
        key = (citation.document_id, citation.version)
        if key not in self._known:
            with self._database.reading() as session:
                content = KnowledgeRepository(session).get(*key).content
            self._known[key] = (content.source.file_name, content.body)
        source, body = self._known[key]
        return CitedQuote(source, citation.quote, bool(citation.quote) and citation.quote in body)


def _share(claims: Iterable[bool]) -> float | None:
    values = [float(claim) for claim in claims]
    return fmean(values) if values else None


def _file_name(name: str) -> str:
    """Return the last part of a name in comparable form: folders and archives around it do not count."""
    return fold_for_comparison(name.replace("\\", "/").rsplit("/", 1)[-1])


def _row_json(row: JudgedAnswer) -> dict[str, object]:
    return {
        "id": row.question.id,
        "outcome": row.outcome.value,
        "text": row.text,
        "citations": [{"source": citation.source, "quote": citation.quote} for citation in row.citations],
    }
