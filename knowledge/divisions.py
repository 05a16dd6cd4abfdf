"""Administrative divisions (行政区划) by their codes, GB/T 2260: two digits a level, zeros below the last."""

from __future__ import annotations

import re

_ZEROS_BELOW = re.compile(r"(?:00)+$")


def below(region: str) -> str:
    """Return what the codes of a division and of all below it begin with."""
    return _ZEROS_BELOW.sub("", region)


def holds_in(region: str | None, asked: str) -> bool:
    """Say whether a document of `region` holds in the division `asked`: its own, one above it, or no region named.

    A measure of a province (440000) holds in its cities (440100); one of a city does not hold in the whole province.
    """
    return region is None or asked.startswith(below(region))
