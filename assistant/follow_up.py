"""Making a question that leans on an earlier turn stand alone. Pure rules over texts; what the base knows is asked of
the caller."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.matters import OF_THE_WHOLE, aspects_of, matter_name
from assistant.regions import places_asked
from assistant.slots import is_same_value, slots_of
from assistant.types import Choice, Outcome, Turn
from assistant.wording import FollowUpRules, choice_rules, clarify_patterns, follow_up_rules, slot_rules
from core.text import fold_for_comparison, parse_chinese_numeral

_TOPICAL = (Outcome.ANSWERED, Outcome.PARTIAL, Outcome.ABSTAINED)
_TOPICAL_REASONS = ("other_region",)
_CLAUSES = re.compile(r"[，,。；;？?！!：:\s]+")
_HAN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_SLOTS_OF_THE_ASKER = ("size", "year", "period")  # they narrow a matter, and name none
_FEWEST = 2  # characters that make a topic
_TOPICS_REMEMBERED = 5  # DOMAIN §7.12


@dataclass(frozen=True, slots=True)
class Standing:
    """A question that stands alone, and the entries that the turn it leans on cited."""

    text: str
    turn: Turn | None = None
    entry_ids: tuple[str, ...] = ()
    choice: Choice | None = None


NamesAnother = Callable[[str, Sequence[str]], bool]
"""Whether words name something that the base has, but not in these entries."""


def standing_question(text: str, turns: Sequence[Turn], names_another: NamesAnother) -> Standing:
    """Return `text` as it stands alone: a choice taken, an earlier topic recalled, or a fragment completed.

    A question that stands alone, or names something else that the base has, is a change of topic and drags nothing
    along.
    """
    chosen = chosen_of(text, turns[-1].choices) if turns else None
    if chosen is not None:
        return Standing(chosen.question, turns[-1], (chosen.entry_id,) if chosen.entry_id else (), chosen)
    if turns and turns[-1].choices and choice_rules()["any"].match(text.strip()):
        return Standing(turns[-1].rewritten, turns[-1], ())
    recalled = _recalled(text, turns)
    if recalled is not None:
        turn, rest = recalled
        joined = completed(rest, turn) if rest else turn.rewritten
        return Standing(joined, turn, turn.cited_entry_ids)
    last = last_topic(turns)
    if last is None or not leans_on_context(text, follow_up_rules()):
        return Standing(text)
    fragment = fragment_of(text, follow_up_rules())
    topic = "" if is_vague(fragment) else _named_by(fragment)
    # A bare name takes the place of the last matter even when the same document speaks of both.
    if topic and names_another(topic, last.cited_entry_ids if asks(fragment) else ()):
        return Standing(fragment if asks(fragment) else f"{fragment}{asking_words_of(last.rewritten)}")
    return Standing(completed(fragment, last), last, last.cited_entry_ids)


def last_topic(turns: Sequence[Turn]) -> Turn | None:
    """Return the last turn that was about knowledge: a greeting or a fixed reply between leaves the topic as it is."""
    return next((turn for turn in reversed(_topics(turns))), None)


def leans_on_context(text: str, rules: FollowUpRules) -> bool:
    """Say whether a question cannot be understood alone: an opener, a pronoun, a closing 呢, or a bare fragment."""
    if _corrects(text, rules):
        return True
    short, brief = len(text) <= rules.fragment_max_chars, len(text) <= 2 * rules.fragment_max_chars
    if brief and (rules.openers.search(text) or rules.pronouns.search(text)):
        return True
    if short and rules.closers.search(text):
        return True
    if short and not rules.standalone.search(text) and len(text) <= 8:
        return True
    return brief and is_vague(text)


def fragment_of(text: str, rules: FollowUpRules) -> str:
    """Return what a leaning question itself says, without the words that only link it."""
    text = rules.not_this_but.sub("", text)
    text = rules.correction.sub("", text) if _corrects(text, rules) else text
    text = rules.closers.sub("", rules.openers.sub("", text))
    return rules.trailing.sub("", rules.pronouns.sub("", text)).strip(" ，,的")


def completed(fragment: str, turn: Turn) -> str:
    """Return the question of `turn` with a value of `fragment` in the place of the one it had, or else the fragment
    behind it.

    "小微企业" after "大型企业稳岗补贴是多少" asks "小微企业稳岗补贴是多少"; a fragment that asks something itself takes
    the place of what was asked: "最高额度" after "首次贷款贴息标准是多少" asks "首次贷款贴息 最高额度". What a document
    says once for all that it grants is asked of the document that was cited: "几月份受理" after "装光伏奖多少" asks
    "绿色制造奖励 几月份受理".
    """
    question = turn.rewritten
    rules = follow_up_rules()
    question = rules.trailing.sub("", question)
    for slot, value in slots_of(fragment).items():
        pattern = slot_rules().values[slot]
        if pattern.search(question):
            question = pattern.sub(value, question, count=1)
            fragment = _more_of(fragment.replace(value, "", 1))
    for place in places_asked(fragment)[:1]:
        if others := places_asked(question):
            question = question.replace(others[0], place, 1)
            fragment = fragment.replace(place, "", 1).strip(" ，,的")
            fragment = "" if len(fragment) < _FEWEST or not asks(fragment) else fragment
    if not _HAN.search(fragment):
        return question
    if not asks(fragment):
        return f"{question} {fragment}".strip()
    is_of_document = turn.title is not None and bool(aspects_of(fragment) & OF_THE_WHOLE)
    topic = matter_name(turn.title or "") if is_of_document else topic_of(question)
    return f"{topic} {fragment}".strip()


def _more_of(fragment: str) -> str:
    """Return what is left of a fragment, empty when it only says of whom its value was ("我们是")."""
    left = fragment.strip(" ，,的")
    return left if follow_up_rules().filler.sub("", slot_rules().declares.sub("", left)) else ""


def topic_of(question: str) -> str:
    """Return what a question is about: its words without those that ask; the whole when nothing else is left."""
    rules = follow_up_rules()
    kept = []
    clauses = [clause for clause in _CLAUSES.split(question) if clause]
    for clause in [each for each in clauses if not _is_of_the_asker(each)] or clauses:
        clause = rules.closers.sub("", rules.asking.sub(" ", clause))
        clause = re.sub(r"\s+", "", clause).strip("的吗呢吧啊呀嘛么")
        if len(rules.filler.sub("", clause)) >= _FEWEST:
            kept.append(clause)
    return " ".join(kept) or question


def is_vague(question: str) -> bool:
    """Say whether a question names no matter: nothing is left of it without generic words, slots and asking words."""
    if "《" in question:
        return False
    topic = topic_of(question)
    of_the_asker = (slot_rules().values[slot] for slot in _SLOTS_OF_THE_ASKER)
    for pattern in (follow_up_rules().asking, *of_the_asker, clarify_patterns()["generic"]):
        topic = pattern.sub(" ", topic)
    return len(re.sub(r"[\W_]+", "", follow_up_rules().filler.sub("", topic))) < 2


def _is_of_the_asker(clause: str) -> bool:
    """Say whether a clause only tells who asks ("我们是做软件的小微企业")."""
    match = slot_rules().declares.match(clause)
    return match is not None and bool(slots_of(clause)) and not asks(clause)


def asks(text: str) -> bool:
    """Say whether a text has words that ask, or name what may be asked for."""
    return bool(follow_up_rules().asking.search(text)) or bool(follow_up_rules().standalone.search(text))


def asking_words_of(question: str) -> str:
    """Return the words of a question that ask: "标准是多少"."""
    return "".join(match[0] for match in follow_up_rules().asking.finditer(question))


def chosen_of(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the choice that a typed reply means: its question, its number, or words that fit only one value."""
    if not choices:
        return None
    text = text.strip()
    exact = next((choice for choice in choices if text in (choice.question, choice.value)), None)
    if exact is not None:
        return exact
    rules = choice_rules()
    if match := rules["ordinal"].match(text):
        number = parse_chinese_numeral(match["number"]) or int(match["number"])
        return choices[number - 1] if number <= len(choices) else None
    if rules["last"].match(text):
        return choices[-1]
    fitting = [choice for choice in choices if _fits(text, choice.value)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(text: str, value: str) -> bool:
    values = slots_of(text).values()
    if any(is_same_value(given, value) for given in values):
        return True
    said = fold_for_comparison(fragment_of(text, follow_up_rules()))
    return len(said) >= _FEWEST and said in fold_for_comparison(value)


def _recalled(text: str, turns: Sequence[Turn]) -> tuple[Turn, str] | None:
    """Return the earlier turn that a text refers to by "刚才问的…" or "第一个问题", and what else it says."""
    rules, topics = follow_up_rules(), _topics(turns)
    if not topics:
        return None
    if match := rules.ordinal_topic.search(text):
        number = parse_chinese_numeral(match[1]) or int(match[1])
        rest = fragment_of(text[match.end() :], rules)
        return (topics[number - 1], rest) if number <= len(topics) else None
    match = rules.recall.search(text)
    if match is None:
        return None
    rest = fragment_of(f"{text[: match.start()]}{text[match.end() :]}", rules)
    named = topic_of(rest) if rest else ""
    likeness = [_shared(named, turn.rewritten) for turn in topics]
    best = max(range(len(topics)), key=lambda place: (likeness[place], place))
    return topics[best], rest


def _topics(turns: Sequence[Turn]) -> list[Turn]:
    about = [turn for turn in turns if turn.outcome in _TOPICAL or turn.choices or turn.reason in _TOPICAL_REASONS]
    return about[-_TOPICS_REMEMBERED:]


def _corrects(text: str, rules: FollowUpRules) -> bool:
    match = rules.correction.match(text)
    return bool(match and _HAN.search(match[0])) or bool(rules.not_this_but.match(text))


def _named_by(fragment: str) -> str:
    """Return the words of a fragment that could name a matter: none that ask, and no value of a slot."""
    topic = topic_of(fragment)
    if topic == fragment and asks(fragment) and not _HAN.search(follow_up_rules().asking.sub("", fragment)):
        return ""
    for slot, value in slots_of(topic).items():
        topic = slot_rules().values[slot].sub("", topic) if value else topic
    bare = follow_up_rules().filler.sub("", topic)
    return "" if len(bare) < _FEWEST or follow_up_rules().qualifier.search(topic.strip()) else topic.strip()


def _shared(first: str, second: str) -> float:
    """Return the share of `first`'s character pairs that `second` has, 0..1."""
    pairs = {first[i : i + 2] for i in range(len(first) - 1)}
    return sum(pair in second for pair in pairs) / len(pairs) if pairs else 0.0
