"""Composers: a curated FAQ answer, or an extractive quotation. Both only say what a citation holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Protocol

from assistant.answers import Answers
from assistant.citing import Citer, Window
from assistant.evidence import SAME_QUESTION
from assistant.exceptions import refuses
from assistant.facts import unsupported_facts
from assistant.lexicon import Cue, cues_of
from assistant.lists import lead_ins as lead_ins_of
from assistant.quoting.quoter import Found, Quoter
from assistant.sentences import choose_span, whole_span
from assistant.spans import CELL, cells_of, is_list_item, opens_division, without_number
from assistant.types import Answer, Draft, Rung
from core.messages import message
from core.text import to_simplified
from knowledge.search import HybridSearch
from knowledge.types import EntryKind, SearchHit

_EMPHASIS = re.compile(
    r"(?<![\d.〔\[(（*第])(\d[\d,]*(?:\.\d+)?\s*(?:%|万元|亿元|元|个工作日|个月|倍)|"
    r"(?<!年)(?<!月)\d+\s*(?:日|天)(?=内|以内|前|后)|百分之[一二三四五六七八九十百]+)"
)
_CONDITIONS = re.compile(r"(?:符合|具备|满足)(?:以下|下列|如下)?.{0,6}条件[：:，]|下列条件")
_PROCEDURE = re.compile(r"(?:提出|提交|办理|进行)申请|申请.{0,20}(?:平台|工作日)|网上申报")
_STEP = re.compile(r"[^。！？；：|]{1,30}")  # "受理", "网上提交申请": a line that is no sentence
_LEAST_STEPS = 2
_BEFORE_CHARS = 2000  # a list may be long before the item that answers
_BEYOND_CHARS = 900
_COLONS = "：:"
_SECTION_CHARS = 900  # a longer section is not read in a chat
_MAIN_CLAUSES = 3
_FAQ_SIMILARITY = 0.72
_FAQ_LOOKED_AT = 12
_SECTIONS = (
    ("conditions", _CONDITIONS, "answer.section.conditions"),
    ("procedure", _PROCEDURE, "answer.section.procedure"),
)
_WITH_CLAUSES = frozenset({EntryKind.POLICY_DOCUMENT, EntryKind.NOTICE, EntryKind.SERVICE_ITEM})


class Composer(Protocol):
    """Makes an answer from evidence, or None when this rung has nothing to say."""

    def compose(self, draft: Draft) -> Answer | None: ...


class FaqComposer:
    """Answers with a curated FAQ when the question is one of its phrasings in other words."""

    def __init__(self, citer: Citer, answers: Answers) -> None:
        self._citer = citer
        self._answers = answers

    def compose(self, draft: Draft) -> Answer | None:
        for place, hit in enumerate(draft.hits[:_FAQ_LOOKED_AT]):
            if hit.passage.kind is not EntryKind.FAQ:
                continue
            if hit.features["faq_similarity"] >= (SAME_QUESTION if place == 0 else _FAQ_SIMILARITY):
                return self._answer(draft, hit)
        return None

    def _answer(self, draft: Draft, hit: SearchHit) -> Answer:
        """Cite the clauses the FAQ rests on, and the entry itself for what they do not state.

        What rests on something that is not in force went before (`drop_stale_answers`).
        """
        bases = self._citer.bases_of(hit.passage, draft.question.as_of)
        citations = [basis.citation for basis in bases if basis.citation is not None]
        known = "\n".join(basis.text for basis in bases)
        if not citations or unsupported_facts(hit.passage.text, known):
            citations.append(self._citer.cite(0, hit.passage, 0, len(hit.passage.text)))
        numbered = [replace(citation, marker=n) for n, citation in enumerate(citations, start=1)]
        text = render(hit.passage.text, [c.marker for c in numbered], quoted=False)
        return self._answers.answered(draft, Rung.FAQ, text, numbered)


@dataclass(frozen=True, slots=True)
class _Quote:
    """What is to be quoted: a stretch of the body of a hit's version, and how it is shown."""

    hit: SearchHit
    start: int
    end: int
    header: str = ""  # of the table, when it is a row
    heading: str = ""
    lead_ins: tuple[tuple[int, int], ...] = ()  # what introduces an item, where it is quoted by itself

    def parts(self, before: _Quote | None) -> list[_Quote]:
        """Return what introduces it and then itself, each as a quotation; what stands there `before` is left out."""
        shown = ((before.start, before.end), *before.lead_ins) if before and before.is_of(self.hit) else ()
        leads = [lead for lead in self.lead_ins if not any(a <= lead[0] and lead[1] <= b for a, b in shown)]
        parts = [replace(self, start=start, end=end, header="", heading="") for start, end in leads]
        parts.append(replace(self, heading=""))
        return [replace(parts[0], heading=self.heading), *parts[1:]]

    def is_of(self, hit: SearchHit) -> bool:
        """Say whether it quotes the version that a hit was found in."""
        mine, other = self.hit.passage, hit.passage
        return (mine.entry_id, mine.version) == (other.entry_id, other.version)


