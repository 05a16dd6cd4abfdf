"""Cleaning of extracted text (DOMAIN §2.7). Every rule is a function of a text that returns its edits.

Implemented here: SPLIT, C1–C9 and C17. Rules see the text that the rules before them left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ingest.clauses.numbering import SPLIT, collapse_inner_blanks
from ingest.cleaning.edits import Edit, EditedText, substitute
from ingest.cleaning.joining import join_broken_lines

Rule = Callable[[str], list[Edit]]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NOISE = re.compile(
    "@{2,}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_CARRIAGE = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_SPACE_RUN = re.compile(r"[^\S\n]+")
_LINE_EDGE = re.compile(r"(?m)^ +| +$")
_BLANK_LINES = re.compile(r"\n{2,}|\A\n+|\n+\Z")
_LINE = re.compile(r"[^\n]+")
_HALF_WIDTH = re.compile(
    rf"(?<=[{_HAN}”’》】）])[,:;](?!\d)|(?<=[{_HAN}”’》】）]),(?=\d)|(?<![\d])[,:;](?=[{_HAN}“‘《【（])|(?<=\d)[,;](?=[{_HAN}“《])"
)
_HALF_PARENTHESES = re.compile(r"\(([^()\n]*)\)")
_FULL_WIDTH = {",": "，", ":": "：", ";": "；"}
_BREADCRUMB = re.compile(r"首页\s*[>＞»›/]|您?(?:的|现在的|当前)?位置\s*[:：]|您的位置|当前位置")
_WIDGET = re.compile(
    r"^(?:分享(?:至|到)?[:：]?|申请入驻|无障碍浏览|打印(?:本页)?|关闭(?:窗口)?|字体[:：].*|【?(?:字体|打印|关闭)】?.*|扫一扫.*|返回顶部|相关附件|附件下载[:：]?|上一[篇条][:：].*|下一[篇条][:：].*)$"
)
_COUNTER = re.compile(r"^\d{1,6}$")
_TAIL = re.compile(r"^(?:特别声明|Notice:|相关推荐|热点推荐|相关阅读|猜你喜欢)", re.IGNORECASE)
_TIMESTAMP = re.compile(r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?$")
_COPYRIGHT = re.compile(r"^(?:版权声明|免责声明|版权所有)|QQ[:：]?\s*\d{5,}|^原文链接[:：]\s*https?://\S+$")
_BYLINE = re.compile(r"^(?:[来來]源|作者|撰稿|责任编辑|责编|責編|审核|審核|编辑|編輯|本版图片|通讯员|记者)\s*[:：|｜]")
_MARKUP_ROW = " | "
_EDGE_LINES = 20


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that cleaning removed, kept because some hold facts (a by-line names the source)."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text, its way back to the raw one, and the lines that were dropped."""

    edited: EditedText
    dropped: tuple[Dropped, ...]

    @property
    def text(self) -> str:
        return self.edited.text


def remove_noise(text: str) -> list[Edit]:
    """C17: drop zero-width characters, soft hyphens, control characters and runs of @@; one kind of line break."""
    return sorted(
        substitute(text, _NOISE, "", "C17") + substitute(text, _CARRIAGE, "\n", "C1"), key=lambda edit: edit.start
    )


def split_run_on_headings(text: str) -> list[Edit]:
    """SPLIT: put a heading that follows another on the same line on its own line. Runs before C1 squeezes blanks."""
    return substitute(text, SPLIT, "\n", "SPLIT")


def unify_blanks(text: str) -> list[Edit]:
    """C1: any run of Unicode spaces becomes one space."""
    return substitute(text, _SPACE_RUN, " ", "C1")


def trim_lines(text: str) -> list[Edit]:
    """C1: no blanks at the edges of a line."""
    return substitute(text, _LINE_EDGE, "", "C1")


def squeeze_blank_lines(text: str) -> list[Edit]:
    """C1: no empty lines."""

    def replacement(match: re.Match[str]) -> str:
        return "" if match.start() == 0 or match.end() == len(text) else "\n"

    return substitute(text, _BLANK_LINES, replacement, "C1")


def tighten_marks(text: str) -> list[Edit]:
    """C1: no blanks inside a mark ("第 十 条" → "第十条")."""
    return substitute(text, _LINE, lambda line: collapse_inner_blanks(line[0]), "C1")


def widen_punctuation(text: str) -> list[Edit]:
    """C2: , : ; ( ) next to Han become full-width, never inside numbers."""
    edits = substitute(text, _HALF_WIDTH, lambda match: _FULL_WIDTH[match[0]], "C2")
    for match in _HALF_PARENTHESES.finditer(text):
        neighbours = text[max(0, match.start() - 1) : match.start()] + match[1] + text[match.end() : match.end() + 1]
        if re.search(rf"[{_HAN}]", neighbours):
            edits += [
                Edit(match.start(), match.start() + 1, "（", "C2"),
                Edit(match.end() - 1, match.end(), "）", "C2"),
            ]
    return sorted(edits, key=lambda edit: edit.start)


