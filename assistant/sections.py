"""Which section of a document a question asks for: "what materials does X need" is answered where X lists them.

How much X is stands in a clause that grants it, or in all of them while they are few.

What X is must stand in the title word for word, so that nothing like it answers in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.lexicon import Cue, alike_to, cues_of, section_rules
from assistant.matters import clauses_of, matter_name
from knowledge.types import EntryKind, Passage

Weigh = Callable[[str], Mapping[str, float]]
"""Returns the idf weight of each word of a text that carries a subject."""

_OPENING_CHARS = 120
_WITHOUT_NAME = 0.8  # of the fit of an article that only begins like the section asked for
_MOST_PIECES = 4  # a document that grants more than that is about several things, of which the question names none


@dataclass(frozen=True, slots=True)
class AskedSection:
    """What a question is about, word by word, and what it asks for of it."""

    matter: tuple[str, ...]
    cues: tuple[Cue, ...]
    weigh: Weigh

    @classmethod
    def readings(cls, question: str, weigh: Weigh) -> tuple[AskedSection, ...]:
        """Return how a question in Simplified characters may be read: as a whole, and by the clauses that ask alone.

        What the asker tells first ("我们是高企，去年花了1200万，…") belongs to no title. Empty: more than sections is
        asked for, or nothing says of what.
        """
        texts = {question: cues_of(question)}
        asking = "，".join(clause for clause in clauses_of(question) if cues_of(clause))
        cues = cues_of(asking)
        if all(cue.name in section_rules().of_a_clause for cue in cues):
            texts.setdefault(asking, cues)
        read = (cls._of(text, asked, weigh) for text, asked in texts.items())
        return tuple(each for each in read if each is not None)

    @classmethod
    def _of(cls, question: str, cues: Sequence[Cue], weigh: Weigh) -> AskedSection | None:
        """Read what a question is about and what for.

        One short word ("补贴", "贷款") is no matter yet: many documents are about it.
        """
        names = {cue.name for cue in cues}
        asked = tuple(cue for cue in cues if cue.general_of not in names)
        if not asked or any(cue.opening is None or (cue.answers_alone and len(asked) > 1) for cue in asked):
            return None
        rules = section_rules()
        rest = rules.for_each.sub(" ", question)
        for cue in asked:
            rest = cue.question.sub(" ", rest)
        matter = tuple(word for word in weigh(rest) if word not in rules.handling)
        if sum(map(len, matter)) < rules.least_chars:
            return None
        return cls(matter, asked, weigh)

    @property
    def is_told_in_pieces(self) -> bool:
        """Say whether all clauses that fit answer together: each may grant something to others."""
        return any(cue.answers_alone for cue in self.cues)

    def fits(self, passages: Iterable[Passage]) -> dict[str, float]:
        """Return how well each passage is the section asked for, by its id; without those that are not."""
        found = [(passage, fit) for passage in passages if (fit := self.fit(passage))]
        pieces = Counter((passage.entry_id, passage.version) for passage, _ in found)
        return {
            passage.id: fit
            for passage, fit in found
            if not self.is_told_in_pieces or pieces[passage.entry_id, passage.version] <= _MOST_PIECES
        }

    def fit(self, passage: Passage) -> float:
        """Return how well a passage is the section asked for, 0..1: 0 when it is not.

        Above 0 it is the share of the weight of the title's words that the question names: of two guides whose titles
        hold all that it names, the one that is about nothing else fits better.
        """
        if not self.means(passage) or not any(_is_section(cue, passage) for cue in self.cues):
            return 0.0
        kinds = section_rules().kinds_of_askers
        weights = {
            word: weight for word, weight in self.weigh(matter_name(passage.title)).items() if not kinds.fullmatch(word)
        }
        total = sum(weights.values())
        named = sum(weight for word, weight in weights.items() if any(_same(word, each) for each in self.matter))
        share = named / total if total else 0.0
        return share if _has_name(passage) else share * _WITHOUT_NAME

    def means(self, passage: Passage) -> bool:
        """Say whether the title of a passage's document holds every word of what the question is about."""
        if passage.kind is EntryKind.FAQ:
            return False
        needed = (word for word in self.matter if word not in section_rules().askers)
        return all(any(each in passage.title for each in alike_to(word)) for word in needed)


def is_of_another_section(question: str, passage: Passage, *, fits_no_cue: bool) -> bool:
    """Say whether a section of a service guide is none that a question in Simplified characters asks for.

    `fits_no_cue`: the question asks for sections, and this is none of them. Its legal basis or its code answers only
    who asks for that, whatever else the words of the question are.
    """
    if passage.kind is not EntryKind.SERVICE_ITEM:
        return False
    for label, asked in section_rules().of_the_item:
        if label.search(passage.clause_label):
            return asked.search(question) is None
    return fits_no_cue


def _is_section(cue: Cue, passage: Passage) -> bool:
    """A section with a name is what its name says; a numbered article is what it begins with."""
    if _has_name(passage):
        return bool(cue.section.search(passage.clause_label))
    return cue.opening is not None and bool(cue.opening.search(passage.text, 0, _OPENING_CHARS))


def _has_name(passage: Passage) -> bool:
    return passage.clause_label.startswith("“")


def _same(word: str, other: str) -> bool:
    return word in other or any(each in word for each in alike_to(other))
