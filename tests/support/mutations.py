"""Rules that turn a true sentence into a false one, by kind of fact. They know nothing of how verification works."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

_NUMERALS = "一二三四五六七八九"
_CHINESE = "[一二三四五六七八九十百千两]"


def _other_number(text: str, choose: random.Random) -> str:
    """Return another number of the same script."""
    if text[0].isdigit():
        value = float(text)
        options = [value * 10, value * 2, value + 1, value + 10] + (
            [value / 10] if value >= 10 and value % 10 == 0 else []
        )
        return f"{choose.choice(options):g}" if value < 100_000 else str(int(value) + 10_000)
    if len(text) == 1 and text in _NUMERALS:
        return choose.choice([digit for digit in _NUMERALS if digit != text])
    place = next((i for i, char in enumerate(text) if char in _NUMERALS), None)
    if place is None:
        return "二" + text if text[0] in "十百千" else "三"
    other = choose.choice([digit for digit in _NUMERALS if digit != text[place]])
    return text[:place] + other + text[place + 1 :]


def _numbers(pattern: str) -> Callable[[str, random.Random], Iterator[str]]:
    """Change the number in group 1 of every match."""
    compiled = re.compile(pattern)

    def mutate(sentence: str, choose: random.Random) -> Iterator[str]:
        for match in compiled.finditer(sentence):
            yield sentence[: match.start(1)] + _other_number(match[1], choose) + sentence[match.end(1) :]

    return mutate


def _words(*pairs: tuple[str, str]) -> Callable[[str, random.Random], Iterator[str]]:
    """Replace one word (a pattern) by another at every place where it stands."""
    compiled = [(re.compile(pattern), to) for pattern, to in pairs]

    def mutate(sentence: str, choose: random.Random) -> Iterator[str]:
        for pattern, to in compiled:
            for match in pattern.finditer(sentence):
                yield sentence[: match.start()] + match.expand(to) + sentence[match.end() :]

    return mutate


_NUMBER = rf"((?<![\d.])\d+(?:\.\d+)?|(?<![一二三四五六七八九十百千万两〇零第]){_CHINESE}+)"
_EXCEPTED = "(?:(?!规定|约定|上述|前述)[^，。；：（）()])"
_IN_ADDITION = "[^，。；]*(?:还|也|另|并|同时|可以)"


def _swapped(sentence: str, choose: random.Random) -> Iterator[str]:
    """Exchange two different numbers of one unit."""
    for unit in ("万元", "元", "%", "日", "个工作日", "个月", "年", "人"):
        found = list(re.finditer(rf"(?<![\d.〔\[月])(\d+(?:\.\d+)?){unit}", sentence))
        for first, second in pairwise(found):
            if first[1] != second[1] and first[0] not in ("", second[0]):
                between = sentence[first.end() : second.start()]
                if re.fullmatch(r"[、和或及至到~—-]*", between):
                    continue  # two of a list or a range that are named together
                yield sentence[: first.start()] + second[0] + between + first[0] + sentence[second.end() :]


def _phone_digit(sentence: str, choose: random.Random) -> Iterator[str]:
    for match in re.finditer(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|12\d{3}|96\d{3})(?!\d)", sentence):
        last = match[0][-1]
        yield (
            sentence[: match.end() - 1]
            + choose.choice([d for d in "0123456789" if d != last])
            + sentence[match.end() :]
        )


MUTATIONS: dict[str, Callable[[str, random.Random], Iterator[str]]] = {
    "amount": _numbers(rf"{_NUMBER}(?=[万亿]?元)"),
    "amount unit": _words(("万元", "元"), ("亿元", "万元"), (r"(?<=[\d十百千])元", "万元")),
    "percentage": lambda s, c: iter(
        [*_numbers(r"((?<![\d.])\d+(?:\.\d+)?)(?=%|％)")(s, c), *_numbers(rf"百分之({_CHINESE}+)")(s, c)]
    ),
    "date": lambda s, c: iter(
        [
            *_numbers(r"((?<!\d)20\d\d)(?=年)")(s, c),
            *_numbers(r"(?<=年)(\d{1,2})(?=月)")(s, c),
            *_numbers(r"(?<=月)(\d{1,2})(?=日)")(s, c),
        ]
    ),
    "limit": _numbers(rf"{_NUMBER}(?=(?:个工作日|个?工作日|日|天|个月|年)(?:以?内|前|后|以上|以下|的|，|；|。))"),
    "limit unit": _words(
        ("个?工作日", "日"),
        (rf"(?<={_CHINESE})日(?=内|以内|前)", "个工作日"),
        (r"(?<![月\d]\d)(?<!月)(?<=\d)日(?=内|以内)", "个工作日"),
        ("个月", "年"),
        (rf"(?<={_CHINESE})年(?=以|内|的|，|。)", "个月"),
        ("小时", "日"),
    ),
    "number in words": _words(
        (rf"{_NUMBER}万元", "数十万元"),
        (rf"{_NUMBER}万元", "上百万元"),
        (r"(?<![\d.])(?!50[%％])\d+(?:\.\d+)?[%％]", "一半"),
        (rf"(?!15日|十五日){_NUMBER}个?(?:工作日|日|月)(?=内|以内)", "半个月"),
        (rf"(?:在|于)?{_NUMBER}个?(?:工作日|日|月)(?:以?内)", "当场"),
        (rf"{_NUMBER}周岁", r"\1周"),
    ),
    "comparison": _words(
        (r"(?<=[\d元%人家年月日岁级倍吨亩次])以上", "以下"),
        (r"(?<=[\d元%人家年月日岁级倍吨亩次])以下", "以上"),
        ("县级以上", "县级以下"),
        ("不超过", "不低于"),
        ("不低于", "不超过"),
        ("不少于", "不多于"),
        ("不得少于", "不得多于"),
        ("最高", "最低"),
        ("最长", "最短"),
        ("至少", "至多"),
        (r"(?<![不得])超过(?=\d)", "不足"),
        (r"(?<=日)内(?=[^\u4e00-\u9fff]|提|作|向|完|书|办|将|予|报|申|答|通)", "后"),
        (r"(?<=\d)(万?元|人|%)以上", r"\1"),
    ),
    "negation": _words(
        ("不得", "可以"),
        ("不予", "予以"),
        ("不再", "继续"),
        ("不能(?!力)", "能"),
        ("不承担", "承担"),
        ("不适用", "适用"),
        ("不享受", "享受"),
        ("不符合", "符合"),
        ("不属于", "属于"),
        ("不计入", "计入"),
        (r"未(?=按|经|在|取得|提|达|履|依|缴|纳|办|建|到)", ""),
        ("无需", "需要"),
        ("禁止", "允许"),
        ("应当", "不得"),
        ("应当", "不应当"),
        ("可以", "不得"),
        ("可以", "不可以"),
        (r"(?<!不)予以", "不予"),
        (r"(?<!不)给予", "不给予"),
        (r"(?<![不未])符合(?=条件|规定|下列)", "不符合"),
    ),
    "exception": _words(
        (rf"(?<![解免扣删排清去消拆剔废开])除({_EXCEPTED}{{2,40}}?)(?:以外|之外|外)，(?!{_IN_ADDITION})", r"\1，"),
        (rf"（({_EXCEPTED}{{2,20}})除外）", r"（\1）"),
        (rf"(?<=，)但是?({_EXCEPTED}{{2,40}}?)的?除外", r"包括\1的"),
        ("不含(?!税)", "含"),
        ("不包括", "包括"),
    ),
    "modality": _words(("应当", "可以"), ("(?<!不)可以", "应当"), ("必须", "可以")),
    "subject": _words(
        ("小微企业", "大型企业"),
        ("中小企业", "大型企业"),
        ("小型微型企业", "大型企业"),
        ("中型企业", "小型企业"),
        ("用人单位", "劳动者"),
        ("劳动者", "用人单位"),
        (r"(?<!被)申请人", "被申请人"),
        ("当事人", "代理人"),
        ("原告", "被告"),
        ("人民法院", "人民检察院"),
        ("公安机关", "税务机关"),
        ("税务机关", "海关"),
        ("国务院", "省人民政府"),
        ("县级以上", "乡级以上"),
        ("省级", "市级"),
        (r"(?<![中华]|省)市人民政府", "县人民政府"),
        ("财政部门", "审计部门"),
        ("经济发展局", "金融服务局"),
        ("科技创新局", "园区服务中心"),
        ("市场监督管理", "生态环境"),
        ("人力资源和?社会保障", "住房城乡建设"),
        ("消费者", "经营者"),
        ("经营者(?!集)", "消费者"),
        ("出租人", "承租人"),
        ("债务人", "债权人"),
        ("纳税人", "扣缴义务人"),
        ("上级", "下级"),
        ("高新技术企业", "个体工商户"),
        ("高校毕业生", "退役军人"),
        ("未成年人", "成年人"),
        ("法定代表人", "财务负责人"),
        ("武汉市", "北京市"),
        ("本市", "本省"),
        ("自然人", "法人"),
    ),
    "document number": lambda s, c: iter(
        [
            *_numbers(r"(?<=[〔\[（(])(20\d\d)(?=[〕\]）)])")(s, c),
            *_numbers(r"(?<=[〕\]）)])(\d{1,4})(?=号)")(s, c),
        ]
    ),
    "clause number": _numbers(rf"第({_CHINESE}+|\d+)(?=[条款项])"),
    "quantifier": _words(
        (r"(?<!平)均(?=应|可|不|由|须|为|按|有|需|属|在|已|要)", "仅"),
        ("所有(?!权|制|人|者)", "部分"),
        ("全部", "部分"),
        (r"(?<!不)仅(?=限|能|可|用|对|在|需|为|提)", "均"),
        ("任何", "个别"),
        ("或者", "并且"),
        ("之一的", "全部的"),
        (r"(?<=[\u4e00-\u9fff])并且", "或者"),
    ),
    "frequency": _words(
        ("每年", "每月"),
        ("每月", "每年"),
        ("每户", "每人"),
        ("每人", "每户"),
        ("一次性", "每年"),
        ("每季度", "每年"),
        ("每日", "每周"),
    ),
    "phone": _phone_digit,
    "url": _words((r"(https?://)(?=[a-z])", r"\1x"), (r"(?<=[a-z])\.gov\.cn", ".com.cn")),
    "swap": _swapped,
    "order": _words(
        ("提前", "延后"),
        ("增加", "减少"),
        ("提高", "降低"),
        (r"之前(?=[，。])", "之后"),
        ("以前", "以后"),
        ("连续", "累计"),
    ),
}
"""Mutations by kind: each yields false sentences made from a true one, none where its rule does not apply."""


def mutants(sentence: str, *, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (kind, false sentence) for every rule and place that applies."""
    for kind, mutate in MUTATIONS.items():
        choose = random.Random(f"{seed}:{kind}:{sentence}")
        for changed in mutate(sentence, choose):
            if changed != sentence:
                yield kind, changed
