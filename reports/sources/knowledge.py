"""Questions and knowledge entries, column by column, and the short lists that reports name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from assistant.tables import CitedEntryRow, MessageRow
from assistant.types import Outcome
from core.text import fold_for_comparison
from knowledge.tables import EntryRow, VersionRow
from knowledge.types import EntryStatus
from petitions.tables import PetitionTable
from reports.facts import EntryFacts, MessageFacts, mask, seconds, texts
from reports.periods import Period
from reports.sources.petitions import within

_ENDED = (EntryStatus.SUPERSEDED, EntryStatus.EXPIRED, EntryStatus.WITHDRAWN)
_ONCE_PUBLISHED = tuple(status.value for status in (EntryStatus.PUBLISHED, *_ENDED))


def read_messages(session: Session, periods: Sequence[Period]) -> MessageFacts:
    """Return the questions of `periods`, oldest first."""
    row = MessageRow
    is_cited = exists().where(CitedEntryRow.message_id == row.id)
    columns = select(row.id, row.conversation_id, row.outcome, row.asked_at, is_cited, row.helpful)
    found = session.execute(columns.where(within(row.asked_at, periods)).order_by(row.asked_at, row.id)).all()
    petitioned = set(session.scalars(select(PetitionTable.conversation_id).where(PetitionTable.conversation_id != "")))
    return MessageFacts(
        id=texts(message[0] for message in found),
        conversation=texts(message[1] for message in found),
        outcome=texts(message[2] for message in found),
        asked=seconds(message[3] for message in found),
        cited=mask(message[4] for message in found),
        disliked=mask(message[5] is False for message in found),
        petitioned=mask(message[1] in petitioned for message in found),
    )


def read_entries(session: Session) -> EntryFacts:
    """Return every entry that is published or once was."""
    row = VersionRow
    columns = select(row.entry_id, row.kind, row.department_code, row.status, row.published_at, row.updated_at)
    wanted = columns.where(row.status.in_(_ONCE_PUBLISHED), row.published_at.is_not(None))
    versions = defaultdict(list)
    for version in session.execute(wanted.order_by(row.entry_id, row.version)):
        versions[version[0]].append(version)
    last = [found[-1] for found in versions.values()]
    return EntryFacts(
        id=texts(versions),
        kind=texts(version[1] for version in last),
        department=texts(version[2] for version in last),
        added=seconds(found[0][4] for found in versions.values()),
        reviewed=seconds(version[4] for version in last),
        ended=seconds(None if version[3] == EntryStatus.PUBLISHED.value else version[5] for version in last),
    )


def most_cited(session: Session, period: Period, *, limit: int) -> list[tuple[str, str, int]]:
    """Return id, title and number of citing answers of the entries cited most often, those first."""
    count = func.count()
    cited = (
        select(CitedEntryRow.entry_id, count)
        .join(MessageRow, MessageRow.id == CitedEntryRow.message_id)
        .where(within(MessageRow.asked_at, [period]))
        .group_by(CitedEntryRow.entry_id)
        .order_by(count.desc(), CitedEntryRow.entry_id)
        .limit(limit)
    )
    found = session.execute(cited).all()
    titles = select(EntryRow.id, VersionRow.title).join(
        VersionRow, (VersionRow.entry_id == EntryRow.id) & (VersionRow.version == EntryRow.latest_version)
    )
    named = dict(session.execute(titles.where(EntryRow.id.in_(entry_id for entry_id, _ in found))).all())
    return [(entry_id, named.get(entry_id, entry_id), number) for entry_id, number in found]


def most_unanswered(session: Session, period: Period, *, limit: int) -> list[tuple[str, list[str]]]:
    """Return the questions that found no evidence most often, each as first worded, with its messages."""
    row = MessageRow
    wanted = (within(row.asked_at, [period]), row.outcome == Outcome.ABSTAINED.value, row.rewritten != "")
    messages: dict[str, list[str]] = defaultdict(list)
    worded: dict[str, str] = {}
    for message_id, question in session.execute(
        select(row.id, row.rewritten).where(*wanted).order_by(row.asked_at, row.id)
    ):
        key = fold_for_comparison(question)
        worded.setdefault(key, question)
        messages[key].append(message_id)
    often = Counter({key: len(found) for key, found in messages.items()}).most_common(limit)
    return [(worded[key], messages[key]) for key, _ in often]
