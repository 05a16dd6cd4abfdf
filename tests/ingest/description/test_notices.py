"""When an application notice is open, and what a report says is missing from it."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.description.fields import described_fields
from ingest.service import read_file
from knowledge.types import EntryDraft, EntryKind, NoticeDetails


def notice(sentence: str) -> EntryDraft:
    text = (
        "关于组织申报2026年研发补助的通知\n青川科〔2025〕4号\n各企业：\n根据《青川市研发补助办法》，现组织申报。\n"
        f"一、{sentence}\n青川市科技局\n2025年11月20日\n"
    )
    return read_file("通知.txt", text.encode())[0]


@pytest.mark.parametrize(
    ("sentence", "window"),
    [
        ("申报时间：2026年3月1日至4月30日。", (date(2026, 3, 1), date(2026, 4, 30))),
        ("申报时间：2026年3月1日至31日。", (date(2026, 3, 1), date(2026, 3, 31))),
        ("申报时间为2026年3月1日9:00—2026年4月30日18:00。", (date(2026, 3, 1), date(2026, 4, 30))),
        ("申报时间：2025年12月1日至1月31日。", (date(2025, 12, 1), date(2026, 1, 31))),
        ("自即日起至2026年1月31日，企业可申报。", (date(2025, 11, 20), date(2026, 1, 31))),
        ("申报材料请于2026年1月31日前报送。", (None, date(2026, 1, 31))),
        ("申报时间：2026年2月30日截止。", (None, None)),
    ],
)
def test_the_window_of_a_notice_is_read(sentence: str, window: tuple[date | None, date | None]) -> None:
    draft = notice(sentence)
    assert draft.kind is EntryKind.NOTICE
    assert isinstance(draft.details, NoticeDetails)
    assert (draft.details.window_start, draft.details.window_end) == window


def test_a_notice_open_all_year_has_no_window() -> None:
    draft = notice("本项目常年受理，企业可随时申报。")
    assert isinstance(draft.details, NoticeDetails)
    assert draft.details.year_round


def test_fields_found_and_missing_are_named() -> None:
    found, missing = described_fields(notice("申报时间：2026年3月1日至4月30日。"))
    assert {"document_number", "issuing_bodies", "issued_on", "effective_from", "window", "recipients"} <= set(found)
    assert set(missing) == {"apply_url", "contact"}


def test_an_article_needs_a_source_and_a_date_and_no_number() -> None:
    draft = read_file("报道.txt", "园区服务观察\n企业说办事更快了。\n".encode())[0]
    assert described_fields(draft)[1] == ("source", "published_on")
