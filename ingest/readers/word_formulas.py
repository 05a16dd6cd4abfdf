"""Formulas of Word documents, written on one line."""

from __future__ import annotations

from typing import Any

from ingest.readers.word_parts import m

_JOINTS = {
    m("f"): ((m("num"), ""), (m("den"), "/")),
    m("sSub"): ((m("e"), ""), (m("sub"), "_")),
    m("sSup"): ((m("e"), ""), (m("sup"), "^")),
    m("sSubSup"): ((m("e"), ""), (m("sub"), "_"), (m("sup"), "^")),
    m("rad"): ((m("deg"), ""), (m("e"), "√")),
}
_OTHER_STRUCTURES = frozenset(
    {m(name) for name in ("nary", "m", "eqArr", "limLow", "limUpp", "func", "groupChr", "acc")}
)
_OPERATORS = frozenset("+-−×÷*/=<>≤≥ ")


def formula_text(element: Any) -> tuple[str, bool]:
    """Return a formula on one line ("补贴额=(实际利息)/2"), and whether that flattened a structure of it."""
    parts: list[str] = []
    is_built = False
    for child in element:
        if child.tag == m("t"):
            parts.append(child.text or "")
        elif child.tag in _JOINTS:
            is_built = True
            parts.append(_joined(child))
        else:
            text, inner = formula_text(child)
            is_built = is_built or inner or child.tag in _OTHER_STRUCTURES
            parts.append(text)
    return "".join(parts), is_built


def _joined(element: Any) -> str:
    written = ""
    for tag, joint in _JOINTS[element.tag]:
        child = element.find(tag)
        text = formula_text(child)[0] if child is not None else ""
        if text:
            written += joint + (f"({text})" if _OPERATORS & set(text) else text)
    return written
