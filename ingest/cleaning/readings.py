"""How Han characters are read, for telling an inserted reading from any other bracket."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

SYLLABLE = "[a-zA-ZüÜɑɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿê\u0300\u0301\u0304\u0306\u0308\u030c]{1,12}"
"""What may stand in the brackets, as a piece of a pattern; `reads` says whether it is a reading."""

_TONES = {"\u0300", "\u0301", "\u0304", "\u0306", "\u030c"}  # the breve is often written for the caron
_LIKENESSES = str.maketrans({"ɑ": "a", "ɡ": "g", "v": "ü"})
_CARON = "\u030c"


@cache
def _table() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # 40,000 characters: loaded when the first bracket is met

    return dict(pinyin_dict)


@lru_cache(maxsize=4096)
def readings(character: str) -> frozenset[str]:
    """Return the dictionary readings of a character with their tones; empty for one that is in no dictionary."""
    return frozenset(_plain(reading) for reading in _table().get(ord(character), "").split(",") if reading)


def reads(character: str, written: str) -> bool:
    """Say whether `written` is a dictionary reading of `character`.

    A reading without a tone matches any tone, if it is more than one letter: "(a)" is rather a list mark.
    """
    if not written.islower():
        return False
    plain = _plain(written)
    known = readings(character)
    if plain in known:
        return _has_tone(plain) or len(plain) > 1
    return not _has_tone(plain) and len(plain) > 1 and plain in {_without_tone(reading) for reading in known}


def _plain(written: str) -> str:
    decomposed = unicodedata.normalize("NFD", written.lower().translate(_LIKENESSES)).replace("\u0306", _CARON)
    return unicodedata.normalize("NFC", decomposed)


def _has_tone(reading: str) -> bool:
    return not _TONES.isdisjoint(unicodedata.normalize("NFD", reading))


def _without_tone(reading: str) -> str:
    kept = "".join(mark for mark in unicodedata.normalize("NFD", reading) if mark not in _TONES)
    return unicodedata.normalize("NFC", kept)
