"""Who may see which petitions (DOMAIN §1): all, those of the own department tree and region, or none."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.actors import Actor, Role
from core.departments import DepartmentRepository
from core.errors import NotAllowedError
from core.messages import message
from knowledge.divisions import below
from petitions.repository import Visibility
from petitions.types import Identity, Petition

SEES_ALL = frozenset({Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.ANALYST})
REVEALS_ALL = frozenset({Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR})


def visibility_of(session: Session, actor: Actor, departments: DepartmentRepository) -> Visibility:
    """Return what `actor` may see. Raises NotAllowedError for roles without any view of petitions."""
    if actor.roles & SEES_ALL:
        return Visibility(True, own_departments(session, actor, departments), _region_of(actor))
    if actor.has(Role.HANDLER):
        return Visibility(False, own_departments(session, actor, departments), _region_of(actor))
    raise NotAllowedError(message("petition.error.desk"))


def _region_of(actor: Actor) -> str:
    return below(actor.region_code) if actor.region_code else ""


def own_departments(session: Session, actor: Actor, departments: DepartmentRepository) -> frozenset[str]:
    """Return the codes of the handler's department and those below it; empty without a department."""
    if not actor.has(Role.HANDLER) or actor.department_code is None:
        return frozenset()
    return departments.subtree_codes(session, actor.department_code)


def require_reveal(actor: Actor, petition: Petition) -> None:
    """Raise NotAllowedError unless `actor` may read this petition's contact data."""
    is_handler = actor.has(Role.HANDLER) and petition.identity is not Identity.CONFIDENTIAL
    if not (actor.roles & REVEALS_ALL or is_handler):
        raise NotAllowedError(message("petition.error.reveal"))
