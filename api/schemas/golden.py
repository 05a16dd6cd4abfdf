"""Shapes of golden questions: what the base must go on answering, and what a version would change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.schemas.chat import ErrorEvent, OutcomeCode

ExpectationCode = Literal["basis", "refusal"]
GoldenOriginCode = Literal["curator", "import", "conversation"]
VerdictCode = Literal["same", "changed", "improved", "regressed", "failing"]


class GoldenQuestionOut(BaseModel):
    """A golden question. `is_active` is false for what was proposed or retired: it is not asked."""

    id: str
    question: str
    expects: ExpectationCode
    entry_id: str | None
    title: str
    clause_id: str
    clause_label: str
    region_code: str | None
    as_of: date | None
    note: str
    origin: GoldenOriginCode
    origin_id: str | None
    is_active: bool
    updated_at: datetime
    lock: int


class GoldenQuestionList(BaseModel):
    """One page, the latest change first; `active` counts all that are asked, `resting` those that are not."""

    total: int
    active: int
    resting: int
    rows: list[GoldenQuestionOut]


class GoldenQuestionIn(BaseModel):
    """A golden question. `document` is an entry id, a title or a document number; `clause` an id or a label."""

    question: str = Field(min_length=1, max_length=500)
    expects: ExpectationCode
    document: str = Field(default="", max_length=300)
    clause: str = Field(default="", max_length=200)
    region_code: str | None = Field(default=None, max_length=12)
    as_of: date | None = None
    note: str = Field(default="", max_length=500)


class GoldenChangeIn(GoldenQuestionIn):
    """The question written anew; `is_active` takes it into use or retires it."""

    is_active: bool = True
    lock: int


class GoldenFromAnswerIn(BaseModel):
    """The stored answer that a golden question is made from."""

    message_id: str = Field(min_length=1, max_length=64)


class GoldenImportRow(BaseModel):
    """What became of one row of an imported list; `problem` says why it was left out."""

    line: int
    question: str
    problem: str | None


class GoldenImportOut(BaseModel):
    kept: int
    rows: list[GoldenImportRow]


class GoldenCitationOut(BaseModel):
    document_id: str
    version: int
    title: str
    clause_id: str
    clause_label: str
    quote: str
    url: str


class GoldenAnswerOut(BaseModel):
    """What a golden question got; `passes`: it is what was expected."""

    outcome: OutcomeCode
    text: str
    citations: list[GoldenCitationOut]
    passes: bool


class GoldenResultOut(BaseModel):
    """One question on one day, without and with the version published."""

    question_id: str
    question: str
    expects: ExpectationCode
    expected: str
    day: date
    verdict: VerdictCode
    before: GoldenAnswerOut
    after: GoldenAnswerOut


class GoldenOverrideOut(BaseModel):
    """Who let a regression pass; `is_own`: the reader did, and so may not publish the version."""

    is_own: bool
    by_name: str
    at: datetime
    reason: str


class GoldenRunOut(BaseModel):
    """All golden questions tried on a version.

    `holds` is false once the base, the version or the questions changed: then they must be tried again. `blocks` says
    that the version cannot be published as things are, `override` who let that pass.
    """

    run_id: str
    entry_id: str
    version: int
    started_at: datetime
    seconds: float
    holds: bool
    blocks: bool
    counts: dict[VerdictCode, int]
    results: list[GoldenResultOut]
    override: GoldenOverrideOut | None


class OverrideIn(BaseModel):
    reason: str = Field(max_length=1_000)


class GoldenCheckOut(BaseModel):
    """One golden question and its answer of now."""

    question: GoldenQuestionOut
    answer: GoldenAnswerOut


class GoldenResultEvent(BaseModel):
    """The next result, and of how many questions."""

    event: Literal["result"] = "result"
    total: int
    result: GoldenResultOut


class GoldenRunEvent(BaseModel):
    """The whole run; the stream ends here."""

    event: Literal["run"] = "run"
    run: GoldenRunOut


GoldenEvent = Annotated[GoldenResultEvent | GoldenRunEvent | ErrorEvent, Field(discriminator="event")]
