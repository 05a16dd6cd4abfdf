"""Automatic numbering of Word paragraphs: the marks that a reader of the document sees but its text lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.word_marks import write_number
from ingest.readers.word_parts import is_on, number_of, to_number, value_of, w
from ingest.readers.word_styles import Style, Styles

BULLET = "bullet"
_MAX_LEVELS = 9
_REFERENCE = re.compile(r"%([1-9])")
_MARKUP_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int
    suffix: str  # "tab", "space" or "nothing"
    restarts_after: int | None  # the level, from 1, whose use starts this one again; 0: none; None: any outer one
    style: str | None
    is_legal: bool  # outer numbers in digits


@dataclass(slots=True)
class _List:
    """A definition and where its counting stands; lists made from one definition count on together."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Instance:
    """A list: its definition, the levels it writes differently, and where it begins to count again."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class NumberMark:
    """What stands before a paragraph: `text` with the blank after it, "" for a bullet or nothing."""

    text: str = ""
    is_bullet: bool = False


class Numbering:
    """Counts the numbered paragraphs of one document in order, as Word does."""

    def __init__(self, part: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        self._started: set[str] = set()
        if part is None:
            return
        linked: dict[str, str] = {}  # definition → the numbering style that has its levels
        owners: dict[str, str] = {}
        for abstract in part.iterchildren(w("abstractNum")):
            id_ = abstract.get(w("abstractNumId")) or ""
            self._lists[id_] = _List(dict(_levels(abstract)))
            if style := value_of(abstract, "numStyleLink"):
                linked[id_] = style
            if style := value_of(abstract, "styleLink"):
                owners[style] = id_
        for element in part.iterchildren(w("num")):
            self._instances[element.get(w("numId")) or ""] = _read_instance(element)
        for id_, style in linked.items():
            self._link(id_, owners.get(style) or self._definition(styles.list_of(style)))

    def next_mark(self, properties: Any | None, style: Style) -> NumberMark:
        """Return the mark of the paragraph with these properties, counting it."""
        id_, level = self._reference(properties, style)
        instance = self._instances.get(id_ or "")
        found = self._lists.get(instance.definition) if instance is not None else None
        if id_ is None or instance is None or found is None:
            return NumberMark()
        definition = instance.levels.get(level) or found.levels.get(level)
        if definition is None:
            return NumberMark()
        self._count(id_, instance, found, level, definition)
        if definition.format in (BULLET, "none"):
            return NumberMark(is_bullet=definition.format == BULLET)
        return NumberMark(_rendered(instance, found, level, definition))

    def _definition(self, id_: str | None) -> str | None:
        instance = self._instances.get(id_ or "")
        return instance.definition if instance is not None else None

    def _link(self, id_: str, target: str | None) -> None:
        if target is not None and target in self._lists and not self._lists[id_].levels:
            self._lists[id_] = self._lists[target]

    def _reference(self, properties: Any | None, style: Style) -> tuple[str | None, int]:
        """Return list and level of a paragraph: its own, else its style's. List "0" turns numbering off."""
        own = properties.find(w("numPr")) if properties is not None else None
        id_, level = value_of(own, "numId"), number_of(own, "ilvl")
        if id_ is None:
            id_ = style.list_id
            level = style.list_level if level is None else level
            level = self._level_of_style(id_, style.list_style) if level is None else level
        return (None if id_ in (None, "0") else id_), min(max(level or 0, 0), _MAX_LEVELS - 1)

    def _level_of_style(self, id_: str | None, style_id: str | None) -> int:
        """Return the level that a definition gives to a style, which need not repeat it."""
        instance = self._instances.get(id_ or "")
        found = self._lists.get(instance.definition) if instance is not None else None
        levels = found.levels if found is not None else {}
        return next((n for n, level in levels.items() if style_id and level.style == style_id), 0)

    def _count(self, id_: str, instance: _Instance, found: _List, level: int, definition: _Level) -> None:
        if id_ not in self._started:
            self._started.add(id_)
            for restarted in instance.starts:
                found.counters.pop(restarted, None)
        start = instance.starts.get(level, definition.start)
        found.counters[level] = found.counters.get(level, start - 1) + 1
        for deeper in [d for d in found.counters if d > level]:
            inner = instance.levels.get(deeper) or found.levels.get(deeper)
            after = inner.restarts_after if inner is not None else None
            if after is None or (after != 0 and level <= after - 1):
                del found.counters[deeper]


def _rendered(instance: _Instance, found: _List, level: int, definition: _Level) -> str:
    def number(match: re.Match[str]) -> str:
        position = int(match[1]) - 1
        outer = instance.levels.get(position) or found.levels.get(position)
        if outer is None or position > level:
            return ""
        value = found.counters.get(position, instance.starts.get(position, outer.start))
        is_plain = definition.is_legal and outer.format not in (BULLET, "none")
        return write_number(value, "decimal" if is_plain else outer.format)

    text = _REFERENCE.sub(number, definition.text)
    # 第一条 always stands apart: the definition may leave that to the first character of the text.
    is_apart = definition.suffix != "nothing" and text[-1:].isalnum()
    return text + (" " if is_apart or text.endswith(("条", "章", "节", "编")) else "")


def _levels(parent: Any) -> list[tuple[int, _Level]]:
    found = []
    for element in parent.iterchildren(w("lvl")):
        position = to_number(element.get(w("ilvl")))
        if position is not None and 0 <= position < _MAX_LEVELS:
            found.append((position, _read_level(element)))
    return found


def _read_level(element: Any) -> _Level:
    # A format of a newer Word stands in a choice, with the old one to fall back on beside it.
    format_ = value_of(element, "numFmt") or next(
        (value for fallback in element.iter(_MARKUP_FALLBACK) if (value := value_of(fallback, "numFmt"))), "decimal"
    )
    start = number_of(element, "start")
    return _Level(
        format=format_,
        text=value_of(element, "lvlText") or "",
        start=1 if start is None else start,
        suffix=value_of(element, "suff") or "tab",
        restarts_after=number_of(element, "lvlRestart"),
        style=value_of(element, "pStyle"),
        is_legal=is_on(element, "isLgl") or False,
    )


def _read_instance(element: Any) -> _Instance:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in element.iterchildren(w("lvlOverride")):
        position = to_number(override.get(w("ilvl")))
        if position is None or not 0 <= position < _MAX_LEVELS:
            continue
        levels.update((position, level) for _, level in _levels(override))
        if (start := number_of(override, "startOverride")) is not None:
            starts[position] = start
    return _Instance(value_of(element, "abstractNumId") or "", levels, starts)
