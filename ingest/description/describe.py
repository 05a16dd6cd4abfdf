"""Legal metadata of a document, each value with the place it was read from (DOMAIN §2.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.cleaning.lines import Line
from ingest.description.dates import parse_date
from ingest.description.header import DOCUMENT_NUMBER, ORDER_NUMBER, Frame, is_organisation
from ingest.description.relations import normal_number
from ingest.description.validity import find_validity
from ingest.lexicons import words
from ingest.types import PageFacts
from knowledge.types import Authority, Description, EntryKind, Evidence

_TITLE_NUMBER = re.compile(rf"[（(]\s*{DOCUMENT_NUMBER.pattern}\s*[）)]")
_ISSUER_IN_TITLE = re.compile(r"^(?P<bodies>[^《》]{3,60}?)(?:关于|印发|发布|转发|办公室关于)")
_ISSUER_OF_ORDER = re.compile(r"^([\u4e00-\u9fff]{3,30}?)\s*令$")
_RULE_NUMBER = re.compile(r"规[字〔]?")
_NOTICE = re.compile(r"(?:申报|征集|遴选|申领|兑现|受理).*(?:通知|公告|通告|指南)|关于(?:组织|开展).{0,30}申报")
_INTERPRETATION = re.compile(r"解读|答记者问|图解|政策问答|读懂")


@dataclass(frozen=True, slots=True)
class Described:
    """The description of a document and what kind of entry it makes."""

    kind: EntryKind
    description: Description


def describe(title: str, frame: Frame, lines: Sequence[Line], facts: PageFacts, *, is_statute: bool) -> Described:
    """Read number, issuers, dates and authority. A document without any of the marks of a 公文 is an article."""
    number = _number(title, frame, lines, facts)
    issuers = _issuers(frame, lines, facts)
    issued = _issued_on(frame, lines, facts)
    body_lines = [line for index, line in enumerate(lines) if index not in frame.furniture]
    validity = find_validity(body_lines, issued.day if issued else facts.published_on)
    kind = _kind(title, number, bool(issuers and issued), is_statute)
    is_official = kind in (EntryKind.POLICY_DOCUMENT, EntryKind.NOTICE)
    holds = validity.evidence if is_official else ()
    evidence = [e for e in (number, *issuers, issued.evidence if issued else None, *holds) if e is not None]
    recipients = _recipients(frame, lines)
    return Described(
        kind,
        Description(
            document_number=number.value if number else None,
            issuing_bodies=tuple(dict.fromkeys(e.value for e in issuers)),
            recipients=tuple(recipients),
            authority=_authority(kind, title, number.value if number else "", [e.value for e in issuers]),
            issued_on=issued.day if issued else None,
            published_on=facts.published_on,
            effective_from=validity.effective_from if is_official else None,
            effective_from_inferred=validity.inferred and is_official,
            effective_to=validity.effective_to if is_official else None,
            evidence=tuple(evidence),
        ),
    )


# -- number ------------------------------------------------------------------------------------------------


def _number(title: str, frame: Frame, lines: Sequence[Line], facts: PageFacts) -> Evidence | None:
    """Prefer a line of its own, then the bracket after a title, then what the page says about itself."""
    if frame.number_line is not None:
        line = lines[frame.number_line]
        if not (DOCUMENT_NUMBER.search(line.text) or ORDER_NUMBER.search(line.text)):
            written = _order(frame.title, line.text)
            return Evidence("document_number", written, line.text, line.start, line.end, 0.9)
        return Evidence("document_number", read_number(line.text) or line.text, line.text, line.start, line.end)
    for index in (*frame.title_lines, *([frame.history] if frame.history is not None else [])):
        if value := read_number(lines[index].text):
            line = lines[index]
            return Evidence("document_number", value, line.text, line.start, line.end, 0.9)
    if match := _TITLE_NUMBER.search(title):
        return Evidence("document_number", read_number(match[0]) or match[0], title, confidence=0.9)
    for name in ("文号", "发文字号"):
        if value := read_number(facts.fields.get(name, "")):
            return Evidence("document_number", value, facts.fields[name], confidence=0.9)
    return None


def _order(title: str, number: str) -> str:
    """Join the head of an order and the number on the line below it: 广州市人民政府令 + 第179号."""
    head = re.sub(r"[\s　]", "", title)
    return f"{head}{number}" if head.endswith(("令", "公告")) else number


def read_number(text: str) -> str | None:
    """Return the 发文字号 or order number in `text` in standard form, the prefix trimmed to the issuing agency."""
    if match := DOCUMENT_NUMBER.search(text):
        written = normal_number(match)
        return _trim_prefix(match[1]) + written[len(match[1]) :]
    if match := ORDER_NUMBER.search(text):
        year = f"{match[2]}年" if match[2] else ""
        head = re.sub(r"^.*[，。：\s（(日]", "", text[: match.start()])
        return f"{head}{match[1]}{year}第{match[3]}号"
    return None


def _trim_prefix(prefix: str) -> str:
    """Cut running text before an agency's abbreviation ("按照苏府" → "苏府")."""
    for lead in words("number_lead_ins"):
        if lead in prefix and not prefix.endswith(lead):
            prefix = prefix[prefix.rindex(lead) + len(lead) :]
    return prefix


