"""All queries on decisions. The session belongs to the caller's unit of work."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actors import Actor
from core.ids import new_id
from petitions.catalogue.tables import ConfigVersionTable
from petitions.catalogue.types import ConfigChange, ConfigKind, ConfigVersion


class ConfigRepository:
    """Reads and adds versions."""

    def newest(self, session: Session, kind: ConfigKind) -> int:
        """Return the number of the newest version, in force or not; 0 when nothing was decided yet."""
        return session.scalar(select(func.max(ConfigVersionTable.version)).where(_is(kind))) or 0

    def in_force(self, session: Session, kind: ConfigKind, day: date) -> ConfigVersion | None:
        """Return the version that governs on `day`: the latest day of effect, of one day the newest; None: none yet."""
        order = (ConfigVersionTable.effective_from.desc(), ConfigVersionTable.version.desc())
        statement = select(ConfigVersionTable).where(_is(kind), ConfigVersionTable.effective_from <= day)
        row = session.scalars(statement.order_by(*order).limit(1)).first()
        return None if row is None else _version(row)

    def get(self, session: Session, kind: ConfigKind, version: int) -> ConfigVersion | None:
        """Return one version, or None."""
        row = session.scalars(
            select(ConfigVersionTable).where(_is(kind), ConfigVersionTable.version == version)
        ).first()
        return None if row is None else _version(row)

    def versions(self, session: Session, kind: ConfigKind) -> list[ConfigVersion]:
        """Return every version, the newest first."""
        statement = select(ConfigVersionTable).where(_is(kind)).order_by(ConfigVersionTable.version.desc())
        return [_version(row) for row in session.scalars(statement)]

    def add(
        self, session: Session, change: ConfigChange, effective_from: date, actor: Actor, at: datetime
    ) -> ConfigVersion:
        """Store the next version."""
        row = ConfigVersionTable(
            id=new_id("cfg"),
            kind=change.kind.value,
            version=self.newest(session, change.kind) + 1,
            effective_from=effective_from,
            rows=[dict(row) for row in change.rows],
            author_id=actor.id,
            author_name=actor.name,
            reason=change.reason,
            created_at=at,
            applied_at=None,
        )
        session.add(row)
        session.flush()
        return _version(row)

    def take_due(self, session: Session, kind: ConfigKind, day: date, at: datetime) -> ConfigVersion | None:
        """Return the version that has come into force and was not applied yet, marking all such; None: nothing new."""
        statement = select(ConfigVersionTable).where(
            _is(kind), ConfigVersionTable.effective_from <= day, ConfigVersionTable.applied_at.is_(None)
        )
        due = list(session.scalars(statement))
        for row in due:
            row.applied_at = at
        governing = self.in_force(session, kind, day)
        return governing if governing is not None and governing.version in {row.version for row in due} else None


def _is(kind: ConfigKind):  # type: ignore[no-untyped-def]  # SQLAlchemy's comparison types are not worth a name
    return ConfigVersionTable.kind == kind.value


def _version(row: ConfigVersionTable) -> ConfigVersion:
    return ConfigVersion(
        kind=ConfigKind(row.kind),
        version=row.version,
        effective_from=row.effective_from,
        rows=tuple(row.rows),
        author=row.author_name,
        reason=row.reason,
        created_at=row.created_at,
    )
