"""The rules of cleaning in the order they run (DOMAIN §2.7). Each sees the text that the rules before it left.

C15 is not a rule of its own: it is what `simplify_script` never runs. C16 is for search only (`core/text.py`). What C13
cannot mend and C18 finds changes nothing in the text (`damage.py`, `typos.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ingest.cleaning.chrome import (
    cut_recommendations,
    drop_bylines,
    drop_navigation,
    drop_newsroom_contacts,
    drop_notices,
    drop_title_blocks,
    drop_widgets,
)
from ingest.cleaning.damage import decode_again, mend_known_damage
from ingest.cleaning.edits import Edit
from ingest.cleaning.joining import join_broken_lines
from ingest.cleaning.pinyin import repair_shifted_bytes, strip_readings
from ingest.cleaning.script import simplify_script
from ingest.cleaning.shape import (
    remove_noise,
    split_run_on_headings,
    squeeze_blank_lines,
    tighten_marks,
    trim_lines,
    unify_blanks,
    unify_line_breaks,
    widen_punctuation,
)


class Scope(StrEnum):
    """Which texts a rule is for."""

    ALL = "all"
    PAGES = "pages"  # may hold the furniture of a web page
    WRAPPED = "wrapped"  # lines may be broken anywhere


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its number in DOMAIN §2.7, what it does, and to which texts."""

    id: str
    edits: Callable[[str], list[Edit]]
    scope: Scope = Scope.ALL
    drops_lines: bool = False  # lines that may hold facts, such as the source of an article


RULES: tuple[Rule, ...] = (
    Rule("C17", remove_noise),
    Rule("C1", unify_line_breaks),
    # Bytes before blanks: a wide blank may be half of two torn characters.
    Rule("C13", mend_known_damage),
    Rule("C13", decode_again),
    Rule("C12", repair_shifted_bytes),
    Rule("C11", strip_readings),
    Rule("SPLIT", split_run_on_headings),
    Rule("C1", unify_blanks),
    Rule("C1", trim_lines),
    Rule("C1", squeeze_blank_lines),
    Rule("C14", simplify_script),
    Rule("C4", drop_navigation, Scope.PAGES, drops_lines=True),
    Rule("C5", drop_widgets, Scope.PAGES, drops_lines=True),
    Rule("C7", drop_title_blocks, Scope.PAGES, drops_lines=True),
    Rule("C6", cut_recommendations, Scope.PAGES),
    Rule("C8", drop_notices, Scope.PAGES, drops_lines=True),
    Rule("C9", drop_bylines, Scope.PAGES, drops_lines=True),
    Rule("C10", drop_newsroom_contacts),
    Rule("C3", join_broken_lines, Scope.WRAPPED),
    Rule("C1", tighten_marks),
    Rule("C2", widen_punctuation),
    Rule("C1", squeeze_blank_lines),
)