# -- issuers -----------------------------------------------------------------------------------------------


def _issuers(frame: Frame, lines: Sequence[Line], facts: PageFacts) -> list[Evidence]:
    """Prefer the signature, then the red head, then the front of the title, then the page's own field."""
    for signature in frame.signatures:
        if signature.bodies:
            return [e for i in signature.bodies for e in _bodies(lines[i].text, lines[i], 1.0)]
    if frame.red_head is not None:
        line = lines[frame.red_head]
        return _bodies(line.text.removesuffix("文件"), line, 0.9)
    for index in frame.title_lines:
        order = _ISSUER_OF_ORDER.match(lines[index].text)
        if order and is_organisation(order[1]):
            return _bodies(order[1], lines[index], 0.9)
        match = _ISSUER_IN_TITLE.match(lines[index].text)
        if match and is_organisation(match["bodies"]):
            return _bodies(match["bodies"], lines[index], 0.8)
    for name in ("发文机关", "发布机构"):
        value = facts.fields.get(name, "")
        if value and is_organisation(value):
            return [Evidence("issuing_bodies", part, value, confidence=0.8) for part in _names(value)]
    return []


def _bodies(text: str, line: Line, confidence: float) -> list[Evidence]:
    return [Evidence("issuing_bodies", name, line.text, line.start, line.end, confidence) for name in _names(text)]


def _names(text: str) -> list[str]:
    """Separate joint issuers; letters set apart by blanks to fill a line are one name."""
    parts = [part for part in re.split(r"[\s、]+", text.strip()) if part]
    return parts if all(len(part) >= 3 for part in parts) else ["".join(parts)]


def _recipients(frame: Frame, lines: Sequence[Line]) -> list[str]:
    if frame.recipients is None:
        return []
    text = lines[frame.recipients].text.rstrip("：:")
    return [part.strip() for part in re.split(r"[，,、；;](?![^（(]*[）)])", text) if part.strip()]


# -- dates -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Issued:
    day: date
    evidence: Evidence


def _issued_on(frame: Frame, lines: Sequence[Line], facts: PageFacts) -> _Issued | None:
    """成文日期: the date under the signature; for a law the latest date of its history line."""
    signed = [s for s in frame.signatures if s.bodies and s.date is not None]
    alone = [s for s in frame.signatures if s.date is not None]
    for signature in (*signed[:1], *alone[-1:]):
        line = lines[signature.date or 0]
        if day := parse_date(line.text):
            return _Issued(day, Evidence("issued_on", day.isoformat(), line.text, line.start, line.end))
    if frame.history is not None:
        line = lines[frame.history]
        days = [d for part in re.split("(?<=日)", line.text) if (d := parse_date(part)) is not None]
        if days:
            day = max(days)
            return _Issued(day, Evidence("issued_on", day.isoformat(), line.text, line.start, line.end, 0.8))
    for name in ("成文日期", "发文日期"):
        if day := parse_date(facts.fields.get(name, "")):
            return _Issued(day, Evidence("issued_on", day.isoformat(), facts.fields[name], confidence=0.9))
    return None


# -- kind and authority ------------------------------------------------------------------------------------


def _kind(title: str, number: Evidence | None, is_signed: bool, is_statute: bool) -> EntryKind:
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    is_official_title = bare.endswith((*words("title_endings"), "》"))
    if _INTERPRETATION.search(title):
        return EntryKind.INTERPRETATION
    if number is not None or is_signed or (is_statute and is_official_title):
        return EntryKind.NOTICE if _NOTICE.search(title) else EntryKind.POLICY_DOCUMENT
    return EntryKind.ARTICLE


def _authority(kind: EntryKind, title: str, number: str, issuers: Sequence[str]) -> Authority:
    """A guess by title, number and issuer; the curator confirms it."""
    if kind is EntryKind.ARTICLE:
        return Authority.ARTICLE
    if kind is EntryKind.INTERPRETATION:
        return Authority.INTERPRETATION
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    if bare.startswith("中华人民共和国") and bare.endswith(("法", "法典")):
        return Authority.LAW
    if "国务院令" in number or ("国务院" in issuers and bare.endswith(("条例", "规定", "办法"))):
        return Authority.ADMINISTRATIVE_REGULATION
    if bare.startswith("中华人民共和国") and bare.endswith("条例"):
        return Authority.ADMINISTRATIVE_REGULATION
    if bare.endswith("条例"):
        return Authority.LOCAL_REGULATION
    if "令" in number:
        return Authority.RULE
    if _RULE_NUMBER.search(number.split("〔", 1)[0]) or bare.endswith(("办法", "规定", "细则", "规则")):
        return Authority.NORMATIVE_DOCUMENT
    return Authority.GENERAL_DOCUMENT
