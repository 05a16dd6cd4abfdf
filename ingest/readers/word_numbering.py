"""Automatic numbering of Word paragraphs: the marks that a reader of the document sees but its text lacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from ingest.clauses.numbering import to_chinese_numeral

_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "chineseLegalSimplified",
    ]
)
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_MAX_LEVELS = 9


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


def style_id(paragraph: Paragraph) -> str | None:
    """Return the id of the style a paragraph names, None for the default one."""
    properties = paragraph._p.pPr
    named = properties.find(qn("w:pStyle")) if properties is not None else None
    return named.get(qn("w:val")) if named is not None else None


class Numbering:
    """Counts the numbered paragraphs of one document in order.

    Lists that share an abstract definition go on counting, as Word shows them, unless an instance restarts them.
    """

    def __init__(self, document: Any) -> None:
        self._abstract_of: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._overrides: dict[tuple[str, int], int] = {}
        self._started: set[str] = set()
        # python-docx looks a style up by walking all of them; a long document asks thousands of times.
        self._styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iterchildren(qn("w:style"))
        }
        self._style_references: dict[str, tuple[str | None, int | None]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.iterchildren(qn("w:abstractNum")):
            levels = {int(lvl.get(qn("w:ilvl"))): _read_level(lvl) for lvl in abstract.iterchildren(qn("w:lvl"))}
            self._lists[abstract.get(qn("w:abstractNumId"))] = _List(levels)
        for instance in root.iterchildren(qn("w:num")):
            self._read_instance(instance)

    def _read_instance(self, instance: Any) -> None:
        number = instance.get(qn("w:numId"))
        abstract = instance.find(qn("w:abstractNumId"))
        if abstract is None:
            return
        self._abstract_of[number] = abstract.get(qn("w:val"))
        for override in instance.iterchildren(qn("w:lvlOverride")):
            start = override.find(qn("w:startOverride"))
            if start is not None:
                self._overrides[(number, int(override.get(qn("w:ilvl"))))] = int(start.get(qn("w:val")))

    def style_name(self, paragraph: Paragraph) -> str:
        """Return the name of the paragraph's style ("heading 1", "标题"), "" for the default one."""
        style = self._styles.get(style_id(paragraph) or "")
        name = style.find(qn("w:name")) if style is not None else None
        return name.get(qn("w:val")) or "" if name is not None else ""

    def next_mark(self, paragraph: Paragraph) -> str:
        """Return the mark of the paragraph ("第三条 ", "（一）"), counting it; "" when it has none or a bullet."""
        number, level = self._reference(paragraph)
        found = self._lists.get(self._abstract_of.get(number or "", ""))
        if number is None or found is None or level not in found.levels:
            return ""
        if number not in self._started:
            self._started.add(number)
            for deeper in range(_MAX_LEVELS):
                if (number, deeper) in self._overrides:
                    found.counters[deeper] = self._overrides[(number, deeper)] - 1
        definition = found.levels[level]
        found.counters[level] = found.counters.get(level, definition.start - 1) + 1
        for deeper in [d for d in found.counters if d > level]:
            del found.counters[deeper]
        return self._render(found, level)

    def _reference(self, paragraph: Paragraph) -> tuple[str | None, int]:
        """Return numId and level of a paragraph: its own, else its style's, else those of the styles below."""
        number, level = _own_reference(paragraph._p.pPr)
        style_number, style_level = self._of_style(style_id(paragraph))
        number = style_number if number is None else number
        level = style_level if level is None else level
        return (None if number in (None, "0") else number), level or 0

    def _of_style(self, name: str | None) -> tuple[str | None, int | None]:
        if name is None or name not in self._styles:
            return None, None
        if name not in self._style_references:
            self._style_references[name] = (None, None)  # styles based on each other end here
            style = self._styles[name]
            number, level = _own_reference(style.find(qn("w:pPr")))
            base = style.find(qn("w:basedOn"))
            base_number, base_level = self._of_style(base.get(qn("w:val")) if base is not None else None)
            self._style_references[name] = (number or base_number, base_level if level is None else level)
        return self._style_references[name]

    def _render(self, found: _List, level: int) -> str:
        definition = found.levels[level]
        if definition.format in ("bullet", "none"):
            return ""
        text = definition.text
        for position in range(level + 1):
            outer = found.levels.get(position, _Level())
            value = found.counters.get(position, outer.start)
            text = text.replace(f"%{position + 1}", _format(value, outer.format))
        return text + (" " if definition.suffix != "nothing" and text.endswith(("条", "章", "节", "编")) else "")


def _read_level(element: Any) -> _Level:
    def value(name: str, default: str) -> str:
        child = element.find(qn(f"w:{name}"))
        return str(child.get(qn("w:val")) or default) if child is not None else default

    return _Level(value("numFmt", "decimal"), value("lvlText", ""), int(value("start", "1")), value("suff", "tab"))


def _own_reference(properties: Any | None) -> tuple[str | None, int | None]:
    """Return numId and level that paragraph properties give, None where they are silent."""
    reference = properties.find(qn("w:numPr")) if properties is not None else None
    if reference is None:
        return None, None
    number, level = reference.find(qn("w:numId")), reference.find(qn("w:ilvl"))
    return (
        number.get(qn("w:val")) if number is not None else None,
        int(level.get(qn("w:val"))) if level is not None else None,
    )


def _format(value: int, name: str) -> str:
    if name in _CHINESE and 0 < value < 10_000:
        return to_chinese_numeral(value)
    if name in _CIRCLED and 0 < value <= 20:
        return chr(0x2460 + value - 1)
    if name in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if name == "upperLetter" else letter
    return str(value)
