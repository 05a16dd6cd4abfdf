"""All queries about knowledge gaps. Nothing here commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, union, update
from sqlalchemy.orm import Session

from assistant.tables import AnswerRequestRow, ConversationRow, MessageRow
from assistant.types import Outcome
from core.ids import new_id
from core.text import fold_for_comparison
from petitions.reuse.tables import PetitionReuseTable
from petitions.tables import PetitionTable
from reports.gaps.tables import GapQuestionTable, GapTable
from reports.gaps.types import BadQuestion, Gap, GapQuery, GapRule, GapState, Why

_GIVEN = (Outcome.ANSWERED.value, Outcome.PARTIAL.value)
_TEXT = func.coalesce(func.nullif(MessageRow.rewritten, ""), MessageRow.question)
_COLUMNS = (
    MessageRow.id,
    MessageRow.conversation_id,
    _TEXT.label("text"),
    MessageRow.region_code,
    MessageRow.outcome,
    MessageRow.helpful,
    ConversationRow.stars,
    MessageRow.asked_at,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A question of a gap: whether it is answered by now, and whether its asker was told."""

    question: BadQuestion
    gap_id: str
    is_answered: bool
    is_told: bool


class GapRepository:
    """Reads and writes gaps and which questions are in them."""

    def gather(self, session: Session, rule: GapRule, since: datetime, *, limit: int) -> list[BadQuestion]:
        """Return questions without a good answer since then that are in no gap yet, the oldest first."""
        known = exists().where(GapQuestionTable.message_id == MessageRow.id)
        rows = session.execute(
            select(*_COLUMNS)
            .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
            .where(MessageRow.id.in_(_bad_ids(rule)), MessageRow.asked_at >= since, _is_bad(rule), ~known, _TEXT != "")
            .order_by(MessageRow.asked_at, MessageRow.id)
            .limit(limit)
        )
        return [_question(row, rule) for row in rows]

    def members(self, session: Session, rule: GapRule, gap_ids: Collection[str] | None = None) -> list[Member]:
        """Return the questions of these gaps, or of all, the oldest first."""
        wanted = (GapQuestionTable.gap_id.in_(gap_ids),) if gap_ids is not None else ()
        rows = session.execute(
            select(*_COLUMNS, GapQuestionTable.gap_id, GapQuestionTable.is_answered, GapQuestionTable.is_told)
            .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
            .join(GapQuestionTable, GapQuestionTable.message_id == MessageRow.id)
            .where(*wanted)
            .order_by(MessageRow.asked_at, MessageRow.id)
        )
        return [Member(_question(row, rule), row.gap_id, row.is_answered, row.is_told) for row in rows]

    def mended(self, session: Session, rule: GapRule) -> dict[str, str]:
        """Return the questions of open gaps that are no longer badly rated, each with its gap."""
        rows = session.execute(
            select(GapQuestionTable.message_id, GapQuestionTable.gap_id)
            .join(GapTable, GapTable.id == GapQuestionTable.gap_id)
            .join(MessageRow, MessageRow.id == GapQuestionTable.message_id)
            .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
            .where(GapTable.state == GapState.OPEN.value, ~_is_bad(rule))
        )
        return {row.message_id: row.gap_id for row in rows}

    def leave(self, session: Session, message_ids: Collection[str]) -> None:
        """Take questions out of their gaps."""
        session.execute(delete(GapQuestionTable).where(GapQuestionTable.message_id.in_(message_ids)))

    def open(self, session: Session, title: str, at: datetime) -> str:
        """Open a gap; its figures come with `describe`."""
        row = GapTable(
            id=new_id("gap"), title=title, state=GapState.OPEN.value, first_asked_at=at, last_asked_at=at,
            questions=0, askers=0, wordings=0, answered=0, dismissed_reason="",
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id

    def join(self, session: Session, gap_id: str, questions: Sequence[BadQuestion]) -> None:
        """Put questions into a gap; it is checked anew, and a resolved one is open again, for they are not answered."""
        session.add_all(GapQuestionTable(message_id=question.message_id, gap_id=gap_id) for question in questions)
        session.flush()
        self.change(session, gap_id, checked_sequence=None)
        resolved = (GapTable.id == gap_id, GapTable.state == GapState.RESOLVED.value)
        session.execute(update(GapTable).where(*resolved).values(state=GapState.OPEN.value, resolved_at=None))

    def change(self, session: Session, gap_id: str, **values: Any) -> None:
        """Write columns of a gap."""
        session.execute(update(GapTable).where(GapTable.id == gap_id).values(values))

    def remove_empty(self, session: Session) -> None:
        """Delete gaps of which no question is left, also where an entry is being written."""
        is_held = exists().where(GapQuestionTable.gap_id == GapTable.id)
        session.execute(delete(GapTable).where(~is_held))

    def shrunk(self, session: Session) -> set[str]:
        """Return the ids of gaps whose figures no longer hold, because questions were erased."""
        left = select(func.count()).where(GapQuestionTable.gap_id == GapTable.id).scalar_subquery()
        return set(session.scalars(select(GapTable.id).where(GapTable.questions != left)))

    def drafted(self, session: Session) -> dict[str, str]:
        """Return gaps without an entry, each with what was drafted from a petition that one of its questions led to."""
        rows = session.execute(
            select(GapTable.id, func.min(PetitionReuseTable.entry_id))
            .select_from(PetitionReuseTable)
            .join(PetitionTable, PetitionTable.id == PetitionReuseTable.petition_id)
            .join(MessageRow, MessageRow.conversation_id == PetitionTable.conversation_id)
            .join(GapQuestionTable, GapQuestionTable.message_id == MessageRow.id)
            .join(GapTable, GapTable.id == GapQuestionTable.gap_id)
            .where(GapTable.entry_id.is_(None), PetitionReuseTable.entry_id.is_not(None))
            .group_by(GapTable.id)
        )
        return {gap_id: entry_id for gap_id, entry_id in rows if entry_id is not None}

    def get(self, session: Session, gap_id: str) -> Gap | None:
        """Return a gap, None when there is none with this id."""
        row = session.get(GapTable, gap_id, populate_existing=True)
        return None if row is None else _gap(row)

    def listed(self, session: Session, query: GapQuery) -> tuple[int, list[Gap]]:
        """Return how many gaps match and one page of them, those asked about most often first."""
        wanted = [GapTable.questions >= query.least]
        if query.state is not None:
            wanted.append(GapTable.state == query.state.value)
        if query.department_code is not None:
            wanted.append(GapTable.department_code == query.department_code)
        if query.text.strip():
            wanted.append(GapTable.title.contains(query.text.strip(), autoescape=True))
        total = session.scalar(select(func.count()).select_from(GapTable).where(*wanted)) or 0
        rows = session.scalars(
            select(GapTable)
            .where(*wanted)
            .order_by(GapTable.questions.desc(), GapTable.last_asked_at.desc(), GapTable.id)
            .offset(query.offset)
            .limit(query.limit)
        )
        return total, [_gap(row) for row in rows]

    def to_check(self, session: Session, sequence: int, *, limit: int) -> list[Gap]:
        """Return gaps with unanswered questions that were not checked since the outbox stood there.

        Those that an entry was written for come first, then the ones asked about most often.
        """
        stale = or_(GapTable.checked_sequence.is_(None), GapTable.checked_sequence < sequence)
        rows = session.scalars(
            select(GapTable)
            .where(GapTable.state != GapState.DISMISSED.value, GapTable.answered < GapTable.wordings, stale)
            .order_by(GapTable.entry_id.is_(None), GapTable.questions.desc(), GapTable.id)
            .limit(limit)
        )
        return [_gap(row) for row in rows]

    def mark(self, session: Session, message_ids: Collection[str], *, is_answered: bool) -> None:
        """Note whether these questions are answered by now."""
        wanted = GapQuestionTable.message_id.in_(message_ids)
        session.execute(update(GapQuestionTable).where(wanted).values(is_answered=is_answered))

    def mark_told(self, session: Session, message_ids: Collection[str]) -> None:
        """Note that the askers of these questions are being told."""
        session.execute(
            update(GapQuestionTable).where(GapQuestionTable.message_id.in_(message_ids)).values(is_told=True)
        )


def by_gap(members: Sequence[Member]) -> dict[str, list[Member]]:
    """Return the members of each gap, in their order."""
    found: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        found[member.gap_id].append(member)
    return found


def by_wording(members: Sequence[Member]) -> list[list[Member]]:
    """Return the members of each wording, in their order; the same words written differently are one."""
    found: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        found[fold_for_comparison(member.question.text)].append(member)
    return [*found.values()]


def _is_bad(rule: GapRule) -> ColumnElement[bool]:
    is_given = MessageRow.outcome.in_(_GIVEN)
    awaited = exists().where(AnswerRequestRow.message_id == MessageRow.id)
    return or_(
        MessageRow.outcome == Outcome.ABSTAINED.value,
        and_(is_given, func.coalesce(MessageRow.helpful, True).is_(False)),
        and_(is_given, func.coalesce(ConversationRow.stars, 5) <= rule.low_stars),
        awaited,
    )


def _bad_ids(rule: GapRule) -> Select[tuple[str]]:
    """Return what `_is_bad` may find, part by part: each has an index, all of them together have none."""
    low = select(ConversationRow.id).where(ConversationRow.stars <= rule.low_stars)
    parts = union(
        select(MessageRow.id).where(MessageRow.outcome == Outcome.ABSTAINED.value),
        select(MessageRow.id).where(MessageRow.helpful.is_(False)),
        select(MessageRow.id).where(MessageRow.conversation_id.in_(low)),
        select(AnswerRequestRow.message_id),
    ).subquery()
    return select(parts.c.id)


def _question(row: Any, rule: GapRule) -> BadQuestion:
    why = Why.AWAITED
    if row.outcome == Outcome.ABSTAINED.value:
        why = Why.ABSTAINED
    elif row.helpful is False or (row.stars is not None and row.stars <= rule.low_stars):
        why = Why.DISLIKED
    return BadQuestion(row.id, row.conversation_id, row.text, row.region_code, why, row.asked_at)


def _gap(row: GapTable) -> Gap:
    return Gap(
        id=row.id,
        title=row.title,
        state=GapState(row.state),
        department_code=row.department_code,
        entry_id=row.entry_id,
        questions=row.questions,
        askers=row.askers,
        wordings=row.wordings,
        answered=row.answered,
        first_asked_at=row.first_asked_at,
        last_asked_at=row.last_asked_at,
        checked_at=row.checked_at,
        resolved_at=row.resolved_at,
        dismissed_reason=row.dismissed_reason,
    )
