"""Drafts of entries that are written field by field: curated questions and service items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.messages import message
from knowledge.types import (
    Authority,
    Clause,
    ClauseKind,
    Description,
    EntryDraft,
    EntryKind,
    FaqDetails,
    Finding,
    Material,
    PassageDraft,
    RelationDraft,
    RelationKind,
    ServiceItemDetails,
    Source,
    Visibility,
)

_TITLE = re.compile(r"《([^》]+)》")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}〔\d{4}〕\d+号")
_SCOPE = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFrame:
    """What every draft has around its content."""

    description: Description = Description()
    source: Source = Source()
    visibility: Visibility = Visibility.PUBLIC
    findings: tuple[Finding, ...] = ()


def faq_draft(details: FaqDetails, frame: DraftFrame | None = None) -> EntryDraft:
    """Return the draft of a curated question: one clause per paragraph of the answer, one passage per phrasing.

    Every passage spans the whole answer and has its phrasing as context, so a question finds the answer by the way
    it is asked and the answer is quoted, never the question. `basis` becomes unresolved relations.
    """
    frame = frame or DraftFrame()
    body = _tidy(details.answer)
    phrasings = [p for p in dict.fromkeys(map(str.strip, (details.standard_question, *details.similar_questions))) if p]
    answer = Clause("answer", None, ClauseKind.TEXT, "", details.standard_question.strip(), "", 0, len(body), len(body))
    return EntryDraft(
        kind=EntryKind.FAQ,
        title=details.standard_question.strip(),
        body=body,
        clauses=(answer,),
        passages=tuple(PassageDraft(answer.id, 0, len(body), phrasing) for phrasing in phrasings),
        description=_with_authority(frame.description),
        details=details,
        relations=tuple(read_relation(RelationKind.FAQ_OF, basis) for basis in details.basis),
        source=frame.source,
        visibility=frame.visibility,
        findings=frame.findings,
    )


def service_item_draft(details: ServiceItemDetails, title: str, frame: DraftFrame | None = None) -> EntryDraft:
    """Return the draft of a service guide: a clause and a passage per section, in the order guides are printed."""
    frame = frame or DraftFrame()
    body, clauses = "", []
    for name, text in _sections(details):
        heading = message(f"service_item.section.{name}")
        start = len(body)
        body += message("service_item.section_text", heading=heading, text=text)
        clauses.append(Clause(name, None, ClauseKind.TEXT, "", heading, f"“{heading}”", start, len(body), len(body)))
        body += "\n"
    return EntryDraft(
        kind=EntryKind.SERVICE_ITEM,
        title=title,
        body=body.rstrip("\n"),
        clauses=tuple(clauses),
        passages=tuple(PassageDraft(clause.id, clause.start, clause.end, title) for clause in clauses),
        description=_with_authority(frame.description),
        details=details,
        relations=tuple(read_relation(RelationKind.BASED_ON, basis) for basis in details.legal_basis),
        source=frame.source,
        visibility=frame.visibility,
        findings=frame.findings,
    )


def read_relation(kind: RelationKind, basis: str) -> RelationDraft:
    """Read a citation as written: 《title》（number）第六条, with any part missing."""
    title = _TITLE.search(basis)
    number = _NUMBER.search(basis)
    scope = _SCOPE.search(basis[number.end() if number else title.end() if title else 0 :])
    known = title is not None or number is not None
    return RelationDraft(
        kind=kind,
        target_title=title[1] if title else None if known else basis,
        target_document_number=number[0] if number else None,
        scope=scope[0] if scope else None,
        quote=basis,
    )


def _with_authority(description: Description) -> Description:
    if description.authority is not None:
        return description
    return replace(description, authority=Authority.GUIDE)


def _sections(details: ServiceItemDetails) -> Iterator[tuple[str, str]]:
    """Yield name and text of the sections that have something to say."""
    yield "implementing_body", details.implementing_body
    for name, text in (
        ("item_code", details.item_code),
        ("item_type", details.item_type),
        ("legal_basis", "\n".join(details.legal_basis)),
        ("eligibility", "\n".join(details.eligibility)),
        ("required_materials", "\n".join(_material(n, m) for n, m in enumerate(details.required_materials, start=1))),
        ("time_limit", _limits(details)),
        ("fee", details.fee),
        ("steps", "\n".join(details.steps)),
        ("windows", "\n".join(details.windows)),
        ("online", details.online_url or ""),
        ("onsite_visits", "" if details.onsite_visits is None else _visits(details.onsite_visits)),
        ("contact", _contact(details)),
    ):
        if text.strip():
            yield name, _tidy(text)


def _material(number: int, material: Material) -> str:
    notes = [
        material.original_or_copy,
        None if material.copies is None else message("service_item.copies", copies=material.copies),
        None if material.source_channel is None else message("service_item.channel", channel=material.source_channel),
        message("service_item.electronic") if material.electronic_accepted else None,
        message("service_item.exempt") if material.exempt else None,
    ]
    said = message("service_item.separator").join(note for note in notes if note)
    key = "service_item.material_with_notes" if said else "service_item.material"
    return message(key, number=number, name=material.name, notes=said)


def _limits(details: ServiceItemDetails) -> str:
    lines = []
    for name, limit in (("statutory", details.statutory_limit), ("committed", details.committed_limit)):
        if limit is not None:
            lines.append(message(f"service_item.{name}_limit.{limit[1]}", days=limit[0]))
    return "\n".join(lines)


def _visits(visits: int) -> str:
    return message("service_item.visits", visits=visits) if visits else message("service_item.no_visit")


def _contact(details: ServiceItemDetails) -> str:
    lines = []
    if details.consult_phone:
        lines.append(message("service_item.consult_phone", phone=details.consult_phone))
    if details.complaint_phone:
        lines.append(message("service_item.complaint_phone", phone=details.complaint_phone))
    return "\n".join(lines)


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
