"""What staff and petitioners hand in with a step. `lock` is the version the caller saw (optimistic lock)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from petitions.types import Nature, RefusalCode, Resolution, TransferReason, Urgency


@dataclass(frozen=True, slots=True)
class AcceptCommand:
    """T2: classify and start the clock. A longer statutory limit replaces the allowance and needs its basis."""

    category_code: str
    nature: Nature
    lock: int
    urgency: Urgency = Urgency.NORMAL
    is_policy_query: bool = False
    statutory_days: int | None = None
    statutory_basis: str = ""


@dataclass(frozen=True, slots=True)
class RefuseCommand:
    """T3: a reason code, and the channel that is the right one, in words for the petitioner.

    INC says what was incomplete, DUP which petition was concluded before.
    """

    reason_code: RefusalCode
    channel_text: str
    lock: int
    incomplete: str = ""
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class MergeCommand:
    """T4: into the open petition `master_number` of the same enterprise."""

    master_number: str
    lock: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClusterCommand:
    """Link as one issue of several enterprises: to `cluster_id`, or to a new cluster called `title`."""

    lock: int
    cluster_id: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class DispatchCommand:
    """T5, T8: the handling department, and those that assist it; `note` is internal."""

    lead_department_code: str
    lock: int
    note: str = ""
    assist_department_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferCommand:
    """T8: another department takes over; `why` tells a wrong dispatch from what nobody could have known."""

    lead_department_code: str
    lock: int
    note: str = ""
    assist_department_codes: tuple[str, ...] = ()
    why: TransferReason = TransferReason.WRONG_DEPARTMENT


@dataclass(frozen=True, slots=True)
class SignCommand:
    """T6."""

    lock: int


@dataclass(frozen=True, slots=True)
class ReasonCommand:
    """A step that needs nothing but its reason."""

    reason: str
    lock: int


@dataclass(frozen=True, slots=True)
class MoveRequestCommand:
    """T7, T8: why another department should have it, and which."""

    reason: str
    lock: int
    suggested_department_code: str | None = None


@dataclass(frozen=True, slots=True)
class RulingCommand:
    """A ruling on what was asked for; a denial needs its reason."""

    is_granted: bool
    lock: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AssistCommand:
    """T9: departments that assist until `due_on`, at the latest the petition's own due day; its default."""

    department_codes: tuple[str, ...]
    lock: int
    note: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AssistDoneCommand:
    """T9: what the assisting department found."""

    result: str
    lock: int


@dataclass(frozen=True, slots=True)
class ConsultCommand:
    """T10, T19: at least two departments, what was said, and who has the lead from now on."""

    department_codes: tuple[str, ...]
    minutes: str
    lead_department_code: str
    lock: int


@dataclass(frozen=True, slots=True)
class MaterialCommand:
    """T11: what the petitioner is to supply."""

    items: tuple[str, ...]
    lock: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SupplyCommand:
    """T12: what was handed in at the window or by telephone."""

    text: str
    lock: int


@dataclass(frozen=True, slots=True)
class ExtensionCommand:
    """T13: how many working days more, and why."""

    days: int
    reason: str
    lock: int


@dataclass(frozen=True, slots=True)
class ReplyCommand:
    """T14: the answer, with its basis or the reason why there is none.

    `override_reason` says why it leaves although the check of its quality has found something; it is kept.
    """

    text: str
    resolution: Resolution
    lock: int
    basis: tuple[str, ...] = ()
    no_basis_reason: str = ""
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class DirectAnswerCommand:
    """T24: an answer from published knowledge; each citation is an entry's id, or "id#clause"."""

    text: str
    citations: tuple[str, ...]
    lock: int
    resolution: Resolution = Resolution.EXPLAINED


@dataclass(frozen=True, slots=True)
class RevisitCommand:
    """T16: one attempt to reach the petitioner, and the stars they gave if they were reached."""

    is_reached: bool
    lock: int
    note: str = ""
    stars: int | None = None


@dataclass(frozen=True, slots=True)
class ReclassifyCommand:
    """T23: what was wrong with the classification; what is left out stays as it is."""

    reason: str
    lock: int
    category_code: str | None = None
    nature: Nature | None = None
    urgency: Urgency | None = None
    is_policy_query: bool | None = None


STAFF_COMMANDS: dict[str, type] = {
    "accept": AcceptCommand,
    "refuse": RefuseCommand,
    "merge": MergeCommand,
    "link_cluster": ClusterCommand,
    "dispatch": DispatchCommand,
    "answer_directly": DirectAnswerCommand,
    "reclassify": ReclassifyCommand,
    "sign": SignCommand,
    "request_return": MoveRequestCommand,
    "rule_on_return": RulingCommand,
    "request_transfer": MoveRequestCommand,
    "transfer": TransferCommand,
    "deny_transfer": ReasonCommand,
    "add_assist": AssistCommand,
    "finish_assist": AssistDoneCommand,
    "consult": ConsultCommand,
    "request_material": MaterialCommand,
    "rule_on_material": RulingCommand,
    "supply": SupplyCommand,
    "resume": ReasonCommand,
    "close_unsupplied": ReasonCommand,
    "request_extension": ExtensionCommand,
    "rule_on_extension": RulingCommand,
    "reply": ReplyCommand,
    "reject_reply": ReasonCommand,
    "follow_up": RevisitCommand,
    "close_as_explained": ReasonCommand,
    "rule_on_withdrawal": RulingCommand,
    "reopen": ReasonCommand,
}
"""What a member of staff hands in with each step: the name of a method of `PetitionService`, and its command."""
