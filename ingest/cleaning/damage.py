"""Damage that can be mended from a table, damage that was one wrong decoding, and what stays damaged (C13)."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources

from ingest.cleaning.edits import Edit, substitute
from ingest.cleaning.readings import SYLLABLE

_LOST = "\ufffd"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_DAMAGE = re.compile(
    "\ufffd|(?:锟斤拷)+|烫{3,}|屯{4,}"
    rf"|[?\ufffd]{SYLLABLE}[)）]"
    rf"|[A-Za-z][(（](?=[^)）]*[{_TONED}]){SYLLABLE}[)）]"
)
# Commas, full stops and 的 of UTF-8 text that was read as GB18030; none is seen in ordinary text.
_READ_AS_GB = re.compile("[锛銆鐨鈥涓鍥]")
_READ_AS_LATIN = re.compile(
    "[\u00c2-\u00c5\u00e2-\u00ef][\u0080-\u00bf\u0152-\u0178\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]"
)
_GB_RUN = re.compile("[^\x00-\x7f]+\\??")
_LINE = re.compile(r"[^\n]+")
_MIN_RUN = 4
_MAX_LOST_SHARE = 0.2


@cache
def _repairs() -> dict[str, str]:
    text = (resources.files("ingest.lexicons") / "damage_repairs.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def _known_damage() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _repairs())))


def mend_known_damage(text: str) -> list[Edit]:
    """C13: put right what the table of repairs knows ("?;A(chǔ)" → "。基礎")."""
    if "?" not in text:
        return []
    return substitute(text, _known_damage(), lambda match: _repairs()[match[0]], "C13")


def decode_again(text: str) -> list[Edit]:
    """C13: UTF-8 that was read as GB18030 or Latin-1 becomes what it was; bytes lost on the way become U+FFFD."""
    if not _READ_AS_GB.search(text) and not _READ_AS_LATIN.search(text):
        return []
    return substitute(text, _LINE, _with_right_decoding, "C13")


def _with_right_decoding(line: re.Match[str]) -> str:
    if _READ_AS_LATIN.search(line[0]):
        import ftfy  # loads its tables of character sets; next to no text needs them

        return ftfy.fix_encoding(line[0])
    return _GB_RUN.sub(_read_as_utf8, line[0]) if _READ_AS_GB.search(line[0]) else line[0]


def _read_as_utf8(run: re.Match[str]) -> str:
    """Return the run decoded as UTF-8 when nearly all of it is; GB18030 text never is by chance."""
    if len(run[0]) < _MIN_RUN or not _READ_AS_GB.search(run[0]):
        return run[0]
    fixed = run[0].removesuffix("?").encode("gb18030", errors="replace").decode("utf-8", errors="replace")
    fixed = re.sub(f"{_LOST}+", _LOST, fixed)
    return fixed if fixed.count(_LOST) <= _MAX_LOST_SHARE * len(fixed) else run[0]


def find_damage(text: str) -> list[tuple[int, int]]:
    """C13: the lines that hold damage nothing could mend. They are searchable, and never quoted.

    A whole line, because behind a byte that was lost the characters may be paired wrongly up to its end.
    """
    if not _DAMAGE.search(text):
        return []
    return [line.span() for line in _LINE.finditer(text) if _DAMAGE.search(line[0])]
