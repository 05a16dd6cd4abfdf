"""Shapes of asking: the question, the answer, the events of its stream."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.scripts import OwnWords

OutcomeCode = Literal[
    "answered", "partial", "clarify", "abstained", "out_of_scope", "sensitive", "emergency", "handed_over", "failed"
]
RungCode = Literal["faq", "chat_model", "extractive", "none"]
ActionCode = Literal[
    "open_petition",
    "open_document",
    "look_up_petition",
    "call_hotline",
    "apply_online",
    "choose",
    "ask_again",
    "ask_for_person",
]

HandOverStateCode = Literal["waiting", "held", "returned", "filed", "closed", "cancelled", "timed_out"]
ScriptCode = Literal["simplified", "traditional"]


class ChatRequest(BaseModel):
    """A question. Its length is judged by the assistant, which answers with what to do instead of a 422."""

    model_config = ConfigDict(extra="ignore")

    question: str = Field(max_length=100_000)
    conversation_id: str | None = Field(default=None, max_length=64)
    as_of: date | None = None
    script: ScriptCode | None = None  # in which characters the page is read; quotations stay as issued
    region: str | None = Field(default=None, max_length=12)
    reaches_people: bool = False  # the caller can bring a person into the conversation, and is offered one


class CitationOut(BaseModel):
    marker: int
    document_id: str
    version: int
    title: str
    document_number: str | None
    issuing_bodies: list[str]
    clause_id: str
    clause_label: str
    quote: str
    start: int
    end: int
    status: Literal["draft", "in_review", "published", "superseded", "expired", "withdrawn"]
    effective_from: date | None
    effective_to: date | None
    superseded_by: str | None = None
    page: int | None = None  # of the original, from 1; null when it has no pages
    url: str


class RelatedOut(BaseModel):
    document_id: str
    version: int
    title: str
    clause_id: str
    clause_label: str
    url: str


class NextActionOut(BaseModel):
    action: ActionCode
    label: str
    params: dict[str, str] = {}


class PetitionPrefillOut(BaseModel):
    title: str
    content: str
    category_code: str | None = None
    nature: str


class AnswerOut(BaseModel):
    """One answer; `youda ask --json` prints the same object. `text` is in the answer grammar of docs/answers.md."""

    conversation_id: str
    message_id: str
    outcome: OutcomeCode
    rung: RungCode
    reason: str
    text: str
    citations: list[CitationOut]
    related: list[RelatedOut]
    next_actions: list[NextActionOut]
    suggestions: list[str]
    confidence: float
    model: str | None = None  # the chat model that wrote it; null on the other rungs
    disclaimer: str | None
    prefill: PetitionPrefillOut | None = None
    answered_at: datetime
    checked_on: date


class StepEvent(BaseModel):
    """A pipeline step began; `label` is what the page may show while it waits."""

    event: Literal["step"] = "step"
    step: str
    label: str


class TokenEvent(BaseModel):
    """The next verified piece of the answer's text."""

    event: Literal["token"] = "token"
    text: str


class AnswerEvent(BaseModel):
    """The whole answer; its `text` equals the joined tokens. The stream ends here."""

    event: Literal["answer"] = "answer"
    answer: AnswerOut


class ErrorEvent(BaseModel):
    """The stream failed; the question is kept and may be sent again."""

    event: Literal["error"] = "error"
    code: str
    message: str


ChatEvent = Annotated[StepEvent | TokenEvent | AnswerEvent | ErrorEvent, Field(discriminator="event")]


class FeedbackIn(BaseModel):
    """有用/没用 on one answer, stored once per message and editable."""

    helpful: bool
    reasons: list[Literal["wrong", "incomplete", "outdated", "unclear", "not_my_question"]] = []
    comment: str = Field(default="", max_length=1_000)


class MessageOut(BaseModel):
    question: str
    asked_at: datetime
    answer: AnswerOut | None


class SaidOut(BaseModel):
    """A message between an enterprise and the agent who holds the conversation; `agent` is how the agent is called."""

    number: int
    author: Literal["enterprise", "agent"]
    agent: OwnWords | None
    text: str
    citations: list[CitationOut]
    said_at: datetime


class ConversationOut(BaseModel):
    """Questions with their answers, and what was said while an agent held the conversation, each oldest first."""

    conversation_id: str
    started_at: datetime
    messages: list[MessageOut]
    stars: int | None = None
    said: list[SaidOut] = []
    hand_over: HandOverStateCode | None = None  # of the last request for a person


class ConversationRatingIn(BaseModel):
    """How content the visitor was with a conversation, stored once and editable."""

    stars: int = Field(ge=1, le=5)
    comment: str = Field(default="", max_length=1_000)


class SuggestionOut(BaseModel):
    """What somebody who is still typing may mean: a question, or the title of a guide or document."""

    text: str
    kind: Literal["faq", "service_item", "policy_document", "notice", "interpretation", "article"]


class FileDocumentOut(BaseModel):
    title: str
    url: str


class FileReadOut(BaseModel):
    """What a visitor's file says; `text` has personal data masked. `document`: the published one that it is."""

    outcome: Literal["read", "kept"]
    message: str
    char_count: int = 0
    text: str = ""
    document: FileDocumentOut | None = None


class WindowOut(BaseModel):
    """Where people are met or called when the page cannot help."""

    name: OwnWords
    phone: str | None
    address: OwnWords | None
    hours: OwnWords | None


class HotQuestionOut(BaseModel):
    question: OwnWords
    department: OwnWords | None
    url: str | None = None


class SiteOut(BaseModel):
    """What the chat page needs to know before the first question."""

    name: OwnWords
    theme_color: str | None = None  # of a registered site that embeds the page; white words are readable on it
    zone_name: OwnWords
    greeting: OwnWords
    composer_note: OwnWords
    hotline: str
    working_hours: OwnWords
    is_open_now: bool
    today: date
    hot_questions: list[HotQuestionOut]
    windows: list[WindowOut]
    upload_max_mb: int
