"""Masking of personal data before logs, prompts, analytics and exports (DOMAIN §7).

Raw values live only in encrypted columns. What is found and how it is masked follows the table of DOMAIN §7;
credit codes, short hotline numbers, amounts, document numbers and dates stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

_FOLD = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}  # full-width forms, one for one

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])")
_IDENTITY_LABEL = re.compile(r"身份证[^0-9\n]{0,8}$")
_BANK_CARD = re.compile(r"(?<![0-9A-Za-z])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?(?![0-9])")
_ORDER_LABEL = re.compile(r"(?:订单|工单|单号|编号|流水|文号)[^0-9\n]{0,4}$")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<![\d.])(?:\((?:0[12]\d|0[3-9]\d{2})\)|(?:0[12]\d|0[3-9]\d{2})[- ]?)\s?\d{7,8}(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_ADDRESS = re.compile(r"(?:住址|住所地|家庭地址)\s*[:为是]?\s*(?P<value>[^\s,，。;；]{2,})")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•]?[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])"
)

_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A stretch of text that identifies a person, and what may be shown instead."""

    kind: str
    start: int
    end: int
    masked: str


def mask(text: str, *, official_contacts: Collection[str] = ()) -> str:
    """Return `text` with personal data masked; numbers in `official_contacts` (published office phones) stay."""
    parts, position = [], 0
    for found in find_personal_data(text, official_contacts=official_contacts):
        parts += [text[position : found.start], found.masked]
        position = found.end
    return "".join([*parts, text[position:]])


def find_personal_data(text: str, *, official_contacts: Collection[str] = ()) -> list[PersonalData]:
    """Return what `mask` would replace, in order of place, without overlaps. Full-width digits are read too."""
    folded = text.translate(_FOLD)
    shown = {_digits(contact.translate(_FOLD)) for contact in official_contacts}
    found: list[PersonalData] = []
    for rule in _RULES:
        for candidate in rule(folded):
            is_official = candidate.kind in {"mobile", "landline"} and _national(folded, candidate) in shown
            if not is_official and all(candidate.end <= o.start or candidate.start >= o.end for o in found):
                found.append(candidate)
    return sorted(found, key=lambda f: f.start)


def mask_values(value: Any) -> Any:
    """Return `value` with every string inside its lists and dicts masked; other values as they are."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: mask_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_values(item) for item in value]
    return value


def mask_name(name: str) -> str:
    """Return a person's name with all but its first character hidden: "王小明" → "王**"."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_phone(phone: str) -> str:
    """Return a stored phone number with its middle hidden; short or unusual ones keep their last two digits only."""
    digits = _digits(phone)
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 0) + digits[-2:]


def is_identity_number(number: str) -> bool:
    """Say whether the 18 characters carry a right GB 11643 check digit."""
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", number):
        return False
    total = sum(int(d) * w for d, w in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return _IDENTITY_CHECKS[total % 11] == number[-1].upper()


def is_credit_code(code: str) -> bool:
    """Say whether the 18 characters are a 统一社会信用代码 with a right GB 32100 check character (capitals only)."""
    if len(code) != 18 or any(c not in _CREDIT_ALPHABET for c in code):
        return False
    total = sum(_CREDIT_ALPHABET.index(c) * w for c, w in zip(code, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == code[-1]


def _find_identity(text: str) -> Iterator[PersonalData]:
    for match in (*_IDENTITY.finditer(text), *_OLD_IDENTITY.finditer(text)):
        number = match[0]
        labelled = _IDENTITY_LABEL.search(text[: match.start()]) is not None
        is_enterprise = number[0] == "9" and is_credit_code(number)
        if labelled or (is_identity_number(number) and not is_enterprise):
            yield _found("identity_number", match, number[:3] + "*" * (len(number) - 7) + number[-4:])


def _find_bank_card(text: str) -> Iterator[PersonalData]:
    for match in _BANK_CARD.finditer(text):
        digits = _digits(match[0])
        # Issuer numbers start with 3–6 (or 22–27, 16 digits): times, ids and order numbers mostly do not.
        is_issued = digits[0] in "3456" or (digits[:2] in {"22", "23", "24", "25", "26", "27"} and len(digits) == 16)
        if is_issued and _passes_luhn(digits) and not _ORDER_LABEL.search(text[: match.start()]):
            yield _found("bank_card", match, f"**** **** **** {digits[-4:]}")


def _find_mobile(text: str) -> Iterator[PersonalData]:
    for match in _MOBILE.finditer(text):
        digits = _digits(match[0])[-11:]
        yield _found("mobile", match, f"{digits[:3]}****{digits[-4:]}")


def _finder(kind: str, pattern: re.Pattern[str]) -> Callable[[str], Iterator[PersonalData]]:
    def find(text: str) -> Iterator[PersonalData]:
        for match in pattern.finditer(text):
            yield _found(kind, match, match[0].lstrip("(")[0] + "***")

    return find


def _find_address(text: str) -> Iterator[PersonalData]:
    for match in _ADDRESS.finditer(text):
        yield PersonalData("address", match.start("value"), match.end("value"), match["value"][0] + "***")


_RULES: tuple[Callable[[str], Iterator[PersonalData]], ...] = (
    _find_identity,
    _find_bank_card,
    _find_mobile,
    _finder("email", _EMAIL),
    _finder("landline", _LANDLINE),
    _find_address,
    _finder("plate", _PLATE),
)


def _found(kind: str, match: re.Match[str], masked: str) -> PersonalData:
    return PersonalData(kind, match.start(), match.end(), masked)


def _national(text: str, found: PersonalData) -> str:
    digits = _digits(text[found.start : found.end])
    return digits[-11:] if found.kind == "mobile" else digits


def _digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def _passes_luhn(digits: str) -> bool:
    doubled = (sum(divmod(int(d) * 2, 10)) for d in digits[-2::-2])
    return (sum(doubled) + sum(int(d) for d in digits[-1::-2])) % 10 == 0
