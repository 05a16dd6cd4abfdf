"""The permission matrix of DOMAIN §1, read from `permissions.json`: role → permission → scope."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from api.accounts.errors import MissingPermissionError
from core.actors import Actor, Role


class Scope(StrEnum):
    """How far a permission reaches. Words in the matrix's cells, one code each."""

    ALL = "all"
    OWN = "own"  # own items, or those of the own enterprise
    CONTACT = "contact"  # whoever shows number and phone tail
    DEPARTMENT = "department"
    INTERPRETED = "interpreted"  # entries this person interprets
    LINKED = "linked"  # petitions about a policy this person interprets
    MASKED = "masked"
    NOT_CONFIDENTIAL = "not_confidential"  # own department, identity not hidden
    OWN_LEVEL = "own_level"
    KNOWLEDGE = "knowledge"  # reports about the knowledge base
    ON_BEHALF = "on_behalf"


class Permissions:
    """Answers what roles allow; knows nothing of sessions or HTTP."""

    def __init__(self, matrix: Mapping[Role, Mapping[str, Scope]]) -> None:
        self._matrix = matrix

    @property
    def codes(self) -> frozenset[str]:
        """All permissions any role has."""
        return frozenset(code for cells in self._matrix.values() for code in cells)

    def of(self, roles: Iterable[Role]) -> list[str]:
        """Return the permissions these roles have together, sorted."""
        return sorted({code for role in roles for code in self._matrix[role]})

    def cells(self, role: Role) -> Mapping[str, Scope]:
        """Return what one role permits, and how far."""
        return self._matrix[role]

    def scopes(self, roles: Iterable[Role], permission: str) -> frozenset[Scope]:
        """Return every scope these roles hold `permission` in; empty means no."""
        return frozenset(self._matrix[role][permission] for role in roles if permission in self._matrix[role])

    def require(self, actor: Actor, permission: str) -> frozenset[Scope]:
        """Return the scopes of `actor`. Raises MissingPermissionError when there are none."""
        scopes = self.scopes(actor.roles, permission)
        if not scopes:
            raise MissingPermissionError(permission)
        return scopes


@lru_cache(maxsize=1)
def load_permissions() -> Permissions:
    """Return the matrix shipped with the product. An unknown role or scope in the file is an error."""
    raw = json.loads((resources.files("api.accounts") / "permissions.json").read_text(encoding="utf-8"))
    return Permissions({Role(role): {code: Scope(cell) for code, cell in cells.items()} for role, cells in raw.items()})
