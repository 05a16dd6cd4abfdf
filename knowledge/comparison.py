"""What changed between two texts of one document, clause by clause. Pure functions; nothing is stored."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from typing import Any

from knowledge.types import Clause, ClauseKind, Description, EntryDraft

_OPENING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百千零〇○两\d]+[编章节条](?:之[一二三四五六七八九十]+)?|[一二三四五六七八九十]+、"
    r"|[(（][一二三四五六七八九十\d]+[)）]|\d{1,3}\s*[.．、](?!\d)|[\u2460-\u2473])\s*"
)
_BLANKS = re.compile(r"\s+")
_SENTENCES = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_ALIKE = 0.5
_SAME_PLACE = 0.3
_LONG_CHARS = 1_500
_SHORTEST_COMMON = 2  # a single character that both happen to have does not break up what was rewritten


class ChangeKind(StrEnum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    UNCHANGED = "unchanged"


class PieceKind(StrEnum):
    """Where a piece of text stands: in both, only in the older, only in the newer."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of a changed clause; all pieces but the new ones make the older text, and the reverse."""

    kind: PieceKind
    text: str


@dataclass(frozen=True)
class ClauseText:
    """A clause with its own words, as it stands in one of the texts."""

    id: str
    label: str
    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> str:
        """The text without its number and blanks: what is compared."""
        return _BLANKS.sub("", _OPENING.sub("", self.text, count=1))


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause. `old` is None for an added one, `new` for a removed one."""

    kind: ChangeKind
    old: ClauseText | None
    new: ClauseText | None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A described field that differs; None stands for unknown."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs, clauses in the order of the newer text, removed ones where they stood."""

    clauses: tuple[ClauseChange, ...]
    fields: tuple[FieldChange, ...]

    def counts(self) -> dict[ChangeKind, int]:
        """Return how many clauses there are of each kind, those without any among them."""
        found = Counter(change.kind for change in self.clauses)
        return {kind: found[kind] for kind in ChangeKind}


def compare(old: EntryDraft, new: EntryDraft) -> Comparison:
    """Return what changed from `old` to `new`."""
    changes = compare_clauses(old.body, old.clauses, new.body, new.clauses)
    return Comparison(tuple(changes), tuple(_changed_fields(old, new)))


def compare_clauses(
    old_body: str, old_clauses: Sequence[Clause], new_body: str, new_clauses: Sequence[Clause]
) -> list[ClauseChange]:
    """Return one change per clause that has words of its own.

    Equal words in the same order belong together, whatever their number: an inserted article renumbers all that
    follow. Of the rest, those with the same id belong together when they are somewhat alike, then those most alike,
    then those with the same id.
    """
    old, new = list(_own_texts(old_body, old_clauses)), list(_own_texts(new_body, new_clauses))
    pairs = _equal(old, new)
    for pair in (_by_id(at_least=_SAME_PLACE), _by_likeness, _by_id(at_least=0.0)):
        left = [n for n in range(len(old)) if n not in set(pairs.values())]
        pairs |= pair(old, new, left, [n for n in range(len(new)) if n not in pairs])
    return list(_in_order(old, new, pairs))


_Pairing = Callable[[list[ClauseText], list[ClauseText], list[int], list[int]], dict[int, int]]


def _own_texts(body: str, clauses: Sequence[Clause]) -> Iterator[ClauseText]:
    """Yield clauses with words of their own; an inline item stands within the words of its parent."""
    for clause in clauses:
        text = body[clause.start : clause.end].strip()
        if text and clause.kind is not ClauseKind.INLINE_ITEM:
            yield ClauseText(clause.id, clause.label, clause.start, clause.end, text)


def _equal(old: list[ClauseText], new: list[ClauseText]) -> dict[int, int]:
    """Pair clauses of equal words that keep their order; return {new position: old position}."""
    matcher = SequenceMatcher(None, [c.words for c in old], [c.words for c in new], autojunk=False)
    return {block.b + step: block.a + step for block in matcher.get_matching_blocks() for step in range(block.size)}


def _by_id(*, at_least: float) -> _Pairing:
    def pair(old: list[ClauseText], new: list[ClauseText], left: list[int], right: list[int]) -> dict[int, int]:
        by_id = {old[n].id: n for n in left}
        found = {n: by_id[new[n].id] for n in right if new[n].id in by_id}
        return {n: o for n, o in found.items() if _likeness(_pairs_in(old[o]), _pairs_in(new[n])) >= at_least}

    return pair


