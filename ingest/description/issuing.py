"""Who issued a document and when: signature, red head, title, and what the page says (DOMAIN §2.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.cleaning.lines import Line
from ingest.description.bodies import is_organisation, names_in
from ingest.description.dates import parse_date
from ingest.description.header import IMPRINT, Frame
from knowledge.types import Evidence

ISSUER_FIELDS = ("发文机关", "发布机构", "制定机关", "发布单位")
ISSUED_FIELDS = ("成文日期", "发文日期", "生成日期")
PUBLISHED_FIELDS = ("发布日期", "发布时间")
_ISSUER_IN_TITLE = re.compile(r"^(?P<bodies>[^《》]{3,60}?)(?:关于|印发|发布|转发)")
_ISSUER_OF_ORDER = re.compile(r"^([\u4e00-\u9fff]{3,30}?)\s*令(?:\s*第.*号)?$")
_STATE_COUNCIL = "国务院"
_ENACTED = re.compile(r"(?:于|（)(?P<day>[^，。（）]{8,14}日)[^，。（）]{0,60}?(?:通过|公布)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A day and where it was read."""

    day: date
    evidence: Evidence


def find_issuers(
    frame: Frame, lines: Sequence[Line], number: Evidence | None, fields: Mapping[str, str]
) -> list[Evidence]:
    """Return the issuing bodies: signature first, then red head, the front of the title, the order, the page."""
    for signature in frame.signatures:
        if signature.bodies:
            return [e for i in signature.bodies for e in _bodies(lines[i].text, lines[i], 1.0)]
    if frame.red_head is not None:
        line = lines[frame.red_head]
        return _bodies(line.text.removesuffix("文件"), line, 0.9)
    for index in frame.title_lines:
        if found := _of_title(lines[index]):
            return found
    if not frame.title_lines and (match := _ISSUER_IN_TITLE.match(frame.title)) and is_organisation(match["bodies"]):
        return [Evidence("issuing_bodies", name, frame.title, confidence=0.7) for name in names_in(match["bodies"])]
    if number is not None and f"{_STATE_COUNCIL}令" in number.value:
        return [Evidence("issuing_bodies", _STATE_COUNCIL, number.quote, number.start, number.end, 0.9)]
    for name in ISSUER_FIELDS:
        value = fields.get(name, "")
        if value and is_organisation(value):
            return [Evidence("issuing_bodies", part, value, confidence=0.8) for part in names_in(value)]
    return []


def _of_title(line: Line) -> list[Evidence]:
    order = _ISSUER_OF_ORDER.match(line.text)
    if order and is_organisation(order[1]):
        return _bodies(order[1], line, 0.9)
    match = _ISSUER_IN_TITLE.match(line.text)
    if match and is_organisation(match["bodies"]):
        return _bodies(match["bodies"], line, 0.8)
    return []


def _bodies(text: str, line: Line, confidence: float) -> list[Evidence]:
    return [Evidence("issuing_bodies", name, line.text, line.start, line.end, confidence) for name in names_in(text)]


def find_issue_date(frame: Frame, lines: Sequence[Line], fields: Mapping[str, str]) -> Dated | None:
    """Return the 成文日期: the date under the signature; for a law the latest date of its history line.

    A date that no calendar has gives no value: the printing date further down is another fact.
    """
    signed = [s.date for s in frame.signatures if s.bodies and s.date is not None]
    alone = [s.date for s in frame.signatures if s.date is not None]
    for index in signed[:1] or alone[-1:]:
        line = lines[index]
        day = parse_date(line.text)
        return Dated(day, _on_line("issued_on", day, line, 1.0)) if day else None
    if frame.history is not None and (found := _latest(lines[frame.history])) is not None:
        return found
    if (found := _of_fields("issued_on", ISSUED_FIELDS, fields)) is not None:
        return found
    return _of_enactment(lines)


def _latest(line: Line) -> Dated | None:
    days = [day for part in re.split("(?<=日)", line.text) if (day := parse_date(part)) is not None]
    return Dated(max(days), _on_line("issued_on", max(days), line, 0.8)) if days else None


def _of_enactment(lines: Sequence[Line]) -> Dated | None:
    """《…》已由…于1994年7月5日通过，现予公布 above a statute."""
    for line in lines[:6]:
        if "现予公布" in line.text and (match := _ENACTED.search(line.text)) and (day := parse_date(match["day"])):
            return Dated(day, _on_line("issued_on", day, line, 0.8))
    return None


def find_publishing(lines: Sequence[Line], published: date | None, fields: Mapping[str, str]) -> list[Evidence]:
    """Return the other dates a document carries: 发布日期 of its page, 印发日期 of its imprint."""
    found = []
    if published is not None:
        found.append(Evidence("published_on", published.isoformat(), published.isoformat(), confidence=0.9))
    elif (dated := _of_fields("published_on", PUBLISHED_FIELDS, fields)) is not None:
        found.append(dated.evidence)
    for line in reversed(lines[-20:]):
        match = None if line.is_table else IMPRINT.search(line.text)
        if match and match["printed"] and (day := parse_date(match["printed"])):
            return [*found, _on_line("printed_on", day, line, 1.0)]
    return found


def published_in(fields: Mapping[str, str]) -> date | None:
    """Return the 发布日期 that the lines above the text name."""
    dated = _of_fields("published_on", PUBLISHED_FIELDS, fields)
    return dated.day if dated else None


def _of_fields(name: str, keys: Sequence[str], fields: Mapping[str, str]) -> Dated | None:
    for key in keys:
        if day := parse_date(fields.get(key, "")):
            return Dated(day, Evidence(name, day.isoformat(), fields[key], confidence=0.9))
    return None


def _on_line(name: str, day: date, line: Line, confidence: float) -> Evidence:
    return Evidence(name, day.isoformat(), line.text, line.start, line.end, confidence)
