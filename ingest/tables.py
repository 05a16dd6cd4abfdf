"""Tables of the import: its runs, the files each met, the sites that policies are collected from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, UtcDateTime


class IngestRunRow(Base):
    """One run over files. A run that is `running` while nobody runs it was cut short, and can be resumed."""

    __tablename__ = "ingest_runs"

    id: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[str]  # running | finished | stopped
    actor_id: Mapped[str]
    roots: Mapped[list[str]]
    publish: Mapped[bool]
    file_count: Mapped[int]  # files expected; grows while archives are opened
    seconds: Mapped[float]


class IngestFileRow(Base):
    """What became of one file of a run. `report` holds the rest of a FileReport as JSON."""

    __tablename__ = "ingest_run_files"

    run_id: Mapped[str] = mapped_column(ForeignKey("ingest_runs.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str | None]
    report: Mapped[dict[str, Any]]


class KnownFileRow(Base):
    """A file that was read from a folder before: what tells unchanged, changed, moved and deleted sources apart."""

    __tablename__ = "ingest_known_files"

    root: Mapped[str] = mapped_column(primary_key=True)  # the folder or archive that was given, as an absolute path
    file_name: Mapped[str] = mapped_column(primary_key=True)  # relative to the root
    sha256: Mapped[str] = mapped_column(index=True)
    entry_ids: Mapped[list[str]]
    last_run_id: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    missing_since: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class HeldRow(Base):
    """A draft that is to be published once golden questions were asked: by a command that may be killed before."""

    __tablename__ = "ingest_held"

    entry_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    lock: Mapped[int]  # of the version; another one tells that somebody has changed it since


class SourceSiteRow(Base):
    """A site on the source list (政策搜索网站清单, DOMAIN §2.8)."""

    __tablename__ = "source_sites"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    url: Mapped[str]
    host: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]  # national | province | city
    kind: Mapped[str]  # policy_service | department | news
    owner_id: Mapped[str | None]  # the staff member who checks it
    owner_department: Mapped[str | None]
    check_every_days: Mapped[int]  # in working days
    is_active: Mapped[bool]
    rules_off: Mapped[list[str]]  # cleaning rules that harm this site's pages
    last_checked_on: Mapped[date | None]
    last_new_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lock: Mapped[int] = mapped_column(default=0)


class SourceTickRow(Base):
    """The daily check of one site: how many new policies were found, none included."""

    __tablename__ = "source_ticks"

    site_id: Mapped[str] = mapped_column(ForeignKey("source_sites.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    found_count: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str]
    ticked_at: Mapped[datetime] = mapped_column(UtcDateTime)
