"""What a document says about other documents (DOMAIN §2.3, §2.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.text import fold_for_comparison
from ingest.cleaning.lines import Line
from ingest.description.header import DOCUMENT_NUMBER
from knowledge.types import RelationDraft, RelationKind

_TITLE = (
    r"《(?:[^《》]|《[^《》]{0,200}》){1,300}》"
    r"(?:\s*[（(][^()（）]{0,20}[）)])?(?:\s*[（(][^()（）]*?号[^()（）]{0,20}[）)])?"
)
REPEAL = re.compile(
    rf"(?P<list>{_TITLE}(?:[、，,和及以\s]*(?:原)?{_TITLE})*)(?:的通知)?\s*(?:[（(][^()（）]*?号[）)])?\s*"
    r"(?:同时|即行|予以|相应|均|一并|自[^。;；]{0,20}起)*\s*(?P<v>废止|停止执行|失效)"
)
_ONE_TITLE = re.compile(_TITLE)
_CORE = re.compile(r"《((?:[^《》]|《[^《》]{0,200}》){1,300})》")
_SHORT_NAME = 4  # 《办法》, 《条例》: names that a text gives a document it named in full before
_BASED_ON = re.compile(rf"(?:根据|依据|依照|按照|贯彻落实|落实|贯彻)(?P<list>(?:[^。；《》]{{0,30}}{_TITLE})+)")
_CLAUSE_SCOPE = re.compile(r"^第[一二三四五六七八九十百千零〇\d]+条(?:第[一二三四五六七八九十\d]+款)?")
_IMPLEMENTING = re.compile(r"实施细则|实施办法|实施意见|实施方案|操作规程|操作指引")
_MAX_BASES = 12


def find_relations(title: str, lines: Sequence[Line], *, carried: str | None = None) -> tuple[RelationDraft, ...]:
    """Return the relations a text states: what it repeals, rests on, implements, amends, interprets or forwards.

    `carried` is the title of the text that a notice forwards but does not hold itself.
    """
    texts = [line.text for line in lines if not line.is_table]
    found = [*_repeals(texts), *_bases(title, texts), *_from_title(title)]
    if carried:
        found.append(RelationDraft(kind=RelationKind.FORWARDS, target_title=carried, quote=title))
    own = _key(title)
    unique: dict[tuple[RelationKind, str], RelationDraft] = {}
    for relation in found:
        name = _key(relation.target_title or "")
        if len(name) > _SHORT_NAME and (name != own or relation.kind in (RelationKind.REPEALS, RelationKind.AMENDS)):
            unique.setdefault((relation.kind, name + (relation.target_document_number or "")), relation)
    return tuple(unique.values())


def _repeals(texts: Iterable[str]) -> Iterable[RelationDraft]:
    """Rule 4: the verb applies to every title of its list."""
    for text in texts:
        for match in REPEAL.finditer(text):
            for title in _ONE_TITLE.finditer(match["list"]):
                after = match["list"][title.end() :] or text[match.end("list") :]
                yield _relation(RelationKind.REPEALS, title[0], _sentence(text, match.start()), after)


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


def _from_title(title: str) -> Iterable[RelationDraft]:
    target = _ONE_TITLE.search(title)
    if target is None:
        return
    if re.search(r"修改|修订|修正", title[: target.start()]):
        yield _relation(RelationKind.AMENDS, target[0], title, "")
    elif re.search(r"废止", title):
        yield _relation(RelationKind.REPEALS, target[0], title, "")
    elif re.search(r"解读|问答|图解|答记者问", title):
        yield _relation(RelationKind.INTERPRETS, target[0], title, "")


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
        scope=scope[0] if scope else None,
        quote=quote,
    )


def normal_number(match: re.Match[str]) -> str:
    """Return a 发文字号 in its standard form: 〔〕, no 第, no leading zeros."""
    return f"{match[1]}〔{match[2]}〕{int(match[3])}号"


def _sentence(text: str, position: int) -> str:
    start = max(text.rfind("。", 0, position), text.rfind("\n", 0, position)) + 1
    end = text.find("。", position)
    return text[start : end + 1 if end >= 0 else len(text)].strip()


def _key(title: str) -> str:
    return "".join(c for c in fold_for_comparison(title) if c.isalnum())
