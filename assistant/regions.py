"""Places that questions name and documents belong to. Pure rules over texts and a list of provinces and cities."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.wording import place_patterns, places
from knowledge.types import Authority, EntryKind, Passage

_KIND = r"(?:自治州|高新技术产业开发区|经济技术开发区|高新区|经开区|开发区|自贸区|新区|省|市|县)?"
_NATIONAL = frozenset({Authority.LAW, Authority.ADMINISTRATIVE_REGULATION})
_OWN_PATTERN = re.compile(
    r"^(?:关于印发)?[《“]?(?P<name>[\u4e00-\u9fff]{2,6}?)(?:高新技术产业开发区|经济技术开发区|高新区|经开区|开发区|自贸区|新区|省|市|县|区|自治州)"
)


def places_asked(question: str) -> tuple[str, ...]:
    """Return the places whose policy a question asks about, in short ("苏州"), in order.

    A place that someone comes from or goes to ("从苏州迁来", "去上海参展") is not one.
    """
    patterns = place_patterns()
    found: dict[int, str] = {}
    for match in _known().finditer(question):
        if _is_asked(question, match.start(), match.end()):
            found[match.start()] = match["name"]
    opening = patterns["opens"].match(question)
    named = patterns["named"].match(question, opening.end() if opening else 0)
    if named is not None and not patterns["not_names"].match(named["name"]):
        found.setdefault(named.start("name"), named["name"])
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


def tells_seat(clause: str) -> bool:
    """Say whether a clause tells in which place the asker is ("注册在苏州", "我们是苏州的企业")."""
    patterns = place_patterns()
    for match in _known().finditer(clause):
        before, after = clause[: match.start()], clause[match.end() :]
        if patterns["seat"].search(before) or (patterns["asker"].match(before) and patterns["of_asker"].match(after)):
            return True
    return False


def comes_here(question: str) -> bool:
    """Say whether the asker is coming to the place that answers: what holds there is asked for, wherever it is now."""
    return place_patterns()["coming"].search(question) is not None


def own_places(passage: Passage) -> frozenset[str]:
    """Return the places a document belongs to by its title and who issued it, with their provinces; empty when it
    names none: it may hold anywhere."""
    found: set[str] = set()
    for text in (passage.title, *passage.issuing_bodies):
        found |= {match["name"] for match in _known().finditer(text)}
        if (match := _OWN_PATTERN.match(text)) is not None:
            found.add(match["name"])
    return frozenset(found | {province for name in found for province in _province_of(name)})


def holds_for(passage: Passage, asked: tuple[str, ...]) -> bool:
    """Say whether a document may hold in one of the places: its own, one of a province above it, or it names it."""
    if passage.authority in _NATIONAL:
        return True
    places_of_passage = own_places(passage)
    if any(name in passage.text or name in passage.context or name in passage.title for name in asked):
        return True
    if not places_of_passage:
        # A curated answer and a service guide are the deployment's own, whatever they leave out.
        return passage.kind not in (EntryKind.FAQ, EntryKind.SERVICE_ITEM) and passage.region_code is None
    wanted = {*asked, *(province for name in asked for province in _province_of(name))}
    return bool(places_of_passage & wanted)


def without_kind(name: str) -> str:
    """Return the name of a place without what it is: "云岭" for "云岭高新区"."""
    return re.sub(rf"{_KIND}$", "", name) or name


def without_places(text: str) -> str:
    """Return a title without the place it is of."""
    text = re.sub(rf"(?:{_known().pattern}){_KIND}", "", text)
    return _OWN_PATTERN.sub("", text)


def _is_asked(question: str, start: int, end: int) -> bool:
    patterns = place_patterns()
    return not patterns["origin"].search(question[:start]) and not patterns["origin_of"].match(question[end:])


def _province_of(name: str) -> tuple[str, ...]:
    return tuple(province for province, cities in places().items() if name in cities)


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    names = {*places(), *(city for cities in places().values() for city in cities)}
    words = place_patterns()["words"]  # names that are common words too count only with what they are
    each = (rf"{name}(?=市|省|区)" if words.fullmatch(name) else name for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?P<name>{'|'.join(each)})")
