"""Shapes of the files that come with petitions."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.schemas.petitions import LookupIn


class PetitionFileOut(BaseModel):
    """One file of a petition."""

    id: str
    name: str
    media_type: str
    size_bytes: int
    added_at: datetime


class AttachmentReadIn(LookupIn):
    """A petitioner reads one file of their petition."""

    attachment_id: str = Field(max_length=40)


class ErasedOut(BaseModel):
    erased: int
