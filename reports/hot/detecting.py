"""When a cluster is a hot issue (DOMAIN §5), with the figures that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.clock import SHANGHAI
from core.text import fold_for_comparison
from reports.hot.clustering import Likeness, cluster_messages
from reports.hot.types import Cluster, Evidence, HotCluster, HotMessage

_WEEK, _WEEKS_BEFORE = 7, 4


@dataclass(frozen=True, slots=True)
class Season:
    """A matter that returns every year: in these months fewer voices about `word` make an issue."""

    word: str
    first_month: int
    last_month: int

    def names(self, cluster: Cluster, day: date) -> bool:
        """Say whether a cluster is about it on such a day; the months may go over the turn of the year."""
        first, last = self.first_month, self.last_month
        is_now = first <= day.month <= last if first <= last else not last < day.month < first
        return is_now and (self.word in cluster.title or any(self.word in term for term in cluster.terms))


@dataclass(frozen=True, slots=True)
class HotRule:
    """Configurable numbers of DOMAIN §5: so many voices of so many senders in seven days, so many times the usual."""

    least_voices: int = 5
    least_senders: int = 3
    times_the_usual: float = 2.0
    seasons: tuple[Season, ...] = ()
    season_voices: int = 3


def find_hot(
    messages: Sequence[HotMessage], rule: HotRule = HotRule(), likeness: Likeness = Likeness()
) -> list[HotCluster]:
    """Return every cluster with its evidence, the hottest first; `evidence.meets` is empty where the rule fails.

    An extra urgent message that is like no other is a cluster of its own.
    """
    clusters = cluster_messages(messages, likeness)
    together = {message.id for cluster in clusters for message in cluster.messages}
    alone = [message for message in messages if message.is_extra_urgent and message.id not in together]
    clusters += [Cluster(message.title, (), (message,), cohesion=0.0) for message in alone]
    found = [_judged(cluster, rule) for cluster in clusters]
    return sorted(found, key=lambda hot: (-hot.heat, hot.cluster.messages[0].id))


def _judged(cluster: Cluster, rule: HotRule) -> HotCluster:
    days = _voices_by_day(cluster.messages)
    last = max(days, key=lambda day: (_count(days, day - timedelta(_WEEK - 1), day), day))
    first = last - timedelta(_WEEK - 1)
    voices = _count(days, first, last)
    senders = len({message.sender for day, said in days.items() if first <= day <= last for message in said})
    before = _count(days, first - timedelta(_WEEK * _WEEKS_BEFORE), first - timedelta(1)) / _WEEKS_BEFORE
    is_known = any(message.sender for message in cluster.messages)
    is_surge = (
        voices >= rule.least_voices
        and (senders >= rule.least_senders or not is_known)
        and voices >= rule.times_the_usual * before
    )
    is_urgent = any(message.is_extra_urgent for message in cluster.messages)
    is_season = voices >= rule.season_voices and any(season.names(cluster, last) for season in rule.seasons)
    found = {"surge": is_surge, "extra_urgent": is_urgent, "season": is_season}
    meets = tuple(name for name, holds in found.items() if holds)
    month = max(_count(days, day - timedelta(_WEEK * _WEEKS_BEFORE - 1), day) for day in days)
    evidence = Evidence(first, last, voices, senders if is_known else voices, before, meets)
    return HotCluster(cluster, evidence, cluster.cohesion * month)


def _voices_by_day(messages: Sequence[HotMessage]) -> dict[date, list[HotMessage]]:
    """Return the different messages of each day: the same text again by the same sender is no further voice."""
    seen: set[tuple[str, str]] = set()
    days: dict[date, list[HotMessage]] = {}
    for message in sorted(messages, key=lambda each: (each.at, each.id)):
        key = (message.sender, fold_for_comparison(message.text))
        if key not in seen:
            seen.add(key)
            days.setdefault(message.at.astimezone(SHANGHAI).date(), []).append(message)
    return days


def _count(days: dict[date, list[HotMessage]], first: date, last: date) -> int:
    return sum(len(said) for day, said in days.items() if first <= day <= last)
