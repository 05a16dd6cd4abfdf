"""What is asked often at this time of the year: curated questions, and what many visitors asked in their own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from assistant.repository import ConversationRepository, Period
from assistant.types import HotQuestion
from core.clock import SHANGHAI
from core.text import fold_for_comparison
from knowledge.repository import EntryFilter, KnowledgeRepository
from knowledge.types import EntryKind, EntryStatus, EntrySummary

_LOOKED_AT = 400
_DAYS = 30
_YEARS_BACK = 2
_FEWEST_ASKERS = 3
"""In how many conversations a question must have been asked before others are shown its words."""
_LONGEST = 40


def hot_questions(session: Session, today: date) -> list[HotQuestion]:
    """Return questions asked often in this season, those of the same count in order of all times.

    A season is the last thirty days, and the thirty days around this day a year and two years ago: applications come
    back every year. The first question of every department stands before the second of any.
    """
    season = list(_season(today))
    asked, published = ConversationRepository(session), KnowledgeRepository(session)
    wanted = EntryFilter(status=EntryStatus.PUBLISHED, public_only=True, limit=_LOOKED_AT)
    entries = {entry.entry_id: entry for entry in published.list_entries(wanted)[1] if _is_live(entry, today)}
    faqs = [entry for entry in entries.values() if entry.kind is EntryKind.FAQ]
    ids = [faq.entry_id for faq in faqs]
    now, ever = asked.times_cited(ids, season), asked.times_cited(ids)
    faqs.sort(key=lambda faq: (-now.get(faq.entry_id, 0), -ever.get(faq.entry_id, 0), faq.entry_id))
    often = asked.asked_by_many(season, fewest=_FEWEST_ASKERS, limit=_LOOKED_AT)
    own_words = ((text, entries[entry_id]) for text, entry_id in often if entry_id in entries and len(text) <= _LONGEST)
    curated = ((faq.title, faq) for faq in faqs)
    return _taking_turns(_each_once((*own_words, *curated)))


def _season(today: date) -> Iterator[Period]:
    for years in range(_YEARS_BACK + 1):
        middle = datetime.combine(today, time(), SHANGHAI) - timedelta(days=round(365.25 * years))
        yield middle - timedelta(days=_DAYS), middle + timedelta(days=_DAYS)


def _is_live(entry: EntrySummary, today: date) -> bool:
    return entry.version == entry.live_version and (entry.effective_to is None or entry.effective_to >= today)


def _each_once(questions: Iterable[tuple[str, EntrySummary]]) -> Iterator[HotQuestion]:
    seen: set[str] = set()
    for text, entry in questions:
        key = fold_for_comparison(text).rstrip("?？。")
        if key not in seen:
            seen.add(key)
            yield HotQuestion(text, entry.entry_id, entry.department_code)


def _taking_turns(questions: Iterable[HotQuestion]) -> list[HotQuestion]:
    """Put the first question of every department before the second of any; the order is kept otherwise."""
    seen: Counter[str | None] = Counter()
    rounds: list[tuple[int, HotQuestion]] = []
    for question in questions:
        rounds.append((seen[question.department_code], question))
        seen[question.department_code] += 1
    return [question for _, question in sorted(rounds, key=lambda turn: turn[0])]
