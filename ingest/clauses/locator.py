"""References to a place in a document, read and written (DOMAIN §2.4 LOCATOR, §2.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text import parse_chinese_numeral
from ingest.clauses.numbering import LEFT, NUMERAL, RIGHT, to_chinese_numeral
from knowledge.types import Clause

LOCATOR = re.compile(
    rf"第(?P<tiao>{NUMERAL}|\d+)条(?:之(?P<zhi>{NUMERAL}))?(?:第(?P<kuan>{NUMERAL}|\d+)款)?"
    rf"(?:第?{LEFT}?(?P<xiang>{NUMERAL}|\d+){RIGHT}?项)?(?:第?{LEFT}?(?P<mu>{NUMERAL}|\d+){RIGHT}?目)?"
)


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a statute; None where the reference does not go that deep or the 条 has one 款."""

    article: int
    inserted: int | None = None
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None

    @property
    def article_id(self) -> str:
        """The clause id of the article within its document part."""
        return f"t{self.article}" if self.inserted is None else f"t{self.article}-{self.inserted}"


def find_locators(text: str) -> list[Locator]:
    """Return the statute references in `text`, in order; a numeral that cannot be read is passed over."""
    return [locator for match in LOCATOR.finditer(text) if (locator := _from_match(match)) is not None]


def parse_locator(text: str) -> Locator | None:
    """Return the reference that `text` begins with, or None."""
    match = LOCATOR.match(text.strip())
    return _from_match(match) if match else None


def render_locator(locator: Locator) -> str:
    """Write a reference the way it is cited: 第十条之一第二款第（二）项第3目."""
    text = f"第{to_chinese_numeral(locator.article)}条"
    if locator.inserted is not None:
        text += f"之{to_chinese_numeral(locator.inserted)}"
    if locator.paragraph is not None:
        text += f"第{to_chinese_numeral(locator.paragraph)}款"
    if locator.item is not None:
        text += f"第（{to_chinese_numeral(locator.item)}）项"
    if locator.point is not None:
        text += f"第{locator.point}目"
    return text


def resolve_locator(locator: Locator, clauses: Sequence[Clause]) -> Clause | None:
    """Return the clause a reference means. A reference without 款 means the only one, or the article itself."""
    by_id = {clause.id: clause for clause in clauses}
    found = by_id.get(locator.article_id)
    if found is None:
        return None
    if locator.paragraph is not None:
        found = by_id.get(f"{found.id}.k{locator.paragraph}", found)
    if locator.item is None:
        return found
    base = found.id if locator.paragraph is not None else None
    items = [
        clause
        for clause in clauses
        if clause.id.endswith(f".x{locator.item}") and clause.id.startswith(f"{base or found.id}.")
    ]
    item = items[0] if len(items) == 1 or (items and base) else None
    if item is None or locator.point is None:
        return item or found
    return by_id.get(f"{item.id}.m{locator.point}", item)


def _from_match(match: re.Match[str]) -> Locator | None:
    numbers = {name: _number(match[name]) for name in ("tiao", "zhi", "kuan", "xiang", "mu")}
    if any(match[name] and not 0 < (numbers[name] or 0) < 10_000 for name in numbers):
        return None
    return Locator(numbers["tiao"] or 0, numbers["zhi"], numbers["kuan"], numbers["xiang"], numbers["mu"])


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else parse_chinese_numeral(text)
