"""Questions of a file against those of the base: the same one is continued, a like one is named, none is merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from sqlalchemy.orm import Session

from ingest.records.faq_merging import LIKE_QUESTION
from ingest.records.faq_rows import answer_key, question_key, question_likeness_form
from ingest.records.likeness import near_between, shingles
from knowledge.drafts import DraftFrame, faq_draft
from knowledge.phrasings import KnownQuestion, known_questions
from knowledge.repository import KnowledgeRepository
from knowledge.types import Description, EntryDraft, EntryStatus, EntrySummary, FaqDetails, Finding


@dataclass(frozen=True, slots=True)
class FaqMatch:
    """What is to be stored for one draft: a new entry, or the next content of `continues`.

    `is_known` says that the entry holds all of it already, `is_in_review` that it must not be changed now.
    """

    draft: EntryDraft
    continues: str | None = None
    is_known: bool = False
    is_in_review: bool = False


class KnownFaqs:
    """The questions of the base at one moment; each is continued by one draft at most."""

    def __init__(self, session: Session, *, taken: Iterable[str] = ()) -> None:
        self._session = session
        self._known = known_questions(session)
        self._by_question: dict[str, list[KnownQuestion]] = defaultdict(list)
        for known in self._known:
            for key in dict.fromkeys(map(question_key, known.phrasings)):
                self._by_question[key].append(known)
        self._taken = set(taken)

    def match(self, drafts: Sequence[EntryDraft]) -> list[FaqMatch]:
        """Return for each FAQ what is to be stored, in order.

        The same question (up to courtesy and punctuation) for the same region continues its entry: phrasings are
        added, the answer is replaced. A question that is nearly the same gets a finding that names the other entry.
        """
        found = [self._same(draft) for draft in drafts]
        places = [place for place, target in enumerate(found) if target is None]
        findings = self._alike([drafts[place] for place in places])
        named = dict(zip(places, findings, strict=True))
        return [
            FaqMatch(_with_findings(draft, named[place])) if target is None else self._continued(draft, target)
            for place, (draft, target) in enumerate(zip(drafts, found, strict=True))
        ]

    def _same(self, draft: EntryDraft) -> KnownQuestion | None:
        free = [
            known
            for known in self._by_question.get(question_key(draft.title), ())
            if known.entry_id not in self._taken and _same_region(known, draft)
        ]
        if not free:
            return None
        answer = answer_key(draft.body)
        best = min(
            free,
            key=lambda k: (answer_key(k.answer) != answer, question_key(k.phrasings[0]) != question_key(draft.title)),
        )
        self._taken.add(best.entry_id)
        return best

    def _continued(self, draft: EntryDraft, known: KnownQuestion) -> FaqMatch:
        current = KnowledgeRepository(self._session).get(known.entry_id, known.version).content
        if not isinstance(current.details, FaqDetails) or not isinstance(draft.details, FaqDetails):
            return FaqMatch(draft)
        details = _joined(current.details, draft.details)
        description = _updated(current.description, draft.description)
        if (details, description) == (current.details, current.description):
            return FaqMatch(current, known.entry_id, is_known=True)
        changed = answer_key(draft.body) != answer_key(current.body)
        findings = (*draft.findings, *([Finding("faq_answer_changed")] if changed else []))
        if details.basis or details.no_basis_reason:
            findings = tuple(finding for finding in findings if finding.code != "faq_without_basis")
        frame = DraftFrame(
            description=description, source=draft.source, visibility=current.visibility, findings=findings
        )
        in_review = known.status is EntryStatus.IN_REVIEW
        return FaqMatch(faq_draft(details, frame), known.entry_id, is_in_review=in_review)

    def _alike(self, drafts: Sequence[EntryDraft]) -> list[list[Finding]]:
        asked = [(known, phrasing) for known in self._known for phrasing in known.phrasings]
        found: list[dict[str, Finding]] = [{} for _ in drafts]
        if drafts and asked:
            ours = [shingles(question_likeness_form(draft.title)) for draft in drafts]
            theirs = [shingles(question_likeness_form(phrasing)) for _, phrasing in asked]
            for pair in near_between(ours, theirs, at_least=LIKE_QUESTION):
                known, draft = asked[pair.other][0], drafts[pair.one]
                if _same_region(known, draft):
                    code = "similar_faq" if answer_key(known.answer) == answer_key(draft.body) else "faq_conflict"
                    params = {"entry_id": known.entry_id, "question": known.phrasings[0]}
                    found[pair.one].setdefault(known.entry_id, Finding(code, params))
        return [list(findings.values()) for findings in found]


def place_faqs(
    session: Session, drafts: Sequence[EntryDraft], places: Sequence[EntrySummary | None]
) -> tuple[list[EntryDraft], list[EntrySummary | None]]:
    """Return the drafts of a file and the entries they continue, FAQs that continued nothing placed in the base.

    What is known already, or being reviewed, comes back as the entry's own content: there is nothing to store.
    """
    new_drafts, new_places = list(drafts), list(places)
    without = [n for n, draft in enumerate(drafts) if places[n] is None and isinstance(draft.details, FaqDetails)]
    if not without:
        return new_drafts, new_places
    known = KnownFaqs(session, taken=[place.entry_id for place in places if place is not None])
    repository = KnowledgeRepository(session)
    for n, match in zip(without, known.match([drafts[n] for n in without]), strict=True):
        new_drafts[n] = match.draft
        if match.continues is not None:
            newest = repository.versions(match.continues)[0]
            new_places[n] = newest
            if match.is_known or match.is_in_review:
                new_drafts[n] = repository.get(newest.entry_id, newest.version).content
    return new_drafts, new_places


def _same_region(known: KnownQuestion, draft: EntryDraft) -> bool:
    region = draft.description.region_name
    return region is None or known.region_name is None or region == known.region_name


def _joined(current: FaqDetails, new: FaqDetails) -> FaqDetails:
    """Return the entry's phrasings and the file's, with the file's answer; what the file does not say is kept."""
    standard = current.standard_question
    phrasings = (*current.similar_questions, new.standard_question, *new.similar_questions)
    known, similar = {question_key(standard)}, []
    for phrasing in phrasings:
        if question_key(phrasing) not in known:
            known.add(question_key(phrasing))
            similar.append(phrasing)
    return FaqDetails(
        standard_question=standard,
        answer=current.answer if answer_key(current.answer) == answer_key(new.answer) else new.answer,
        similar_questions=tuple(similar),
        basis=new.basis or current.basis,
        no_basis_reason=new.no_basis_reason or current.no_basis_reason,
    )


def _updated(current: Description, new: Description) -> Description:
    """Return what is described of the entry, with what the file says about it in its place."""
    said = {f.name: getattr(new, f.name) for f in fields(Description) if f.name not in ("evidence", "authority")}
    return replace(current, **{name: value for name, value in said.items() if value not in (None, (), False)})


def _with_findings(draft: EntryDraft, findings: Sequence[Finding]) -> EntryDraft:
    return replace(draft, findings=(*draft.findings, *findings)) if findings else draft
