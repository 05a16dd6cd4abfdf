"""The nouns of answering: questions, citations, answers, and the draft that steps hand on."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from assistant.quoting.quoter import Found
from core.errors import InvalidInputError
from knowledge.types import EntryKind, SearchHit

if TYPE_CHECKING:
    from assistant.sections import AskedSection


class Outcome(StrEnum):
    """How a question ended (DESIGN §6)."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    ABSTAINED = "abstained"
    OUT_OF_SCOPE = "out_of_scope"
    SENSITIVE = "sensitive"
    EMERGENCY = "emergency"
    HANDED_OVER = "handed_over"
    FAILED = "failed"


class Rung(StrEnum):
    """Which rung of the ladder answered."""

    FAQ = "faq"
    CHAT_MODEL = "chat_model"
    EXTRACTIVE = "extractive"
    NONE = "none"


class Script(StrEnum):
    """In which Chinese characters an answer speaks."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


class Action(StrEnum):
    """What the enterprise can do next."""

    OPEN_PETITION = "open_petition"
    OPEN_DOCUMENT = "open_document"
    LOOK_UP_PETITION = "look_up_petition"
    CALL_HOTLINE = "call_hotline"
    APPLY_ONLINE = "apply_online"
    CHOOSE = "choose"
    ASK_AGAIN = "ask_again"
    ASK_FOR_PERSON = "ask_for_person"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, when it is asked about, and by whom."""

    text: str
    as_of: date
    asked_at: datetime
    region_code: str | None = None
    conversation_id: str | None = None
    is_about_the_past: bool = False  # the caller named a day other than today


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that supports one claim of an answer: `quote` is `body[start:end]` of that version, verbatim."""

    marker: int
    document_id: str
    version: int
    title: str
    document_number: str | None
    issuing_bodies: tuple[str, ...]
    clause_id: str
    clause_label: str
    quote: str
    start: int
    end: int
    status: str
    effective_from: date | None
    effective_to: date | None
    superseded_by: str | None = None
    page: int | None = None  # of the original, from 1, on which the quote begins; None when it has no pages

    @property
    def url(self) -> str:
        return f"/doc/{self.document_id}?v={self.version}#{self.clause_id}"


@dataclass(frozen=True, slots=True)
class RelatedEntry:
    """A published entry near the question, shown as 相关, never as a basis."""

    document_id: str
    version: int
    title: str
    clause_label: str
    clause_id: str


@dataclass(frozen=True, slots=True)
class NextAction:
    """One thing the enterprise can do; `label` is rendered text, `params` what the page needs to do it."""

    action: Action
    label: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PetitionPrefill:
    """What a hand-over puts into the petition form; the enterprise checks and may change all of it."""

    title: str
    content: str
    category_code: str | None = None
    nature: str = "consultation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The end of a question. An outcome `answered` or `partial` without a citation does not construct.

    `text` is written in the answer grammar: paragraphs split by blank lines, `## ` sub-headings, `- ` list items,
    `**bold**`, and `[n]` after the words that citation n supports. Nothing else is markup.
    """

    outcome: Outcome
    rung: Rung = Rung.NONE
    reason: str
    text: str
    citations: tuple[Citation, ...] = ()
    related: tuple[RelatedEntry, ...] = ()
    next_actions: tuple[NextAction, ...]
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.0
    prefill: PetitionPrefill | None = None
    trace: tuple[StepTrace, ...] = ()
    script: Script = Script.SIMPLIFIED  # of our own words; what is quoted stays as it is written
    model: str | None = None  # the chat model that wrote it, None on the other rungs
    setup: dict[str, Any] = field(default_factory=dict)  # thresholds and models it was made with, for explaining it

    def __post_init__(self) -> None:
        if self.outcome in (Outcome.ANSWERED, Outcome.PARTIAL) and not self.citations:
            raise InvalidInputError("An answered question needs at least one citation; abstain instead.")
        if not self.next_actions:
            raise InvalidInputError("Every answer carries at least one next action.")


