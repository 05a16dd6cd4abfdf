"""What is read from each document of the sample base, as golden files: description, clause tree, relations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.running.in_process import parse_in_process
from ingest.types import ReadOptions
from knowledge.types import Clause, EntryDraft

FOLDER = Path(__file__).parents[2] / "ingest" / "sample" / "documents"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".pdf.txt"))
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_sample_document_is_read_as_before(path: Path, golden: Callable[[Path, str], None]) -> None:
    parsed = parse_in_process(path, ReadOptions(ocr=False))
    outlines = [_outline(draft) for draft in parsed.drafts]
    golden(GOLDEN / f"{path.name}.txt", "\n\n".join(outlines) + "\n")


def _outline(draft: EntryDraft) -> str:
    described = draft.description
    facts = [
        f"kind: {draft.kind.value}",
        f"title: {draft.title}",
        f"document_number: {described.document_number}",
        f"issuing_bodies: {', '.join(described.issuing_bodies)}",
        f"issued_on: {described.issued_on}",
        f"effective: {described.effective_from} to {described.effective_to}",
        f"effective_from_inferred: {described.effective_from_inferred}",
        f"findings: {', '.join(finding.code for finding in draft.findings)}",
        f"passages: {len(draft.passages)}",
    ]
    relations = [
        f"{relation.kind.value}: {relation.target_title} {relation.target_document_number or ''}".rstrip()
        for relation in draft.relations
    ]
    return "\n".join([*facts, *relations, "", *(_line(draft, clause) for clause in draft.clauses)])


def _line(draft: EntryDraft, clause: Clause) -> str:
    text = draft.body[clause.start : clause.end].strip().replace("\n", " / ")
    return f"{clause.id:<14} {clause.kind.value:<10} {clause.label or '-'} | {text[:40]}"
