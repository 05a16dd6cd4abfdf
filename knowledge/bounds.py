"""How far an account's work on knowledge reaches: its own administrative division and those below it (DOMAIN §1)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.actors import Actor
from knowledge.divisions import below
from knowledge.errors import OtherRegionError
from knowledge.repository import KnowledgeRepository, VersionKey


def may_work_on(actor: Actor, region: str | None) -> bool:
    """Say whether the actor may work on a document of `region`; one that names no division is everybody's."""
    return actor.region_code is None or region is None or region.startswith(below(actor.region_code))


def require_own_region(session: Session, actor: Actor, key: VersionKey) -> None:
    """Raise OtherRegionError when a version is of a division that the actor's account does not work on."""
    if actor.region_code is None:
        return
    region = KnowledgeRepository(session).region_of(key)
    if region is not None and not may_work_on(actor, region):
        raise OtherRegionError(region, actor.region_code)
