"""Whether a passage is about the very thing that a short question names.

"独角兽企业有什么奖励" names what no clause about 小巨人企业 speaks of; "商标注册怎么申请" asks for a way that a clause
on who gets a subsidy does not tell, though it has both words. Pure rules over texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from assistant.lexicon import alike_to, cues_of, named_matter_rules
from assistant.matters import are_opposite, clauses_of
from assistant.spans import CELL
from knowledge.types import EntryKind, Passage, SearchHit

_YEAR = re.compile(r"20\d{2}(?=年)")
_NAMES = frozenset({"n", "nz", "nr", "nt", "nw", "vn", "an", "b", "j", "l", "i"})
_LEAST_CHARS = 2


def is_about_another(
    question: str, hits: Sequence[SearchHit], answering: Sequence[SearchHit], official: Callable[[str], str]
) -> bool:
    """Say whether none of `answering` is about what a question in Simplified characters names, or tells the way.

    The question is as it was said; `official` returns what documents say for a name. What others of `hits` say of the
    matter counts too: those of the same document, and curated questions. By names only a short question is judged, of
    one clause, or of two where the second asks and names nothing ("装了充电桩，补多少"): in others most words tell of
    the asker. Places and numbers do not count as names here.
    """
    if all(_is_of_the_other_side(question, hit.passage) for hit in answering):
        return True
    rules = named_matter_rules()
    plain = question.strip()
    *told, asking = clauses_of(plain) or [""]
    if len(told) > 1 or len(plain) - len(told) > rules.most_chars:
        return False
    if told and any(not rules.benefit.fullmatch(name) for name in _names_in(asking)):
        return False
    names = _names_in(told[0] if told else asking) if _asks_for_a_thing(asking) else []
    wordings = _wordings(names, official)
    return not any(_is_about(asking, wordings, hit, hits) for hit in answering)


def speaks_of_all(question: str, passage: Passage, official: Callable[[str], str]) -> bool:
    """Say whether a passage, its title and its path have all that a question in Simplified characters names.

    False where it names nothing but a benefit: "欧洲出差补贴" may be any.
    """
    names = _names_in(question)
    names_a_matter = not all(named_matter_rules().benefit.fullmatch(name) for name in names)
    return names_a_matter and _has_all(_words_of(passage), _wordings(names, official))


def leaves_number_open(question: str, passage: Passage) -> bool:
    """Say whether a question in Simplified characters asks for nothing but a number and a passage has none.

    Nor does it say where it stands ("标准见附件"). Who asks for money is told no bare share, and who asks how many
    people no money. A curated answer may say a number in any way, a table an amount without its unit.
    """
    rules, cues = named_matter_rules(), cues_of(question)
    if passage.kind is EntryKind.FAQ or len(cues) != 1 or cues[0].name not in rules.of_number:
        return False
    number = cues[0].sentence
    if cues[0].answers_alone:
        if CELL in passage.text or not rules.amount_asked.search(question):
            return False
        if rules.money_asked.search(question):
            number = rules.money
    return not (number.search(passage.text) or rules.amount_elsewhere.search(passage.text))


def _asks_for_a_thing(question: str) -> bool:
    """Say whether a question wants something that has a name: a grant, a licence, a fee. "…了会怎么样" does not."""
    rules = named_matter_rules()
    if rules.of_a_situation.search(question):
        return False
    return bool(rules.benefit.search(question)) or any(cue.name in rules.to_be_had for cue in cues_of(question))


def _is_about(
    question: str, wordings: Sequence[Collection[str]], answering: SearchHit, hits: Sequence[SearchHit]
) -> bool:
    rules, passage = named_matter_rules(), answering.passage
    there = "\n".join((_words_of(passage), *(_words_for(passage, hit.passage) for hit in hits)))
    if not _has_all(there, wordings):
        return False
    asks_benefit = rules.benefit.search(question) and rules.benefit_asked.search(question)
    if asks_benefit and not rules.benefit_granted.search(f"{passage.title}\n{passage.text}"):
        return False
    return passage.kind is EntryKind.FAQ or _tells_the_way(question, passage)


def _is_of_the_other_side(question: str, passage: Passage) -> bool:
    """Say whether a passage speaks of another side of a matter than a question, or it asks when to apply in a year that
    the passage's title says it is not of."""
    if are_opposite(question, _words_of(passage)):
        return True
    asked, told = (set(_YEAR.findall(text)) for text in (question, passage.title))
    asks_when = any(cue.name in named_matter_rules().of_a_year for cue in cues_of(question))
    return bool(asks_when and asked and told) and not asked & told


def _words_for(passage: Passage, other: Passage) -> str:
    """Return what `other` says of what a passage is about: all, from the same document; of an FAQ what is asked.

    A row of a table is about something of its own, whatever other rows are about and curated questions ask.
    """
    is_row = CELL in passage.text
    if other.entry_id == passage.entry_id:
        return "" if is_row and CELL in other.text else _words_of(other)
    if is_row:
        return ""
    return other.context if other.kind is EntryKind.FAQ else ""


def _words_of(passage: Passage) -> str:
    return f"{passage.title}\n{passage.context}\n{passage.text}"


def _wordings(names: Sequence[str], official: Callable[[str], str]) -> list[Collection[str]]:
    """Return for each name all that documents may say for it."""
    return [{*alike_to(name), official(name)} for name in names]


def _has_all(there: str, wordings: Sequence[Collection[str]]) -> bool:
    return all(any(_says(there, each) for each in wording) for wording in wordings)


def _says(there: str, name: str) -> bool:
    """Say whether a text has a name, or all pairs of characters that a longer one is made of ("建筑 施工")."""
    pairs = [name[place : place + 2] for place in range(0, len(name) - 1, 2)]
    return name in there or (len(name) % 2 == 0 and all(pair in there for pair in pairs))


def _tells_the_way(question: str, passage: Passage) -> bool:
    """Say whether a passage is what "how, where, with what papers" asks for; True when the question asks otherwise."""
    rules = named_matter_rules()
    ways = [cue for cue in cues_of(question) if cue.name in rules.of_a_way]
    return not (ways and rules.way_asked.search(question)) or any(
        cue.section.search(passage.clause_label) or (cue.opening is not None and cue.opening.search(passage.text))
        for cue in ways
    )


def _names_in(clause: str) -> list[str]:
    """Return the words of a clause that name something: nouns, and what officials do with a matter ("认定")."""
    import rjieba  # loads its dictionary when first used

    rules = named_matter_rules()
    return [
        word
        for word, tag in rjieba.tag(clause)
        if len(word) >= _LEAST_CHARS and (tag in _NAMES or word in rules.acts) and not rules.said_of_any.match(word)
    ]
