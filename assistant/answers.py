"""Making answers: each has a machine-readable reason and a next action, its own words come from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.clarify import Clarification
from assistant.types import (
    Action,
    Answer,
    Citation,
    Draft,
    NextAction,
    Outcome,
    PetitionPrefill,
    RelatedEntry,
    Rung,
)
from core.messages import message

_TITLE_CHARS = 50
_TOPIC_CHARS = 30


class Answers:
    """Knows the zone and its hotline, which the fixed texts mention."""

    def __init__(self, *, zone_name: str, hotline: str) -> None:
        self._zone_name = zone_name
        self._hotline = hotline

    # -- next actions ------------------------------------------------------------------------------------------

    def petition_action(self) -> NextAction:
        return NextAction(Action.OPEN_PETITION, message("action.open_petition"))

    def hotline_action(self) -> NextAction:
        label = message("action.call_hotline", hotline=self._hotline)
        return NextAction(Action.CALL_HOTLINE, label, {"phone": self._hotline})

    def ask_again_action(self, key: str = "action.ask_again") -> NextAction:
        return NextAction(Action.ASK_AGAIN, message(key))

    def look_up_action(self) -> NextAction:
        return NextAction(Action.LOOK_UP_PETITION, message("action.look_up_petition"))

    # -- answers from knowledge ------------------------------------------------------------------------------------

    def answered(self, draft: Draft, rung: Rung, text: str, citations: Sequence[Citation]) -> Answer:
        """Return an answer that rests on `citations`; it still has to pass verification."""
        return Answer(
            outcome=Outcome.ANSWERED,
            rung=rung,
            reason=f"{rung.value}_answer",
            text=text,
            citations=tuple(citations),
            next_actions=(self.petition_action(), self.hotline_action()),
            confidence=draft.confidence,
            prefill=petition_prefill(draft.question.text, "answer.transcript"),
        )

    # -- questions that cannot be worked on ----------------------------------------------------------------------

    def empty_question(self) -> Answer:
        return self._fixed(Outcome.CLARIFY, "empty_question", message("answer.empty_question"), self.ask_again_action())

    def question_too_long(self, count: int, limit: int) -> Answer:
        text = message("answer.question_too_long", count=count, limit=limit)
        return self._fixed(Outcome.CLARIFY, "question_too_long", text, self.ask_again_action(), self.petition_action())

    # -- fixed replies by intent ---------------------------------------------------------------------------------

    def for_intent(self, intent: str, question: str) -> Answer:
        """Return the fixed reply of an intent of `lexicons/intents.json`."""
        prefill = petition_prefill(question, "answer.transcript")
        petition, hotline = self.petition_action(), self.hotline_action()
        match intent:
            case "emergency":
                return self._fixed(
                    Outcome.EMERGENCY, intent, message("answer.emergency"), hotline, petition, prefill=prefill
                )
            case "sensitive":
                return self._fixed(Outcome.SENSITIVE, intent, message("answer.sensitive"), hotline)
            case "lawful_channel":
                return self._fixed(Outcome.OUT_OF_SCOPE, intent, message("answer.lawful_channel"), hotline)
            case "hand_over":
                return self._fixed(
                    Outcome.HANDED_OVER, intent, message("answer.hand_over"), petition, hotline, prefill=prefill
                )
            case "look_up":
                return self._fixed(
                    Outcome.HANDED_OVER, intent, message("answer.look_up"), self.look_up_action(), hotline
                )
            case "greeting" | "thanks" | "identity" | "farewell":
                text = message(f"answer.{intent}")
                return self._fixed(Outcome.CLARIFY, intent, text, self.ask_again_action(), petition)
            case "complaint" | "report" | "dissatisfied":
                text = message(f"answer.{intent}")
                return self._fixed(Outcome.HANDED_OVER, intent, text, petition, hotline, prefill=prefill)
            case "personal_advice" | "instructions":
                text = message(f"answer.{intent}")
                return self._fixed(Outcome.OUT_OF_SCOPE, intent, text, self.ask_again_action(), hotline)
            case "other_region":
                return self.other_region(question, None, ())
            case _:
                return self._fixed(
                    Outcome.OUT_OF_SCOPE, intent, message("answer.out_of_scope"), self.ask_again_action(), petition
                )

    def other_region(self, question: str, place: str | None, related: Sequence[RelatedEntry]) -> Answer:
        """Say that another place's policy is not held here, and show what is near in this one."""
        text = message("answer.other_region", zone=self._zone_name)
        if place is not None:
            text = message("answer.place_not_held", place=place, zone=self._zone_name)
        if related:
            text = f"{text}\n\n{message('answer.place_related', zone=self._zone_name)}"
        return Answer(
            outcome=Outcome.OUT_OF_SCOPE,
            reason="other_region",
            text=text,
            related=tuple(related),
            next_actions=(self.hotline_action(), self.ask_again_action()),
        )

    # -- what a question leaves open --------------------------------------------------------------------------------

    def clarify(self, question: str, found: Clarification) -> Answer:
        """Ask for the missing slot, with a button for each way to fill it."""
        key = f"answer.clarify.{found.slot}"
        text = message(key, name=found.name) if found.slot == "category" else message(key)
        choices = tuple(NextAction(Action.CHOOSE, choice.value, choice.params) for choice in found.choices)
        return Answer(
            outcome=Outcome.CLARIFY,
            reason=f"missing_{found.slot}",
            text=text,
            next_actions=(*choices, self.petition_action()),
            prefill=petition_prefill(question, "answer.transcript"),
        )

    # -- no answer in the knowledge base ---------------------------------------------------------------------------

    def no_evidence(self, question: str, related: Sequence[RelatedEntry], *, reason: str, misses: int) -> Answer:
        """Say honestly that nothing can be quoted. `misses` counts earlier ones in a row: the second adds text 20."""
        text = message("answer.no_evidence", topic=_topic(question))
        if misses:
            text = f"{text}\n\n{message('answer.two_misses')}"
        return self._abstained(reason, text, question, related)

    def only_expired(self, question: str, title: str, last_day: date, related: Sequence[RelatedEntry]) -> Answer:
        text = message("answer.only_expired", title=title, day=last_day.isoformat())
        return self._abstained("only_expired_sources", text, question, related)

    def only_future(self, question: str, title: str, first_day: date, related: Sequence[RelatedEntry]) -> Answer:
        text = message("answer.only_future", title=title, day=first_day.isoformat())
        return self._abstained("only_future_sources", text, question, related)

    def failed(self, trace_id: str, error: Exception) -> Answer:
        """Return the answer of last resort; the error itself stays in the log."""
        reason = getattr(error, "code", "unexpected_error")
        text = message("answer.failed", trace=trace_id)
        return self._fixed(Outcome.FAILED, reason, text, self.ask_again_action("action.retry"), self.petition_action())

    def _abstained(self, reason: str, text: str, question: str, related: Sequence[RelatedEntry]) -> Answer:
        return Answer(
            outcome=Outcome.ABSTAINED,
            reason=reason,
            text=text,
            related=tuple(related),
            next_actions=(self.petition_action(), self.ask_again_action(), self.hotline_action()),
            prefill=petition_prefill(question, "answer.petition_content"),
        )

    def _fixed(
        self, outcome: Outcome, reason: str, text: str, *actions: NextAction, prefill: PetitionPrefill | None = None
    ) -> Answer:
        return Answer(outcome=outcome, reason=reason, text=text, next_actions=actions, prefill=prefill)


def named_document(title: str, document_number: str | None) -> str:
    """Return how a document is called: its title and, when it has one, its number."""
    if document_number is None:
        return message("answer.document", title=title)
    return message("answer.numbered_document", title=title, number=document_number)


def petition_prefill(question: str, key: str) -> PetitionPrefill:
    """Return what the petition form starts with; the enterprise checks and may change all of it."""
    title = question.strip()[:_TITLE_CHARS]
    return PetitionPrefill(title=title, content=message(key, question=question.strip()))


def _topic(question: str) -> str:
    topic = question.strip().rstrip("?？。!！ ")
    return topic if len(topic) <= _TOPIC_CHARS else topic[: _TOPIC_CHARS - 1] + "…"
