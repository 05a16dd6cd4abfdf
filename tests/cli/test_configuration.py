"""`youda config`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Youda


@pytest.fixture
def base(tmp_path: Path, youda: Youda) -> Path:
    folder = tmp_path / "data"
    assert youda("migrate", "--data", folder).code == 0
    return folder


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_goes_out_comes_back_in(youda: Youda, base: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"分类.{suffix}"
    out = youda("config", "export", "taxonomy", file, "--data", base, "--json").json
    assert (out["version"], out["rows"] > 60) == (0, True)
    back = youda("config", "import", "taxonomy", file, "--reason", "原样导回", "--data", base, "--json").json
    assert back == {"kind": "taxonomy", "version": 1, "rows": out["rows"]}


def test_people_read_what_happened(youda: Youda, base: Path, tmp_path: Path) -> None:
    days = tmp_path / "放假.csv"
    days.write_text("日期,是否上班,事由,依据文件\n2031-01-01,否,元旦,通知\n", encoding="gb18030")
    assert "第 1 版" in youda("config", "import", "calendar", days, "--reason", "放假", "--data", base).out
    assert "1 行" in youda("config", "export", "calendar", tmp_path / "out.csv", "--data", base).out
    assert "2031-01-01,否,元旦,通知,是" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_bad_cells_unknown_kinds_and_missing_files_are_named(youda: Youda, base: Path, tmp_path: Path) -> None:
    bad = tmp_path / "规则.csv"
    bad.write_text("name,value\nmax_reopens,很多\n", encoding="utf-8")
    failed = youda("config", "import", "rules", bad, "--reason", "试", "--data", base)
    assert (failed.code, "第 1 行" in failed.err) == (1, True)
    assert "taxonomy" in youda("config", "export", "nothing", tmp_path / "x.csv", "--data", base).err
    assert "nowhere.csv" in youda("config", "import", "rules", "nowhere.csv", "--reason", "试", "--data", base).err
    assert youda("config", "export", "rules", tmp_path / "x.pdf", "--data", base).code == 1
