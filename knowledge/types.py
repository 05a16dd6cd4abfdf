"""The nouns of knowledge: entries, versions, clauses, passages, and what joins them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from knowledge.details import Details as Details
from knowledge.details import FaqDetails as FaqDetails
from knowledge.details import Material as Material
from knowledge.details import NoticeDetails as NoticeDetails
from knowledge.details import ServiceItemDetails as ServiceItemDetails


class EntryKind(StrEnum):
    """What an entry is (DOMAIN §2.1)."""

    POLICY_DOCUMENT = "policy_document"
    NOTICE = "notice"
    SERVICE_ITEM = "service_item"
    FAQ = "faq"
    INTERPRETATION = "interpretation"
    ARTICLE = "article"


class EntryStatus(StrEnum):
    """Where a version stands (DOMAIN §2.2)."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Visibility(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


class Authority(StrEnum):
    """Kind of text, highest authority first (DOMAIN §2.1)."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    LOCAL_REGULATION = "local_regulation"
    RULE = "rule"
    NORMATIVE_DOCUMENT = "normative_document"
    GENERAL_DOCUMENT = "general_document"
    INTERPRETATION = "interpretation"
    GUIDE = "guide"
    ARTICLE = "article"


class ClauseKind(StrEnum):
    """Level of a node in the clause tree (DOMAIN §2.4), outermost first within each style."""

    PART = "part"  # 编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款: each unnumbered paragraph of an article
    ITEM = "item"  # 项: （一） under an article
    POINT = "point"  # 目: 1. under an item
    LEVEL1 = "level1"  # 一、
    LEVEL2 = "level2"  # （一）
    LEVEL3 = "level3"  # 1.
    LEVEL4 = "level4"  # （1）
    LEVEL5 = "level5"  # ①
    APPENDIX = "appendix"  # 附件
    TABLE = "table"
    ROW = "row"
    INLINE_ITEM = "inline_item"  # 一是…二是…
    TEXT = "text"  # a paragraph outside any numbered node, with or without a sub-heading


class RelationKind(StrEnum):
    """How one document stands to another (DOMAIN §2.3)."""

    AMENDS = "amends"
    REPEALS = "repeals"
    REPLACES = "replaces"
    IMPLEMENTS = "implements"
    BASED_ON = "based_on"
    INTERPRETS = "interprets"
    FORWARDS = "forwards"
    ATTACHES = "attaches"
    NOTICE_OF = "notice_of"
    FAQ_OF = "faq_of"


class RelationOrigin(StrEnum):
    """Who says that a relation holds."""

    TEXT = "text"
    CURATOR = "curator"  # stated by a person, or its target chosen by one
    INFERRED = "inferred"  # from equal title and a later date


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the clause tree. Offsets are characters into the version's body; `body[start:end]` is its own text.

    `id` is stable within an entry while the clause is unchanged in place ("t6", "t6.k1.x2"), and is the anchor in
    URLs. `subtree_end` is where its last descendant ends. `label` is the locator of DOMAIN §2.5 without the title
    ("第三条第（二）项"). `original_start`/`original_end` are offsets into the decoded original, None when it has none
    (a scanned page, a table cell).
    """

    id: str
    parent_id: str | None
    kind: ClauseKind
    number: str
    heading: str
    label: str
    start: int
    end: int
    subtree_end: int
    original_start: int | None = None
    original_end: int | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """What is indexed: a span of the body, and what is put in front of it so that it can be found alone.

    `context` is the heading path, or for an FAQ the phrasing; it is indexed with the span but never quoted.
    """

    clause_id: str
    start: int
    end: int
    context: str = ""
    quotable: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a described value was read. `confidence` 0..1; 1 is an explicit statement, below .5 a guess."""

    field: str
    value: str
    quote: str
    start: int | None = None
    end: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Legal metadata of a version (DOMAIN §2.1, §2.6). None means unknown, never a guess."""

    document_number: str | None = None
    issuing_bodies: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: Authority | None = None
    issued_on: date | None = None
    published_on: date | None = None
    effective_from: date | None = None
    effective_from_inferred: bool = False
    effective_to: date | None = None
    region_code: str | None = None
    region_name: str | None = None
    department_code: str | None = None
    summary: str | None = None
    interpreter: str | None = None
    tags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationDraft:
    """A relation as the text states it; the target is resolved against the base when it is stored.

    `dismissed` means that a curator looked and said: there is no such relation.
    """

    kind: RelationKind
    target_title: str | None = None
    target_document_number: str | None = None
    target_entry_id: str | None = None
    scope: str | None = None  # clause the relation is limited to; None: the whole document
    effective_on: date | None = None  # when it takes effect; None: with the document that states it
    quote: str = ""
    origin: RelationOrigin = RelationOrigin.TEXT
    dismissed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a version came from."""

    file_name: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    url: str | None = None
    site: str | None = None
    collected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a document: linked to by its page, or stored under `sha256` when it was at hand."""

    name: str
    url: str | None = None
    sha256: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class TextEdit:
    """One change that cleaning made: `text[start:end]` of the extraction was `removed` and became `replacement`.

    `at` is where the change stands in the body. `rule` is its number in DOMAIN §2.7 ("C11"), or those of the rules that
    made the change together ("C12+C14"). Edits are in order and never overlap.
    """

    rule: str
    start: int
    end: int
    at: int
    removed: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text as a reader took it from the original, before cleaning, and every edit that made the body of it."""

    text: str
    edits: tuple[TextEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a curator should look at. `code` has a text in the catalogue under `finding.<code>`."""

    code: str
    params: dict[str, str] = field(default_factory=dict)
    blocks_publishing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """The content of one version, as a reader or an editor makes it, before it has an id, a number or a status.

    `page_starts[n]` is the body offset at which page n + 1 of the original begins; empty when it has no pages.
    `extraction` is stored with the version and loaded only when asked for.
    """

    kind: EntryKind
    title: str
    body: str
    clauses: tuple[Clause, ...]
    passages: tuple[PassageDraft, ...]
    description: Description = Description()
    details: Details | None = None
    relations: tuple[RelationDraft, ...] = ()
    source: Source = Source()
    visibility: Visibility = Visibility.PUBLIC
    findings: tuple[Finding, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    page_starts: tuple[int, ...] = ()
    extraction: Extraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryVersion:
    """One stored version of an entry: its content and its life."""

    entry_id: str
    version: int
    status: EntryStatus
    content: EntryDraft
    content_hash: str
    author_id: str
    created_at: datetime
    updated_at: datetime
    reviewer_id: str | None = None
    submitted_at: datetime | None = None
    published_at: datetime | None = None
    in_force_from: date | None = None  # first day in force: effective date, or later when it had to take over first
    in_force_until: date | None = None  # last day in force: expiry or the day before a successor took over
    superseded_by: str | None = None  # entry id of the successor
    status_reason: str | None = None
    lock: int = 0  # optimistic lock: counts writes to this version


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySummary:
    """One row of a knowledge list."""

    entry_id: str
    version: int
    kind: EntryKind
    status: EntryStatus
    title: str
    document_number: str | None
    issuing_bodies: tuple[str, ...]
    department_code: str | None
    effective_from: date | None
    effective_to: date | None
    updated_at: datetime
    finding_count: int
    live_version: int | None  # the published version, when there is one
    published_at: datetime | None = None
    review_set_on: date | None = None  # the next review (复核) that a person set; see `knowledge.reviewing`


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A searchable span joined back to the truth: what may be quoted, from where, and while it holds."""

    id: str
    entry_id: str
    version: int
    kind: EntryKind
    clause_id: str
    clause_label: str
    context: str
    text: str  # body[start:end], verbatim
    start: int
    end: int
    quotable: bool
    title: str
    document_number: str | None
    issuing_bodies: tuple[str, ...]
    authority: Authority | None
    status: EntryStatus
    visibility: Visibility
    region_code: str | None
    effective_from: date | None
    in_force_until: date | None
    effective_to: date | None
    superseded_by: str | None = None
    in_force_from: date | None = None  # None: since `effective_from`

    def in_force_on(self, day: date) -> bool:
        """Say whether the passage governs on `day`; a version of unknown start is taken to have begun."""
        return not self.begins_after(day) and not self.ended_before(day)

    def ended_before(self, day: date) -> bool:
        return self.in_force_until is not None and self.in_force_until < day

    def begins_after(self, day: date) -> bool:
        return self.first_day is not None and self.first_day > day

    @property
    def first_day(self) -> date | None:
        """The day from which the version governs, None when it is not known."""
        return self.in_force_from or self.effective_from


@dataclass(frozen=True, slots=True)
class PassageStanding:
    """What decides whether a passage may be shown, without its words. Days are the first and last it governs on."""

    status: EntryStatus
    visibility: Visibility
    region_code: str | None
    first_day: date | None
    last_day: date | None

    def in_force_on(self, day: date) -> bool:
        """Say what `Passage.in_force_on` says."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage found for a query. `score` is the ranker's probability, 0..1, that it answers; it orders hits.

    `features` explain it; `knowledge.ranking.features` says what each means.
    """

    passage: Passage
    score: float
    features: dict[str, float]
