"""Correcting what is described of a draft: pure, no I/O."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from core.errors import InvalidInputError
from knowledge.guard import NO_NUMBER
from knowledge.types import Description, EntryDraft, Evidence, Visibility

_DESCRIBED = {f.name for f in fields(Description)} - {"evidence"}


def describe(draft: EntryDraft, changes: dict[str, Any]) -> EntryDraft:
    """Return `draft` with described fields changed by a person: each change is its own evidence, confidence 1."""
    changes = dict(changes)
    title = changes.pop("title", None) or draft.title
    visibility = Visibility(changes.pop("visibility", None) or draft.visibility)
    unknown = set(changes) - _DESCRIBED
    if unknown:
        known = ", ".join(sorted(_DESCRIBED))
        raise InvalidInputError(f"Unknown fields: {', '.join(sorted(unknown))}. Known: {known}.")
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in changes.items()}
    evidence = [e for e in draft.description.evidence if e.field not in changes]
    if values.get("document_number") == NO_NUMBER:
        values["document_number"] = None
        evidence.append(Evidence("document_number", NO_NUMBER, ""))
    if "effective_from" in values:
        values["effective_from_inferred"] = False
    description = replace(draft.description, **values, evidence=tuple(evidence))
    return replace(draft, title=title, visibility=visibility, description=description)