class ExtractiveComposer:
    """Quotes the smallest stretch that answers, and others only where they say what it leaves open.

    Of a document with clauses, a short clause is quoted whole, for its conditions belong to it; of running text (news,
    explanations, what came without the marks of a document) only the stretch. The section that the question asks for
    follows under its heading. Where the whole question is for one section, that section is the answer.
    """

    def __init__(
        self, search: HybridSearch, citer: Citer, answers: Answers, quoter: Quoter, *, max_citations: int
    ) -> None:
        self._search = search
        self._citer = citer
        self._answers = answers
        self._quoter = quoter
        self._max_citations = max_citations

    def compose(self, draft: Draft) -> Answer | None:
        hits = [hit for hit in draft.hits if hit.passage.quotable and hit.passage.kind is not EntryKind.FAQ]
        if not hits:
            return None
        weights = self._search.question_weights(draft.text)
        cues = cues_of(to_simplified(draft.text))
        found = draft.quotes or tuple(self._quoter.find(draft.text, weights, hits))
        ordered = _led(draft, hits, found)
        main = _asked_sections(ordered, draft) or select_evidence(ordered, weights)
        parts = [("", hit) for hit in main] + _sections(hits, main, cues)
        quotes = [self._quote(hit, found, weights, cues, heading) for heading, hit in parts]
        shown = _introduced(_distinct([quote for quote in quotes if quote]), self._max_citations)
        return self._answer(draft, shown) if shown else None

    def _answer(self, draft: Draft, quotes: Sequence[_Quote]) -> Answer:
        citations = self._citer.cite_all([(quote.hit.passage, quote.start, quote.end) for quote in quotes])
        blocks = []
        for quote, citation in zip(quotes, citations, strict=True):
            shown = (
                render_row(quote.header, citation.quote, f"[{citation.marker}]")
                if quote.header
                else render(citation.quote, [citation.marker])
            )
            blocks.append(f"## {quote.heading}\n{shown}" if quote.heading else shown)
        return self._answers.answered(draft, Rung.EXTRACTIVE, "\n\n".join(blocks), citations)

    def _quote(
        self, hit: SearchHit, found: Sequence[Found], weights: dict[str, float], cues: Sequence[Cue], heading: str
    ) -> _Quote | None:
        """Return what answers in a passage: a table row, the stretch found there, or the best sentence.

        None when what introduces it may not be quoted.
        """
        passage = hit.passage
        header = self._citer.table_header(passage)
        if header:
            return _Quote(hit, passage.start, passage.end, header, heading)
        stretch = next((each for each in found if each.hit.passage.id == passage.id), None)
        before = 0 if opens_division(passage.text) else _BEFORE_CHARS  # an article holds its own lead-ins
        window = self._citer.window(passage, before, _BEYOND_CHARS)
        if stretch is not None and passage.kind not in _WITH_CLAUSES:
            start, end = stretch.start - window.start, stretch.end - window.start
        elif _is_asked_section(hit) and len(passage.text) <= _SECTION_CHARS:
            start, end = whole_span(window.text, window.limit, begin=window.begin)
            start += _name_of_list(window.text[start:end], passage.clause_label)
        else:
            start, end = choose_span(window.text, window.limit, weights, cues, begin=window.begin)
        lead_ins = self._lead_ins(window, start)
        if lead_ins is None:
            return None
        return _Quote(hit, window.start + start, window.start + end, "", heading, lead_ins)

    def _lead_ins(self, window: Window, start: int) -> tuple[tuple[int, int], ...] | None:
        """Return what introduces the item that a quotation begins in, but what the citation's label says already.

        None when it may not be quoted: the item alone may seem to say the opposite.
        """
        passage = window.passage
        found = []
        for first, last in lead_ins_of(window.text, start):
            words = window.text[first:last]
            if words.rstrip(_COLONS) in passage.clause_label and not refuses(words):
                continue
            if not self._citer.is_quotable(passage, window.start + first, window.start + last):
                return None
            found.append((window.start + without_number(window.text, first), window.start + last))
        return tuple(found)