def _by_likeness(old: list[ClauseText], new: list[ClauseText], left: list[int], right: list[int]) -> dict[int, int]:
    """Pair what is most alike first, as far as it is alike at all."""
    old_pairs, new_pairs = {n: _pairs_in(old[n]) for n in left}, {n: _pairs_in(new[n]) for n in right}
    holders: dict[str, list[int]] = defaultdict(list)
    for n, pairs in old_pairs.items():
        for pair in pairs:
            holders[pair].append(n)
    scored = [
        (-likeness, n, o)
        for n, pairs in new_pairs.items()
        for o in {o for pair in pairs for o in holders.get(pair, ())}
        if (likeness := _likeness(old_pairs[o], pairs)) >= _ALIKE
    ]
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, n, o in sorted(scored):
        if n not in found and o not in used:
            found[n] = o
            used.add(o)
    return found


def _pairs_in(clause: ClauseText) -> Counter[str]:
    words = clause.words
    return Counter(words[n : n + 2] for n in range(max(1, len(words) - 1)))


def _likeness(left: Counter[str], right: Counter[str]) -> float:
    """Return the Dice coefficient of two bags of character pairs, 0..1."""
    return 2 * (left & right).total() / ((left.total() + right.total()) or 1)


def _in_order(old: list[ClauseText], new: list[ClauseText], pairs: dict[int, int]) -> Iterator[ClauseChange]:
    """Yield changes in the order of the newer text; what was removed comes behind what stood before it."""
    removed_after: dict[int, list[ClauseText]] = defaultdict(list)
    position_of = {o: n for n, o in pairs.items()}
    anchor = -1
    for o, clause in enumerate(old):
        if o in position_of:
            anchor = position_of[o]
        else:
            removed_after[anchor].append(clause)
    for n in range(-1, len(new)):
        if n >= 0:
            yield _change(old[pairs[n]], new[n]) if n in pairs else ClauseChange(ChangeKind.ADDED, None, new[n])
        yield from (ClauseChange(ChangeKind.REMOVED, clause, None) for clause in removed_after[n])


def _change(old: ClauseText, new: ClauseText) -> ClauseChange:
    if old.words != new.words:
        return ClauseChange(ChangeKind.CHANGED, old, new, tuple(pieces(old.text, new.text)))
    kind = ChangeKind.UNCHANGED if old.label == new.label else ChangeKind.RENUMBERED
    return ClauseChange(kind, old, new)


def pieces(old: str, new: str) -> list[Piece]:
    """Return both texts as one run of pieces: by character, or by sentence where the texts are long."""
    is_long = max(len(old), len(new)) > _LONG_CHARS
    left, right = (_SENTENCES.findall(text) if is_long else list(text) for text in (old, new))
    found: list[Piece] = []
    for op, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        before, after = "".join(left[a:b]), "".join(right[c:d])
        if op == "equal" and (len(before) >= _SHORTEST_COMMON or not 0 < a < b < len(left)):
            found.append(Piece(PieceKind.BOTH, before))
        else:
            found += [Piece(PieceKind.OLD, before), Piece(PieceKind.NEW, after)]
    return list(_joined(found))


def _joined(found: Sequence[Piece]) -> Iterator[Piece]:
    """Join what was taken out and what was put in between two common runs into one piece each."""
    gone, come = "", ""
    for piece in (*found, Piece(PieceKind.BOTH, "")):
        if piece.kind is PieceKind.OLD:
            gone += piece.text
        elif piece.kind is PieceKind.NEW:
            come += piece.text
        else:
            yield from (p for p in (Piece(PieceKind.OLD, gone), Piece(PieceKind.NEW, come), piece) if p.text)
            gone = come = ""


def _changed_fields(old: EntryDraft, new: EntryDraft) -> Iterator[FieldChange]:
    for name in ("title", "kind", "visibility", "details"):
        if getattr(old, name) != getattr(new, name):
            yield FieldChange(name, getattr(old, name), getattr(new, name))
    for field in fields(Description):
        before, after = getattr(old.description, field.name), getattr(new.description, field.name)
        if field.name != "evidence" and before != after:
            yield FieldChange(field.name, before, after)
