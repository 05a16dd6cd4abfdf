"""Departments: who handles petitions and owns knowledge; a tree that scopes what staff may see."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base
from core.errors import InvalidInputError


class DepartmentRow(Base):
    __tablename__ = "departments"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(40), default="")
    parent_code: Mapped[str | None] = mapped_column(String(40), index=True)
    phone: Mapped[str | None] = mapped_column(String(60))
    address: Mapped[str | None] = mapped_column(String(200))
    hours: Mapped[str | None] = mapped_column(String(100))
    is_last_resort: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Department:
    """One department or centre. `is_last_resort` (兜底) takes what belongs to nobody else."""

    code: str
    name: str
    short_name: str = ""
    parent_code: str | None = None
    phone: str | None = None
    address: str | None = None
    hours: str | None = None
    is_last_resort: bool = False

    @property
    def label(self) -> str:
        """The name used inside sentences: the short one where there is one."""
        return self.short_name or self.name


class DepartmentRepository:
    """All queries on departments; the session belongs to the caller's unit of work."""

    def list_all(self, session: Session) -> list[Department]:
        """Return every department, by code."""
        return [_department(row) for row in session.scalars(select(DepartmentRow).order_by(DepartmentRow.code))]

    def get(self, session: Session, code: str) -> Department | None:
        """Return the department with this code, or None."""
        row = session.get(DepartmentRow, code)
        return None if row is None else _department(row)

    def last_resort(self, session: Session) -> Department | None:
        """Return the owner of last resort (企服中心), or None where none is set; the first by code if several."""
        row = session.scalars(
            select(DepartmentRow).where(DepartmentRow.is_last_resort).order_by(DepartmentRow.code).limit(1)
        ).first()
        return None if row is None else _department(row)

    def labels(self, session: Session) -> dict[str, str]:
        """Return the name used inside sentences of every department, by code."""
        return {department.code: department.label for department in self.list_all(session)}

    def upsert(self, session: Session, department: Department) -> None:
        """Insert the department, or replace the one with its code. Raises InvalidInputError if the tree would loop."""
        self._refuse_loop(session, department)
        row = session.get(DepartmentRow, department.code)
        if row is None:
            session.add(DepartmentRow(**asdict(department)))
        else:
            for field, value in asdict(department).items():
                setattr(row, field, value)
        session.flush()

    def remove(self, session: Session, code: str) -> None:
        """Remove a department, if it is there. Who calls has made sure that nothing rests on it."""
        session.execute(delete(DepartmentRow).where(DepartmentRow.code == code))

    def subtree_codes(self, session: Session, code: str) -> frozenset[str]:
        """Return `code` and the codes of all departments below it; only `code` when nothing is below or known."""
        children: dict[str | None, list[str]] = {}
        for child, parent in session.execute(select(DepartmentRow.code, DepartmentRow.parent_code)):
            children.setdefault(parent, []).append(child)
        found, open_codes = {code}, [code]
        while open_codes:
            below = [c for c in children.get(open_codes.pop(), []) if c not in found]
            found.update(below)
            open_codes += below
        return frozenset(found)

    def _refuse_loop(self, session: Session, department: Department) -> None:
        if department.parent_code in self.subtree_codes(session, department.code):
            raise InvalidInputError(
                f"Department '{department.code}' cannot stand below '{department.parent_code}', which is below it. "
                "Choose another parent_code."
            )


def _department(row: DepartmentRow) -> Department:
    return Department(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        parent_code=row.parent_code,
        phone=row.phone,
        address=row.address,
        hours=row.hours,
        is_last_resort=row.is_last_resort,
    )
