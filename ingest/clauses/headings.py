"""What of a line behind its mark is a heading."""

from __future__ import annotations

import re

HEADING_END = re.compile(r"[。：；！？]")
MAX_HEADING = 40


def heading_behind(text: str, end: int) -> str:
    """Return the heading behind a mark: the line itself when short, else its first sentence when that is short."""
    rest = text[end:].strip()
    if (match := HEADING_END.search(rest)) is None:
        return rest if len(rest) <= MAX_HEADING else ""
    first, is_whole = rest[: match.start()], match.end() == len(rest)
    is_heading = match[0] == "：" or (match[0] == "。" and not is_whole)
    return first if is_heading and len(first) <= MAX_HEADING // 2 and "，" not in first else ""
