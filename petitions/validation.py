"""Checks of a petition as it is filed: every field error at once, in the words of LOOK §5."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from core.errors import InvalidInputError
from core.masking import is_credit_code
from core.messages import message
from core.text import remove_invisible
from petitions.taxonomy import Taxonomy
from petitions.types import Channel, Contact, Identity, Nature, PetitionDraft

TITLE_MAX_CHARS = 50
CONTENT_MIN_CHARS = 10
CONTENT_MAX_CHARS = 5000
DEMAND_MAX_CHARS = 1000
REPLY_MAX_CHARS = 10_000
REMARK_MAX_CHARS = 500
NAME_MAX_CHARS = 50
CREDIT_CODE_CHARS = 18
MOBILE_DIGITS = 11
IMPORTING = frozenset({Channel.IMPORT, Channel.HOTLINE_12345, Channel.API})
"""Channels of other systems, whose petitions may come without a category of ours (其他 99)."""

_LANDLINE = re.compile(r"(?:01\d|02\d)\d{8}|0[3-9]\d{2}\d{7,8}")
_REGION = re.compile(r"\d{6}(?:\d{3}){0,2}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CREDIT_CHARACTERS = re.compile(r"[0-9A-HJ-NPQRTUWXY]*")
_PHONE_PUNCTUATION = re.compile(r"[\s()\-.—–]")


def check_draft(draft: PetitionDraft, taxonomy: Taxonomy) -> PetitionDraft:
    """Return the draft cleaned up: blanks trimmed, phone digits only, capitals in the credit code.

    A report (举报) filed under a name becomes confidential; an anonymous one keeps no contact data.
    Raises InvalidInputError whose `details` hold one sentence per wrong field.
    """
    cleaned = _cleaned(draft)
    checks = {
        "title": _title_error(cleaned.title),
        "content": _content_error(cleaned.content),
        "demand": too_long(cleaned.demand, DEMAND_MAX_CHARS),
        "credit_code": _credit_code_error(cleaned.credit_code),
        "category_code": _category_error(cleaned, taxonomy),
        "region_code": _region_error(cleaned.region_code),
        "consent": None if cleaned.consent else message("petition.field.consent"),
    }
    if cleaned.identity is not Identity.ANONYMOUS:
        checks["contact_name"] = _name_error(cleaned.contact.name)
        checks["contact_phone"] = phone_error(cleaned.contact.phone)
    raise_field_errors(checks)
    return cleaned


def _region_error(region_code: str | None) -> str | None:
    return None if region_code is None or _REGION.fullmatch(region_code) else message("petition.field.region")


def raise_field_errors(checks: dict[str, str | None]) -> None:
    """Raise InvalidInputError with all sentences of `checks` that are not None, if there are any."""
    errors = {field: text for field, text in checks.items() if text is not None}
    if errors:
        raise InvalidInputError(message("petition.error.fields", count=len(errors)), details=errors)


def missing(text: str, field: str) -> str | None:
    """Return the sentence for a field left empty, None when it has words."""
    return None if text.strip() else message(f"petition.field.{field}")


def too_long(text: str, most: int) -> str | None:
    """Return the sentence for a text of more than `most` characters."""
    return message("petition.field.too_long", max=most, count=len(text)) if len(text) > most else None


def normalise_phone(phone: str) -> str:
    """Return the digits of a phone number without punctuation and the prefix of the country (+86)."""
    digits = _PHONE_PUNCTUATION.sub("", unicodedata.normalize("NFKC", phone))
    return re.sub(r"^(?:\+?86|0086)(?=1\d{10}$|0\d{9,}$)", "", digits)


def phone_error(phone: str) -> str | None:
    """Return what is wrong with a normalised phone number, None when it is a mobile or a landline with area code."""
    if not phone:
        return message("petition.field.phone_empty")
    if _MOBILE.fullmatch(phone) or _LANDLINE.fullmatch(phone):
        return None
    if phone.isdigit() and phone.startswith("1"):
        missing = MOBILE_DIGITS - len(phone)
        if missing > 0:
            return message("petition.field.phone_short", count=missing)
        if missing < 0:
            return message("petition.field.phone_long", count=-missing)
    return message("petition.field.phone_format")


def _cleaned(draft: PetitionDraft) -> PetitionDraft:
    contact = Contact(
        name=_line(draft.contact.name), phone=normalise_phone(draft.contact.phone), address=_line(draft.contact.address)
    )
    identity = draft.identity
    if draft.nature is Nature.REPORT and identity is Identity.NAMED:
        identity = Identity.CONFIDENTIAL
    return replace(
        draft,
        title=_line(draft.title),
        content=remove_invisible(draft.content).strip(),
        demand=remove_invisible(draft.demand).strip(),
        contact=Contact() if identity is Identity.ANONYMOUS else contact,
        enterprise_name=_line(draft.enterprise_name),
        credit_code=re.sub(r"\s", "", unicodedata.normalize("NFKC", draft.credit_code)).upper(),
        identity=identity,
        category_code=draft.category_code or None,
        submission_key=draft.submission_key or None,
    )


def _line(text: str) -> str:
    return " ".join(remove_invisible(text).split())


def _title_error(title: str) -> str | None:
    return message("petition.field.title_empty") if not title else too_long(title, TITLE_MAX_CHARS)


def _content_error(content: str) -> str | None:
    if not content:
        return message("petition.field.content_empty")
    if len(content) < CONTENT_MIN_CHARS:
        return message("petition.field.too_short", min=CONTENT_MIN_CHARS, count=len(content))
    return too_long(content, CONTENT_MAX_CHARS)


def _name_error(name: str) -> str | None:
    return message("petition.field.name_empty") if not name else too_long(name, NAME_MAX_CHARS)


def _credit_code_error(code: str) -> str | None:
    if not code:
        return None
    if len(code) != CREDIT_CODE_CHARS:
        return message("petition.field.credit_code_length", max=CREDIT_CODE_CHARS, count=len(code))
    if not _CREDIT_CHARACTERS.fullmatch(code):
        return message("petition.field.credit_code_characters")
    return None if is_credit_code(code) else message("petition.field.credit_code_check")


def _category_error(draft: PetitionDraft, taxonomy: Taxonomy) -> str | None:
    if draft.category_code is None or taxonomy.is_choosable(draft.category_code):
        return None
    is_imported = draft.channel in IMPORTING and taxonomy.find(draft.category_code) is not None
    return None if is_imported else message("petition.field.category")
