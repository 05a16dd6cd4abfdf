"""Checks that several steps share; each gives the sentence that stands beside its field."""

from __future__ import annotations

from core.messages import message
from petitions.steps import Step
from petitions.validation import missing, raise_field_errors, too_long


def require_fields(**errors: str | None) -> None:
    """Raise InvalidInputError with one sentence per wrong field, if any is wrong."""
    raise_field_errors(errors)


def reason_of(text: str, field: str = "reason") -> str:
    """Return a reason without blanks around it. Raises InvalidInputError when it is empty."""
    raise_field_errors({field: missing(text, field)})
    return text.strip()


def words_of(text: str, field: str, most_chars: int) -> str:
    """Return a longer text without blanks around it. Raises InvalidInputError when it is empty or too long."""
    raise_field_errors({field: missing(text, field) or too_long(text.strip(), most_chars)})
    return text.strip()


def department_error(step: Step, *codes: str) -> str | None:
    """Return the sentence about the first department that does not exist, None when all do."""
    known = step.steps.departments.labels(step.session)
    return None if all(code in known for code in codes) else message("petition.field.department")
