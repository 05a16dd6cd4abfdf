"""The words of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from petitions.recipients import Recipient


class Audience(StrEnum):
    """Whom an event concerns; `recipients.py` says who that is for one petition."""

    PETITIONER = "petitioner"
    DEPARTMENT = "department"  # that of the event, else the one that leads
    DEPARTMENTS = "departments"  # every one with a ticket of this cycle, and those the event names
    ASSISTS = "assists"  # those asked to assist by this event
    LEADS = "leads"  # the one that led before and the one that leads now
    DISPATCHERS = "dispatchers"
    SUPERVISORS = "supervisors"
    ASKER = "asker"  # whoever left a number on a question without an answer


@dataclass(frozen=True, slots=True)
class Template:
    """The words for one event and audience. `version` grows with each change; `code` is "event.audience"."""

    code: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice as it is put into an inbox. `source` names what happened: one notice per source and recipient."""

    source: str
    template: Template
    recipient: Recipient
    petition_id: str | None
    text: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as its reader finds it; `read_at` is this reader's."""

    id: int
    template_code: str
    template_version: int
    recipient: Recipient
    petition_id: str
    petition_number: str
    text: str
    happened_at: datetime
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of an inbox, newest first."""

    total: int
    unread: int
    notices: tuple[Notice, ...]
