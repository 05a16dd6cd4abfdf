"""Legal metadata of a document, each value with the place it was read from (DOMAIN §2.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.cleaning.lines import Line
from ingest.description.bodies import recipients_in
from ingest.description.dates import impossible_dates
from ingest.description.header import Frame
from ingest.description.issuing import find_issue_date, find_issuers, find_publishing, published_in
from ingest.description.kinds import authority_of, kind_of
from ingest.description.numbers import DOCUMENT_NUMBER, ORDER_NUMBER, read_number
from ingest.description.regions import find_region
from ingest.description.tags import find_tags
from ingest.description.validity import Validity, find_validity
from ingest.types import PageFacts
from knowledge.types import Clause, Description, EntryKind, Evidence, Finding

_TITLE_NUMBER = re.compile(rf"[（(]\s*{DOCUMENT_NUMBER.pattern}\s*[）)]")
_NUMBER_FIELDS = ("文号", "发文字号")
_MOST_IMPOSSIBLE = 5


@dataclass(frozen=True, slots=True)
class Described:
    """The description of a document, what kind of entry it makes, and what is wrong with what it says."""

    kind: EntryKind
    description: Description
    findings: tuple[Finding, ...] = ()


def describe(
    title: str,
    frame: Frame,
    lines: Sequence[Line],
    facts: PageFacts,
    clauses: Sequence[Clause] = (),
    *,
    is_statute: bool,
) -> Described:
    """Read number, issuers, dates, region, authority and tags. What the text does not state stays None."""
    fields = {**facts.fields, **frame.fields}
    number = _number(title, frame, lines, fields)
    issuers = find_issuers(frame, lines, number, fields)
    issued = find_issue_date(frame, lines, fields)
    published = facts.published_on or published_in(frame.fields)
    body_lines = [line for index, line in enumerate(lines) if index not in frame.furniture]
    validity = find_validity(body_lines, issued.day if issued else None)
    if issued is None and validity.effective_from is None and published is not None:
        # 自印发之日起 without a date of issue: the day a page shows the text is the nearest known, and inferred.
        validity = replace(find_validity(body_lines, published), inferred=True)
    kind = kind_of(
        title,
        numbered=number is not None,
        signed=bool(issuers and issued),
        statute=is_statute,
        states_effect=any(e.field == "effective_from" for e in validity.evidence),
    )
    if kind not in (EntryKind.POLICY_DOCUMENT, EntryKind.NOTICE):
        validity = Validity(None, None, False, ())
    region = find_region(issuers, title)
    tags = find_tags(title, body_lines, clauses)
    evidence = [
        *(e for e in (number, *issuers, issued.evidence if issued else None) if e is not None),
        *find_publishing(lines, facts.published_on, frame.fields),
        *validity.evidence,
        *([region.evidence] if region else []),
        *tags,
    ]
    description = Description(
        document_number=number.value if number else None,
        issuing_bodies=tuple(dict.fromkeys(e.value for e in issuers)),
        recipients=() if frame.recipients is None else tuple(recipients_in(lines[frame.recipients].text)),
        authority=authority_of(kind, title, number.value if number else "", [e.value for e in issuers]),
        issued_on=issued.day if issued else None,
        published_on=published,
        effective_from=validity.effective_from,
        effective_from_inferred=validity.inferred,
        effective_to=validity.effective_to,
        region_code=region.code if region else None,
        region_name=region.name if region else None,
        tags=tuple(e.value for e in tags),
        evidence=tuple(evidence),
    )
    return Described(kind, description, _impossible(lines))


def _impossible(lines: Sequence[Line]) -> tuple[Finding, ...]:
    text = "\n".join(line.text for line in lines if "年" in line.text)
    return tuple(Finding("impossible_date", {"text": date_}) for date_ in impossible_dates(text)[:_MOST_IMPOSSIBLE])


def _number(title: str, frame: Frame, lines: Sequence[Line], fields: dict[str, str]) -> Evidence | None:
    """Prefer a line of its own, then the bracket after a title, then what the page says about itself."""
    if frame.number_line is not None:
        line = lines[frame.number_line]
        is_order = not (DOCUMENT_NUMBER.search(line.text) or ORDER_NUMBER.search(line.text))
        written = _order(frame.title, line.text) if is_order else read_number(line.text) or line.text
        return Evidence("document_number", written, line.text, line.start, line.end, 0.9 if is_order else 1.0)
    for index in (*frame.title_lines, *([frame.history] if frame.history is not None else [])):
        if value := read_number(lines[index].text):
            line = lines[index]
            return Evidence("document_number", value, line.text, line.start, line.end, 0.9)
    if match := _TITLE_NUMBER.search(title):
        return Evidence("document_number", read_number(match[0]) or match[0], title, confidence=0.9)
    for name in _NUMBER_FIELDS:
        if value := read_number(fields.get(name, "")):
            return Evidence("document_number", value, fields[name], confidence=0.9)
    return None


def _order(title: str, number: str) -> str:
    """Join the head of an order and the number on the line below it: 广州市人民政府令 + 第179号."""
    head = re.sub(r"[\s　]", "", title)
    return f"{head}{number}" if head.endswith(("令", "公告")) else number
