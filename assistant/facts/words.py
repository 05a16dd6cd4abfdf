"""The words verification reads, from `assistant/lexicons/facts.json`: modality, quantifiers, bounds, synonyms."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from assistant.facts.types import FactKind

_WORD_KINDS = {
    "bound_before": FactKind.BOUND,
    "limit": FactKind.LIMIT,
    "modality": FactKind.MODALITY,
    "quantifier": FactKind.QUANTIFIER,
    "frequency": FactKind.FREQUENCY,
    "connective": FactKind.CONNECTIVE,
    "bound_after": FactKind.BOUND,
}


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon, compiled. `patterns` are (kind, value, alternatives), the order in which they are tried."""

    patterns: tuple[tuple[FactKind, str, str], ...]
    beginnings: str  # the characters with which a pattern may begin
    synonyms: tuple[tuple[re.Pattern[str], str], ...]
    sizes: re.Pattern[str]
    bodies: re.Pattern[str]
    everyday_words: frozenset[str]
    glue: frozenset[str]  # characters that state nothing
    light: re.Pattern[str]  # words that state nothing beside the noun they lead to
    roles: frozenset[str]
    negating: frozenset[str]
    validity: re.Pattern[str]  # words that say from or to when a document governs
    except_around: re.Pattern[str]  # 除…外, not 除…外，还…; what is excepted is `of`
    except_before: re.Pattern[str]  # 不含…, the same
    except_behind: re.Pattern[str]  # …除外
    referring: re.Pattern[str]  # exceptions that name nobody: 法律另有规定的
    self_references: frozenset[str]  # what a document calls itself, without 本
    prefixes: frozenset[str]  # characters that make another person or thing of what follows: 被申请人, 副主任


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the lexicon."""
    raw = _load()
    patterns = [
        (kind, f"{'-' if section == 'bound_before' else ''}{value}", alternative)
        for section, kind in _WORD_KINDS.items()
        for value, alternatives in raw[section].items()
        for alternative in alternatives
    ]
    patterns.sort(key=lambda entry: -_length(entry[2]))
    besides = "|".join(raw["exception"]["besides"])
    return Words(
        patterns=tuple(patterns),
        beginnings="".join(sorted({char for _, _, pattern in patterns for char in _beginnings(pattern)})),
        synonyms=tuple((re.compile("|".join(others)), word) for word, others in raw["same"].items()),
        sizes=re.compile("|".join(raw["sizes"])),
        bodies=re.compile(rf"[^\W\d_该本此各原由向到在的我a-z]{{2}}(?:{'|'.join(raw['bodies'])})"),
        everyday_words=frozenset(raw["everyday_words"]),
        light=re.compile("|".join(raw["light"])),
        glue=frozenset(raw["glue"]),
        roles=frozenset(raw["roles"]),
        negating=frozenset(raw["negating"]),
        validity=re.compile("|".join(raw["validity"])),
        except_around=re.compile(f"{raw['exception']['around']}(?!,?[^,。；;:\\n]*(?:{besides}))"),
        except_before=re.compile(raw["exception"]["before"]),
        except_behind=re.compile(raw["exception"]["behind"]),
        referring=re.compile("|".join(raw["exception"]["referring"])),
        self_references=frozenset(raw["self_references"]),
        prefixes=frozenset(raw["prefixes"]),
    )


def _length(pattern: str) -> int:
    """Rank longer words first, so that "不得不" is not read as "不得"; guards do not count, a group is two."""
    return len(re.sub(r"\(\?:[^)]*\)|\[[^]]*\]\??", "__", re.sub(r"\(\?<?[!=][^)]*\)", "", pattern)))


def _beginnings(pattern: str) -> str:
    bare = re.sub(r"^(?:\(\?<?[!=][^)]*\))+", "", pattern)
    group = re.match(r"\[([^]]*)\](\??)", bare)
    if group is None:
        return bare[0]
    return group[1] + (_beginnings(bare[group.end() :]) if group[2] else "")


def _load() -> dict[str, Any]:
    text = (resources.files("assistant") / "lexicons" / "facts.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
