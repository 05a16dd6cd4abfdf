"""Shapes of keys of other systems, and of what they hand in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.petitions import PetitionIn

KeyScopeCode = Literal["petitions.file", "petitions.read"]


class ApiKeyIn(BaseModel):
    """A new key. Petitions it files are kept as coming from `source`."""

    name: str = Field(min_length=1, max_length=60)
    source: str = Field(min_length=1, max_length=60)
    scopes: list[KeyScopeCode] = Field(default=["petitions.file", "petitions.read"], min_length=1)


class ApiKeyOut(BaseModel):
    """A key without its secret; `hint` is how it begins."""

    id: str
    name: str
    source: str
    hint: str
    scopes: list[KeyScopeCode]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewApiKeyOut(ApiKeyOut):
    """A key just made; `secret` is shown this once."""

    secret: str


class IntakePetitionIn(PetitionIn):
    """A petition of another system under its number there; the same number again files nothing new."""

    external_number: str = Field(min_length=1, max_length=60)
