"""`youda eval hot-issues`: what the detector of hot issues finds in any file of messages, to be judged by reading."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.clock import SHANGHAI
from eval.datasets import read_json_lines, text_field
from eval.errors import DatasetError
from reports.hot.detecting import find_hot
from reports.hot.types import HotCluster, HotMessage

_FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class HotReport:
    """The clusters, hottest first, and how long finding them took."""

    messages: int
    clusters: tuple[HotCluster, ...]
    seconds: float

    def to_json(self, limit: int) -> dict[str, object]:
        """Return figures and the hottest clusters with the ids of their messages."""
        return {
            "messages": self.messages,
            "clusters": len(self.clusters),
            "seconds": round(self.seconds, 1),
            "hottest": [
                {
                    "title": hot.cluster.title,
                    "terms": list(hot.cluster.terms),
                    "ids": [message.id for message in hot.cluster.messages],
                    "cohesion": round(hot.cluster.cohesion, 3),
                    "heat": round(hot.heat, 2),
                    "week": [hot.evidence.first_day.isoformat(), hot.evidence.last_day.isoformat()],
                    "voices": hot.evidence.voices,
                    "weekly_before": hot.evidence.weekly_before,
                    "meets": list(hot.evidence.meets),
                }
                for hot in self.clusters[:limit]
            ],
        }


def read_messages(path: Path) -> list[HotMessage]:
    """Read rows of id, title, text and time, gzipped or not. Raises DatasetError naming the line."""
    messages = [
        HotMessage(
            id=text_field(path, line, row, "id"),
            title=text_field(path, line, row, "title", default=""),
            text=text_field(path, line, row, "text"),
            at=_time(path, line, text_field(path, line, row, "time")),
            sender=text_field(path, line, row, "sender", default=""),
        )
        for line, row in (_unzipped(path) if path.suffix == ".gz" else read_json_lines(path))
    ]
    if not messages:
        raise DatasetError(path, "holds no row. Give one JSON object a line.")
    return messages


def run_hot_issues(messages: list[HotMessage]) -> HotReport:
    """Cluster the messages and judge every cluster by the rule."""
    started = time.perf_counter()
    clusters = tuple(find_hot(messages))
    return HotReport(len(messages), clusters, time.perf_counter() - started)


def _unzipped(path: Path) -> list[tuple[int, dict[str, object]]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [(number, json.loads(line)) for number, line in enumerate(lines, start=1) if line.strip()]
    except FileNotFoundError:
        raise DatasetError(path, "there is no such file. Check the name of the data set.") from None
    except (OSError, EOFError, ValueError) as error:
        raise DatasetError(path, f"cannot be read as gzipped JSON lines ({type(error).__name__}).") from error
    if broken := next((number for number, row in rows if not isinstance(row, dict)), None):
        raise DatasetError(path, "is not a JSON object.", line=broken)
    return rows


def _time(path: Path, line: int, text: str) -> datetime:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    raise DatasetError(path, f"'{text}' is no time. Write it as 2026-11-28 09:30:00.", line=line)
