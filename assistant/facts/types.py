"""The nouns of verification: what a text states, and what a clause does not support."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum


class FactKind(StrEnum):
    """What sort of thing a sentence states."""

    DOCUMENT_NUMBER = "document_number"
    CONTACT = "contact"  # phone, e-mail, URL
    DATE = "date"
    TIME = "time"
    RATIO = "ratio"  # percentages, fractions, 成, ‰
    MONEY = "money"
    LIMIT = "limit"  # lengths of time
    COUNT = "count"
    ORDINAL = "ordinal"  # 第六条, 第二批
    BOUND = "bound"  # 以上, 不超过: belongs to the quantity beside it
    MODALITY = "modality"  # 应当, 可以, 不得, and negation
    QUANTIFIER = "quantifier"
    FREQUENCY = "frequency"
    CONNECTIVE = "connective"
    SUBJECT = "subject"
    EXCEPTION = "exception"  # what is said of all but this
    WORDING = "wording"  # other words where the clause says something else
    GROUND = "ground"  # the clause is about something else altogether


class Why(StrEnum):
    """Why a fact is not supported."""

    ABSENT = "absent"  # the clause does not state it
    ELSEWHERE = "elsewhere"  # the clause states it of something else
    CONTRADICTED = "contradicted"  # the clause says another thing at this very place
    ADDED = "added"  # the clause has nothing at this place
    DROPPED = "dropped"  # the clause says it here and the sentence does not


QUANTITIES = (
    FactKind.DATE,
    FactKind.TIME,
    FactKind.RATIO,
    FactKind.MONEY,
    FactKind.LIMIT,
    FactKind.COUNT,
)
NEGATIVE = ("negative", "exempt")  # the modalities that negate
NUMERIC = (FactKind.DOCUMENT_NUMBER, FactKind.CONTACT, *QUANTITIES, FactKind.ORDINAL)


@dataclass(frozen=True, slots=True)
class Bound:
    """A word that bounds a quantity: `relation` is one of <=, >=, <, >, ~, before, after, from."""

    relation: str
    text: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Token:
    """One stated fact: `value` is comparable within its kind; `start` and `end` are offsets into the plain text."""

    kind: FactKind
    value: Hashable
    text: str
    start: int
    end: int
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact of a sentence that its clause does not support. `clause_says` is what stands there instead, if known."""

    kind: FactKind
    text: str
    why: Why
    clause_says: str = ""
