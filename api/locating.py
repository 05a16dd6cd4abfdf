"""Where a petition comes from: what it says itself, or what is known of the enterprise."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from enterprises.service import EnterpriseService
from petitions.types import PetitionDraft


def located(session: Session, enterprises: EnterpriseService, draft: PetitionDraft) -> PetitionDraft:
    """Return the draft with the region of its enterprise's profile where it names none itself."""
    if draft.region_code is not None or not draft.credit_code:
        return draft
    profile = enterprises.prefill(session, draft.credit_code)
    return draft if profile is None else replace(draft, region_code=profile.region)
