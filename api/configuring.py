"""Lists of the catalogue as tables: columns by code or by name, in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from api.runtime import Runtime
from api.schemas.config import ConfigOut, ConfigVersionOut
from api.spreadsheets import read_first_sheet
from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.errors import InvalidInputError, NotFoundError
from core.messages import message
from petitions.catalogue.types import COLUMNS, ConfigChange, ConfigKind, ConfigVersion, Row


def read_config(kind: ConfigKind, name: str, content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV or XLSX whose first row names columns by code or in Chinese.

    Raises InvalidInputError when the first column of this kind is not among them.
    """
    rows = read_first_sheet(name, content)
    known = {message(f"config.column.{column}"): column for column in COLUMNS[kind]}
    known |= {column: column for column in COLUMNS[kind]}
    header = [known.get(cell.strip().lower()) for cell in rows[0]] if rows else []
    if COLUMNS[kind][0] not in header:
        columns = message("petition.separator").join(header_of(kind))
        raise InvalidInputError(message("config.error.no_columns", columns=columns))
    return [{column: cell for column, cell in zip(header, row, strict=False) if column is not None} for row in rows[1:]]


def import_into(
    runtime: Runtime,
    session: Session,
    kind: ConfigKind,
    file: tuple[str, bytes],
    reason: str,
    base_version: int,
    effective_from: date | None,
    actor: Actor,
    origin: Origin = UNKNOWN_ORIGIN,
) -> ConfigVersion:
    """Decide by an uploaded table. Calendar days are added to those there are, every other list is replaced."""
    rows: Sequence[Row] = read_config(kind, *file)
    if kind is ConfigKind.CALENDAR:
        rows = runtime.catalogue.merged(session, kind, rows)
    change = ConfigChange(kind, rows, base_version, reason, effective_from)
    return runtime.catalogue.decide(session, change, actor, origin)


def kind_of(code: str) -> ConfigKind:
    """Return the kind of this code. Raises NotFoundError listing those there are."""
    try:
        return ConfigKind(code)
    except ValueError as error:
        raise NotFoundError(message("config.error.no_kind", kinds=", ".join(ConfigKind))) from error


def header_of(kind: ConfigKind) -> list[str]:
    """Return the names of a kind's columns."""
    return [message(f"config.column.{column}") for column in COLUMNS[kind]]


def table_of(kind: ConfigKind, version: ConfigVersion) -> list[list[str]]:
    """Return a version as a table with its header."""
    return [header_of(kind), *([row.get(column, "") for column in COLUMNS[kind]] for row in version.rows)]


def config_out(current: ConfigVersion, versions: Sequence[ConfigVersion]) -> ConfigOut:
    """Return what is in force and what was decided before and for later."""
    return ConfigOut.model_validate(
        {
            "kind": current.kind.value,
            "columns": list(COLUMNS[current.kind]),
            "rows": [dict(row) for row in current.rows],
            "in_force": version_out(current),
            "newest_version": max((version.version for version in versions), default=0),
            "versions": [version_out(version) for version in versions],
        }
    )


def version_out(version: ConfigVersion) -> ConfigVersionOut:
    """Return a version without its rows."""
    return ConfigVersionOut.model_validate(version, from_attributes=True)