def _led(draft: Draft, hits: Sequence[SearchHit], found: Sequence[Found]) -> list[SearchHit]:
    """Return `hits` with the one that holds the best stretch first, unless an earlier step or the question chose.

    In a service guide the ranking chooses: it knows which section is asked for.
    """
    is_chosen = draft.notes.get("row") or draft.notes.get("entry")
    is_asked_for = hits[0].features.get("named") or _is_asked_section(hits[0])
    if is_chosen or is_asked_for or not found or hits[0].passage.kind is EntryKind.SERVICE_ITEM:
        return list(hits)
    best = found[0].hit.passage.id
    return sorted(hits, key=lambda hit: hit.passage.id != best)


def _asked_sections(hits: Sequence[SearchHit], draft: Draft) -> list[SearchHit]:
    """Return the section asked for, if it is the best hit; all that are, in reading order, where it may be several.

    Of a table, the row alone that is for the asker.
    """
    best = hits[0]
    if draft.asked is None or not _is_asked_section(best):
        return []
    may_be_several = best.passage.kind is EntryKind.SERVICE_ITEM or draft.asked.is_told_in_pieces
    if draft.notes.get("row") or not may_be_several:
        return [best]
    same = [hit for hit in hits if _is_asked_section(hit) and hit.passage.entry_id == best.passage.entry_id]
    return sorted(same, key=lambda hit: hit.passage.start)


def _name_of_list(text: str, label: str) -> int:
    """Return how many characters at the start of a list of several lines only repeat the name of its section."""
    name = f"{label.strip('“”')}："
    return len(name) if text.startswith(name) and "\n" in text else 0


def _is_asked_section(hit: SearchHit) -> bool:
    return "asked_section" in hit.features


def _distinct(quotes: Sequence[_Quote]) -> list[_Quote]:
    """Leave out what an earlier quote says already."""
    kept: list[_Quote] = []
    for quote in quotes:
        is_said = any(other.is_of(quote.hit) and quote.start < other.end and other.start < quote.end for other in kept)
        if not is_said:
            kept.append(quote)
    return kept


def _introduced(quotes: Sequence[_Quote], most: int) -> list[_Quote]:
    """Return up to `most` quotations, those of list items behind what introduces them and never without."""
    shown: list[_Quote] = []
    before = None
    for quote in quotes:
        parts = quote.parts(before)
        if len(shown) + len(parts) > most:
            break
        shown += parts
        before = quote
    return shown


