"""What a unit of text looks like: patterns that say what kind of thing it states or does in its sentence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

ASKING = re.compile(
    r"多少|什么时候|什么时间|什么|哪[些几个里家项种类方]*|如何|怎么样|怎么|怎样|何时|何地|为何|多久|多长|"
    r"几[个项种类天次名家]|谁|是否|能否|可否|吗"
)
"""The words that stand for what is asked: what stands beside them in the question stands beside the answer."""

MARKS: dict[str, re.Pattern[str]] = {
    "number": re.compile(r"\d|[一二三四五六七八九十百千两]+(?:个|名|家|人|项|日|天|年|月|万|亿|元|倍)|百分之"),
    "date": re.compile(r"\d+\s*(?:年|月|日|天|时)|即日起|期间"),
    "money": re.compile(r"\d\s*(?:%|万|亿|元)|百分之"),
    "latin": re.compile(r"[A-Za-z@]{2,}"),
    "phone": re.compile(r"\d{5,}|\d{3,4}-\d{7,8}"),
    "quoted": re.compile(r"[“《]"),
    "enumerated": re.compile(r"、"),
    "starts_context": re.compile(r"^(?:为|对|在|根据|按照|经|据|自|从|针对|由于|受|鉴于|依据|除)"),
    "starts_link": re.compile(r"^(?:其中|同时|此外|并|且|但|另|如|或|以及|也|还|则|即)"),
    "starts_action": re.compile(
        r"^(?:要|将|可|应|不得|给予|实行|加强|加大|开展|建立|采取|通过|鼓励|支持|组织|落实|确保|严格)"
    ),
    "ends_condition": re.compile(r"的[，,：]?$|(?:时|后|前|期间|之日起|基础上|情况下)[，,]?$"),
    "says": re.compile(r"(?:表示|指出|强调|介绍|说|获悉|报道|认为|要求|明确|提出|透露|讯|电)[，,：:]?$"),
    "points_ahead": re.compile(r"(?:包括|分别为|分别是|主要有|如下|以下|下列|方面|措施|为)[，,：:]?$"),
    "administrative": re.compile(r"印发给你们|特此|联系人|附件|责任编辑|来源|记者|编辑|各.{0,12}[：:]$"),
}


@dataclass(frozen=True, slots=True)
class QuestionType:
    """What marks a question of this type, and what marks a unit that may answer it."""

    name: str
    question: re.Pattern[str]
    unit: re.Pattern[str]


@lru_cache(maxsize=1)
def question_types() -> tuple[QuestionType, ...]:
    """Return the types of `lexicons/question_types.json` in order; a question may be of several, or of none."""
    text = (resources.files("assistant") / "lexicons" / "question_types.json").read_text(encoding="utf-8")
    return tuple(
        QuestionType(name, re.compile(raw["question"]), re.compile(raw["unit"]))
        for name, raw in json.loads(text).items()
    )
