"""What a page puts around a text: menus, widgets, recommendations, by-lines, newsroom contacts (C4 to C10)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from ingest.cleaning.edits import Edit

_LINE = re.compile(r"[^\n]+")
_BREADCRUMB = re.compile(r"首[页頁]\s*[>＞»›/]|您?(?:的|现在的|當前|当前)?位置\s*[:：]|您的位置|[当當]前位置")
_WIDGET = re.compile(
    r"^(?:分享(?:至|到)?[:：]?(?:\s*(?:微信|微博|QQ空间|QQ好友|朋友圈))*|申请入驻|[无無]障碍[浏瀏][览覽]|"
    r"【?(?:打印(?:本[页文])?|关闭(?:窗口|本页)?|字体|字号|收藏(?:本页)?|纠错)】?(?:\s*[:：].*|\s*[【\[（(]?[大中小\s]{1,8}[】\])）]?|"
    r"\s*【?(?:打印(?:本[页文])?|关闭(?:窗口|本页)?|字体|字号)】?)*|"
    r"扫一扫.{0,20}|(?:手机|微信)扫(?:一扫|码).{0,20}|返回(?:顶部|上一页|列表|首页)|相关附件|附件下载[:：]?|"
    r"上一[篇条][:：]?.*|下一[篇条][:：]?.*|点击(?:查看|阅读|进入)?(?:相关)?(?:政策)?(?:解读|原文)[:：].*|(?:(?:相关)?(?:政策|专家|媒体|图文|音频|视频)解读|一图读懂)[:：]\s*(?:https?://\S+)?|(?:浏览|阅读|点击)(?:次数|量|数|人数)\s*[:：].{0,12}|责任编辑[:：]?)$"
)
_COUNTER = re.compile(r"^\d{1,6}$")
_TAIL = re.compile(
    r"^[【\[]?(?:特别声明|特別聲明|Notice:|相关推荐|相關推薦|热点推荐|熱點推薦|相关阅读|相關閱讀|猜你喜欢|推荐阅读|延伸阅读|相关新闻|相關新聞|相关链接[:：]?$|更多推荐|热门推荐|大家都在看)",
    re.IGNORECASE,
)
_TIMESTAMP = re.compile(r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?$")
_COPYRIGHT = re.compile(
    r"^(?:[版]?[权權][声聲]明|版[权權]声明|版權聲明|免[责責][声聲]明|版[权權]所有|Copyright\b|[\u4e00-\u9fff]?ICP备)"
    r"|QQ[:：]?\s*\d{5,}|^原文[链鏈][接結结][:：]\s*https?://\S+$|ICP备\d{6,}号|公网安备\s*\d{8,}号",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^[（(【]?(?:(?:文章)?[来來]源|作者|撰稿|[责責]任?[编編][辑輯]?|[审審]核|[编編][辑輯]|[审審]校|校[对對]|"
    r"本版[图圖]片|[通][讯訊][员員]|[记記]者)\s*[:：|｜]"
)
_CONTACT = r"(?:[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,100}|\+?\d[\d \-—()（）]{3,24}\d)"
_NEWSROOM = re.compile(
    r"(?:24小[时時])?(?:新[闻聞](?:[热熱][线線]|[报爆]料(?:[热熱][线線]|[电電][话話])?|[线線]索)|"
    r"[报報爆]料(?:[热熱][线線]|[电電][话話]|[邮郵]箱|微信|QQ群?)|投稿(?:[热熱][线線]|[邮郵]箱|[电電][话話]|信箱|QQ群?)|"
    r"[采採][访訪][热熱][线線]|[记記]者[热熱][线線]|[广廣]告[热熱][线線]|[读讀]者[热熱][线線])"
    rf"\s*[:：为是]?\s*(?P<contact>{_CONTACT}(?:\s*[、,，;；/或 ]\s*{_CONTACT})*)"
)
_OFFICIAL_MAIL = re.compile(r"@[\w.-]*gov\.cn", re.IGNORECASE)
_MARKUP_ROW = " | "
_EDGE_LINES = 20
_MAX_CONTACT_LINE = 60


def drop_navigation(text: str) -> list[Edit]:
    """C4: drop breadcrumbs, and menus of many short words; menus only near the edges, where pages have them."""
    lines = list(_LINE.finditer(text))
    edge = {*range(min(_EDGE_LINES, len(lines))), *range(max(0, len(lines) - _EDGE_LINES), len(lines))}
    return _drop(
        text,
        lambda i, line: (
            (len(line) <= 80 and _BREADCRUMB.search(line) is not None and "。" not in line)
            or (i in edge and _is_menu(line))
        ),
        "C4",
    )


def _is_menu(line: str) -> bool:
    words = line.replace("|", " ").split() if _MARKUP_ROW not in line else []
    return len(words) >= 6 and "。" not in line and sum(len(word) <= 5 for word in words) >= 0.8 * len(words)


def drop_widgets(text: str) -> list[Edit]:
    """C5: drop share widgets, and a lone counter beside one."""
    lines = [match[0] for match in _LINE.finditer(text)]
    widgets = {i for i, line in enumerate(lines) if len(line) <= 80 and _WIDGET.match(line)}
    return _drop(
        text, lambda i, line: i in widgets or (bool(_COUNTER.match(line)) and bool(widgets & {i - 1, i + 1})), "C5"
    )


def cut_recommendations(text: str) -> list[Edit]:
    """C6: cut from the first line that announces recommendations to the end; it must stand behind the text."""
    for match in _LINE.finditer(text):
        if len(match[0]) <= 200 and _TAIL.match(match[0]) and match.start() > len(text) // 4:
            return [Edit(match.start(), len(text), "", "C6")]
    return []


def drop_title_blocks(text: str) -> list[Edit]:
    """C7: drop titles that are followed by a time stamp, and a title repeated on the next line."""
    lines = [match[0] for match in _LINE.finditer(text)]
    folded = [_without_punctuation(line) for line in lines[:12]]
    stamps = {i for i, line in enumerate(lines) if len(line) <= 19 and _TIMESTAMP.match(line)}
    doomed = stamps | {i - 1 for i in stamps if i > 3 and len(lines[i - 1]) <= 60 and "。" not in lines[i - 1]}
    doomed |= {i for i in range(1, len(folded)) if folded[i] and folded[i] == folded[i - 1]}
    return _drop(text, lambda i, _: i in doomed, "C7")


def drop_notices(text: str) -> list[Edit]:
    """C8: move copyright lines, QQ numbers and source links out of the text."""
    return _drop(text, lambda _, line: len(line) <= 200 and _COPYRIGHT.search(line) is not None, "C8")


def drop_bylines(text: str) -> list[Edit]:
    """C9: move by-lines (source, author, editor) out of the text."""
    return _drop(text, lambda _, line: len(line) <= 60 and "。" not in line and _BYLINE.match(line) is not None, "C9")


def drop_newsroom_contacts(text: str) -> list[Edit]:
    """C10: drop the phone, QQ or mailbox of a newsroom, with its line when that holds little else.

    A mailbox of the government is where a call for works wants them sent, and stays, as every other contact does.
    """
    edits: list[Edit] = []
    for line in _LINE.finditer(text):
        found = [m for m in _NEWSROOM.finditer(line[0]) if not _OFFICIAL_MAIL.search(m["contact"])]
        if not found:
            continue
        kept = len(line[0]) - sum(len(match[0]) for match in found)
        if kept <= _MAX_CONTACT_LINE // 4 and "。" not in line[0]:
            edits.append(Edit(line.start(), line.end() + (line.end() < len(text)), "", "C10"))
        else:
            edits += [Edit(line.start() + match.start(), line.start() + match.end(), "", "C10") for match in found]
    return edits


def _drop(text: str, is_doomed: Callable[[int, str], bool], rule: str) -> list[Edit]:
    edits = []
    for index, match in enumerate(_LINE.finditer(text)):
        if is_doomed(index, match[0]):
            end = match.end() + (match.end() < len(text))
            edits.append(Edit(match.start(), end, "", rule))
    return edits


def _without_punctuation(line: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", line) if c.isalnum())
