"""What staff and petitioners hand in with a step. `lock` is the version the caller saw (optimistic lock)."""

from __future__ import annotations

from dataclasses import dataclass

from petitions.types import Nature, RefusalCode, Resolution, Urgency


@dataclass(frozen=True, slots=True)
class AcceptCommand:
    """T2: classify and start the clock."""

    category_code: str
    nature: Nature
    lock: int
    urgency: Urgency = Urgency.NORMAL
    is_policy_query: bool = False


@dataclass(frozen=True, slots=True)
class RefuseCommand:
    """T3: a reason code, and the channel that is the right one, in words for the petitioner."""

    reason_code: RefusalCode
    channel_text: str
    lock: int


@dataclass(frozen=True, slots=True)
class DispatchCommand:
    """T5: the handling department; `note` is internal."""

    lead_department_code: str
    lock: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignCommand:
    """T6."""

    lock: int


@dataclass(frozen=True, slots=True)
class ReplyCommand:
    """T14: the answer, with its basis or the reason why there is none."""

    text: str
    resolution: Resolution
    lock: int
    basis: tuple[str, ...] = ()
    no_basis_reason: str = ""
