"""The lines above the text of a document: red head, number, title, recipients, and what a portal put around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.clauses.numbering import read_opening
from ingest.cleaning.lines import Line
from ingest.description.bodies import is_organisation, is_recipients
from ingest.description.carried import folded
from ingest.description.dates import DATE, DATE_LINE
from ingest.description.numbers import ORDER_NUMBER, stands_alone
from ingest.lexicons import words
from ingest.types import PageFacts

_ORDER_LINE = re.compile(rf"^.{{0,30}}{ORDER_NUMBER.pattern}$")
_BARE_NUMBER = re.compile(r"^第?\s*(?:\d+|[一二三四五六七八九十百〇○零]+)\s*号$")
_RED_HEAD = re.compile(r"^(?P<body>[\u4e00-\u9fff\s（）()]{4,40}?)文件$")
_HISTORY = re.compile(
    rf"^[（(].*(?:{DATE}|\d{{4}}年).*(?:通过|公布|发布|修订|修正|批准|施行|印发).*[）)]?$|^[（(]{DATE}.*"
)
METADATA = re.compile(
    r"^(?P<name>索引号|主题分类|分类|发文机关|发布机构|制定机关|成文日期|发文日期|发布日期|发布时间|印发日期|生成日期|名称|文\s?号|发文字号|"
    r"主题词|有效性|公开方式|制表单位|填报单位|发布单位|公文种类|体裁分类|组配分类|信息来源|统一编号|实施日期|生效日期|失效日期|文件状态)"
    r"\s*[:：]\s*(?P<value>.*)$"
)
_INDEX_NUMBER = re.compile(r"^[A-Z]{0,3}\d{8,}[0-9A-Z]*(?:/\d{4}-\d+)?$")
_RULE = re.compile(r"^[-—=_*·\s]{3,}$|-->$")
_SITE_SUFFIX = re.compile(r"\s*[-_|–—]\s*[^-_|–—]{2,25}(?:网|网站|门户网站|政府|局|厅)$")
_REPRINT = re.compile(r"^[（(【\[]?转载[）)】\]]?[:：]?")
_MAX_LINES, _MAX_RUNS = 40, 6


class Head:
    """Reads the lines above the text one by one, and stops at the first that belongs to the text."""

    def __init__(self, lines: Sequence[Line], facts: PageFacts) -> None:
        self.number: int | None = None
        self.red_head: int | None = None
        self.recipients: int | None = None
        self.history: int | None = None
        self.title_lines: list[int] = []
        self.fields: dict[str, str] = {}
        self.used: list[int] = []
        self.end = 0
        self._lines, self._page_title = lines, page_title(facts)
        self._runs: list[list[int]] = []
        self._portal: set[int] = set()
        for index, line in enumerate(lines[:_MAX_LINES]):
            if not self._take(index, line):
                break
            self.used.append(index)
            self.end = index + 1
        self._choose_title()
        self._find_number_line()

    def title(self) -> str | None:
        """The title as the text gives it; the page's own where the text has none that reads like one."""
        found = self._joined(self.title_lines)
        if self._page_title and (not found or not looks_official(found)):
            return self._page_title
        return found or None

    def _joined(self, indexes: Sequence[int]) -> str:
        """Join the lines of a title; a blank stays only where several bodies stand side by side."""
        return _without_site("".join(self._lines[i].text for i in indexes).lstrip("#").strip())

    def _take(self, index: int, line: Line) -> bool:
        text = line.text
        if line.is_table or self.recipients is not None:
            return False
        if is_page_line(text):
            self._portal.add(index)
        elif stands_alone(text) or _ORDER_LINE.match(text) or (index <= 6 and _BARE_NUMBER.match(text)):
            self.number = index if self.number is None else self.number
        elif _RED_HEAD.match(text) and self.red_head is None and index <= 3:
            self.red_head = index
        elif field := METADATA.match(text):
            self.fields.setdefault("".join(field["name"].split()), field["value"].strip())
        elif len(text) <= 4000 and _HISTORY.match(text):
            self.history = index
        elif is_recipients(text) and (self.used or self._page_title):
            self.recipients = index
        else:
            return self._take_title(index, line)
        return True

    def _take_title(self, index: int, line: Line) -> bool:
        # A statute's first chapter or a numbered heading ends the head, and so does running text.
        is_text = line.is_sentence and not (len(line.text) <= 200 and looks_official(line.text))
        if read_opening(line.text) is not None or is_text or line.text.startswith(("目录", "目 录", "附件")):
            return False
        if DATE_LINE.match(line.text):
            # Under the title it is a signature; above it, what a portal prints in a column of its own.
            return (self.number is None and index <= 3) or not any(self._is_whole(run) for run in self._runs)
        if self._repeats_title(line):
            self._portal.add(index)
            return True
        if self._continues_run(index, line):
            self._runs[-1].append(index)
        elif len(self._runs) < self._limit() and len(self.used) == index:
            self._runs.append([index])
        else:
            return False
        return True

    def _limit(self) -> int:
        """More than two runs of lines above the text only where a portal's own lines stand among them."""
        return _MAX_RUNS if self._portal else 2

    def _repeats_title(self, line: Line) -> bool:
        return any(self._is_whole(run) and folded(self._joined(run)) == folded(line.text) for run in self._runs)

    def _continues_run(self, index: int, line: Line) -> bool:
        if not self._runs or self._runs[-1][-1] != index - 1 or self._is_whole(self._runs[-1]):
            return False
        before = self._joined(self._runs[-1])
        # A body above a title that begins with that body is the publisher a portal names, not part of the title.
        return not (is_organisation(before) and folded(line.text).startswith(folded(before)))

    def _is_whole(self, run: list[int]) -> bool:
        text = self._joined(run)
        if re.search("(?:印发|转发|发布)", text) and not text.endswith(("通知", "公告", "令", "决定", "》")):
            return False  # 关于印发…办法 goes on to 的通知
        return looks_official(text) or (self._page_title is not None and folded(text) == folded(self._page_title))

    def _choose_title(self) -> None:
        """Keep the run that reads like a title; give what came after it back to the text."""
        official = [run for run in self._runs if self._is_whole(run)]
        named = [run for run in self._runs if not is_organisation(self._lines[run[0]].text)]
        chosen = official[0] if official else next(iter(named), [])
        if self._runs and chosen is not self._runs[0] and self.red_head is None:
            self.red_head = self._runs[0][0] if is_organisation(self._lines[self._runs[0][0]].text) else None
        if len(chosen) > 4 or (chosen and not official and len(chosen) > 1):
            chosen = chosen[:1]
        self.title_lines = chosen
        known = {*chosen, self.number, self.red_head, self.recipients, self.history}
        in_runs = {i for run in self._runs for i in run}
        limit = max((i for i in known if i is not None), default=-1)
        self.used = [i for i in self.used if i in known or i not in in_runs or i < limit]
        self.end = max(self.used, default=-1) + 1

    def _find_number_line(self) -> None:
        """Take a line that is nothing but a number a little further down, where a portal's lines ended the head."""
        if self.number is None:
            rows = self._lines[self.end : min(self.end + 12, _MAX_LINES)]
            self.number = next((self.end + n for n, line in enumerate(rows) if stands_alone(line.text)), None)


def page_title(facts: PageFacts) -> str | None:
    """Return the title that a page gives itself, without the name of its site."""
    return _without_site((facts.title or "").strip()) or None


def _without_site(title: str) -> str:
    return _REPRINT.sub("", _SITE_SUFFIX.sub("", title))


def is_page_line(text: str) -> bool:
    """Say whether a line belongs to the page and not to the document: breadcrumbs, links to explanations, rules."""
    return (
        text.startswith(words("page_lines"))
        or _INDEX_NUMBER.match(text) is not None
        or (len(text) <= 60 and _RULE.search(text) is not None)
    )


def looks_official(text: str) -> bool:
    """Say whether a title ends like one of an official document (通知, 办法, 条例 …)."""
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", text.rstrip("》")).rstrip("》")
    return bare.endswith(words("title_endings"))