def _sections(hits: Sequence[SearchHit], main: Sequence[SearchHit], cues: Sequence[Cue]) -> list[tuple[str, SearchHit]]:
    """Return the conditions and the way to apply from the same document, each when the question asks for it too."""
    asked = {cue.name for cue in cues}
    if len(asked) < 2 or main[0].passage.kind is not EntryKind.POLICY_DOCUMENT:
        return []
    used, found = {hit.passage.clause_id for hit in main}, []
    for cue, pattern, key in _SECTIONS:
        if cue not in asked or any(pattern.search(hit.passage.text) for hit in main):
            continue
        for hit in hits:
            passage = hit.passage
            is_same = passage.entry_id == main[0].passage.entry_id
            if is_same and passage.clause_id not in used and pattern.search(passage.text):
                found.append((message(key), hit))
                used.add(passage.clause_id)
                break
    return found


def select_evidence(hits: Sequence[SearchHit], weights: dict[str, float]) -> list[SearchHit]:
    """Return the best hit, and others only while each covers a good part of the question that is still uncovered.

    Beside a section of a service guide only others of the same guide: what one matter needs another may not.
    """
    total = sum(weights.values()) or 1.0
    chosen, covered = [hits[0]], _words_in(hits[0], weights)
    for hit in hits[1:8]:
        if hits[0].passage.kind is EntryKind.SERVICE_ITEM and hit.passage.entry_id != hits[0].passage.entry_id:
            continue
        gain = sum(weights[word] for word in _words_in(hit, weights) - covered) / total
        if len(chosen) < _MAIN_CLAUSES and gain >= 0.2 and hit.score >= 0.6 * hits[0].score:
            chosen.append(hit)
            covered |= _words_in(hit, weights)
    return chosen


def _words_in(hit: SearchHit, weights: dict[str, float]) -> set[str]:
    everywhere = hit.passage.text + hit.passage.context + hit.passage.title
    return {word for word in weights if word in everywhere}


def render_row(header: str, row: str, marks: str) -> str:
    """Return a table row as one line, each cell behind the name of its column, with its marks at the end."""
    names, cells = cells_of(header), cells_of(row)
    pairs = zip(names, cells, strict=False) if len(names) == len(cells) else (("", cell) for cell in cells)
    shown = message("answer.list_separator").join(
        message("answer.cell", name=name, value=_EMPHASIS.sub(r"**\1**", value)) if name else value
        for name, value in pairs
        if value
    )
    return f"- {shown}{marks}"


def render(quote: str, markers: Sequence[int], *, quoted: bool = True) -> str:
    """Return words of a document in the answer grammar: one line each, amounts and limits bold, marked at the end.

    Of a table, each row stands behind the names of its columns.
    """
    marks = "".join(f"[{marker}]" for marker in markers)
    lines = [line.strip() for line in quote.splitlines() if line.strip()]
    are_steps = len(lines) >= _LEAST_STEPS and all(_STEP.fullmatch(line) for line in lines)
    blocks: list[str] = []
    header = ""
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        if header and CELL in line:
            blocks.append(render_row(header, line, marks))
        elif CELL in line and CELL in following:
            header = line
        else:
            header = ""
            shown = _marked(_EMPHASIS.sub(r"**\1**", line), marks, quoted=quoted)
            blocks.append(f"- {shown}" if are_steps or is_list_item(line) else shown)
    return _join_blocks(blocks)


def _marked(line: str, marks: str, *, quoted: bool) -> str:
    if quoted:
        return f"“{line}”{marks}"
    return f"{line[:-1]}{marks}{line[-1]}" if line[-1] in "。！？；" else f"{line}{marks}"


def _join_blocks(blocks: Sequence[str]) -> str:
    """Join lines: list items stay together, everything else is a paragraph of its own."""
    text = ""
    for previous, block in zip(["", *blocks], blocks, strict=False):
        both_items = previous.startswith("- ") and block.startswith("- ")
        text += ("\n" if both_items else "\n\n") + block if text else block
    return text
