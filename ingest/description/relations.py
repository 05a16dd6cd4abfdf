"""What a document says about other documents (DOMAIN §2.3, §2.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.cleaning.lines import Line
from ingest.description.carried import CARRIES, folded
from ingest.description.dates import DATE, parse_date
from ingest.description.numbers import DOCUMENT_NUMBER, normal_number
from knowledge.types import RelationDraft, RelationKind

_TITLE = (
    r"《(?:[^《》]|《[^《》]{0,200}》){1,300}》"
    r"(?:\s*[（(][^()（）]{0,20}[）)])?(?:\s*[（(][^()（）]*?号[^()（）]{0,20}[）)])?"
)
_SCOPE = (
    r"(?:第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?"
    r"(?:第[一二三四五六七八九十\d]+款)?(?:第[（(]?[一二三四五六七八九十\d]+[）)]?项)?[、和及，]?)+"
)
REPEAL = re.compile(
    rf"(?P<list>{_TITLE}(?:{_SCOPE})?(?:[、，,和及以\s]*(?:原)?{_TITLE}(?:{_SCOPE})?)*)(?:的通知)?"
    r"\s*(?:[（(][^()（）]*?号[）)])?\s*"
    r"(?:同时|即行|即|予以|相应|均|一并|(?P<when>自[^。;；]{0,20}起))*\s*(?P<v>废止|停止执行|失效)"
)
_ONE_TITLE = re.compile(_TITLE)
_CORE = re.compile(r"《((?:[^《》]|《[^《》]{0,200}》){1,300})》")
_SHORT_NAME = 4  # 《办法》, 《条例》: names that a text gives a document it named in full before
_BASED_ON = re.compile(rf"(?:根据|依据|依照|按照|贯彻落实|落实|贯彻)(?P<list>(?:[^。；《》]{{0,30}}{_TITLE})+)")
_CLAUSE_SCOPE = re.compile(rf"^{_SCOPE}")
_IMPLEMENTING = re.compile(r"实施细则|实施办法|实施意见|实施方案|操作规程|操作指引")
_VERSION = re.compile(
    r"[（(]\s*(?:(?:19|20)\d{2}\s*年?\s*)?(?:修订|修正|版|修订版|修订稿|新版|修改)\s*[）)]$|(?:19|20)\d{2}\s*年?版$"
)
_PROVISIONAL = re.compile(r"[（(](?:试行|暂行|修订|[^（）()]*[年版])[）)]|试行|暂行|(?:19|20)\d{2}\s*年?版?")
_WHEN = re.compile(rf"自\s*(?P<day>{DATE})")
_MAX_BASES = 12


def find_relations(title: str, lines: Sequence[Line], *, carried: str | None = None) -> tuple[RelationDraft, ...]:
    """Return what a text repeals, replaces, rests on, implements, amends, interprets or forwards.

    `carried` is the title of the text that a notice forwards but does not hold itself.
    """
    texts = [line.text for line in lines if not line.is_table]
    repeals = [_replacing(title, relation) for relation in _repeals(texts)]
    found = [*repeals, *_bases(title, texts), *_from_title(title, repeals)]
    if carried:
        found.append(RelationDraft(kind=RelationKind.FORWARDS, target_title=carried, quote=title))
    own = folded(title)
    ending = (RelationKind.REPEALS, RelationKind.REPLACES, RelationKind.AMENDS)
    unique: dict[tuple[RelationKind, str], RelationDraft] = {}
    for relation in found:
        name = folded(relation.target_title or "")
        if len(name) > _SHORT_NAME and (name != own or relation.kind in ending):
            unique.setdefault((relation.kind, name + (relation.target_document_number or "")), relation)
    return tuple(unique.values())


def _repeals(texts: Iterable[str]) -> Iterable[RelationDraft]:
    """Rule 4: the verb applies to every title of its list. A day of its own counts, 自本办法施行之日起 is none."""
    for text in texts:
        if not ("废止" in text or "停止执行" in text or "失效" in text):
            continue
        for match in REPEAL.finditer(text):
            quote = _sentence(text, match.start())
            when = _WHEN.search(match["when"] or "")
            day = parse_date(when["day"]) if when else None
            for title in _ONE_TITLE.finditer(match["list"]):
                after = match["list"][title.end() :] or text[match.end("list") :]
                yield replace(_relation(RelationKind.REPEALS, title[0], quote, after), effective_on=day)


def _replacing(title: str, relation: RelationDraft) -> RelationDraft:
    """A text that repeals its own earlier version, or the notice that carried it, replaces it."""
    target = relation.target_title or ""
    carried = CARRIES.search(target)
    names = {_stem(target), _stem((carried["quoted"] or carried["bare"]) if carried else target)}
    is_whole = relation.scope is None and _stem(title) in names
    return replace(relation, kind=RelationKind.REPLACES) if is_whole else relation


def _stem(title: str) -> str:
    """Return a title without what tells its versions apart: 暂行, 试行, （2025年修订）, 2025版, its issuer."""
    return folded(re.sub(r"^.{0,30}?关于(?=.*的(?:通知|意见|公告)$)", "", _PROVISIONAL.sub("", title.strip("《》"))))


def _bases(title: str, texts: Sequence[str]) -> Iterable[RelationDraft]:
    """Read 根据《…》 in the opening of a text, where the basis is stated; further down it is a mere mention."""
    opening = [text for text in texts if "。" in text or "：" in text or ":" in text][:6]
    implements = _IMPLEMENTING.search(title) is not None
    count = 0
    for text in opening:
        for match in _BASED_ON.finditer(text):
            for target in _ONE_TITLE.finditer(match["list"]):
                if count >= _MAX_BASES:
                    return
                kind = RelationKind.IMPLEMENTS if implements and count == 0 else RelationKind.BASED_ON
                count += 1
                yield _relation(kind, target[0], _sentence(text, match.start()), "")


def _from_title(title: str, repeals: Sequence[RelationDraft]) -> Iterable[RelationDraft]:
    """Read 关于修改《…》的决定 and the like; and （2025年修订）, unless the text names what it replaces itself."""
    target = _ONE_TITLE.search(title)
    if target is not None:
        before = title[: target.start()]
        if re.search(r"修改|修订|修正", before):
            yield _relation(RelationKind.AMENDS, target[0], title, "")
        elif re.search(r"废止", title):
            yield _relation(RelationKind.REPEALS, target[0], title, "")
        elif re.search(r"解读|问答|图解|答记者问", title):
            yield _relation(RelationKind.INTERPRETS, target[0], title, "")
    elif (version := _VERSION.search(title)) and not any(r.kind is RelationKind.REPLACES for r in repeals):
        stem = title[: version.start()].strip()
        yield RelationDraft(kind=RelationKind.REPLACES, target_title=stem, quote=title)


def _relation(kind: RelationKind, written: str, quote: str, after: str) -> RelationDraft:
    core = _CORE.match(written)
    name, rest = (core[1], written[core.end() :]) if core else (written[1:-1], "")
    number = DOCUMENT_NUMBER.search(rest)
    scope = _CLAUSE_SCOPE.match(after.strip())
    suffix = re.match(r"\s*[（(](试行|暂行|修订|[^（）()]*年[^（）()]*)[）)]", rest)
    return RelationDraft(
        kind=kind,
        target_title=name + (f"（{suffix[1]}）" if suffix and not number else ""),
        target_document_number=normal_number(number) if number else None,
        scope=scope[0].rstrip("、和及，") if scope else None,
        quote=quote,
    )


def _sentence(text: str, position: int) -> str:
    start = max(text.rfind("。", 0, position), text.rfind("\n", 0, position)) + 1
    end = text.find("。", position)
    return text[start : end + 1 if end >= 0 else len(text)].strip()
