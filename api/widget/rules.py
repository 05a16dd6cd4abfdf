"""What a site's facts must look like: pure rules, no I/O."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SITE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_COLOR = re.compile(r"#[0-9a-f]{6}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
LEAST_CONTRAST = 5.0
"""White words stand on the theme colour; words of that colour on white, grey and its own tint keep 4.5 (WCAG 1.4.3)."""


def is_site_id(text: str) -> bool:
    """Say whether `text` can stand in an address and a header as it is."""
    return _SITE_ID.fullmatch(text) is not None


def is_color(text: str) -> bool:
    """Say whether `text` is `#rrggbb` in small letters."""
    return _COLOR.fullmatch(text) is not None


def contrast_with_white(color: str) -> float:
    """Return the contrast ratio of white words on `color` (`#rrggbb`), 1..21. Source: WCAG 2.2, relative luminance."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def origin_of(text: str) -> str | None:
    """Return the origin that `text` names, as browsers write it (`https://host[:port]`); None when it is none.

    An address with a path is none: whoever pastes one may think that only this path is allowed. Wildcards are none.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode().lower()
    except ValueError:  # a port that is no number, a host that no browser can reach
        return None
    has_more = parts.path not in ("", "/") or parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in ("http", "https") or has_more or not _HOST.fullmatch(host):
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")
