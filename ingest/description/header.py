"""The frame of an official document: title, number, recipients, signature, and where the carried text begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.clauses.numbering import Mark, read_opening
from ingest.cleaning.lines import Line
from ingest.description.bodies import is_organisation
from ingest.description.carried import carried_text, enacted_text, unprinted_text
from ingest.description.dates import DATE, DATE_LINE
from ingest.description.head import Head
from ingest.types import PageFacts

_ORDER_TITLE = re.compile(r"(?:令|公告)$")
_RELEASE = re.compile(r"^[（(]?此件(?:主动)?公开(?:发布)?[）)]?$|^公开方式[:：]|^是否公开")
IMPRINT = re.compile(rf"^(?:抄送|主题词|联系人|校对|打字)[:：]|(?P<printed>{DATE})\s*印发$")
_MAX_BODIES = 12


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when: lines of the signing bodies, then the date line."""

    bodies: tuple[int, ...]
    date: int | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What frames the text. Numbers are line numbers; `furniture` is every line that is not part of the text itself.

    `inner_title` is set when the file is a notice that carries the text which begins at `inner_start`. `fields` are
    the values that lines such as 成文日期：… above the text name.
    """

    title: str
    title_lines: tuple[int, ...]
    number_line: int | None
    red_head: int | None
    recipients: int | None
    history: int | None
    signatures: tuple[Signature, ...]
    inner_title: str | None
    inner_start: int | None  # where the carried text begins: its title line, or its first line when that is left out
    furniture: frozenset[int]
    fields: dict[str, str] = field(default_factory=dict)


def read_frame(lines: Sequence[Line], facts: PageFacts, *, fallback_title: str) -> Frame:
    """Find the frame of a document. The title comes from the text, then from the page, then `fallback_title`."""
    head = Head(lines, facts)
    title = head.title() or fallback_title
    signatures = _signatures(lines)
    inner_title, inner = carried_text(title, lines, head.end)
    if inner_title is None and _ORDER_TITLE.search(title):
        inner_title, inner = enacted_text(lines, head.end)
    start = inner[0] if inner else None
    if inner_title is None:
        signed = next((s.date for s in signatures if s.bodies and s.date is not None), None)
        inner_title, start = unprinted_text(title, lines, signed)
    furniture = {*head.used, *inner, *([] if head.number is None else [head.number])}
    furniture |= {i for s in signatures for i in (*s.bodies, *([] if s.date is None else [s.date]))}
    furniture |= {i for i, line in enumerate(lines) if _is_release(line)}
    if inner and inner[0] and _is_appendix_mark(lines[inner[0] - 1]):
        furniture.add(inner[0] - 1)
    return Frame(
        title=title,
        title_lines=tuple(head.title_lines),
        number_line=head.number,
        red_head=head.red_head,
        recipients=head.recipients,
        history=head.history,
        signatures=tuple(signatures),
        inner_title=inner_title,
        inner_start=start,
        furniture=frozenset(furniture),
        fields=head.fields,
    )


def _is_release(line: Line) -> bool:
    """Whether a line belongs to the imprint (版记): who it is copied to, when it was printed, whether it is public."""
    text = line.text
    return not line.is_table and len(text) <= 120 and bool(_RELEASE.match(text) or IMPRINT.search(text))


def _signatures(lines: Sequence[Line]) -> list[Signature]:
    found = []
    for index, line in enumerate(lines):
        if line.is_table or not DATE_LINE.match(line.text) or line.text.endswith(("印发", "印")):
            continue
        bodies: list[int] = []
        while (above := index - len(bodies) - 1) >= 0 and len(bodies) < _MAX_BODIES:
            if lines[above].is_table or read_opening(lines[above].text) or not is_organisation(lines[above].text):
                break
            bodies.insert(0, above)
        if bodies or index >= 2:
            found.append(Signature(tuple(bodies), index))
    return found


def _is_appendix_mark(line: Line) -> bool:
    opening = read_opening(line.text)
    return opening is not None and opening.mark is Mark.APPENDIX and len(line.text) <= 6
