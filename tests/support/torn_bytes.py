"""Makes the damage of DOMAIN §2.7 C11 and C12 from clean text, the way it was made on the page the rule was found on.

A converter writes the reading behind every Traditional character, searching bytes and not characters; a legacy decoder
then shows the result.
"""

from __future__ import annotations

from functools import cache

from core.text import has_traditional
from ingest.cleaning.readings import readings


@cache
def _table() -> dict[bytes, bytes]:
    """The bytes of the characters that the converter knows, and what it writes behind them."""
    characters = filter(has_traditional, map(chr, range(0x4E00, 0x9FA6)))
    return {
        character.encode("gb18030"): f"({min(known)})".encode("gb18030")
        for character in characters
        if (known := readings(character))
    }


def annotated(text: str) -> str:
    """Return `text` as the converter and the decoder leave it."""
    source, written, position = text.encode("gb18030"), bytearray(), 0
    while position < len(source):
        pair = source[position : position + 2]
        reading = _table().get(pair)
        if reading is None:
            written.append(source[position])
            position += 1
        else:
            written += pair + reading
            position += 2
    return _as_code_page_936(bytes(written))


def _as_code_page_936(content: bytes) -> str:
    """Decode as legacy programs do: a pair that is no character becomes one question mark."""
    shown, position = [], 0
    while position < len(content):
        first = content[position]
        if first <= 0x80:
            shown.append("€" if first == 0x80 else chr(first))
            position += 1
            continue
        try:
            shown.append(content[position : position + 2].decode("gbk"))
        except UnicodeDecodeError:
            shown.append("?")
        position += 2
    return "".join(shown)
