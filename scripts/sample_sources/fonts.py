"""The font of the sample documents: Noto Serif CJK SC (SIL Open Font License), found through fontconfig."""

from __future__ import annotations

import subprocess
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable


def find_font(weight: str) -> tuple[str, int]:
    """Return the file of a weight ("regular", "bold") and its number in that collection."""
    command = ["fc-match", "--format=%{file}\n%{index}", f"Noto Serif CJK SC:style={weight.capitalize()}"]
    file, index = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    if "NotoSerifCJK" not in file:
        raise SystemExit("Noto Serif CJK is not installed; on Debian: apt-get install fonts-noto-cjk.")
    return file, int(index)


def save_truetype_subset(weight: str, characters: str, target: Path) -> None:
    """Keep only the glyphs of `characters` and turn their cubic outlines into quadratic ones.

    The PDF writer embeds TrueType outlines only, and the font ships as CFF.
    """
    file, index = find_font(weight)
    font = TTFont(file, fontNumber=index, recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[1, 2, 4, 6], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    outlines, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
        glyphs[name].recalcBounds(None)
    for table in ("CFF ", "VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF", "BASE"):
        if table in font:
            del font[table]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    font["hmtx"].metrics = {n: (w, getattr(glyphs[n], "xMin", 0)) for n, (w, _) in font["hmtx"].metrics.items()}
    maximum = font["maxp"]
    maximum.tableVersion = 0x00010000
    zeros = "Zones TwilightPoints Storage FunctionDefs InstructionDefs StackElements SizeOfInstructions"
    for field in f"{zeros} ComponentElements ComponentDepth".split():
        setattr(maximum, f"max{field}", 0)
    font["post"].formatType, font["head"].glyphDataFormat = 3.0, 0
    font.sfntVersion = "\x00\x01\x00\x00"
    font.save(target)
