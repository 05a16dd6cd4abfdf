"""Styles of a Word document: what a paragraph or a run takes over from the style it names, and from those below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.word_parts import is_on, number_of, value_of, w

_HEADING = re.compile(r"^(?:heading|标题)\s*(\d)$", re.IGNORECASE)
_TITLES = frozenset({"title", "标题"})
_BODY_LEVEL = 9
"""The outline level that Word gives to running text."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style, with those it is based on, says; None where all are silent."""

    heading: int | None = None  # depth from 1, 0 for running text
    hidden: bool | None = None
    list_id: str | None = None
    list_level: int | None = None
    list_style: str | None = None  # the style that named the list, to which the list may give a level


class Styles:
    """The styles of one document by their ids."""

    def __init__(self, part: Any | None) -> None:
        elements = part.iterchildren(w("style")) if part is not None else ()
        self._elements = {element.get(w("styleId")): element for element in elements}
        self._known: dict[str, Style] = {}
        self._default = next(
            (
                id_
                for id_, element in self._elements.items()
                if element.get(w("type")) == "paragraph" and element.get(w("default"), "0") in ("1", "true", "on")
            ),
            None,
        )

    def of_paragraph(self, properties: Any | None) -> Style:
        """Return the style of a paragraph by its properties."""
        return self.named(value_of(properties, "pStyle") or self._default)

    def named(self, id_: str | None) -> Style:
        """Return a style; one that is missing says nothing."""
        if id_ is None or id_ not in self._elements:
            return Style()
        if id_ not in self._known:
            self._known[id_] = Style()  # styles based on each other end here
            self._known[id_] = self._read(self._elements[id_])
        return self._known[id_]

    def list_of(self, id_: str) -> str | None:
        """Return the list that a numbering style stands for."""
        return self.named(id_).list_id

    def _read(self, element: Any) -> Style:
        base = self.named(value_of(element, "basedOn"))
        properties = element.find(w("pPr"))
        reference = properties.find(w("numPr")) if properties is not None else None
        heading, hidden = _heading(element, properties), is_on(element.find(w("rPr")), "vanish")
        list_id, level = value_of(reference, "numId"), number_of(reference, "ilvl")
        return Style(
            heading=base.heading if heading is None else heading,
            hidden=base.hidden if hidden is None else hidden,
            list_id=list_id or base.list_id,
            list_level=base.list_level if level is None else level,
            list_style=element.get(w("styleId")) if list_id else base.list_style,
        )


def outline_level(properties: Any | None) -> int | None:
    """Return the depth of a heading from 1 that paragraph properties give, 0 for running text, None where silent."""
    level = number_of(properties, "outlineLvl")
    return None if level is None else (level + 1 if 0 <= level < _BODY_LEVEL else 0)


def _heading(element: Any, properties: Any | None) -> int | None:
    name = (value_of(element, "name") or "").strip()
    if match := _HEADING.match(name):
        return int(match[1])
    level = outline_level(properties)
    return 1 if level is None and name.lower() in _TITLES else level
