"""Readings that a converter put into the text in brackets, and the damage it did to the bytes around them (C11, C12).

The converter searched GB18030 bytes for Traditional characters and wrote "(reading)" behind each. Where the second
byte of one character and the first of the next happened to be such a character, it tore the second in two: in
向實現, bytes CFF2 8C8D AC46, it took F28C for 驅 and wrote CFF2 8C(qū)8D AC46. Shown on a page that is 向?qū)崿F: the
torn byte has swallowed the bracket, and the bytes behind are paired wrongly until one stands alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import rjieba

from core.text import to_simplified
from ingest.cleaning.edits import Edit
from ingest.cleaning.readings import SYLLABLE, readings, reads

LOST = "\ufffd"
_READING = re.compile(rf"([\u3400-\u9fff\U00020000-\U0003ffff])([@-~]?)[(（]({SYLLABLE})[)）]")
_TORN = re.compile(rf"(?:\?|\ufffd\(?)({SYLLABLE})[)）]")
_INSERTED = re.compile(rf"\(({SYLLABLE})\)")
_WIDE = re.compile(r"[\u3400-\u9fff\u3001-\u303f\uff01-\uff5e“”‘’—…·\ufffd]+")
_LEAD = range(0x81, 0xFF)
_MAX_RUN = 400
_CONTEXT = 4
_LOG_TOTAL = math.log(60_000_000)  # about the sum of all frequencies in the dictionary
_ODD_COST = 12.0
_MARGIN = 1.0


def strip_readings(text: str) -> list[Edit]:
    """C11: drop "(py)" behind a Han character that is read so.

    A reading behind a Latin letter goes when the letter and the second byte before it are the character that was read.
    """
    edits = []
    for match in _READING.finditer(text):
        character = _joined(match[1], match[2]) if match[2] else match[1]
        if character and reads(character, match[3]):
            edits.append(Edit(match.end(2), match.end(), "", "C11"))
    return edits


def _joined(before: str, letter: str) -> str | None:
    """Return the one character of the second byte of a character and a letter, None where they are two."""
    wide = _bytes(before)
    joined = _decoded(wide[1:] + letter.encode()) if wide else ""
    return joined if len(joined) == 1 else None


def repair_shifted_bytes(text: str) -> list[Edit]:
    """C12: decode again what stands behind a torn character, "X?py)RUN".

    Where several characters could have been read, the one whose decoding forms dictionary words is taken; what cannot
    be told stays as it is, for C13. A run whose end is lost keeps U+FFFD there.
    """
    edits: list[Edit] = []
    for match in _TORN.finditer(text):
        if match.start() == 0 or (edits and match.start() < edits[-1].end):
            continue
        found = [*_decodings(text, match)]
        best = _most_like_words(text[max(0, match.start() - _CONTEXT) : match.start()], found, text)
        if best is not None:
            edits.append(Edit(match.start(), best.end, best.text, "C12"))
    return edits


@dataclass(frozen=True, slots=True)
class _Decoding:
    text: str
    end: int  # where the damage ends in the text


def _decodings(text: str, match: re.Match[str]) -> Iterator[_Decoding]:
    wide = _bytes(text[match.start() - 1])
    if wide is None:
        return
    for second in _second_bytes(wide[1], match[1]):
        for found in _decode_run(text, match.end(), bytes([second])):
            if _WIDE.fullmatch(found.text):
                yield found


def _decode_run(text: str, position: int, run: bytes) -> Iterator[_Decoding]:
    """Gather the bytes of a wrongly paired run until one stands alone, and decode them; every way it could end."""
    last = ""
    for _ in range(_MAX_RUN):
        character = text[position : position + 1]
        if torn := _TORN.match(text, position):  # the converter met the run in its right pairing again
            for second in _second_bytes(run[-1], torn[1]):
                yield from _whole(run + bytes([second]), torn.end())
            return
        if (inserted := _INSERTED.match(text, position)) and last and reads(last, inserted[1]):
            position = inserted.end()
        elif character in ("?", LOST):
            yield from _with_a_loss(text, position + 1, run[:-1])
            return
        elif character and (character == "€" or "@" <= character <= "~"):
            yield from _whole(run + (b"\x80" if character == "€" else character.encode()), position + 1)
            return
        elif wide := _bytes(character):
            run, last, position = run + wide, character, position + 1
        else:
            return


def _whole(pairs: bytes, end: int) -> Iterator[_Decoding]:
    if decoded := _decoded(pairs):
        yield _Decoding(decoded, end)


def _with_a_loss(text: str, position: int, pairs: bytes) -> Iterator[_Decoding]:
    """What a lone "?" in a run can be: a byte that swallowed what ended the run, or a pair that is no character."""
    decoded = _decoded(pairs)
    if pairs and not decoded:
        return
    yield _Decoding(decoded + LOST, position)
    if torn := _TORN.match(text, position):
        yield _Decoding(decoded + LOST * 2, torn.end())
    elif text[position : position + 1] and "@" <= text[position] <= "~":
        yield _Decoding(decoded + LOST * 2, position + 1)
    elif position < len(text) and (wide := _bytes(text[position])):
        for rest in _decode_run(text, position + 1, wide[1:]):
            yield _Decoding(decoded + LOST * 2 + rest.text, rest.end)


def _most_like_words(before: str, found: list[_Decoding], text: str) -> _Decoding | None:
    """Return the decoding that makes the most likely words with its surroundings, None when two are as good."""
    if len({(decoding.text, decoding.end) for decoding in found}) <= 1:
        return found[0] if found else None
    end = min(max(decoding.end for decoding in found) + _CONTEXT, len(text))
    ranked = sorted(
        ((_likelihood(before + decoding.text + text[decoding.end : end]), decoding) for decoding in found),
        key=lambda pair: -pair[0],
    )
    return ranked[0][1] if ranked[0][0] - ranked[1][0] >= _MARGIN else None


def _likelihood(window: str) -> float:
    """Return the log-probability of the words in `window` by their frequencies in the dictionary."""
    plain = to_simplified(_INSERTED.sub("", window))
    odd = sum(not _WIDE.match(character) for character in plain) + plain.count(LOST)
    words = _dictionary().cut(re.sub(r"[^\u3400-\u9fff]+", " ", plain), False)
    return sum(_log_frequency(word) for word in words if word.strip()) - odd * _ODD_COST


@lru_cache(maxsize=4096)
def _log_frequency(word: str) -> float:
    known = _dictionary().has_word(word)
    return math.log(_dictionary().suggest_freq(word) if known else 0.1) - _LOG_TOTAL


@cache
def _dictionary() -> rjieba.Jieba:
    return rjieba.Jieba()


@lru_cache(maxsize=1024)
def _second_bytes(first: int, reading: str) -> tuple[int, ...]:
    """Return the second bytes, in order, of the characters with this first byte that are read so."""
    if first not in _LEAD:
        return ()
    return tuple(
        second
        for second in _LEAD
        if (character := _decoded(bytes([first, second]))) and readings(character) and reads(character, reading)
    )


def _bytes(character: str) -> bytes | None:
    """Return the two bytes of a character, None for one of one or four bytes."""
    try:
        wide = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return wide if len(wide) == 2 else None


def _decoded(pairs: bytes) -> str:
    """Return the text of the bytes, empty when they are not whole characters."""
    try:
        return pairs.decode("gb18030")
    except UnicodeDecodeError:
        return ""
