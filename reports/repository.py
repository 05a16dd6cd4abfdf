"""All queries on report editions. Nothing here commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, undefer

from core.ids import new_id
from reports.periods import Period, ReportKind
from reports.tables import EditionRow
from reports.types import Compiled, Edition, EditionState, Reader, Section

_SECTIONS = TypeAdapter(tuple[Section, ...])


class EditionRepository:
    """Reads and writes editions; reading methods return None where there is nothing."""

    def get(self, session: Session, edition_id: str) -> Edition | None:
        """Return an edition with its content."""
        row = session.get(EditionRow, edition_id, options=[undefer(EditionRow.sections)], populate_existing=True)
        return None if row is None else _edition(row, _SECTIONS.validate_python(row.sections))

    def members(self, session: Session, edition_id: str) -> bytes:
        """Return the packed lists of an edition that exists."""
        return session.scalars(select(EditionRow.members).where(EditionRow.id == edition_id)).one()

    def page(
        self, session: Session, reader: Reader, kind: ReportKind | None, *, offset: int, limit: int
    ) -> tuple[int, list[Edition]]:
        """Return how many editions this reader may see and one page without content, the latest period first."""
        conditions = _visible(reader)
        if kind is not None:
            conditions.append(EditionRow.kind == kind.value)
        total = session.scalar(select(func.count()).select_from(EditionRow).where(*conditions)) or 0
        order = (EditionRow.last_day.desc(), EditionRow.kind, EditionRow.department_code, EditionRow.number.desc())
        page = select(EditionRow).where(*conditions).order_by(*order).offset(offset).limit(limit)
        return total, [_edition(row) for row in session.scalars(page)]

    def released(self, session: Session, *, limit: int) -> list[Edition]:
        """Return the released editions about everything, without content, those released last first."""
        wanted = select(EditionRow).where(
            EditionRow.state == EditionState.RELEASED.value, EditionRow.department_code == ""
        )
        newest = wanted.order_by(EditionRow.released_at.desc(), EditionRow.id).limit(limit)
        return [_edition(row) for row in session.scalars(newest)]

    def latest(self, session: Session, period: Period, department_code: str | None) -> Edition | None:
        """Return the newest edition on a period, without content."""
        row = session.scalars(
            select(EditionRow)
            .where(
                EditionRow.kind == period.kind.value,
                EditionRow.first_day == period.first,
                EditionRow.department_code == (department_code or ""),
            )
            .order_by(EditionRow.number.desc())
            .limit(1)
        ).first()
        return None if row is None else _edition(row)

    def add(self, session: Session, compiled: Compiled, *, number: int, reason: str, by: str) -> Edition:
        """Store a new draft."""
        row = EditionRow(
            id=new_id("rpt"),
            kind=compiled.period.kind.value,
            first_day=compiled.period.first,
            last_day=compiled.period.last,
            department_code=compiled.department_code or "",
            number=number,
            state=EditionState.DRAFT.value,
            reason=reason,
            created_by=by,
            **_content(compiled),
        )
        session.add(row)
        session.flush()
        return _edition(row, compiled.sections)

    def replace_draft(self, session: Session, edition_id: str, compiled: Compiled, *, reason: str, by: str) -> Edition:
        """Put new content in place of a draft's."""
        row = session.get_one(EditionRow, edition_id)
        for name, value in (_content(compiled) | {"reason": reason or row.reason, "created_by": by}).items():
            setattr(row, name, value)
        session.flush()
        return _edition(row, compiled.sections)

    def release(self, session: Session, edition_id: str, *, by: str, at: datetime) -> None:
        """Mark a draft as released."""
        row = session.get_one(EditionRow, edition_id)
        row.state, row.released_at, row.released_by = EditionState.RELEASED.value, at, by
        session.flush()


def _content(compiled: Compiled) -> dict[str, Any]:
    return {
        "cutoff_at": compiled.cutoff_at,
        "created_at": compiled.cutoff_at,
        "sections": cast(list[dict[str, Any]], _SECTIONS.dump_python(compiled.sections, mode="json")),
        "members": compiled.members,
    }


def _visible(reader: Reader) -> list[ColumnElement[bool]]:
    if reader.sees_all:
        return []
    codes = {*reader.departments, ""} if reader.knowledge_only else reader.departments
    return [EditionRow.department_code.in_(codes)]


def _edition(row: EditionRow, sections: tuple[Section, ...] = ()) -> Edition:
    return Edition(
        id=row.id,
        period=Period(ReportKind(row.kind), row.first_day, row.last_day),
        department_code=row.department_code or None,
        number=row.number,
        state=EditionState(row.state),
        reason=row.reason,
        cutoff_at=row.cutoff_at,
        created_at=row.created_at,
        created_by=row.created_by,
        released_at=row.released_at,
        released_by=row.released_by,
        sections=sections,
    )
