"""RewriteFollowUp: make a question that leans on the last turn stand alone, by rules."""

from __future__ import annotations

from dataclasses import replace

from assistant.lexicon import FollowUpRules, follow_up_rules
from assistant.types import Answer, Draft, Turn


class RewriteFollowUp:
    """ "那小微企业呢？" after "首次贷款贴息标准是多少？" becomes "首次贷款贴息标准是多少，小微企业".

    A question that stands alone is a change of topic and stays as it is. Notes the entries cited by the turn it
    leans on under `context_entry_ids`, which ranking prefers.
    """

    name = "rewrite_follow_up"

    def run(self, draft: Draft) -> Draft | Answer:
        rules = follow_up_rules()
        if not draft.turns or not leans_on_context(draft.text, rules):
            return draft
        last = draft.turns[-1]
        notes = draft.notes | {"leans_on": last.rewritten, "context_entry_ids": list(last.cited_entry_ids)}
        return replace(draft, text=join_turns(last, draft.text, rules), notes=notes)


def leans_on_context(text: str, rules: FollowUpRules) -> bool:
    """Say whether a question cannot be understood alone: an opener, a pronoun, a closing 呢, or a bare fragment."""
    if rules.correction.search(text):
        return True
    short = len(text) <= rules.fragment_max_chars
    if rules.openers.search(text) and len(text) <= 2 * rules.fragment_max_chars:
        return True
    if rules.pronouns.search(text) and len(text) <= 2 * rules.fragment_max_chars:
        return True
    return short and (bool(rules.closers.search(text)) or (not rules.standalone.search(text) and len(text) <= 8))


def join_turns(last: Turn, text: str, rules: FollowUpRules) -> str:
    """Return the last question with the new fragment in the place of what it changes, or else behind it.

    "那小微企业呢？" after "大型企业稳岗补贴是多少？" asks "小微企业稳岗补贴是多少"; both lose what only links them.
    """
    fragment = rules.correction.sub("", text)
    fragment = rules.closers.sub("", rules.openers.sub("", fragment))
    fragment = rules.trailing.sub("", rules.pronouns.sub("", fragment)).strip(" ，,")
    question = rules.trailing.sub("", last.rewritten)
    for slot in rules.slots:
        value = slot.search(fragment)
        if value is not None and slot.search(question):
            question = slot.sub(value[0], question, count=1)
            fragment = fragment.replace(value[0], "").strip(" ，,")
    return f"{question} {fragment}".strip()
