"""Values of spreadsheet cells, written as the sheet shows them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_GENERAL = frozenset({"", "general", "@"})
_LOCAL_DATES = frozenset({"mm-dd-yy", "m/d/yy h:mm", "m/d/yy"})
"""Formats that show a date in the way of the computer that opens the file; they are written as ISO dates."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]'
    r"|_.|\*.|(?P<placeholder>[#0?][#0?,]*(?:\.[#0?]+)?(?P<scale>,*))"
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"


def shown(value: object, number_format: str) -> str:
    """Return a cell as its format shows it; a format that cannot be followed leaves the bare value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date | time):
        return _moment(value, number_format)
    if isinstance(value, timedelta):
        return _elapsed(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value).strip()


def _number(value: int | float, number_format: str) -> str:
    section, is_signed = _section(number_format, value)
    if section.lower() in _GENERAL or "/" in _bare(section) or re.search(r"(?i)e[+-]", _bare(section)):
        return _plain(value)
    tokens = list(_TOKEN.finditer(section))
    places = [token for token in tokens if token["placeholder"]]
    if not places:
        return "".join(_literal(token) for token in tokens).strip() or _plain(value)
    if len(places) > 1:  # a mask for telephone numbers and the like
        return _plain(value)
    written = _filled(Decimal(str(value)), places[0], percent=_bare(section).count("%"))
    text = "".join(written if token["placeholder"] else _literal(token) for token in tokens).strip()
    return f"-{text}" if value < 0 and not is_signed and any("1" <= digit <= "9" for digit in text) else text


def _filled(value: Decimal, place: re.Match[str], *, percent: int) -> str:
    whole, _, decimals = place["placeholder"].rstrip(",").partition(".")
    if not value.is_finite():
        return str(value)
    value = abs(value) * 100**percent / 1000 ** len(place["scale"])
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    digits, _, fraction = f"{rounded:f}".partition(".")
    digits = digits.lstrip("0").rjust(whole.count("0"), "0")
    fraction = fraction[: decimals.count("0")] + fraction[decimals.count("0") :].rstrip("0")
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    return digits + (f".{fraction}" if fraction else "")


def _section(number_format: str, value: int | float) -> tuple[str, bool]:
    """Return the part of a format that is for this value, and whether that part writes the sign itself."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    if re.search(r"\[[<>=]", number_format):
        return "", False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _literal(token: re.Match[str]) -> str:
    return next((token[name] for name in ("quoted", "escaped", "currency", "plain", "date") if token[name]), "")


def _bare(section: str) -> str:
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", section)


def _plain(value: int | float) -> str:
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"  # as many digits as a sheet keeps: 0.1+0.2 shows as 0.3


def _moment(value: datetime | date | time, number_format: str) -> str:
    tokens = list(_TOKEN.finditer(number_format.split(";")[0]))
    dated = any(token["date"] for token in tokens)
    if not dated or number_format.lower() in _LOCAL_DATES or any(token["elapsed"] for token in tokens):
        return _iso(value)
    is_half = any(token["half"] for token in tokens)
    written, last = "", ""
    for position, token in enumerate(tokens):
        if not token["date"]:
            written += _half(value) if token["half"] else _literal(token)
            continue
        name = token["date"].lower()
        following = next((t["date"].lower() for t in tokens[position + 1 :] if t["date"]), "")
        is_minute = name in ("m", "mm") and (last.startswith("h") or following.startswith("s"))
        written += _part(value, "n" * len(name) if is_minute else name, is_half)
        last = name
    return written.strip()


def _part(value: datetime | date | time, name: str, is_half: bool) -> str:
    day = value if isinstance(value, date) else date(1900, 1, 1)
    clock = value if isinstance(value, datetime | time) else time(0)
    numbers = {"y": day.year, "m": day.month, "d": day.day, "h": clock.hour, "n": clock.minute, "s": clock.second}
    kind = name[0]
    if kind == "a":
        return ("星期" if len(name) > 3 else "") + _WEEKDAYS[day.weekday()]
    if kind == "y":
        return str(day.year) if len(name) > 2 else f"{day.year % 100:02}"
    if kind in "md" and len(name) > 2:
        names = {"mmm": "%b", "mmmm": "%B", "ddd": "%a", "dddd": "%A"}
        return day.strftime(names.get(name, "%m"))
    number = (numbers["h"] + 11) % 12 + 1 if kind == "h" and is_half else numbers[kind]
    return f"{number:02}" if len(name) > 1 else str(number)


def _half(value: datetime | date | time) -> str:
    return "下午" if isinstance(value, datetime | time) and value.hour >= 12 else "上午"


def _iso(value: datetime | date | time) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    return value.isoformat("minutes") if isinstance(value, time) else value.isoformat()


def _elapsed(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"
