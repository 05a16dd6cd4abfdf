"""Which versions a reader may open, and how one is put together for the page."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.runtime import Runtime
from api.schemas.documents import DocumentOut
from api.views.documents import document_out
from core.errors import NotFoundError
from core.messages import message
from knowledge.types import EntryStatus, EntryVersion, Visibility

_SHOWN = frozenset({EntryStatus.PUBLISHED, EntryStatus.SUPERSEDED, EntryStatus.EXPIRED, EntryStatus.WITHDRAWN})
"""Statuses everybody may read: an old answer's citation must open, labelled with how the text stands today."""


def public_version(runtime: Runtime, session: Session, entry_id: str, version: int | None) -> EntryVersion:
    """Return a version that is or was published to everybody; without `version` the one in force, else the newest.

    Raises NotFoundError for drafts and internal entries exactly as for what does not exist.
    """
    if version is not None:
        entry = runtime.knowledge.get_version(session, entry_id, version)
        if not is_public(entry):
            raise no_such_document()
        return entry
    entry = runtime.knowledge.get_live(session, entry_id)
    if is_public(entry):
        return entry
    for summary in runtime.knowledge.versions(session, entry_id):
        if summary.status in _SHOWN:
            return public_version(runtime, session, entry_id, summary.version)
    raise no_such_document()


def is_public(entry: EntryVersion) -> bool:
    """Say whether everybody may read this version."""
    return entry.status in _SHOWN and entry.content.visibility is Visibility.PUBLIC


class NoSuchDocumentError(NotFoundError):
    """A document that this reader may not know of answers exactly as one that does not exist."""

    code = "entry_not_found"


def no_such_document(*, is_hidden: bool = False) -> NotFoundError:
    """Return the error for a document that does not exist, or (`is_hidden`) that this reader may not know of."""
    return NoSuchDocumentError(message("api.error.entry_not_found"), is_hidden=is_hidden)


def document_of(runtime: Runtime, session: Session, entry: EntryVersion) -> DocumentOut:
    """Return `entry` as the document page shows it, with the live version and the successor's title."""
    versions = runtime.knowledge.versions(session, entry.entry_id)
    title = None
    if entry.superseded_by is not None:
        title = runtime.knowledge.get_live(session, entry.superseded_by).content.title
    return document_out(
        entry, today=runtime.clock.today(), live_version=versions[0].live_version, superseded_by_title=title
    )
