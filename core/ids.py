"""Identifiers: short, sortable by time, safe in URLs."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str) -> str:
    """Return `prefix` + 9 characters of the time in milliseconds + 10 random ones; later ids sort later."""
    stamp, value = int(time.time() * 1000), ""
    for _ in range(9):
        stamp, digit = divmod(stamp, 32)
        value = _ALPHABET[digit] + value
    return f"{prefix}_{value}{''.join(secrets.choice(_ALPHABET) for _ in range(10))}"
