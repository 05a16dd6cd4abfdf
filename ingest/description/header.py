"""The frame of an official document: title, number, recipients, signature, and where the carried text begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text import fold_for_comparison
from ingest.clauses.numbering import Mark, read_opening
from ingest.cleaning.lines import Line
from ingest.description.dates import DATE, DATE_LINE
from ingest.lexicons import words
from ingest.types import PageFacts

DOCUMENT_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,12})\s*[〔\[［(（【]\s*(\d{4})\s*[〕\]］)）】]\s*第?\s*(\d{1,4})\s*号"
)
ORDER_NUMBER = re.compile(r"(令|公告)\s*(?:[(（]?(\d{4})年?[)）]?)?\s*第\s*(\d+|[一二三四五六七八九十百〇○零]+)\s*号")
_NUMBER_LINE = re.compile(rf"^[（(\[【]?\s*{DOCUMENT_NUMBER.pattern}\s*[）)\]】]?$")
_ORDER_TITLE = re.compile(r"(?:令|公告)$")
_ENACTED = re.compile(r"《(?P<title>[^《》]+)》(?:已经|业经|已由|经)")
_ORDER_LINE = re.compile(rf"^.{{0,30}}{ORDER_NUMBER.pattern}$")
_BARE_NUMBER = re.compile(r"^第?\s*(?:\d+|[一二三四五六七八九十百〇○零]+)\s*号$")
_RED_HEAD = re.compile(r"^(?P<body>[\u4e00-\u9fff\s（）()]{4,40}?)文件$")
_HISTORY = re.compile(
    rf"^[（(].*(?:{DATE}|\d{{4}}年).*(?:通过|公布|发布|修订|修正|批准|施行|印发).*[）)]?$|^[（(]{DATE}.*"
)
_RECIPIENT = re.compile(r"政府|部门|单位|机构|[局委厅办院企]|中心|公司|街道|镇|区|银行|组织|各")
_METADATA = re.compile(
    r"^(?:索引号|主题分类|分类|发文机关|发布机构|成文日期|发文日期|发布日期|发布时间|生成日期|名称|文号|发文字号|主题词|有效性|"
    r"公开方式|制表单位|填报单位|发布单位|公文种类|体裁分类|组配分类|信息来源|统一编号|实施日期|失效日期|文件状态)\s*[:：]"
)
_RELEASE = re.compile(r"^[（(]?此件(?:主动)?公开(?:发布)?[）)]?$|^公开方式[:：]|^是否公开")
_IMPRINT = re.compile(rf"^(?:抄送|主题词|联系人|校对|打字)[:：]|{DATE}\s*印发$")
_CARRIES = re.compile(r"(?:印发|发布|公布|颁布|转发|批转)(?:《(?P<quoted>.+)》|(?P<bare>.+?))的?(?:通知|公告|令|决定)")
_LIST_OF_TITLES = re.compile(r"》?[、和及与]《?")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when: lines of the signing bodies, then the date line."""

    bodies: tuple[int, ...]
    date: int | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What frames the text. Numbers are line numbers; `furniture` is every line that is not part of the text itself.

    `inner_title` is set when the file is a notice that carries the text which begins at `inner_start`.
    """

    title: str
    title_lines: tuple[int, ...]
    number_line: int | None
    red_head: int | None
    recipients: int | None
    history: int | None
    signatures: tuple[Signature, ...]
    inner_title: str | None
    inner_start: int | None  # where the carried text begins: its title line, or its first line when that is left out
    furniture: frozenset[int]


def read_frame(lines: Sequence[Line], facts: PageFacts, *, fallback_title: str) -> Frame:
    """Find the frame of a document. The title comes from the text, then from the page, then `fallback_title`."""
    head = _Head(lines, facts)
    title = head.title() or fallback_title
    signatures = _signatures(lines)
    inner_title, inner = _inner(title, lines, head.end)
    if inner_title is None and _ORDER_TITLE.search(title):
        inner_title, inner = _enacted(lines, head.end)
    furniture = set(head.used) | {i for s in signatures for i in (*s.bodies, *([] if s.date is None else [s.date]))}
    furniture |= {
        i
        for i, line in enumerate(lines)
        if not line.is_table and (_RELEASE.match(line.text) or _IMPRINT.search(line.text)) and len(line.text) <= 120
    }
    start = inner[0] if inner else None
    if inner_title is None:
        inner_title, start = _unprinted_inner(title, lines, signatures)
    furniture |= set(inner)
    if inner and inner[0] and _is_appendix_mark(lines[inner[0] - 1]):
        furniture.add(inner[0] - 1)
    return Frame(
        title=title,
        title_lines=tuple(head.title_lines),
        number_line=head.number,
        red_head=head.red_head,
        recipients=head.recipients,
        history=head.history,
        signatures=tuple(signatures),
        inner_title=inner_title,
        inner_start=start,
        furniture=frozenset(furniture),
    )


class _Head:
    """Reads the lines above the text one by one, and stops at the first that belongs to the text."""

    def __init__(self, lines: Sequence[Line], facts: PageFacts) -> None:
        self.number: int | None = None
        self.red_head: int | None = None
        self.recipients: int | None = None
        self.history: int | None = None
        self.title_lines: list[int] = []
        self.used: list[int] = []
        self.end = 0
        self._lines, self._page_title = lines, _page_title(facts)
        self._runs: list[list[int]] = []
        for index, line in enumerate(lines[:40]):
            if not self._take(index, line):
                break
            self.used.append(index)
            self.end = index + 1
        self._choose_title()

    def title(self) -> str | None:
        found = _join_title([self._lines[i].text for i in self.title_lines])
        if self._page_title and (not found or not _looks_official(found)):
            return self._page_title
        return found or None

    def _take(self, index: int, line: Line) -> bool:
        text = line.text
        if line.is_table or self.recipients is not None:
            return False
        if _NUMBER_LINE.match(text) or _ORDER_LINE.match(text) or (index <= 6 and _BARE_NUMBER.match(text)):
            self.number = index if self.number is None else self.number
            return True
        if _RED_HEAD.match(text) and self.red_head is None and index <= 3:
            self.red_head = index
            return True
        if _METADATA.match(text):
            return True
        if len(text) <= 4000 and _HISTORY.match(text):
            self.history = index
            return True
        if _is_recipients(text) and (self.used or self._page_title):
            self.recipients = index
            return True
        return self._take_title(index, line)

    def _take_title(self, index: int, line: Line) -> bool:
        # A statute's first chapter or a numbered heading ends the head, and so does running text.
        is_text = line.is_sentence and not (len(line.text) <= 200 and _looks_official(line.text))
        if read_opening(line.text) is not None or is_text or line.text.startswith(("目录", "目 录", "附件")):
            return False
        if DATE_LINE.match(line.text):
            return self.number is None and index <= 3
        if self._runs and self._runs[-1][-1] == index - 1 and not self._is_whole(self._runs[-1]):
            self._runs[-1].append(index)
        elif len(self._runs) < 2 and (index == 0 or len(self.used) == index):
            self._runs.append([index])
        else:
            return False
        return True

    def _is_whole(self, run: list[int]) -> bool:
        text = _join_title([self._lines[i].text for i in run])
        if re.search("(?:印发|转发|发布)", text) and not text.endswith(("通知", "公告", "令", "决定", "》")):
            return False  # 关于印发…办法 goes on to 的通知
        return _looks_official(text) or (self._page_title is not None and _same(text, self._page_title))

    def _choose_title(self) -> None:
        """Keep the run that reads like a title; give what came after it back to the text."""
        official = [run for run in self._runs if self._is_whole(run)]
        named = [run for run in self._runs if not is_organisation(self._lines[run[0]].text)]
        chosen = official[0] if official else next(iter(named or self._runs), [])
        if self._runs and chosen is not self._runs[0] and self.red_head is None:
            self.red_head = self._runs[0][0] if is_organisation(self._lines[self._runs[0][0]].text) else None
        if len(chosen) > 4 or (chosen and not official and len(chosen) > 1):
            chosen = chosen[:1]
        self.title_lines = chosen
        known = {*chosen, self.number, self.red_head, self.recipients, self.history}
        in_runs = {i for run in self._runs for i in run}
        limit = max((i for i in known if i is not None), default=-1)
        self.used = [i for i in self.used if i in known or (i not in in_runs) or i < limit]
        self.end = max(self.used, default=-1) + 1


def _page_title(facts: PageFacts) -> str | None:
    title = (facts.title or "").strip()
    title = re.sub(r"\s*[-_|–—]\s*[^-_|–—]{2,25}(?:网|网站|门户网站|政府|局|厅)$", "", title)
    return re.sub(r"^[（(]?转载[）)]?", "", title) or None


def _join_title(parts: Sequence[str]) -> str:
    """Join the lines of a title; a blank stays only where several bodies stand side by side."""
    return "".join(parts).lstrip("#").strip()


def _looks_official(text: str) -> bool:
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", text.rstrip("》")).rstrip("》")
    return bare.endswith(words("title_endings"))


def _same(left: str, right: str) -> bool:
    return _key(left) == _key(right)


def _key(text: str) -> str:
    return "".join(c for c in fold_for_comparison(text) if c.isalnum())


def _is_recipients(text: str) -> bool:
    return (
        text.endswith(("：", ":"))
        and len(text) <= 300
        and "。" not in text
        and read_opening(text) is None
        and _RECIPIENT.search(text) is not None
        and not re.search(r"如下|下列|以下|通知|公告", text)
    )


def is_organisation(text: str) -> bool:
    """Say whether a line reads like the name of one or more public bodies."""
    parts = re.split(r"[\s、]+", re.sub(r"[（(][^（）()]*[）)]", "", text.strip()))
    return (
        bool(parts)
        and len(text) <= 60
        and all(
            len(part) >= 3 and part.endswith(words("organisation_endings")) and not re.search(r"[，。；：《》\d]", part)
            for part in parts
        )
    )


def _signatures(lines: Sequence[Line]) -> list[Signature]:
    found = []
    for index, line in enumerate(lines):
        if line.is_table or not DATE_LINE.match(line.text) or line.text.endswith(("印发", "印")):
            continue
        bodies: list[int] = []
        while index - len(bodies) - 1 >= 0 and len(bodies) < 12:
            previous = lines[index - len(bodies) - 1]
            if previous.is_table or read_opening(previous.text) or not is_organisation(previous.text):
                break
            bodies.insert(0, index - len(bodies) - 1)
        if bodies or index >= 2:
            found.append(Signature(tuple(bodies), index))
    return found


def _is_appendix_mark(line: Line) -> bool:
    opening = read_opening(line.text)
    return opening is not None and opening.mark is Mark.APPENDIX and len(line.text) <= 6


def _inner(title: str, lines: Sequence[Line], after: int) -> tuple[str | None, list[int]]:
    """Return the title of the text that a notice carries and the lines it stands on, if it is one and in this file."""
    match = _CARRIES.search(title)
    if match is None:
        return None, []
    carried = match["quoted"] or match["bare"]
    if found := _title_lines(carried, lines, after):
        return _join_title([lines[i].text for i in found]), found
    several = [part for part in _LIST_OF_TITLES.split(carried) if len(part) >= 6]
    hits = [(part, hit) for part in several if (hit := _title_lines(part, lines, after))]
    if len(hits) == 1 and len(several) > 1:
        return _join_title([lines[i].text for i in hits[0][1]]), hits[0][1]
    return None, []


def _unprinted_inner(
    title: str, lines: Sequence[Line], signatures: Sequence[Signature]
) -> tuple[str | None, int | None]:
    """Return title and first line of a carried statute that starts right under the signature without its title."""
    match = _CARRIES.search(title)
    signed = next((s.date for s in signatures if s.bodies and s.date is not None), None)
    if match is None or signed is None or signed + 1 >= len(lines):
        return None, None
    opening = read_opening(lines[signed + 1].text)
    begins = opening is not None and opening.mark in (Mark.PART, Mark.CHAPTER, Mark.ARTICLE) and opening.number == "1"
    return (match["quoted"] or match["bare"], signed + 1) if begins else (None, None)


def _enacted(lines: Sequence[Line], after: int) -> tuple[str | None, list[int]]:
    """Return the title and its lines of the text that an order (令) puts into force and prints below."""
    for line in lines[after : after + 6]:
        match = _ENACTED.search(line.text)
        if match and (found := _title_lines(match["title"], lines, after)):
            return _join_title([lines[i].text for i in found]), found
    return None, []


def _title_lines(title: str, lines: Sequence[Line], after: int) -> list[int]:
    wanted = _key(title)
    for index in range(max(after, 1), len(lines)):
        joined = ""
        for length in range(3):
            if index + length >= len(lines) or lines[index + length].is_table:
                break
            joined += _key(lines[index + length].text)
            bare = re.sub("(?:试行|暂行|修订|修订版|第.版)$", "", joined)
            if joined.removeprefix("关于") == wanted.removeprefix("关于") or (bare and bare == wanted):
                return list(range(index, index + length + 1))
            if not wanted.removeprefix("关于").startswith(joined.removeprefix("关于")):
                break
    return []
