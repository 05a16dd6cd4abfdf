"""`youda golden`: a list taken in, asked of the base, and tried on a version before it is published."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Youda

AMOUNT, LATE = "首次贷款贴息每户最高多少", "首次贷款贴息应当在付息后多少日内申请"


def test_a_list_is_taken_in_asked_and_tried_on_a_version_that_is_not_published(
    youda: Youda, document: Path, tmp_path: Path
) -> None:
    base = ("--data", tmp_path / "data")
    assert youda("ingest", document, "--publish", *base).code == 0
    questions = tmp_path / "questions.csv"
    rows = (f"{AMOUNT},引用依据,首次贷款贴息办法,第二条", f"{LATE},引用依据,首次贷款贴息办法,第三条")
    questions.write_text("\n".join(("问题,期望,文件,条款", *rows)), "utf-8")
    assert youda("golden", "import", questions, *base, "--json").json == {"kept": 2, "left_out": []}
    checked = youda("golden", "check", *base, "--json")
    assert (checked.code, checked.json["failing"]) == (0, 0)
    entry = checked.json["rows"][0]["question"]["entry_id"]

    shorter = document.read_text("utf-8").replace("第三条 企业应当在付息后60日内提出申请。\n第四条", "第三条")
    document.write_text(shorter, "utf-8")
    assert youda("ingest", document, *base).code == 0
    tried = youda("golden", "try", entry, *base, "--json")
    assert (tried.code, tried.json["blocks"]) == (1, True)
    assert [row["question"] for row in tried.json["results"] if row["verdict"] == "regressed"] == [LATE]
    assert youda("golden", "check", *base).code == 0  # what was tried was not published

    out = tmp_path / "out.csv"
    assert youda("golden", "export", out, *base, "--json").json == {"questions": 2}
    assert out.read_text("utf-8-sig").splitlines()[0].startswith("问题,期望,文件")


def test_a_row_without_a_known_document_is_named_and_the_others_are_kept(
    youda: Youda, document: Path, tmp_path: Path
) -> None:
    base = ("--data", tmp_path / "data")
    youda("ingest", document, "--publish", *base)
    questions = tmp_path / "questions.csv"
    questions.write_text("问题,文件\n甲,没有的办法\n员工养宠物给补贴吗,\n", "utf-8")
    found = youda("golden", "import", questions, *base)
    assert (found.code, "已保存 1 题" in found.out, "第 2 行未导入" in found.out) == (1, True, True)
