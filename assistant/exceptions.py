"""What takes back or narrows a rule that stands before it: "但…", "…除外", "前款规定不适用于…".

One rule for whole sentences and for parts of them, so that no quotation stops short of it.
"""

from __future__ import annotations

from assistant.lexicon import exception_rules


def is_exception(text: str) -> bool:
    """Say whether a sentence, or the part of one between commas, takes back or narrows what stands before it."""
    return excludes(text) or exception_rules().opens.match(text) is not None


def excludes(text: str) -> bool:
    """Say whether a sentence takes something out or denies it, wherever the rule may stand that it belongs to."""
    return exception_rules().says.search(text) is not None


def refuses(text: str) -> bool:
    """Say whether a heading or lead-in turns what stands below it: "不予支持的情形", "禁止类："."""
    return exception_rules().refuses.search(text) is not None


def points_on(text: str) -> bool:
    """Say whether a lead-in says what its list is for: "符合下列条件的". "公告如下" only announces one."""
    return exception_rules().points_on.search(text) is not None
