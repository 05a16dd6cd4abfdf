"""Records of service items (办事指南) → entries, from our own fields or those of government service portals."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from knowledge.drafts import DraftFrame, service_item_draft
from knowledge.types import Description, EntryDraft, Finding, Material, ServiceItemDetails, Source

_LIMIT = re.compile(r"(\d+)\s*(?:个)?\s*[（(]?\s*(工作日|自然日|日|天)?")
_ABSENT = frozenset({"", "无", "暂无", "/"})


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    text = (resources.files("ingest.lexicons") / "service_item_keys.json").read_text(encoding="utf-8")
    return {field: tuple(names) for field, names in json.loads(text).items()}


def is_service_item(record: Mapping[str, object]) -> bool:
    """Say whether a record names an item and at least two things that only service guides have."""
    return (
        _value(record, "item_name") is not None
        and sum(
            _value(record, field) is not None
            for field in (
                "item_code",
                "item_type",
                "required_materials",
                "eligibility",
                "committed_limit",
                "implementing_body",
            )
        )
        >= 2
    )


def service_item_of_record(record: Mapping[str, Any], source: Source) -> EntryDraft:
    """Return the entry of one record; what is missing becomes a finding, never a guess."""
    details = ServiceItemDetails(
        item_code=_text(record, "item_code"),
        item_type=_text(record, "item_type"),
        implementing_body=_text(record, "implementing_body"),
        legal_basis=tuple(_basis(b) for b in _many(record, "legal_basis")),
        eligibility=tuple(_plain(e) for e in _many(record, "eligibility")),
        required_materials=tuple(_material(m) for m in _many(record, "required_materials")),
        statutory_limit=_limit(_value(record, "statutory_limit")),
        committed_limit=_limit(_value(record, "committed_limit")),
        fee=_text(record, "fee"),
        windows=tuple(_window(w) for w in _many(record, "windows")),
        online_url=_text(record, "online_url") or None,
        consult_phone=_text(record, "consult_phone") or None,
        complaint_phone=_text(record, "complaint_phone") or None,
        steps=tuple(_plain(s) for s in _many(record, "steps")),
        onsite_visits=_count(_value(record, "onsite_visits")),
    )
    description = Description(
        issuing_bodies=(details.implementing_body,) if details.implementing_body else (),
        department_code=_text(record, "department_code") or None,
        region_code=_text(record, "region_code") or None,
        region_name=_text(record, "region_name") or None,
    )
    missing = [field for field in ("item_code", "implementing_body") if not getattr(details, field)]
    findings = tuple(Finding("service_item_field_missing", {"field": field}) for field in missing)
    frame = DraftFrame(description=description, source=source, findings=findings)
    return service_item_draft(details, _text(record, "item_name"), frame)


def _value(record: Mapping[str, Any], field: str) -> Any | None:
    for key in _keys()[field]:
        value = record.get(key)
        if value is not None and not (isinstance(value, str) and value.strip() in _ABSENT) and value != []:
            return value
    return None


def _text(record: Mapping[str, Any], field: str) -> str:
    value = _value(record, field)
    return "" if value is None else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(v) for v in value.values() if v not in (None, ""))
    return str(value).strip()


def _many(record: Mapping[str, Any], field: str) -> list[Any]:
    value = _value(record, field)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _basis(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value).strip()
    title, number, clause = value.get("title"), value.get("document_number"), value.get("clause")
    return f"{f'《{title}》' if title else ''}{f'（{number}）' if number else ''}{clause or ''}"


def _material(value: Any) -> Material:
    if not isinstance(value, Mapping):
        return Material(name=str(value).strip())
    copies = value.get("copies")
    return Material(
        name=str(value.get("name") or ""),
        source_channel=value.get("source_channel") or None,
        original_or_copy=value.get("original_or_copy") or None,
        copies=int(copies) if copies else None,
        electronic_accepted=value.get("electronic_accepted"),
        exempt=bool(value.get("exempt")),
    )


def _limit(value: Any) -> tuple[int, str] | None:
    if isinstance(value, Mapping):
        days, kind = value.get("days"), str(value.get("kind") or "working_day")
        return None if days is None else (int(days), "calendar_day" if kind.startswith("calendar") else "working_day")
    if isinstance(value, int):
        return value, "working_day"
    match = _LIMIT.search(str(value)) if value is not None else None
    if match is None:
        return None
    return int(match[1]), "calendar_day" if match[2] in ("自然日", "天", "日") else "working_day"


def _window(value: Any) -> str:
    if not isinstance(value, Mapping):
        return re.sub(r"^办理地点[:：]", "", str(value).strip())
    return "，".join(str(part) for part in (value.get("address"), value.get("hours")) if part)


def _count(value: Any) -> int | None:
    if isinstance(value, int):
        return value
    match = re.match(r"\s*(\d+)", str(value)) if value is not None else None
    return int(match[1]) if match else None
