"""What belongs where and together: reclassifying (T23), merging (T4), and one issue of several enterprises (§3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.errors import InvalidInputError
from core.ids import new_id
from core.messages import message
from petitions.actions.checks import reason_of, require_fields, words_of
from petitions.actions.dispatching import protected
from petitions.commands import ClusterCommand, MergeCommand, ReclassifyCommand
from petitions.deadlines import allowance_days
from petitions.errors import StepRefusedError
from petitions.intake import normalise_number
from petitions.journal import Note
from petitions.sla import stopped
from petitions.steps import Step, Steps
from petitions.types import OPEN_STATES, Petition
from petitions.views import PetitionDetailView

CLUSTER_TITLE_MAX_CHARS = 100


@dataclass(frozen=True, slots=True)
class Classifying:
    """The dispatcher's order in what comes in."""

    steps: Steps

    def reclassify(
        self, session: Session, number: str, command: ReclassifyCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T23: correct category, nature or urgency; the due time is counted anew from the original start."""
        step = self.steps.begin(session, number, "reclassified", actor, command.lock, origin)
        before, reason = step.petition, reason_of(command.reason)
        category = command.category_code or before.category_code
        is_known = category is not None and self.steps.taxonomy.is_choosable(category)
        require_fields(category_code=None if is_known else message("petition.field.category"))
        nature, urgency = command.nature or before.nature, command.urgency or before.urgency
        is_query = before.is_policy_query if command.is_policy_query is None else command.is_policy_query
        clock = before.clock
        if (nature, urgency, is_query) != (before.nature, before.urgency, before.is_policy_query):
            shortens = self.steps.rules.urgency_shortens
            days = allowance_days(nature, is_policy_query=is_query, urgency=urgency, urgency_shortens=shortens)
            clock = step.clock().reclassified(days, step.at)
        params = {
            "category_code": category,
            "nature": nature.value,
            "urgency": urgency.value,
            "days": clock.allowance_days,
            "due_at": _iso(clock.due_at),
            "was": {
                "category_code": before.category_code,
                "nature": before.nature.value,
                "urgency": before.urgency.value,
                "is_policy_query": before.is_policy_query,
                "due_at": _iso(before.clock.due_at),
            },
        }
        return step.advance(
            "reclassified",
            Note(reason, before.lead_department_code, params),
            category_code=category,
            nature=nature,
            urgency=urgency,
            is_policy_query=is_query,
            identity=protected(before.identity, nature),
            clock=clock,
        ).detail()

    def merge(
        self, session: Session, number: str, command: MergeCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T4: the same matter of the same enterprise; what was merged into this one before goes along."""
        step = self.steps.begin(session, number, "merged", actor, command.lock, origin)
        master = self._master(step, command.master_number)
        self.steps.repository.records.move_members(session, step.petition.id, master.id)
        note = Note(command.reason.strip() or None, params={"master": master.number})
        clock = stopped(step.petition.clock, step.at)
        return step.advance("merged", note, master_id=master.id, clock=clock).detail()

    def link_cluster(
        self, session: Session, number: str, command: ClusterCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """Link the petition with those of other enterprises that raise the same issue; each goes its own way."""
        step = self.steps.begin(session, number, "clustered", actor, command.lock, origin)
        records, cluster_id = self.steps.repository.records, command.cluster_id
        if cluster_id is None:
            cluster_id, title = new_id("clu"), words_of(command.title, "title", CLUSTER_TITLE_MAX_CHARS)
            records.add_cluster(session, cluster_id, title, actor.id, step.at)
        known = records.cluster_title(session, cluster_id)
        require_fields(cluster_id=message("petition.field.cluster") if known is None else None)
        note = Note(params={"cluster_id": cluster_id, "cluster": known})
        return step.advance("clustered", note, cluster_id=cluster_id).detail()

    def _master(self, step: Step, number: str) -> Petition:
        """Return the petition to merge into, which must be open, another one, and of the same enterprise."""
        master = self.steps.repository.get(step.session, normalise_number(number), for_update=True)
        if master is None or master.id == step.petition.id:
            details = {"master_number": message("petition.field.master")}
            raise InvalidInputError(message("petition.error.fields", count=1), details=details)
        if master.state not in OPEN_STATES:
            raise StepRefusedError("master_ended", number=master.number)
        codes = {master.credit_code, step.petition.credit_code} - {""}
        if len(codes) > 1:
            raise StepRefusedError("other_enterprise", number=master.number)
        return master


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
