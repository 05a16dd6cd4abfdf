"""The sample base as content: complete, consistent with itself, about nobody real."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ingest.running.in_process import parse_in_process
from ingest.types import ReadOptions
from knowledge.types import EntryDraft, EntryKind, FaqDetails
from tests.support.sample import GoldenQuestion, golden_questions

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
CHROME = ("您的位置", "首页", "首頁", "分享至", "浏览次数", "上一篇", "相关推荐", "2026-10", "版权所有", "无障碍")
_BASIS = re.compile(r"^(.*?〔\d{4}〕\d+号)(.*)$")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_PHONE = re.compile(r"(?<![\d〕])0\d{2,3}-\d{7,8}")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLE / name).read_text("utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def drafts() -> dict[str, EntryDraft]:
    """What each document of the sample base gives, by file name."""
    read = ReadOptions(ocr=False)
    return {
        row["file"]: parse_in_process(SAMPLE / "documents" / row["file"], read).drafts[0]
        for row in rows("documents.jsonl")
    }


@pytest.fixture(scope="module")
def faqs() -> list[EntryDraft]:
    return list(parse_in_process(SAMPLE / "faqs.xlsx").drafts)


@pytest.fixture(scope="module")
def labels(drafts: dict[str, EntryDraft]) -> dict[str, set[str]]:
    """The clause labels of every document by its number."""
    return {
        draft.description.document_number: {clause.label for clause in draft.clauses}
        for draft in drafts.values()
        if draft.description.document_number
    }


def test_every_document_is_described_and_every_description_has_its_document() -> None:
    files = {path.name for path in (SAMPLE / "documents").iterdir() if not path.name.endswith(".pdf.txt")}
    assert files == {row["file"] for row in rows("documents.jsonl")}


def test_every_policy_states_its_facts_and_has_a_summary_and_an_interpreter(drafts: dict[str, EntryDraft]) -> None:
    for row in rows("documents.jsonl"):
        described = drafts[row["file"]].description
        if row["kind"] in ("policy", "notice", "table"):
            assert described.document_number, row["file"]
            assert described.issuing_bodies, row["file"]
            assert described.issued_on, row["file"]
            assert described.effective_from, row["file"]
        assert 20 <= len(row["summary"]) <= 300, row["file"]
        assert row["kind"] == "article" or row["interpreter"]["name"], row["file"]


def test_documents_are_taken_for_what_they_are(drafts: dict[str, EntryDraft]) -> None:
    kinds = {"policy": EntryKind.POLICY_DOCUMENT, "notice": EntryKind.NOTICE, "table": EntryKind.POLICY_DOCUMENT}
    for row in rows("documents.jsonl"):
        wanted = kinds.get(row["kind"]) or EntryKind(row["kind"])
        assert drafts[row["file"]].kind is wanted, row["file"]


def test_document_numbers_are_not_used_twice(drafts: dict[str, EntryDraft]) -> None:
    numbers = [n for d in drafts.values() if (n := d.description.document_number)]
    assert len(numbers) == len(set(numbers))


def test_there_is_as_much_as_the_design_asks_for(drafts: dict[str, EntryDraft], faqs: list[EntryDraft]) -> None:
    assert len(drafts) >= 30
    assert len(rows("service_items.jsonl")) == 25
    assert len(rows("departments.jsonl")) >= 12
    assert len(faqs) == 80
    similar = [len(f.details.similar_questions) for f in faqs if isinstance(f.details, FaqDetails)]
    assert sum(count >= 3 for count in similar) >= 70


def test_every_basis_of_a_curated_question_is_a_clause(faqs: list[EntryDraft], labels: dict[str, set[str]]) -> None:
    unresolved = []
    for faq in faqs:
        assert isinstance(faq.details, FaqDetails)
        for basis in faq.details.basis:
            match = _BASIS.match(basis)
            if match is None:
                assert basis.startswith("无（"), basis
            elif match[2] not in labels.get(match[1], set()):
                unresolved.append(basis)
    assert unresolved == []


def test_every_figure_of_a_curated_answer_stands_in_its_basis(
    faqs: list[EntryDraft], drafts: dict[str, EntryDraft]
) -> None:
    by_number = {draft.description.document_number: draft for draft in drafts.values()}
    for faq in faqs:
        assert isinstance(faq.details, FaqDetails)
        found = [match for basis in faq.details.basis if (match := _BASIS.match(basis))]
        if not found or "例如" in faq.details.answer:
            continue
        text = "".join(_subtree(by_number[match[1]], match[2]) for match in found)
        for figure in re.findall(r"\d+(?:\.\d+)?%?", faq.details.answer):
            assert figure in text, (faq.title, figure)


def test_every_legal_basis_of_a_service_item_is_a_clause(labels: dict[str, set[str]]) -> None:
    for item in rows("service_items.jsonl"):
        for basis in item["legal_basis"]:
            if basis["clause"] is not None:
                assert basis["clause"] in labels[basis["document_number"]], item["item_name"]


@pytest.mark.parametrize("question", golden_questions(), ids=lambda question: question.id)
def test_the_expected_clause_of_a_question_exists_on_its_page_and_states_the_answer(
    question: GoldenQuestion, drafts: dict[str, EntryDraft]
) -> None:
    draft = drafts.get(question.file or "")
    if draft is None or question.clause is None:
        return
    clause = next((c for c in draft.clauses if question.clause in (c.label, c.label.strip("“”"))), None)
    assert clause is not None
    if question.page is not None:
        assert sum(start <= clause.start for start in draft.page_starts) == question.page


def test_pages_of_the_scan_are_counted_and_its_text_is_marked_as_recognised(drafts: dict[str, EntryDraft]) -> None:
    draft = drafts["green-manufacturing-reward-2025.pdf"]
    assert len(draft.page_starts) == 4
    assert draft.source.media_type == "application/pdf"
    assert "recognised_text" in {finding.code for finding in draft.findings}


def test_no_chrome_of_the_portal_is_left_in_a_page(drafts: dict[str, EntryDraft]) -> None:
    for name, draft in drafts.items():
        if name.endswith(".html"):
            assert [words for words in CHROME if words in draft.body] == [], name


def test_the_newspaper_page_is_an_article_in_simplified_script_without_its_newsroom(
    drafts: dict[str, EntryDraft],
) -> None:
    draft = drafts["service-centre-story-2026.html"]
    assert draft.kind is EntryKind.ARTICLE
    assert draft.description.document_number is None
    assert "看着不大，作用不小" in draft.body
    for gone in ("新闻热线", "新聞熱線", "139", "撰稿", "责编", "責編", "QQ", "马拉松"):
        assert gone not in draft.body


def test_phone_numbers_belong_to_the_fictional_zone_alone() -> None:
    texts = [path.read_text("utf-8") for path in sorted(SAMPLE.glob("*.jsonl"))]
    texts += [path.read_text("utf-8") for path in (SAMPLE.parents[1] / "scripts" / "sample_sources").rglob("*.src")]
    for text in texts:
        assert not _MOBILE.search(text)
        assert all(phone.startswith("0600-55501") for phone in _PHONE.findall(text))


def _subtree(draft: EntryDraft, label: str) -> str:
    """Return the text of a clause with all below it; for a row of a table with the header above it."""
    clause = next(c for c in draft.clauses if c.label == label)
    return draft.body[clause.start : clause.subtree_end]
