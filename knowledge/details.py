"""What an entry has besides its text: a curated question, a service guide, a call for applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqDetails:
    """A curated question and its answer. `basis` are citations as written ("云高管规〔2025〕3号第六条")."""

    standard_question: str
    answer: str
    similar_questions: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    no_basis_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    name: str
    source_channel: str | None = None
    original_or_copy: str | None = None
    copies: int | None = None
    electronic_accepted: bool | None = None
    exempt: bool = False  # 免提交: obtained by data sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceItemDetails:
    """A service guide (办事指南). Limits are (days, "working_day" | "calendar_day")."""

    item_code: str
    item_type: str
    implementing_body: str
    legal_basis: tuple[str, ...] = ()
    eligibility: tuple[str, ...] = ()
    required_materials: tuple[Material, ...] = ()
    statutory_limit: tuple[int, str] | None = None
    committed_limit: tuple[int, str] | None = None
    fee: str = ""
    windows: tuple[str, ...] = ()
    online_url: str | None = None
    consult_phone: str | None = None
    complaint_phone: str | None = None
    steps: tuple[str, ...] = ()
    onsite_visits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDetails:
    """An application notice (申报通知). A missing window end with `year_round` is 常年受理."""

    window_start: date | None = None
    window_end: date | None = None
    year_round: bool = False
    apply_url: str | None = None
    contact: str | None = None


Details = FaqDetails | ServiceItemDetails | NoticeDetails
