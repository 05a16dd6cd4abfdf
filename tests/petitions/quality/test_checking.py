"""The check of a reply: each demand point, the basis, evasive wording."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from petitions.errors import ReplyNotReadyError
from petitions.quality.checking import FindingKind, ReplyCheck, check_reply
from petitions.types import Petition

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "teddy-petitions" / "replies.dev.jsonl"
BASIS = ("《办法》第六条",)


@pytest.fixture
def petition(office) -> Petition:
    return office.file(
        title="园区停车与班车",
        content="园区停车位不够。请问何时增设停车位？另外，班车能否延长到地铁站？请尽快答复。",
    )


def check(petition: Petition, text: str, basis: tuple[str, ...] = BASIS, reason: str = "") -> ReplyCheck:
    return check_reply(petition, text, basis=basis, no_basis_reason=reason)


def test_a_reply_to_every_point_with_a_basis_may_leave(petition: Petition) -> None:
    found = check(petition, "年底前增设停车位八十个；班车自下月延长至地铁站。")
    assert [point.text for point in found.points] == ["请问何时增设停车位？", "另外，班车能否延长到地铁站？"]
    assert found.findings == ()


def test_a_point_the_reply_is_silent_about_is_named(petition: Petition) -> None:
    (finding,) = check(petition, "年底前增设停车位八十个。").findings
    assert finding.kind is FindingKind.POINT
    assert "班车" in finding.text


def test_a_basis_or_the_reason_for_none_is_needed(petition: Petition) -> None:
    text = "停车位年底增设，班车下月延长。"
    assert [f.kind for f in check(petition, text, basis=(" ",)).findings] == [FindingKind.BASIS]
    assert check(petition, text, basis=(), reason="事实说明，无需依据").findings == ()


def test_evasive_wording_is_quoted(petition: Petition) -> None:
    (finding,) = check(petition, "停车位和班车的事正在研究。").findings
    assert (finding.kind, finding.where) == (FindingKind.EVASIVE, "正在研究")


def test_a_petition_that_asks_in_empty_words_only_asks_for_its_title(office) -> None:
    petition = office.file(title="路灯损坏", content="请有关部门尽快处理，请尽快答复，谢谢。")
    assert [point.text for point in check(petition, "已修复。").points] == ["路灯损坏"]
    assert check(petition, "路灯已于昨日修复。").findings == ()


def ready(office, **changes: object) -> str:
    number = office.file(**changes).number
    office.accept(number)
    office.dispatch(number)
    office.sign(number)
    return str(number)


def test_a_reply_with_findings_does_not_leave_and_changes_nothing(office) -> None:
    number = ready(office)
    before = office.detail(number)
    with pytest.raises(ReplyNotReadyError) as refused:
        office.reply(number, text="已阅，请耐心等待。")
    assert "已阅" in " ".join(refused.value.details.values())
    assert office.detail(number) == before


def test_with_a_reason_it_leaves_and_the_reason_is_kept(office) -> None:
    number = ready(office)
    office.reply(number, text="已阅，请耐心等待。", override_reason="企业来电要求先给一句话，电话 13800001234")
    with office.database.reading() as session:
        steps = office.service.steps
        petition = steps.repository.get(session, number)
        answered = next(e for e in steps.repository.history(session, petition.id).events if e.code == "answered")
    assert answered.params["override"].startswith("企业来电要求先给一句话")
    assert "13800001234" not in answered.params["override"]
    assert "evasive" in answered.params["findings"]


def test_a_reply_without_findings_keeps_no_reason(office) -> None:
    number = ready(office)
    office.reply(number, override_reason="多此一举")
    with office.database.reading() as session:
        steps = office.service.steps
        petition = steps.repository.get(session, number)
        assert "override" not in steps.repository.history(session, petition.id).events[-1].params


@pytest.mark.skipif(not SHARED.is_file(), reason="needs the shared data folder beside the repository")
def test_real_replies_that_explain_nothing_are_found_far_more_often_than_those_that_explain(petition: Petition) -> None:
    rows = [json.loads(line) for line in SHARED.read_text("utf-8").splitlines()[:300]]
    found: dict[str, list[bool]] = {"0": [], "1": []}
    for row in rows:
        asked = replace(petition, title=row["title"], content=row["text"])
        found[str(row["explainable_a"])].append(bool(check(asked, row["reply"]).findings))
    share = {label: sum(hits) / len(hits) for label, hits in found.items()}
    assert share["0"] > 0.8
    assert share["1"] < 0.4
