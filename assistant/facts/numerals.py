"""Numbers as people write them without digits: 贰拾万元, 千万元, 数十万元, 十余万元, 半个月."""

from __future__ import annotations

import re

from core.text import parse_chinese_numeral

_FORMAL_CHARS = "零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟圆圓"
_FORMAL = re.compile(rf"[{_FORMAL_CHARS[:-2]}][{_FORMAL_CHARS[:-2]}万萬亿億]+[元圆圓]")
_PLAIN_OF_FORMAL = str.maketrans(_FORMAL_CHARS, "零一二二三三四五六六七八九十百千元元")
_SOME = re.compile(r"(?<![人员户总件次])[数數几幾](?:(十)|(?=[百千万萬亿億]))")
_MORE_THAN = re.compile(
    r"(?<![一二三四五六七八九两十百千])([一二三四五六七八九两十][一二三四五六七八九两十百千]*(?<=[十百千]))[余餘多几幾](?!分)"
)
_POWER_ALONE = re.compile(
    r"(?<![\d.零〇一二三四五六七八九十百千万亿两数上余多分])[百千](?=[余多]?[万亿]?(?:元|美元|欧元))"
)
_HALVES = (
    (re.compile(r"(?<![上下前后年])半年(?!度)"), "6个月"),
    (re.compile(r"(\d)个半(?=月|小时|工作日)"), r"\1.5个"),
    (re.compile(r"(\d)年半(?!年)"), r"\1.5年"),
    (re.compile(r"(?<!\d)半(?=个(?:月|小时|工作日)|小时)|(?<![上下前后\d])半(?=天|日(?!制))"), "0.5"),
    (re.compile(r"(?<![上下前后\d])半月(?![刊谈板])"), "0.5个月"),
)


def with_everyday_numerals(text: str) -> str:
    """Write 大写 amounts with everyday numerals, 十余 with digits, and 数十, 几十 as 数拾, which nobody can count.

    For a text whose numerals have not become digits yet.
    """
    text = _FORMAL.sub(lambda match: match[0].translate(_PLAIN_OF_FORMAL), text)
    text = _MORE_THAN.sub(lambda match: f"{parse_chinese_numeral(match[1]) or match[1]}余", text)
    return _SOME.sub(lambda match: "数拾" if match[1] else "数", text)


def with_digits_for_halves(plain: str) -> str:
    """Write halves and lone powers with digits: "半个月" is "0.5个月", "千万元" is "1000万元"."""
    for pattern, digits in _HALVES if "半" in plain else ():
        plain = pattern.sub(digits, plain)
    return _POWER_ALONE.sub(lambda match: "100" if match[0] == "百" else "1000", plain)
