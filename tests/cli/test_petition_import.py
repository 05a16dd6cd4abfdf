"""`youda petitions import`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Youda


@pytest.fixture
def base(tmp_path: Path, youda: Youda) -> Path:
    folder = tmp_path / "data"
    assert youda("migrate", "--data", folder).code == 0
    return folder


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "工单.csv"
    path.write_text(
        "编号,诉求人,联系电话,情况,诉求内容\n1,小满,13800001234,厂区门前路灯坏了一周请修,修路灯这件事请尽快处理\n"
        "2,小满,坏号码,厂区门前积水三天请处理,积水三天没有人来处理\n",
        encoding="gb18030",
    )
    return path


def test_good_rows_are_filed_and_bad_ones_listed(youda: Youda, base: Path, listed: Path) -> None:
    found = youda("petitions", "import", listed, "--source", "12345", "--data", base, "--json").json
    assert (found["filed"], [p["row"] for p in found["problems"]]) == (1, [3])
    again = youda("petitions", "import", listed, "--source", "12345", "--data", base)
    assert "早已导入 1 件" in again.out
    assert "请填写 11 位手机号" in again.out


def test_a_dry_run_stores_nothing_and_follows_the_told_columns(youda: Youda, base: Path, listed: Path) -> None:
    options = ("--source", "12345", "--data", base, "--map", "content=情况", "--map", "demand=诉求内容")
    look = youda("petitions", "import", listed, *options, "--dry-run", "--json").json
    assert [c["field"] for c in look["guess"]["columns"]] == [
        "external_number", "contact_name", "contact_phone", "content", "demand",
    ]  # fmt: skip
    assert "共 2 行" in youda("petitions", "import", listed, *options, "--dry-run").out
    assert youda("petitions", "import", listed, *options, "--json").json["filed"] == 1


@pytest.mark.parametrize("told", ["content=没有的列", "password=诉求内容"])
def test_an_unknown_column_or_field_is_named(youda: Youda, base: Path, listed: Path, told: str) -> None:
    failed = youda("petitions", "import", listed, "--source", "12345", "--data", base, "--map", told)
    assert failed.code == 1
    assert told.split("=")[0 if "password" in told else 1] in failed.err


def test_a_missing_file_is_named(youda: Youda, base: Path) -> None:
    assert "nowhere.csv" in youda("petitions", "import", "nowhere.csv", "--source", "x", "--data", base).err
