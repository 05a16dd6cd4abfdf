"""Splitting a question that asks several things into questions that stand alone. Pure rules over texts."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.follow_up import asks, topic_of
from assistant.matters import aspects_of, clauses_of
from assistant.regions import comes_here, tells_seat
from assistant.slots import slots_of
from assistant.wording import compound_rules, follow_up_rules

_MOST = 4
_SHORTEST_NAME = 4  # characters of a matter; what is shorter is a value of a slot ("A类和B类分别…")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things asked: as the asker worded it, and as a question that stands alone."""

    label: str
    question: str


def parts_of(text: str) -> tuple[Part, ...]:
    """Return the parts of a question, at least two and at most four; empty when it asks one thing.

    Clauses that ask for different things ("补助多少，怎么申请，什么时候截止") are parts, and so are two matters asked
    about together ("稳岗补贴和研发费用补助分别是多少"). Two clauses that ask for the same ("补几成？封顶多少") are one:
    one clause of a document answers both.
    """
    return _each(text) or _sequence(text)


def _each(text: str) -> tuple[Part, ...]:
    match = compound_rules().each.match(text.strip())
    if match is None or not asks(match["rest"] or match["noun"] or ""):
        return ()
    names = (match["lead"] + match["first"], match["second"])
    if any(len(_named_by(name)) < _SHORTEST_NAME or name in slots_of(name).values() for name in names):
        return ()
    asked = f"{match['noun'] or ''}{match['rest']}"
    return tuple(Part(name, f"{name}{asked}") for name in names)


def _named_by(words: str) -> str:
    """Return what is left of words that name a matter without those that ask for something of it ("最高限额")."""
    for pattern in compound_rules().aspects.values():
        words = pattern.sub("", words)
    return words


def _sequence(text: str) -> tuple[Part, ...]:
    """Cut where a clause asks for something new; what does not ask belongs to what follows."""
    rules = compound_rules()
    pieces: list[tuple[str, frozenset[str]]] = []
    waiting = ""
    clauses = clauses_of(text)
    for clause in clauses:
        said = f"{waiting}，{clause}" if waiting else clause
        wanted = aspects_of(said) if follow_up_rules().standalone.search(clause) else frozenset()
        if not wanted:
            waiting = said
        elif pieces and _is_more_of(clause, wanted, pieces):
            pieces[-1] = (f"{pieces[-1][0]}，{said}", pieces[-1][1] | wanted)
            waiting = ""
        else:
            pieces.append((said, wanted))
            waiting = ""
    if waiting and pieces:
        pieces[-1] = (f"{pieces[-1][0]}，{waiting}", pieces[-1][1])
    if not 2 <= len(pieces) <= _MOST:
        return ()
    labels = [rules.connector.sub("", piece) for piece, _ in pieces]
    topic = topic_of(labels[0])
    seat = "" if comes_here(text) else next(filter(tells_seat, clauses), "")
    return tuple(Part(label, _standing(label, topic, seat) if place else label) for place, label in enumerate(labels))


def _is_more_of(clause: str, wanted: frozenset[str], pieces: list[tuple[str, frozenset[str]]]) -> bool:
    """Say whether a clause asks only for what was asked for already, of the same matter."""
    asked = frozenset().union(*(names for _, names in pieces))
    return wanted <= asked and len(_matter_of(clause)) < _SHORTEST_NAME


def _standing(label: str, topic: str, seat: str) -> str:
    """Return a part with what it leans on: the matter of the first, and where the asker said to be."""
    if not _has_matter(label):
        return f"{topic} {label}"
    return f"{seat}，{label}" if seat and seat not in label else label


def _has_matter(label: str) -> bool:
    """Say whether a part names what it is about, rather than leaning on the part before."""
    return len(_matter_of(label)) > _FEWEST


def _matter_of(label: str) -> str:
    rules = follow_up_rules()
    topic = topic_of(label)
    is_nothing_but_asking = topic == label and asks(label)
    return "" if is_nothing_but_asking or rules.pronouns.search(label) else rules.filler.sub("", topic)
