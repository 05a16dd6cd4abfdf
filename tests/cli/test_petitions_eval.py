"""`youda eval petitions`: one JSON object for machines, a table for people, a sentence for what cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Youda
from tests.eval.test_petitions import made


def test_the_command_prints_one_object(tmp_path: Path, youda: Youda) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(
        json.dumps({"id": n, "title": row.message.title, "text": row.message.text, "label": row.label}) + "\n"
        for n, row in enumerate(made())
    ))  # fmt: skip
    result = youda("eval", "petitions", "--train", path, "--test", path, "--json")
    assert result.code == 1  # every row is a copy of one that is scored, so nothing is left to learn from
    result = youda("eval", "petitions", "--train", path, "--json")
    assert result.json == {"train": 14, "test": 14, "accuracy": 1.0, "macro_f1": 1.0, "top3": 1.0}
    assert "宏平均 F1 1.000" in youda("eval", "petitions", "--train", path).out
