"""The templates of notices: which event is told to whom (`templates.json`), in which version of which words.

The shipped words stand in the catalogue; a deployment may write versions of its own, which then are the ones in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib import resources
from string import Formatter

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.audit import Origin
from core.errors import AppError, NotFoundError
from core.messages import catalogue, message
from petitions.notices.tables import NoticeTemplateTable
from petitions.notices.types import Audience, Template
from petitions.validation import raise_field_errors

PLACEHOLDERS = (
    "number", "department", "due", "days", "reason", "refusal", "items", "cycle", "text", "link", "request",
    "detail",
)  # fmt: skip
"""What a template may mention; the same for all, so that any of them can be reworded freely."""


@lru_cache(maxsize=1)
def _routes() -> dict[str, dict[str, int]]:
    raw: dict[str, dict[str, int]] = json.loads((resources.files("petitions.notices") / "templates.json").read_text())
    return raw


def events() -> list[str]:
    """Return the codes of all events and alerts that somebody is told of."""
    return list(_routes())


def audiences(event: str) -> list[Audience]:
    """Return whom an event concerns."""
    return [Audience(name) for name in _routes().get(event, {})]


@dataclass(slots=True)
class TemplateImport:
    """What became of a list of templates: codes with new words, how many stood so already, and unusable rows."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)


class TemplateRepository:
    """Finds the template in force, and keeps the versions a deployment writes."""

    def get(self, session: Session, event: str, audience: Audience) -> Template:
        """Return the words in force for an event and audience."""
        code = f"{event}.{audience.value}"
        own = session.scalars(
            select(NoticeTemplateTable)
            .where(NoticeTemplateTable.code == code)
            .order_by(NoticeTemplateTable.version.desc())
            .limit(1)
        ).first()
        if own is not None:
            return Template(code, own.version, own.text)
        return Template(code, _routes()[event][audience.value], catalogue()[f"notice.{code}"])

    def list_all(self, session: Session) -> list[Template]:
        """Return every template in force, in the order of the table of transitions."""
        return [self.get(session, event, audience) for event, audience in _pairs()]

    def write_all(
        self, session: Session, rows: Sequence[tuple[str, str]], actor: Actor, at: datetime, origin: Origin
    ) -> TemplateImport:
        """Put the words of a list in force: the rows that can be used; the others are listed, by their line from 1."""
        report, in_force = TemplateImport(), {template.code: template.text for template in self.list_all(session)}
        for line, (code, text) in enumerate(rows, start=1):
            if in_force.get(code) == text.strip():
                report.unchanged += 1
                continue
            try:
                self.write(session, code, text, actor, at, origin)
                report.written.append(code)
            except AppError as error:
                reasons = message("petition.separator").join(error.details.values()) or error.message
                report.problems.append((line, code, reasons))
        return report

    def write(self, session: Session, code: str, text: str, actor: Actor, at: datetime, origin: Origin) -> Template:
        """Put new words in force, as the next version. Raises NotFoundError, or InvalidInputError for a placeholder."""
        known = {f"{event}.{audience.value}": (event, audience) for event, audience in _pairs()}
        if code not in known:
            raise NotFoundError(message("notice.error.unknown_template", code=code))
        _check(code, text)
        before = self.get(session, *known[code])
        row = NoticeTemplateTable(
            code=code, version=before.version + 1, text=text.strip(), written_at=at, written_by=actor.id
        )
        session.add(row)
        session.flush()
        changes = {"text": [before.text, row.text], "version": [before.version, row.version]}
        audit.record(session, actor, "notice_template.write", "notice_template", code, changes, at=at,
                     ip=origin.ip, request_id=origin.request_id)  # fmt: skip
        return Template(code, row.version, row.text)


def _pairs() -> Iterator[tuple[str, Audience]]:
    return ((event, audience) for event in events() for audience in audiences(event))


def _check(code: str, text: str) -> None:
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        names = {"{"}
    wrong, separator = sorted(names - set(PLACEHOLDERS)), message("petition.separator")
    allowed = separator.join(f"{{{name}}}" for name in PLACEHOLDERS)
    unknown = message("notice.error.template", code=code, names=separator.join(wrong), allowed=allowed)
    raise_field_errors({"text": message("notice.error.empty") if not text.strip() else unknown if wrong else None})
