"""What happened, in sentences of the catalogue: for petitioners (timeline) and for staff (events)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.actors import GUEST, SYSTEM
from core.messages import message
from petitions.taxonomy import Taxonomy
from petitions.types import PetitionEvent
from petitions.views import EventView, TimelineStepView
from petitions.wording import due_text

INTERNAL = frozenset(
    {
        "return_requested",
        "returned",
        "return_denied",
        "transfer_requested",
        "transfer_denied",
        "assist_added",
        "assist_done",
        "more_material_asked",
        "more_material_denied",
        "extension_requested",
        "extension_denied",
        "followed_up",
        "clustered",
    }
)
"""Events that petitioners do not see: they are about who does the work, and change neither stage nor answer date."""

_WORDS = ("nature", "urgency", "channel", "resolution", "refusal")


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells events, with the department names of the moment."""

    taxonomy: Taxonomy
    departments: Mapping[str, str]

    def timeline_step(self, event: PetitionEvent) -> TimelineStepView:
        """Return one happening as its petitioner reads it; internal ones must be left out before."""
        text = message(f"petition.timeline.{_variant(event)}", **self._values(event))
        return TimelineStepView(event.code, text, event.at, self.department(event.department_code))

    def event(self, event: PetitionEvent) -> EventView:
        """Return one happening as staff read it."""
        return EventView(
            code=event.code,
            text=message(f"petition.event.{_variant(event)}", **self._values(event)),
            at=event.at,
            actor=actor_label(event.actor_id, event.actor_name),
            from_state=event.from_state.value,
            to_state=event.to_state.value,
            reason=event.reason,
            department=self.department(event.department_code),
            is_internal=event.code in INTERNAL,
        )

    def department(self, code: str | None) -> str | None:
        """Return the name of a department inside sentences; its code if it is gone, None without one."""
        return None if code is None else self.departments.get(code, code)

    def names(self, codes: tuple[str, ...]) -> str:
        """Return the names of several departments in a row."""
        return message("petition.separator").join(self.departments.get(code, code) for code in codes)

    def _values(self, event: PetitionEvent) -> dict[str, object]:
        """Return what a sentence about this event may mention, from the codes the event keeps."""
        params = event.params
        values: dict[str, object] = dict(params) | {"department": self.department(event.department_code)}
        if params.get("category_code"):
            values["category"] = self.taxonomy.name(params["category_code"]) or params["category_code"]
        if params.get("due_at"):
            values["due"] = due_text(datetime.fromisoformat(params["due_at"]))
        if "departments" in params:
            values["departments"] = self.names(tuple(params["departments"]))
        if "items" in params:
            values["items"] = message("petition.separator").join(params["items"])
        for name in _WORDS:
            if name in params:
                values[name] = message(f"petition.{name}.{params[name]}")
        if event.code == "transferred":
            values["why"] = message(f"petition.transfer_why.{params.get('why', 'unstated')}")
        return values


def actor_label(actor_id: str, actor_name: str) -> str:
    """Return who acted, as staff read it."""
    if actor_id == GUEST.id:
        return message("petition.actor.petitioner")
    return message("petition.actor.system") if actor_id == SYSTEM.id else actor_name


def _variant(event: PetitionEvent) -> str:
    """Return the end of the key: some happenings have more than one sentence."""
    params = event.params
    if event.code == "closed" and params.get("why"):
        return f"closed_{params['why']}"
    if event.code == "refused":
        return next((f"refused_{name}" for name in ("incomplete", "duplicate_of") if params.get(name)), "refused")
    if event.code == "reopened" and event.rule == "T21":
        return "reopened_for_new_facts"
    if event.code == "material_supplied" and not params.get("is_supplied", True):
        return "resumed_without_material"
    if event.code == "followed_up":
        return "followed_up_reached" if params.get("is_reached") else "followed_up_unreached"
    return event.code
