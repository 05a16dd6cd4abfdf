"""Traditional script to Simplified (C14), without the traps of the converters (C15)."""

from __future__ import annotations

import re

from core.text import has_traditional, is_traditional, simplify_stray, simplify_traditional
from ingest.cleaning.edits import Edit, differences

# Characters that Simplified texts use too, for other words and for names (乾隆, 瞭望, 慰藉).
_IN_BOTH_SCRIPTS = re.compile("[乾瞭徵藉夥昇陞於麽甯迺祕鍾]")
_LINE = re.compile(r"[^\n]+")


def simplify_script(text: str) -> list[Edit]:
    """C14: a Traditional document goes through tw2s, in a Simplified one only stray characters change (t2s).

    C15 is in what is not run: tw2s on Simplified text turns 显著 into 显着, tw2sp changes the words themselves.
    """
    if not has_traditional(text):
        return []
    whole = is_traditional(text)
    edits: list[Edit] = []
    for line in _LINE.finditer(text):
        if not whole and not has_traditional(line[0]):
            continue
        new = simplify_traditional(line[0]) if whole else simplify_stray(line[0])
        if len(new) == len(line[0]):
            found = differences(line[0], new, "C14", start=line.start())
            edits += found if whole else [e for e in found if not _IN_BOTH_SCRIPTS.search(text, e.start, e.end)]
        elif new != line[0]:
            edits.append(Edit(line.start(), line.end(), new, "C14"))
    return edits
