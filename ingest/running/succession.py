"""Which stored entry the next version of a file's draft belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from core.text import fold_for_comparison
from knowledge.types import EntryDraft, EntryKind, EntrySummary

_RECORDS = frozenset({EntryKind.FAQ, EntryKind.SERVICE_ITEM})


def successors(
    drafts: Sequence[EntryDraft], earlier: Sequence[EntrySummary], *, same_place: bool
) -> list[EntrySummary | None]:
    """Return for each draft the entry it continues, None for a new one; no entry is given twice.

    A draft continues the entry of its kind with its title, or with its document number. `same_place` says that both
    were read from one path: then the one draft and the one entry of a kind that are left belong together too, since a
    document may change title and number. Rows of a sheet never do: another question is another entry.
    """
    found: list[EntrySummary | None] = [None] * len(drafts)
    if not earlier:
        return found
    left = {entry.entry_id: entry for entry in earlier}
    for key_of_draft, key_of_entry in ((_title_of_draft, _title_of_entry), (_number_of_draft, _number_of_entry)):
        waiting: dict[object, list[EntrySummary]] = {}
        for entry in left.values():
            waiting.setdefault(key_of_entry(entry), []).append(entry)
        for place, draft in enumerate(drafts):
            key = key_of_draft(draft)
            if found[place] is None and key is not None and waiting.get(key):
                found[place] = waiting[key].pop(0)
                del left[found[place].entry_id]  # type: ignore[union-attr]  # set a line above
    if same_place:
        _give_the_last_of_a_kind(drafts, found, list(left.values()))
    return found


def _give_the_last_of_a_kind(
    drafts: Sequence[EntryDraft], found: list[EntrySummary | None], left: list[EntrySummary]
) -> None:
    for kind in {entry.kind for entry in left} - _RECORDS:
        places = [n for n, draft in enumerate(drafts) if found[n] is None and draft.kind is kind]
        entries = [entry for entry in left if entry.kind is kind]
        if len(places) == len(entries) == 1:
            found[places[0]] = entries[0]


def _title_of_draft(draft: EntryDraft) -> tuple[EntryKind, str] | None:
    return draft.kind, fold_for_comparison(draft.title)


def _title_of_entry(entry: EntrySummary) -> tuple[EntryKind, str] | None:
    return entry.kind, fold_for_comparison(entry.title)


def _number_of_draft(draft: EntryDraft) -> tuple[EntryKind, str] | None:
    number = draft.description.document_number
    return (draft.kind, number) if number and draft.kind not in _RECORDS else None


def _number_of_entry(entry: EntrySummary) -> tuple[EntryKind, str] | None:
    return (entry.kind, entry.document_number) if entry.document_number else None
