"""Keeping up over HTTP: changes between versions, the original beside the clause, the work list of relations."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from api.runtime import Runtime
from core.actors import OPERATOR, Role
from knowledge.types import (
    Attachment,
    EntryDraft,
    EntryVersion,
    Extraction,
    RelationDraft,
    RelationKind,
    TextEdit,
)
from tests.api.conftest import ORIGINAL, Staff, policy_draft


@pytest.fixture
def publish(runtime: Runtime) -> Callable[..., EntryVersion]:
    """Return a function that publishes a draft as an operator's import does."""

    def store(draft: EntryDraft) -> EntryVersion:
        with runtime.database.unit_of_work() as session:
            return runtime.knowledge.publish_import(session, draft, OPERATOR)

    return store


def draft(title: str, second: str = "第二条 补助比例为百分之十。", **changes: object) -> EntryDraft:
    made = policy_draft(
        title=title,
        articles=("第一条 本办法适用于高新区企业。", second),
        number=f"云测规〔2025〕{secrets.randbelow(9000)}号",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def url(entry: EntryVersion, end: str, version: int = 1) -> str:
    return f"/api/staff/knowledge/{entry.entry_id}/versions/{version}/{end}"


def test_a_correction_shows_what_it_changes_clause_by_clause(
    log_in: Callable[..., Staff], runtime: Runtime, publish: Callable[..., EntryVersion]
) -> None:
    title = f"对比测试办法{secrets.token_hex(4)}"
    first = publish(draft(title))
    with runtime.database.unit_of_work() as session:
        changed = draft(title, "第二条 补助比例为百分之二十。")
        runtime.knowledge.revise(session, first.entry_id, changed, OPERATOR)
    curator = log_in(Role.CURATOR)
    changes = curator.get(url(first, "changes", 2)).json()
    assert (changes["against_version"], changes["against_is_live"], changes["status"]) == (1, True, "draft")
    assert changes["counts"] == {"added": 0, "removed": 0, "changed": 1, "renumbered": 0, "unchanged": 1}
    (second,) = [c for c in changes["clauses"] if c["kind"] == "changed"]
    assert (second["old"]["label"], second["new"]["label"]) == ("第二条", "第二条")
    assert [p["text"] for p in second["pieces"] if p["kind"] == "new"] == ["二"]
    assert {f["field"] for f in changes["fields"]} == {"document_number"}
    same = curator.get(url(first, "changes", 2), params={"against": 2}).json()
    assert same["counts"]["unchanged"] == 2


def test_a_first_version_is_compared_with_the_document_it_replaces(
    log_in: Callable[..., Staff], publish: Callable[..., EntryVersion]
) -> None:
    title = f"被替代办法{secrets.token_hex(4)}"
    old = publish(draft(title))
    relation = RelationDraft(kind=RelationKind.REPLACES, target_entry_id=old.entry_id)
    new = publish(draft(f"新{title}", "第二条 补助比例为百分之三十。", relations=(relation,)))
    changes = log_in(Role.CURATOR).get(url(new, "changes")).json()
    assert changes["against_document_id"] == old.entry_id
    assert changes["counts"]["changed"] == 1


def test_what_has_nothing_before_it_or_does_not_exist_is_not_compared(
    log_in: Callable[..., Staff], publish: Callable[..., EntryVersion]
) -> None:
    entry, curator = publish(draft(f"孤本办法{secrets.token_hex(4)}")), log_in(Role.CURATOR)
    reply = curator.get(url(entry, "changes"))
    assert (reply.status_code, reply.json()["code"]) == (404, "nothing_to_compare")
    assert curator.get(url(entry, "changes"), params={"against": 7}).status_code == 404
    assert curator.get(url(entry, "changes", 7)).status_code == 404


def test_the_original_is_shown_with_its_edits_and_where_a_clause_stands_in_it(
    log_in: Callable[..., Staff], runtime: Runtime, publish: Callable[..., EntryVersion]
) -> None:
    made = draft(f"原文测试办法{secrets.token_hex(4)}")
    raw = made.body.replace("高新区", "高(gāo)新区")
    at = made.body.index("高新区") + 1
    edit = TextEdit("C11", at, at + 5, at, "(gāo)", "")
    source = policy_draft(runtime.files.put(ORIGINAL)).source
    files = (Attachment("附件1.pdf", url="https://www.example.gov.cn/1.pdf"),)
    entry = publish(
        replace(made, extraction=Extraction(raw, (edit,)), source=source, attachments=files, page_starts=(0, 18))
    )
    curator = log_in(Role.CURATOR)
    start = made.body.index("补助比例")
    shown = curator.get(url(entry, "original"), params={"start": start, "end": start + 4}).json()
    assert shown["extraction"][shown["span"]["start"] : shown["span"]["end"]] == "补助比例"
    assert shown["span"]["page"] == 2
    assert shown["edits"] == [
        {"rule": "C11", "start": at, "end": at + 5, "at": at, "removed": "(gāo)", "replacement": ""}
    ]
    assert [a["name"] for a in shown["attachments"]] == ["附件1.pdf"]
    reply = curator.get(shown["file_url"])
    assert reply.content == ORIGINAL
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_what_a_person_wrote_has_no_original(log_in: Callable[..., Staff], faq: EntryVersion) -> None:
    curator = log_in(Role.CURATOR)
    shown = curator.get(url(faq, "original"), params={"start": 0, "end": 3}).json()
    assert (shown["extraction"], shown["span"], shown["file_url"]) == (None, None, None)
    assert curator.get(url(faq, "original/file")).status_code == 404


def test_a_department_does_not_see_the_drafts_of_another(log_in: Callable[..., Staff], runtime: Runtime) -> None:
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.create(session, draft(f"内部草稿办法{secrets.token_hex(4)}"), OPERATOR)
    handler = log_in(Role.HANDLER, department="HR")
    for end in ("original", "original/file", "relations"):
        assert handler.get(url(entry, end)).status_code == 404


def test_a_relation_that_waits_is_resolved_and_the_old_document_ends(
    log_in: Callable[..., Staff], publish: Callable[..., EntryVersion]
) -> None:
    mark = secrets.token_hex(4)
    old = publish(draft(f"青湖区贷款贴息办法{mark}"))
    relation = RelationDraft(
        kind=RelationKind.REPEALS,
        target_title=f"青湖区企业贷款贴息办法{mark}",
        effective_on=date(2025, 6, 1),
        quote="同时废止",
    )
    new = publish(draft(f"青湖区融资支持办法{mark}", "第二条 另行规定。", relations=(relation,)))
    curator = log_in(Role.CURATOR)
    rows = curator.get("/api/staff/knowledge/relations?limit=200").json()["rows"]
    (row,) = [r for r in rows if r["relation"]["entry_id"] == new.entry_id]
    assert (row["relation"]["quote"], row["source_title"]) == ("同时废止", new.content.title)
    assert row["candidates"][0]["entry_id"] == old.entry_id
    resolve = f"/api/staff/knowledge/relations/{row['relation']['id']}/resolve"
    assert curator.post(resolve, {"target_entry_id": "pol_missing"}).status_code == 404
    assert curator.post(resolve, {"target_entry_id": old.entry_id}).json()["origin"] == "curator"
    document = curator.get(f"/api/staff/knowledge/{old.entry_id}/versions/1").json()["document"]
    assert (document["validity"], document["superseded_by"]) == ("superseded", new.entry_id)
    assert curator.post(resolve, {"target_entry_id": "none"}).json()["dismissed"] is True
    document = curator.get(f"/api/staff/knowledge/{old.entry_id}/versions/1").json()["document"]
    assert document["validity"] == "in_force"
    stated = curator.get(url(new, "relations")).json()["rows"]
    assert [(r["kind"], r["dismissed"]) for r in stated] == [("repeals", True)]


def test_only_who_edits_everything_sees_the_work_list(log_in: Callable[..., Staff]) -> None:
    assert log_in(Role.INTERPRETER, department="SCI").get("/api/staff/knowledge/relations").status_code == 403
