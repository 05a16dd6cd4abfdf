"""Leaving out the story around a long question, pure rules over texts.

"订单多缺人，领导很着急，交地后多久必须开工？" asks the last alone.
"""

from __future__ import annotations

import re

from assistant.matters import clauses_of
from assistant.regions import tells_seat
from assistant.slots import slots_of
from assistant.wording import asking_part_rules, clarify_patterns, follow_up_rules

_FEWEST_CLAUSES = 3
_OF_THE_ASKER = frozenset({"size", "qualification", "class"})  # slots that say what the asker is
_NO_LETTER = re.compile(r"[\W_]+")


def asking_part(text: str) -> str:
    """Return the clauses of a long question that ask, with those of its story that weigh on the answer; else the text.

    These name a matter, say where or what the asker is, rule something out, or stand behind all that ask. Clauses
    before the first asking one are kept, the nearest first, until what is kept names enough. A question that leans on
    a story which names no matter ("这种情况怎么办") needs all of it.
    """
    rules = asking_part_rules()
    clauses = clauses_of(text)
    asking = {place for place, clause in enumerate(clauses) if rules.asking.search(clause)}
    is_story = len(text) >= rules.long_chars and len(clauses) >= _FEWEST_CLAUSES and rules.teller.search(text)
    if not is_story or not asking:
        return text
    named = {place for place, clause in enumerate(clauses) if rules.matter.search(clause)}
    if any(rules.leaning.search(clauses[place]) for place in asking) and named <= asking:
        return text
    kept = asking | named
    chars = sum(_named_chars(clauses[place]) for place in kept)
    for place in range(min(asking) - 1, -1, -1):
        if chars >= rules.least_chars:
            break
        if place not in kept:
            kept.add(place)
            chars += _named_chars(clauses[place])
    kept |= {place for place, clause in enumerate(clauses) if place > max(asking) or _decides(clause)}
    return "，".join(clauses[place] for place in sorted(kept))


def _decides(clause: str) -> bool:
    """Say whether a clause tells what a rule may turn on: an exclusion, what the asker is, or where."""
    return (
        asking_part_rules().exclusion.search(clause) is not None
        or not _OF_THE_ASKER.isdisjoint(slots_of(clause))
        or tells_seat(clause)
    )


def _named_chars(clause: str) -> int:
    """Return how many characters of a clause could name something: none that ask, say who asks, or fit any matter."""
    for pattern in (follow_up_rules().asking, clarify_patterns()["generic"], follow_up_rules().filler):
        clause = pattern.sub("", clause)
    return len(_NO_LETTER.sub("", clause))