def drop_navigation(text: str) -> list[Edit]:
    """C4: drop breadcrumbs, and menus of many short words; menus only near the edges, where pages have them."""
    lines = list(_LINE.finditer(text))
    edge = {*range(min(_EDGE_LINES, len(lines))), *range(max(0, len(lines) - _EDGE_LINES), len(lines))}
    return _drop(
        text,
        lambda i, line: (
            (_BREADCRUMB.search(line) is not None and len(line) <= 80 and "。" not in line)
            or (i in edge and _is_menu(line))
        ),
        "C4",
    )


def _is_menu(line: str) -> bool:
    words = line.split()
    return (
        len(words) >= 6
        and "。" not in line
        and _MARKUP_ROW not in line
        and sum(len(word) <= 5 for word in words) >= 0.8 * len(words)
    )


def drop_widgets(text: str) -> list[Edit]:
    """C5: drop share widgets, and a lone counter beside one."""
    lines = [match[0] for match in _LINE.finditer(text)]
    widgets = {i for i, line in enumerate(lines) if _WIDGET.match(line)}
    return _drop(
        text, lambda i, line: i in widgets or (bool(_COUNTER.match(line)) and bool(widgets & {i - 1, i + 1})), "C5"
    )


def cut_recommendations(text: str) -> list[Edit]:
    """C6: cut from the first line that announces recommendations to the end."""
    for match in _LINE.finditer(text):
        if _TAIL.match(match[0]) and match.start() > len(text) // 4:
            return [Edit(match.start(), len(text), "", "C6")]
    return []


def drop_title_blocks(text: str) -> list[Edit]:
    """C7: drop titles that are followed by a time stamp, and a title repeated on the next line."""
    lines = [match[0] for match in _LINE.finditer(text)]
    folded = [_without_punctuation(line) for line in lines]
    stamps = {i for i, line in enumerate(lines) if _TIMESTAMP.match(line)}
    doomed = stamps | {i - 1 for i in stamps if i > 3 and len(lines[i - 1]) <= 60 and "。" not in lines[i - 1]}
    doomed |= {i for i in range(1, min(len(lines), 12)) if folded[i] and folded[i] == folded[i - 1]}
    return _drop(text, lambda i, _: i in doomed, "C7")


def drop_notices(text: str) -> list[Edit]:
    """C8: move copyright lines, QQ numbers and source links out of the text."""
    return _drop(text, lambda _, line: len(line) <= 200 and _COPYRIGHT.search(line) is not None, "C8")


def drop_bylines(text: str) -> list[Edit]:
    """C9: move by-lines (source, author, editor) out of the text."""
    return _drop(text, lambda _, line: len(line) <= 60 and "。" not in line and _BYLINE.match(line) is not None, "C9")


def _drop(text: str, is_doomed: Callable[[int, str], bool], rule: str) -> list[Edit]:
    edits = []
    for index, match in enumerate(_LINE.finditer(text)):
        if is_doomed(index, match[0]):
            end = match.end() + (match.end() < len(text))
            edits.append(Edit(match.start(), end, "", rule))
    return edits


def _without_punctuation(line: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", line) if c.isalnum())


_SHAPE: tuple[Rule, ...] = (remove_noise, split_run_on_headings, unify_blanks, trim_lines, squeeze_blank_lines)
_CHROME: tuple[Rule, ...] = (
    drop_navigation,
    drop_widgets,
    drop_title_blocks,
    cut_recommendations,
    drop_notices,
    drop_bylines,
)
_FINISH: tuple[Rule, ...] = (tighten_marks, widen_punctuation, squeeze_blank_lines)


def clean(text: str, *, chrome: bool, wrapped: bool, without: frozenset[str] = frozenset()) -> Cleaned:
    """Return `text` cleaned. `chrome`: it may hold page furniture; `wrapped`: its lines may be broken anywhere.

    `without` names rules to leave out ("C4"), for a source that one of them harms.
    """
    joining: tuple[Rule, ...] = (join_broken_lines,) if wrapped else ()
    edited, dropped = EditedText(text), []
    for rule in (*_SHAPE, *(_CHROME if chrome else ()), *joining, *_FINISH):
        edits = [edit for edit in rule(edited.text) if edit.rule not in without]
        if rule in _CHROME:
            dropped += [Dropped(edit.rule, edited.text[edit.start : edit.end].strip()) for edit in edits]
        edited = edited.apply(edits)
    return Cleaned(edited, tuple(dropped))
