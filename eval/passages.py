"""From a corpus row to an entry: long rows are cut at sentence ends, short ones are one passage."""

from __future__ import annotations

import re

from eval.datasets import CorpusRow
from knowledge.types import Clause, ClauseKind, EntryDraft, EntryKind, PassageDraft

WHOLE_UP_TO_CHARS = 400
PASSAGE_CHARS = 350
_SENTENCE = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;\n]+[”』」）)]*|$)")


def draft_of(row: CorpusRow) -> EntryDraft:
    """Return the row as an article: one text clause and one passage per span of `cut`."""
    spans = cut(row.text)
    return EntryDraft(
        kind=EntryKind.ARTICLE,
        title=row.title,
        body=row.text,
        clauses=tuple(_clause(number, start, end) for number, (start, end) in enumerate(spans, start=1)),
        passages=tuple(PassageDraft(f"p{number}", start, end) for number, (start, end) in enumerate(spans, start=1)),
    )


def cut(text: str) -> list[tuple[int, int]]:
    """Return spans that cover `text` without gap or overlap: whole sentences, together at most `PASSAGE_CHARS`.

    A text up to `WHOLE_UP_TO_CHARS` stays whole; a sentence over `PASSAGE_CHARS` is cut where it is full.
    """
    if len(text) <= WHOLE_UP_TO_CHARS:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start = end = 0
    for sentence in _SENTENCE.finditer(text):
        if sentence.end() - start > PASSAGE_CHARS and end > start:
            spans.append((start, end))
            start = end
        end = sentence.end()
        while end - start > PASSAGE_CHARS:
            spans.append((start, start + PASSAGE_CHARS))
            start += PASSAGE_CHARS
    return [*spans, (start, end)] if end > start else spans


def _clause(number: int, start: int, end: int) -> Clause:
    return Clause(f"p{number}", None, ClauseKind.TEXT, str(number), "", "", start, end, end)
