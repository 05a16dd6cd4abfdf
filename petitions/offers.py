"""Which steps a caller is offered now: the table's, less those whose preconditions are not met. Pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.actors import GUEST, Actor, Role
from petitions.states import allowed_commands
from petitions.types import History, Petition, RequestKind, State, TicketRole, WorkRules

_BY_PETITIONER = frozenset({"rate", "withdraw", "remind"})
_BY_LEAD = frozenset(
    {"sign", "request_return", "request_transfer", "request_material", "request_extension", "reply", "add_assist"}
)
_ASKS = {
    "request_return": RequestKind.RETURN,
    "request_transfer": RequestKind.TRANSFER,
    "request_material": RequestKind.MATERIAL,
    "request_extension": RequestKind.EXTENSION,
}
_RULES = {
    "rule_on_return": RequestKind.RETURN,
    "deny_transfer": RequestKind.TRANSFER,
    "rule_on_material": RequestKind.MATERIAL,
    "rule_on_extension": RequestKind.EXTENSION,
    "rule_on_withdrawal": RequestKind.WITHDRAWAL,
}
_BEFORE_RATING = frozenset({"reject_reply", "follow_up", "rate"})


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be done with one petition; `departments` are those the caller acts for."""

    petition: Petition
    history: History
    departments: frozenset[str]
    now: datetime
    rules: WorkRules

    def to(self, actor: Actor) -> list[str]:
        """Return the steps `actor` may take now, in the order of `COMMANDS`."""
        return [
            command for command in allowed_commands(self.petition.state, actor) if self._is_possible(command, actor)
        ]

    def _is_possible(self, command: str, actor: Actor) -> bool:
        if command in _BY_PETITIONER and not actor.roles & {Role.GUEST, Role.ENTERPRISE}:
            return False
        if command in _BY_LEAD and not self._leads() and not (command == "add_assist" and actor.has(Role.DISPATCHER)):
            return False
        if command in _ASKS and _ASKS[command] in self._waiting():
            return False
        if command in _RULES and _RULES[command] not in self._waiting():
            return False
        if command in _BEFORE_RATING and self.petition.rating is not None:
            return False
        check = _CHECKS.get(command)
        return check is None or check(self, actor)

    def _leads(self) -> bool:
        return self.petition.lead_department_code in self.departments

    def _waiting(self) -> set[RequestKind]:
        return {request.kind for request in self.history.requests if request.decided_at is None}

    def _may_finish_assist(self, _actor: Actor) -> bool:
        return any(
            ticket.role is TicketRole.ASSIST
            and ticket.finished_at is None
            and ticket.department_code in self.departments
            for ticket in self.history.tickets
        )

    def _may_rule_on_extension(self, actor: Actor) -> bool:
        return actor.has(approver_of_extension(self.history, self.petition.cycle))

    def _is_supply_overdue(self, _actor: Actor) -> bool:
        until = self.petition.clock.paused_until
        return until is not None and self.now > until

    def _may_send_back(self, _actor: Actor) -> bool:
        return any(ticket.is_returnable for ticket in self.history.tickets if ticket.finished_at is None)

    def _may_consult(self, _actor: Actor) -> bool:
        return self.petition.state is State.PROCESSING or is_escalated(self.petition)

    def _may_close_as_explained(self, _actor: Actor) -> bool:
        return is_escalated(self.petition) and was_consulted(self.history, self.petition.cycle)

    def _may_reopen(self, actor: Actor) -> bool:
        if actor.has(Role.SUPERVISOR):
            return True
        return closed_lately(self.petition, self.now, self.rules) and not was_reopened_by_petitioner(self.history)

    def _has_reply_of_department(self, _actor: Actor) -> bool:
        return self.petition.lead_department_code is not None


_CHECKS = {
    "finish_assist": Offer._may_finish_assist,
    "rule_on_extension": Offer._may_rule_on_extension,
    "resume": Offer._is_supply_overdue,
    "close_unsupplied": Offer._is_supply_overdue,
    "request_return": Offer._may_send_back,
    "consult": Offer._may_consult,
    "reopen": Offer._may_reopen,
    "close_as_explained": Offer._may_close_as_explained,
    "reject_reply": Offer._has_reply_of_department,
}


def is_escalated(petition: Petition) -> bool:
    """Say whether the petitioner was dissatisfied once more than the petition may be handled again (T19)."""
    return petition.state is State.ANSWERED and petition.rating is not None


def was_consulted(history: History, cycle: int) -> bool:
    """Say whether a consultation was held after the last dissatisfaction: one of the cycle, after its answer."""
    answered = max((event.at for event in history.events if event.code == "escalated"), default=None)
    return answered is not None and any(c.cycle == cycle and c.held_at >= answered for c in history.consultations)


def was_reopened_by_petitioner(history: History) -> bool:
    """Say whether the petitioner used the one reopening of T21."""
    return any(event.rule == "T21" and event.actor_id == GUEST.id for event in history.events)


def closed_lately(petition: Petition, now: datetime, rules: WorkRules) -> bool:
    """Say whether a petition was closed so lately that its petitioner may have it reopened (T21)."""
    closed_at = petition.closed_at
    return closed_at is not None and now <= closed_at + timedelta(days=rules.reopen_within_days)


def approver_of_extension(history: History, cycle: int) -> Role:
    """Return who rules on the next extension of a cycle: the dispatcher on the first, a supervisor on later ones."""
    granted = any(
        request.kind is RequestKind.EXTENSION and request.cycle == cycle and request.is_granted
        for request in history.requests
    )
    return Role.SUPERVISOR if granted else Role.DISPATCHER
