"""Who does something: passed by entry points into services, written into histories and the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The actors of DOMAIN §1."""

    GUEST = "GST"
    ENTERPRISE = "ENT"
    AGENT = "OPR"
    DISPATCHER = "DSP"
    HANDLER = "DEP"
    SUPERVISOR = "SUP"
    CURATOR = "CUR"
    REVIEWER = "REV"
    INTERPRETER = "INT"
    ANALYST = "ANA"
    ADMINISTRATOR = "ADM"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person or process that acts, with what is needed to judge whether it may.

    `supervision_level` tells supervisors apart: 1 the platform, 2 营商办, 3 纪委监委. `region_code` bounds what a
    person sees to a division (行政区划) and those below it; None means all.
    """

    id: str
    name: str
    roles: frozenset[Role]
    department_code: str | None = None
    supervision_level: int | None = None
    region_code: str | None = None

    def has(self, role: Role) -> bool:
        return role in self.roles


SYSTEM = Actor(id="system", name="system", roles=frozenset())
"""The product itself: sweeps, the indexer."""

OPERATOR = Actor(id="operator", name="operator", roles=frozenset({Role.CURATOR, Role.REVIEWER}))
"""Whoever runs the `youda` command on the machine; its imports are audited under this name."""

GUEST = Actor(id="guest", name="guest", roles=frozenset({Role.GUEST}))
