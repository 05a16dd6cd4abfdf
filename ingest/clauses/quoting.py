"""Text that a decision quotes: the new wording of another law's articles opens no clause of this one."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.cleaning.lines import Line

_LONGEST = 80
"""Lines after which a quotation that was never closed is taken for a missing mark."""


def quoted_lines(lines: Sequence[Line]) -> set[int]:
    """Return the lines inside a quotation that a line above began with “ and that a line below closes."""
    found: set[int] = set()
    index = 0
    while index < len(lines):
        end = _end_of_quotation(lines, index) if lines[index].text.startswith("“") else None
        if end is not None:
            found.update(range(index + 1, end + 1))
            index = end
        index += 1
    return found


def _end_of_quotation(lines: Sequence[Line], first: int) -> int | None:
    depth = 0
    for index in range(first, min(first + _LONGEST, len(lines))):
        text = lines[index].text
        if index > first and text.startswith("“"):
            depth = 0  # each paragraph of a long quotation may begin with a mark of its own
        depth += text.count("“") - text.count("”")
        if depth <= 0:
            return index if index > first else None
    return None
