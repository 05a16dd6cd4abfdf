"""What an exporter gets."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages import message
from reports.types import Edition, Table
from reports.wording import imprint

_CHARTED = frozenset({"channel", "nature", "category", "region", "industry", "size"})
_MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Document:
    """An edition under its heading. `public_least` is the smallest group shown, None for an internal edition."""

    heading: str
    edition: Edition
    public_least: int | None = None

    @property
    def preface(self) -> list[str]:
        """The sentences under the heading."""
        lines = [imprint(self.edition)]
        if self.public_least is not None:
            lines.append(message("report.edition_public", least=self.public_least))
        return lines


def bars(table: Table) -> list[tuple[str, float]]:
    """Return label and volume of the rows a chart of this table shows, empty for a table without a chart."""
    if table.key not in _CHARTED:
        return []
    shown = [(row.label, float(row.cells[0])) for row in table.rows if isinstance(row.cells[0], float | int)]
    return [bar for bar in shown if bar[1]][:_MOST_BARS]


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text.rstrip("%"))
    except ValueError:
        return False
    return True
