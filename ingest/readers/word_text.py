"""The text inside a Word paragraph: what a reader of the finished document sees, and what of it is no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.messages import message
from ingest.readers.word_formulas import formula_text
from ingest.readers.word_parts import is_on, m, value_of, w
from ingest.readers.word_styles import Style, Styles

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = _COMPATIBILITY + "AlternateContent"
_CHOICES = (_COMPATIBILITY + "Choice", _COMPATIBILITY + "Fallback")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_PICTURES = frozenset({_DRAWING + "blip", _VML + "imagedata"})
_OBJECTS = frozenset(
    {
        "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
        "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    }
)
_DROPPED = frozenset({w("del"), w("moveFrom")})
_ACCEPTED = frozenset({w("ins"), w("moveTo")})
_TRANSPARENT = frozenset({w(n) for n in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "rubyBase", "sdtContent")})
_GRAPHICS = frozenset({w("drawing"), w("pict"), w("object")})
_NOTES = frozenset({w("footnoteReference"), w("endnoteReference")})
_FORMULAS = frozenset({m("oMath"), m("oMathPara")})
_CHARACTERS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_SYMBOLS = {
    "wingdings": {"fe": "☑", "fd": "☒", "a8": "□", "6f": "□", "fc": "✓", "fb": "✗", "6c": "●", "6e": "■", "d8": "➢"},
    "wingdings 2": {"52": "☑", "53": "☒", "a3": "□", "50": "✓", "4f": "✗"},
    "symbol": {"b3": "≥", "a3": "≤", "b4": "×", "b1": "±", "b0": "°", "b7": "·", "b9": "≠", "b8": "÷", "a5": "∞"},
}
_SYMBOL_FONTS = frozenset({*_SYMBOLS, "wingdings 3", "webdings"})


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    has_result: bool = False

    @property
    def is_shown(self) -> bool:
        return self.has_result and not _PAGE_FIELD.match(self.instruction)


@dataclass(slots=True)
class Inline:
    """The text of a paragraph, and the text boxes anchored in it: their content, or the words of a WordArt."""

    text: str = ""
    boxes: list[Any] = field(default_factory=list)


class InlineReader:
    """Reads the paragraphs of one document in order: fields run over several. Counts what is left out by loss code."""

    def __init__(self, styles: Styles) -> None:
        self.losses: Counter[str] = Counter()
        self.notes: list[tuple[str, str]] = []  # ("footnote" or "endnote", id), in the order referred to
        self._styles = styles
        self._fields: list[_Field] = []
        self._hidden_style = False

    def read(self, paragraph: Any, style: Style) -> Inline:
        """Return what a paragraph shows."""
        self._hidden_style = bool(style.hidden)
        found = Inline()
        found.text = "".join(self._content(paragraph, found))
        # An instruction ends with its paragraph: one that is never closed must not swallow the rest of the document.
        self._fields = [open_ for open_ in self._fields if open_.has_result]
        return found

    def _content(self, parent: Any, found: Inline) -> Iterator[str]:
        for child in parent:
            tag = child.tag
            if tag == w("r"):
                yield from self._run(child, found)
            elif tag in _DROPPED:
                self.losses["tracked_changes_accepted"] += 1
            elif tag in _ACCEPTED:
                self.losses["tracked_changes_accepted"] += 1
                yield from self._content(child, found)
            elif tag == w("fldSimple"):
                if not _PAGE_FIELD.match(child.get(w("instr")) or ""):
                    yield from self._content(child, found)
            elif tag == w("sdt"):
                yield from self._control(child, found)
            elif tag in _TRANSPARENT:
                yield from self._content(child, found)
            elif tag in _FORMULAS:
                yield self._formula(child)
            elif tag == _ALTERNATIVES:
                yield from self._content(chosen(child), found)

    def _control(self, control: Any, found: Inline) -> Iterator[str]:
        content = control.find(w("sdtContent"))
        if content is not None and not is_on(control.find(w("sdtPr")), "showingPlcHdr"):
            yield from self._content(content, found)

    def _run(self, run: Any, found: Inline) -> Iterator[str]:
        is_hidden = self._is_hidden(run.find(w("rPr")))
        for child in run:
            text = self._piece(child, found, is_hidden)
            if text and is_hidden:
                self.losses["hidden_text_dropped"] += 1
            elif text and all(open_.is_shown for open_ in self._fields):
                yield text

    def _is_hidden(self, properties: Any | None) -> bool:
        if properties is None:
            return self._hidden_style
        own = is_on(properties, "vanish")
        named = self._styles.named(value_of(properties, "rStyle")).hidden
        return next((value for value in (own, named) if value is not None), self._hidden_style)

    def _piece(self, element: Any, found: Inline, is_hidden: bool) -> str:
        tag = element.tag
        if tag == w("t"):
            return element.text or ""
        if tag in _CHARACTERS:
            return _CHARACTERS[tag]
        if tag == w("fldChar"):
            self._field_mark(element.get(w("fldCharType")))
        elif tag == w("instrText"):
            if self._fields and not self._fields[-1].has_result:
                self._fields[-1].instruction += element.text or ""
        elif tag == w("sym"):
            return self._symbol(element)
        elif tag in _GRAPHICS and not is_hidden:
            self._graphics(element, found)
        elif tag == _ALTERNATIVES:
            return "".join(self._piece(child, found, is_hidden) for child in chosen(element))
        elif tag in _NOTES and not is_hidden:
            return self._note(element)
        elif tag == w("ruby"):
            return "".join(self._content(base, found)) if (base := element.find(w("rubyBase"))) is not None else ""
        return ""

    def _field_mark(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, element: Any) -> str:
        font, code = (element.get(w("font")) or "").lower(), (element.get(w("char")) or "").lower()
        if not re.fullmatch(r"[0-9a-f]{2,5}", code):
            return ""
        known = _SYMBOLS.get(font, {}).get(code[-2:])
        if known is None and (font in _SYMBOL_FONTS or 0xD800 <= int(code, 16) <= 0xF8FF):
            self.losses["symbol_not_read"] += 1
        return known or (chr(int(code, 16)) if font not in _SYMBOL_FONTS and int(code, 16) < 0xD800 else "")

    def _note(self, element: Any) -> str:
        kind = "footnote" if element.tag == w("footnoteReference") else "endnote"
        self.notes.append((kind, element.get(w("id")) or ""))
        return message("ingest.note_mark", number=len(self.notes))

    def _formula(self, element: Any) -> str:
        text, is_built = formula_text(element)
        self.losses["formula_flattened"] += is_built
        return text

    def _graphics(self, element: Any, found: Inline) -> None:
        """Collect text boxes; count pictures and objects, each object once although it has a picture of itself."""
        before = self.losses["picture_not_read"]
        self._walk_graphics(element, found)
        if element.tag == w("object"):
            self.losses["picture_not_read"] = before
            self.losses["object_not_read"] += 1

    def _walk_graphics(self, element: Any, found: Inline) -> None:
        for child in chosen(element) if element.tag == _ALTERNATIVES else element:
            tag = child.tag
            if tag == w("txbxContent"):
                found.boxes.append(child)
                continue
            if tag == _VML + "textpath" and (child.get("string") or "").strip():
                found.boxes.append(child.get("string"))
            self.losses["picture_not_read"] += tag in _PICTURES
            self.losses["object_not_read"] += tag in _OBJECTS
            self._walk_graphics(child, found)


def chosen(alternatives: Any) -> Any:
    """Return the one of several ways of writing the same thing that is read: the first choice, else the fallback."""
    for tag in _CHOICES:
        found = alternatives.find(tag)
        if found is not None and len(found):
            return found
    return ()
