"""Shapes of learning from use: confirmed pairs, and the models trained from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

PairOriginCode = Literal["rating", "import", "petition", "curator"]


class ConfirmedPairOut(BaseModel):
    """A question (masked) and what a person confirmed to answer it.

    `counts` says whether search learns from it: it stands, and its entry is published. An empty `clause_id` means the
    entry as a whole; title and label are of the published version, or else of the newest one.
    """

    id: int
    question: str
    entry_id: str
    clause_id: str
    title: str
    clause_label: str
    origin: PairOriginCode
    origin_id: str | None
    confirmed_at: datetime
    withdrawn_at: datetime | None
    counts: bool


class ConfirmedPairList(BaseModel):
    """One page of pairs, latest first; `active` counts all that stand by origin."""

    total: int
    active: dict[str, int]
    withdrawn: int
    rows: list[ConfirmedPairOut]


class ConfirmIn(BaseModel):
    """What answers a question; `instead_of` is the pair that this one corrects, and is withdrawn."""

    question: str = Field(min_length=1, max_length=2000)
    entry_id: str = Field(min_length=1, max_length=64)
    clause_id: str = Field("", max_length=200)
    instead_of: int | None = Field(None, ge=1, le=2**31 - 1)


class ModelOut(BaseModel):
    """A trained version; `damage` says why it cannot be used. `figures` are of held-out questions, before and after."""

    number: int
    made_at: datetime | None
    parent: int | None
    parts: list[str]
    trained_from: dict[str, int]
    figures: dict[str, Any]
    damage: str | None


class ModelList(BaseModel):
    """All versions, oldest first; 0 is the shipped model.

    `chosen` is the version that is to serve, `serving` the one that does: they differ while the index is being built
    for another embedder, and when the chosen one is damaged (`problem` says why).
    """

    chosen: int
    serving: int
    problem: str | None
    rows: list[ModelOut]
