"""`youda petitions` from the command line: list, show, and every step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.accounts.types import AccountDraft
from api.runtime import Runtime
from core.actors import OPERATOR, Role
from core.departments import Department, DepartmentRepository
from core.settings import load_settings
from petitions.commands import STAFF_COMMANDS
from petitions.types import Contact, Nature, PetitionDraft
from tests.cli.conftest import Youda

_STAFF = (("mang", Role.DISPATCHER, None), ("li", Role.HANDLER, "HR"), ("qing", Role.CURATOR, None))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base with two members of staff and one petition, SQ…0001."""
    runtime = Runtime(load_settings(data_dir=tmp_path / "data"))
    runtime.prepare()
    with runtime.database.unit_of_work() as session:
        DepartmentRepository().upsert(session, Department("HR", "人力资源局"))
        for name, role, department in _STAFF:
            draft = AccountDraft(
                user_name=name,
                display_name=name,
                roles=frozenset({role}),
                department_code=department,
                must_change_password=False,
            )
            runtime.accounts.create(session, draft, "correct-horse-9", OPERATOR)
        runtime.petitions.file(
            session,
            PetitionDraft("补贴被退回", "我公司补贴申请被退回，请核实。", Contact("小满", "13800001234"),
                          nature=Nature.COMPLAINT, consent=True),
        )  # fmt: skip
    runtime.database.dispose()
    return tmp_path / "data"


def test_a_petition_is_taken_from_list_to_answer(youda: Youda, folder: Path) -> None:
    listed = youda("petitions", "list", "--as", "mang", "--data", folder, "--json").json
    number = listed["rows"][0]["number"]

    def step(name: str, user: str, *options: str) -> dict[str, object]:
        found = youda("petitions", name, number, "--as", user, "--data", folder, *options, "--json")
        assert found.code == 0, found.err
        return found.json  # type: ignore[no-any-return]

    assert step("accept", "mang", "--category-code", "04-1", "--nature", "complaint")["state"] == "accepted"
    assert step("dispatch", "mang", "--lead-department-code", "HR")["state"] == "dispatched"
    assert step("sign", "li")["state"] == "processing"
    asked = step("request-material", "li", "--items", "营业执照", "--items", "社保清单")
    assert asked["dossier"]["material"][0]["items"] == ["营业执照", "社保清单"]  # type: ignore[index]
    assert step("supply", "mang", "--text", "窗口收到")["state"] == "processing"
    step("request-extension", "li", "--days", "2", "--reason", "需现场核查")
    assert step("rule-on-extension", "mang", "--is-granted")["dossier"]["requests"][0]["is_granted"] is True  # type: ignore[index]
    reply = (
        "--text",
        "补贴申请已核实，退回有误，本月补发。",
        "--resolution",
        "resolved",
        "--no-basis-reason",
        "情况说明",
    )
    assert step("reply", "li", *reply)["state"] == "answered"
    shown = youda("petitions", "show", number, "--as", "mang", "--data", folder)
    assert "已答复" in shown.out
    assert "reject-reply" in shown.out


def test_what_is_refused_is_one_sentence_and_exit_1(youda: Youda, folder: Path) -> None:
    number = youda("petitions", "list", "--as", "mang", "--data", folder, "--json").json["rows"][0]["number"]
    for arguments, words in (
        (("sign", number, "--as", "mang"), "不能签收"),
        (("dispatch", number, "--as", "mang", "--lead-department-code", "HR"), "待受理"),
        (("accept", number, "--as", "mang", "--category-code", "99", "--nature", "help"), "没有这个类别"),
        (("show", "SQ209901010001", "--as", "mang"), "没有查到"),
        (("list", "--as", "nobody"), "nobody"),
        (("accept", number, "--as", "mang", "--category-code", "04-1", "--nature", "help", "--lock", "9"), "改过"),
    ):
        found = youda("petitions", *arguments, "--data", folder)
        assert (found.code, found.out) == (1, ""), found.err
        assert words in found.err
        assert "Traceback" not in found.err


def test_every_step_of_staff_is_a_command_with_help(youda: Youda) -> None:
    offered = youda("petitions", "--help").out
    for step in STAFF_COMMANDS:
        assert step.replace("_", "-") in offered
    assert "--department-codes" in youda("petitions", "consult", "--help").out


def test_a_reply_becomes_a_draft_by_hand_or_by_a_mark(youda: Youda, folder: Path) -> None:
    number = youda("petitions", "list", "--as", "mang", "--data", folder, "--json").json["rows"][0]["number"]

    def run(name: str, user: str, *options: str) -> Any:
        return youda("petitions", name, number, "--as", user, "--data", folder, *options, "--json")

    run("accept", "mang", "--category-code", "04-1", "--nature", "complaint")
    run("dispatch", "mang", "--lead-department-code", "HR")
    run("sign", "li")
    early = youda("petitions", "draft-knowledge", number, "--as", "qing", "--data", folder)
    assert (early.code, "尚未办结" in early.err) == (1, True)
    text = "补贴申请缺少劳动合同，请补齐后于本月底前再次提交，我局三个工作日内审核。"
    run("reply", "li", "--text", text, "--resolution", "explained", "--no-basis-reason", "审核情况说明")
    run("follow-up", "mang", "--is-reached", "--stars", "5")
    assert run("draft-knowledge", "li").code == 1, "a handler does not draft"
    marked = run("mark-reusable", "li").json
    assert (marked["unfit"], marked["mark"], marked["drafted"]) == ([], True, 1)
    again = youda("petitions", "draft-knowledge", number, "--as", "qing", "--data", folder)
    assert (again.code, "已有知识草稿" in again.err) == (1, True)