@dataclass(frozen=True, slots=True)
class StepTrace:
    """What one step did, kept with the answer so that it can be replayed."""

    step: str
    milliseconds: float
    outcome: str
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to complete a question that lacked something: the value of a slot, and the question with it."""

    slot: str
    value: str
    question: str
    entry_id: str | None = None  # the document that the choice leads to, when it is one

    @property
    def params(self) -> dict[str, str]:
        """What the page needs to choose it: it asks `question`."""
        given = {"slot": self.slot, "value": self.value, "question": self.question}
        return given | ({"entry_id": self.entry_id} if self.entry_id else {})


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation."""

    question: str
    rewritten: str
    outcome: Outcome
    cited_entry_ids: tuple[str, ...]
    reason: str = ""
    choices: tuple[Choice, ...] = ()
    as_of: date | None = None  # the day it was about, when that was another than its own
    title: str | None = None  # of the first document with a number that the answer cited


AS_SAID = "as_said"
"""The note that keeps what was asked while other words are looked for."""

CHOSEN = "chosen_entry_id"
"""The note of the entry whose matter the asker chose when it was asked back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What steps read and hand on; each returns a new one, or an `Answer` to stop."""

    question: Question
    turns: tuple[Turn, ...] = ()
    text: str  # the question as it stands alone after rewriting, in the terms it is looked for
    asked: AskedSection | None = None  # the section the question is for, if it is for one
    hits: tuple[SearchHit, ...] = ()
    future: tuple[SearchHit, ...] = ()  # hits that begin after the day asked about
    over: tuple[SearchHit, ...] = ()  # hits that ended before it
    quotes: tuple[Found, ...] = ()  # the stretches of the hits most likely to answer, best first
    confidence: float = 0.0
    composed: Answer | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    audience: Audience | None = None
    began: float = field(default_factory=time.monotonic)  # what the limits of the chat model count from

    @property
    def as_said(self) -> str:
        """The question as it stands alone in the asker's own words, story and all: what is kept, and counted."""
        said: str = self.notes.get(AS_SAID, self.text)
        return said

    @property
    def chosen_entry_id(self) -> str | None:
        """The entry that the asker chose among the matters offered; None when nothing was chosen."""
        chosen: str | None = self.notes.get(CHOSEN)
        return chosen

    def looked_for_as(self, text: str, noted: str) -> Draft:
        """Return the draft with another text to look for, which is noted; what was said is kept beside it."""
        return replace(self, text=text, notes=self.notes | {AS_SAID: self.as_said, noted: text})


class Audience(Protocol):
    """Whoever reads an answer while it is made. None when nobody does, or when its text is still to be changed."""

    def begin(self, message_id: str) -> None:
        """Learn which message the answer will be."""

    def hear(self, text: str) -> None:
        """Take the next piece of the answer's text: verified, and never taken back."""

    def has_left(self) -> bool:
        """Say whether nobody reads any more, so that a chat model need not go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A question that asks several things: a draft for each, and the one that asks them all at once."""

    parts: tuple[Draft, ...]
    labels: tuple[str, ...]  # each part in the asker's own words
    whole: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRequest:
    """What an entry point hands in: the question as typed, and what its caller said about it."""

    text: str
    conversation_id: str | None = None
    as_of: date | None = None
    region_code: str | None = None
    script: Script | None = None  # in which the page is read; words of the asker that want another one go first
    reaches_people: bool = False  # the caller's page can bring a person into the conversation
    replayed: str | None = None  # the message that is asked again: only what was said before it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One exchange: the question (masked), the answer, and what is shown around it."""

    conversation_id: str
    message_id: str
    question: Question
    rewritten: str
    answer: Answer
    with_disclaimer: bool  # the disclaimer is said once per conversation
    answered_at: datetime

    @property
    def checked_on(self) -> date:
        """The day on which the cited clauses were checked to be in force."""
        return self.question.as_of


@dataclass(frozen=True, slots=True)
class Conversation:
    """All exchanges of one visitor's conversation, oldest first."""

    id: str
    started_at: datetime
    replies: tuple[Reply, ...]
    stars: int | None = None  # how content the visitor was with it as a whole, 1 to 5


@dataclass(frozen=True, slots=True)
class Feedback:
    """有用/没用 on one answer."""

    helpful: bool
    reasons: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class HotQuestion:
    """A question that is asked often, offered before the first question; `entry_id` answers it."""

    question: str
    entry_id: str
    department_code: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody who is still typing may mean: a question to ask, or a document or guide to ask about."""

    text: str
    entry_id: str
    kind: EntryKind
