"""The nouns of golden questions: what is asked, what is expected, what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant.types import Answer, Outcome

_ANSWERED = (Outcome.ANSWERED, Outcome.PARTIAL)
_REFUSED = (Outcome.ABSTAINED, Outcome.OUT_OF_SCOPE, Outcome.SENSITIVE, Outcome.EMERGENCY)


class Expectation(StrEnum):
    """What a golden question must get: an answer that cites the document (and clause), or no answer."""

    BASIS = "basis"
    REFUSAL = "refusal"


class GoldenOrigin(StrEnum):
    """Where a golden question came from."""

    CURATOR = "curator"
    IMPORT = "import"
    CONVERSATION = "conversation"


class Verdict(StrEnum):
    """How the answer with a version published compares with the one without it.

    `same` and `changed` meet the expectation both times: the latter in other words or with other quotations. Only
    `regressed` keeps a version from being published; `failing` missed the expectation before already.
    """

    SAME = "same"
    CHANGED = "changed"
    IMPROVED = "improved"
    REGRESSED = "regressed"
    FAILING = "failing"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenDraft:
    """A golden question as somebody writes it.

    `document` is an entry id, a title or a document number, `clause` a clause id or label ("第六条"); both are empty
    where a refusal is expected, and an empty clause means the document as a whole.
    """

    question: str
    expects: Expectation
    document: str = ""
    clause: str = ""
    region_code: str | None = None
    as_of: date | None = None
    note: str = ""
    origin: GoldenOrigin = GoldenOrigin.CURATOR
    origin_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenQuestion:
    """A stored golden question. `clause_id` is that of version `clause_version`: later texts may number it anew.

    `is_active` is false for what was proposed and not taken over yet, and for what was retired.
    """

    id: str
    question: str
    expects: Expectation
    entry_id: str | None
    title: str
    clause_id: str
    clause_label: str
    clause_version: int | None
    region_code: str | None
    as_of: date | None
    note: str
    origin: GoldenOrigin
    origin_id: str | None
    is_active: bool
    created_by: str
    updated_at: datetime
    lock: int


@dataclass(frozen=True, slots=True)
class Cited:
    """One quotation of a golden answer."""

    document_id: str
    version: int
    title: str
    clause_id: str
    clause_label: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldenAnswer:
    """What a golden question got. `passes`: it is what was expected."""

    outcome: Outcome
    text: str
    citations: tuple[Cited, ...]
    passes: bool


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """One question on one day: its answer as the base stands, and with the version published."""

    question: GoldenQuestion
    day: date
    before: GoldenAnswer
    after: GoldenAnswer

    @property
    def verdict(self) -> Verdict:
        if not self.after.passes:
            return Verdict.REGRESSED if self.before.passes else Verdict.FAILING
        if not self.before.passes:
            return Verdict.IMPROVED
        return Verdict.SAME if _says(self.before) == _says(self.after) else Verdict.CHANGED


@dataclass(frozen=True, slots=True)
class Override:
    """A reviewer's decision that a version may be published although it breaks golden questions."""

    by: str
    by_name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenRun:
    """All golden questions asked before and after one version. It holds while `state` is that of the base."""

    id: str
    entry_id: str
    version: int
    state: str
    started_by: str
    started_at: datetime
    finished_at: datetime
    results: tuple[GoldenResult, ...]
    override: Override | None = None

    @property
    def counts(self) -> dict[Verdict, int]:
        found = Counter(result.verdict for result in self.results)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def regressions(self) -> tuple[GoldenResult, ...]:
        return tuple(result for result in self.results if result.verdict is Verdict.REGRESSED)


def judged(answer: Answer, question: GoldenQuestion, clauses_in: Callable[[int], frozenset[str]]) -> GoldenAnswer:
    """Return an answer with whether it is what was expected; `clauses_in` tells the clause's ids in a version.

    A quotation counts when it stands in one of them, or holds one of them.
    """
    cited = tuple(
        Cited(c.document_id, c.version, c.title, c.clause_id, c.clause_label, c.quote) for c in answer.citations
    )
    if question.expects is Expectation.REFUSAL:
        return GoldenAnswer(answer.outcome, answer.text, cited, answer.outcome in _REFUSED)
    of_document = [one for one in cited if one.document_id == question.entry_id]
    if question.clause_id:
        of_document = [one for one in of_document if _within(one.clause_id, clauses_in(one.version))]
    return GoldenAnswer(answer.outcome, answer.text, cited, answer.outcome in _ANSWERED and bool(of_document))


def _within(clause_id: str, clauses: frozenset[str]) -> bool:
    return any(f"{clause_id}.".startswith(f"{one}.") or f"{one}.".startswith(f"{clause_id}.") for one in clauses)


def _says(answer: GoldenAnswer) -> tuple[object, ...]:
    """Return what a reader sees of an answer; which version the words stand in changes nothing."""
    return answer.outcome, answer.text, tuple((one.document_id, one.quote) for one in answer.citations)
