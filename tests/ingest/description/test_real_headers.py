"""Number, issuers and dates of public documents; skipped where the shared data folder is absent."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ingest.service import read_file
from knowledge.types import EntryDraft

DATA = Path(__file__).parents[3].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs the shared data folder beside the repository")

EXPECTED = [
    # A portal's own lines above the text, a number below the title, a signature.
    ("doc_14", "广州市住房和城乡建设局关于进一步加强户籍家庭住房保障工作的通知", "穗建规字〔2024〕5号",
     date(2024, 3, 4)),
    ("doc_29", "广州市人民政府办公厅关于进一步加强特困人员救助供养工作的通知", "穗府办规〔2021〕7号",
     date(2021, 4, 13)),
    ("doc_30", "广州市临时救助实施细则", "穗府办规〔2021〕19号", date(2021, 12, 1)),
    ("doc_1", "广州市公共租赁住房管理办法", "穗府办规〔2024〕13号", date(2024, 7, 26)),
    # No title in the text: the name of the file; the number stands alone among the portal's lines.
    ("doc_27", "广州市民政局  广州市财政局关于印发我市2025年最低生活保障及相关社会救助标准的通知",
     "穗民规字〔2025〕2号", date(2025, 5, 30)),
    # The text states neither number nor date of issue; its record does, and is not the text.
    ("doc_31", "广州市老年人助餐配餐服务管理办法", None, None),
    ("doc_9", "无需个人垫付！广州异地就医备案，上\"穗好办\"快速办理！", None, None),
]  # fmt: skip


def scraped(identifier: str) -> EntryDraft:
    rows = (DATA / "gz-policies" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    record = next(row for row in map(json.loads, rows) if row["id"] == identifier)
    return read_file(f"{record['title']}.txt", record["original_text"].encode())[0]


@pytest.mark.parametrize(("identifier", "title", "number", "day"), EXPECTED, ids=[row[0] for row in EXPECTED])
def test_a_scraped_text_gives_what_it_states_and_no_more(
    identifier: str, title: str, number: str | None, day: date | None
) -> None:
    draft = scraped(identifier)
    described = draft.description
    assert (draft.title, described.document_number, described.issued_on) == (title, number, day)


def test_evidence_of_a_real_document_quotes_its_body() -> None:
    draft = scraped("doc_30")
    for evidence in draft.description.evidence:
        if evidence.start is not None:
            assert draft.body[evidence.start : evidence.end] == evidence.quote
