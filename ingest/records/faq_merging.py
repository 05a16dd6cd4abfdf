"""Rows that ask for the same thing become one entry with several phrasings; rows that contradict each other do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.records.faq_rows import FaqRow, answer_key, decisive, question_key, question_likeness_form
from ingest.records.likeness import likeness, near_pairs, shingles

LIKE_QUESTION = 0.8
"""Questions from this likeness on ask the same thing in other words, as far as characters can tell."""

_TELLING_ANSWER = 20
"""Characters from which an identical answer alone says that two rows belong together; "可以。" answers anything."""

_AKIN_QUESTION = 0.45
_LIKE_ANSWER = 0.9
_MOST_COMPARED = 300


@dataclass(frozen=True, slots=True)
class MergedFaq:
    """Rows that became one, in the order of the file. `rivals` answer the same question otherwise, `akin` nearly it."""

    rows: tuple[FaqRow, ...]
    rivals: tuple[int, ...] = ()
    akin: tuple[int, ...] = ()

    @property
    def first(self) -> FaqRow:
        return self.rows[0]


class _Sets:
    """Disjoint sets of rows by position; the first row of a set stands for it."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def find(self, row: int) -> int:
        while self._above[row] != row:
            self._above[row] = self._above[self._above[row]]
            row = self._above[row]
        return row

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.find(one), self.find(other)))
        self._above[other] = one


def merge_rows(rows: Sequence[FaqRow]) -> list[MergedFaq]:
    """Return the entries that rows make, in the order of the file.

    Rows join when their answers are the same (up to greeting and punctuation) and either say enough or answer akin
    questions, and when nearly the same question has nearly the same answer with the same numbers. Rows for another
    region, department or period never join. The same question with another answer is a conflict for a person.
    """
    sets = _Sets(len(rows))
    answers = [answer_key(row.answer) for row in rows]
    questions = [question_key(row.question) for row in rows]
    forms = [shingles(question_likeness_form(row.question)) for row in rows]
    for group in _groups(zip(answers, (row.scope for row in rows), strict=True)):
        if len(answers[group[0]]) >= _TELLING_ANSWER:
            for row in group[1:]:
                sets.join(group[0], row)
        else:
            _join_akin(group, questions, forms, sets)
    near = near_pairs(forms, at_least=LIKE_QUESTION)
    for pair in near:
        if _say_the_same(rows[pair.one], rows[pair.other], answers[pair.one], answers[pair.other]):
            sets.join(pair.one, pair.other)
    for group in _groups(zip(questions, (row.scope for row in rows), strict=True)):
        for row in group[1:]:
            if _say_the_same(rows[group[0]], rows[row], answers[group[0]], answers[row]):
                sets.join(group[0], row)
    return _merged(rows, sets, questions, [(pair.one, pair.other) for pair in near])


def _groups(keys: Iterable[object]) -> list[list[int]]:
    """Return the positions of equal keys, of those that occur more than once."""
    found: dict[object, list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        found[key].append(position)
    return [positions for positions in found.values() if len(positions) > 1]


def _join_akin(group: Sequence[int], questions: Sequence[str], forms: Sequence[object], sets: _Sets) -> None:
    """Join rows with the same short answer where their questions are akin, or the same."""
    for same in _groups(questions[row] for row in group):
        for member in same[1:]:
            sets.join(group[same[0]], group[member])
    if len(group) > _MOST_COMPARED:
        return  # "是", thousands of times: only the same question joins
    for number, one in enumerate(group):
        for other in group[number + 1 :]:
            if sets.find(one) != sets.find(other) and likeness(forms[one], forms[other]) >= _AKIN_QUESTION:  # type: ignore[arg-type]
                sets.join(one, other)


def _say_the_same(one: FaqRow, other: FaqRow, key: str, other_key: str) -> bool:
    if one.scope != other.scope:
        return False
    if key == other_key:
        return True
    if decisive(one.answer) != decisive(other.answer):
        return False
    return likeness(shingles(key, (2, 3)), shingles(other_key, (2, 3))) >= _LIKE_ANSWER


def _merged(
    rows: Sequence[FaqRow], sets: _Sets, questions: Sequence[str], near: Sequence[tuple[int, int]]
) -> list[MergedFaq]:
    members: dict[int, list[int]] = defaultdict(list)
    for position in range(len(rows)):
        members[sets.find(position)].append(position)
    rivals: dict[int, set[int]] = defaultdict(set)
    akin: dict[int, set[int]] = defaultdict(set)
    by_question = _groups(zip(questions, ((row.region, row.department) for row in rows), strict=True))
    for group in by_question:
        heads = {sets.find(position) for position in group}
        for head in heads:
            rivals[head] |= heads - {head}
    for one, other in near:
        head, other_head = sets.find(one), sets.find(other)
        is_same_scope = rows[one].region == rows[other].region
        if head != other_head and is_same_scope and other_head not in rivals[head]:
            akin[head].add(other_head)
            akin[other_head].add(head)
    return [
        MergedFaq(
            rows=tuple(rows[position] for position in positions),
            rivals=tuple(sorted(rows[other].number for other in rivals[head])),
            akin=tuple(sorted(rows[other].number for other in akin[head])),
        )
        for head, positions in sorted(members.items())
    ]
