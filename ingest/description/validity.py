"""From when until when a document holds (DOMAIN §2.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.text import parse_chinese_numeral
from ingest.cleaning.lines import Line
from ingest.description.dates import DATE, add_months, parse_date
from knowledge.types import Evidence

_NUMERAL = "[一二三四五六七八九十两]{1,3}"
EFFECT = re.compile(
    rf"自\s*(?:(?P<d>{DATE})\s*起?|(?P<pub>公布|发布|印发|颁布|下发|通过)之日\s*(?:起)?)"
    rf"(?:满?(?:(?P<days>\d+|{_NUMERAL})(?P<unit>日|个月))后?)?(?:正式|开始)?(?P<v>施行|实施|执行|生效|试行)"
)
_EFFECT_LATER = re.compile(
    rf"自(?:公布|发布|印发|颁布|下发)(?:之日)?(?:起)?(?:满)?(?P<days>\d+|{_NUMERAL})(?P<unit>日|个月)(?:后|起|之日起)*(?:正式)?(?:施行|实施|执行|生效)"
)
VALID = re.compile(
    rf"有效期(?:限)?(?:为|:|：)?\s*(?:(?:至|到)\s*(?P<to>{DATE})|(?P<n>\d{{1,2}}|{_NUMERAL})\s*(?P<u>年|个月))"
)
_OWN = re.compile(r"本(?:办法|通知|规定|意见|细则|方案|措施|政策|条例|规则|通告|公告|决定|法|实施|若干|文件|指引|规程)")
_SENTENCE = re.compile(r"[^。\n]+。?")
_OTHERS = re.compile(r"自[^。]*(?:施行|实施|执行)(?:的|以来|前|后|之前|之后)")


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day in force, with where each was read."""

    effective_from: date | None
    effective_to: date | None
    inferred: bool
    evidence: tuple[Evidence, ...]


def find_validity(lines: Sequence[Line], issued_on: date | None) -> Validity:
    """Return when a document takes effect and when its own validity ends.

    The last statement counts: it stands in the closing articles. A certificate's 有效期三年 elsewhere is not the
    document's, so validity is read only beside the effect statement or after 本办法 and the like.
    """
    starts: dict[bool, tuple[date, Evidence]] = {}  # by whether the sentence speaks of the document itself
    end: tuple[date, Evidence] | None = None
    for line, sentence, offset in _statements(lines):
        effect = _effect(sentence)
        day = _first_day(effect, issued_on) if effect is not None else None
        if effect is not None and day is not None:
            speaks_of_itself = _speaks_of_itself(sentence, effect.start())
            starts[speaks_of_itself] = (day, _evidence("effective_from", day, sentence, line, offset))
        is_own = (effect is not None and day is not None) or _OWN.search(sentence[: _valid_at(sentence)]) is not None
        valid = VALID.search(sentence) if is_own else None
        last = _last_day(valid, day or (starts.get(True) or (issued_on, None))[0]) if valid is not None else None
        if last is not None:
            end = (last, _evidence("effective_to", last, sentence, line, offset))
    start = starts.get(True) or starts.get(False)
    evidence = tuple(found[1] for found in (start, end) if found is not None)
    if start is None:
        return Validity(issued_on, end[0] if end else None, issued_on is not None, evidence)
    return Validity(start[0], end[0] if end else None, False, evidence)


def _effect(sentence: str) -> re.Match[str] | None:
    if _OTHERS.search(sentence):
        return None
    return EFFECT.search(sentence) or _EFFECT_LATER.search(sentence)


def _speaks_of_itself(sentence: str, position: int) -> bool:
    """Whether 本办法 or nothing stands before the effect statement, and not the title of another document."""
    before = sentence[:position]
    return _OWN.search(before) is not None or ("《" not in before and len(before) <= 12)


def _statements(lines: Sequence[Line]) -> list[tuple[Line, str, int]]:
    return [
        (line, match[0], match.start())
        for line in lines
        if not line.is_table
        for match in _SENTENCE.finditer(line.text)
        if (
            "施行" in match[0] or "实施" in match[0] or "执行" in match[0] or "生效" in match[0] or "有效期" in match[0]
        )
    ]


def _valid_at(sentence: str) -> int:
    match = VALID.search(sentence)
    return match.start() if match else 0


def _first_day(effect: re.Match[str], issued_on: date | None) -> date | None:
    groups = effect.groupdict()
    if groups.get("d"):
        return parse_date(re.sub(r"\s", "", groups["d"]))
    if issued_on is None:
        return None
    if not groups.get("days"):
        return issued_on
    count = _count(groups["days"])
    return issued_on + timedelta(days=count) if groups["unit"] == "日" else add_months(issued_on, count)


def _last_day(valid: re.Match[str], start: date | None) -> date | None:
    if valid["to"]:
        return parse_date(re.sub(r"\s", "", valid["to"]))
    if start is None:
        return None
    count = _count(valid["n"])
    return add_months(start, count * 12 if valid["u"] == "年" else count) - timedelta(days=1)


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else parse_chinese_numeral(text) or 0


def _evidence(name: str, day: date, sentence: str, line: Line, offset: int) -> Evidence:
    start = line.start + offset
    return Evidence(name, day.isoformat(), sentence, start, start + len(sentence))
