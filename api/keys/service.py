"""Making, listing, revoking and recognising keys. Every write is audited; the key itself is never written down."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.keys.errors import KeyNotFoundError, KeyRefusedError, KeyScopeError
from api.keys.tables import ApiKeyRow
from core import audit
from core.actors import Actor, Role
from core.audit import Origin
from core.clock import Clock
from core.ids import new_id

_PREFIX = "youda_"
_HINT_CHARS = 10
_NOTE_USE_AFTER = timedelta(minutes=5)


class KeyScope(StrEnum):
    """What a key may be used for: filing petitions, and asking how those of its own source stand."""

    FILE = "petitions.file"
    READ = "petitions.read"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One key without its secret. Petitions it files come from `source`."""

    id: str
    name: str
    source: str
    hint: str
    scopes: frozenset[KeyScope]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Who acts with this key: no more than a guest may, under the key's name."""
        return Actor(id=self.id, name=self.name, roles=frozenset({Role.GUEST}))


class ApiKeys:
    """Use cases of keys. Methods take the caller's session first and never commit."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def create(
        self, session: Session, name: str, source: str, scopes: frozenset[KeyScope], actor: Actor, origin: Origin
    ) -> tuple[ApiKey, str]:
        """Return a new key and its secret, which nobody can read again."""
        secret = _PREFIX + secrets.token_urlsafe(32)
        row = ApiKeyRow(
            id=new_id("key"),
            name=name,
            source=source,
            hint=secret[:_HINT_CHARS],
            digest=_digest(secret),
            scopes=sorted(scope.value for scope in scopes),
            created_by=actor.id,
            created_at=self._clock.now(),
        )
        session.add(row)
        session.flush()
        self._audit(session, actor, "api_key.create", row, origin)
        return _key(row), secret

    def list_keys(self, session: Session) -> list[ApiKey]:
        """Return every key, revoked ones too, the newest first."""
        return [_key(row) for row in session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.created_at.desc()))]

    def revoke(self, session: Session, key_id: str, actor: Actor, origin: Origin) -> ApiKey:
        """End a key at once and for good; a second time changes nothing. Raises KeyNotFoundError."""
        row = session.get(ApiKeyRow, key_id)
        if row is None:
            raise KeyNotFoundError
        if row.revoked_at is None:
            row.revoked_at = self._clock.now()
            self._audit(session, actor, "api_key.revoke", row, origin)
        return _key(row)

    def resolve(self, session: Session, secret: str, scope: KeyScope) -> ApiKey:
        """Return the key of this secret if it is good for `scope`. Raises KeyRefusedError, KeyScopeError."""
        row = session.scalars(select(ApiKeyRow).where(ApiKeyRow.digest == _digest(secret))).first()
        if row is None or row.revoked_at is not None:
            raise KeyRefusedError
        if scope.value not in row.scopes:
            raise KeyScopeError
        return _key(row)

    def note_use(self, session: Session, key: ApiKey) -> None:
        """Note that a key was used, at most every few minutes."""
        now = self._clock.now()
        if key.last_used_at is None or now - key.last_used_at > _NOTE_USE_AFTER:
            session.get_one(ApiKeyRow, key.id).last_used_at = now

    def _audit(self, session: Session, actor: Actor, action: str, row: ApiKeyRow, origin: Origin) -> None:
        changes = {"name": row.name, "source": row.source, "scopes": row.scopes}
        audit.record(
            session, actor, action, "api_key", row.id, changes, at=self._clock.now(), ip=origin.ip,
            request_id=origin.request_id,
        )  # fmt: skip


def _digest(secret: str) -> str:
    """Return what is stored: a key is random and long, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        source=row.source,
        hint=row.hint,
        scopes=frozenset(KeyScope(scope) for scope in row.scopes),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
