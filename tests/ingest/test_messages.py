from __future__ import annotations

import re
from pathlib import Path

from core.messages import catalogue, has_message

PACKAGE = Path(__file__).parents[2] / "ingest"


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))


def test_every_reason_has_its_sentence_and_every_sentence_a_reason() -> None:
    code = sources()
    raised = set(re.findall(r'UnreadableFileError\(\s*"(\w+)"', code))
    assert raised
    assert all(has_message(f"ingest.reason.{reason}") for reason in raised)
    written = {key.removeprefix("ingest.reason.") for key in catalogue() if key.startswith("ingest.reason.")}
    assert {reason for reason in written if f'"{reason}"' not in code} == set()


def test_every_finding_has_its_sentence() -> None:
    code = sources()
    of_readers = {"main_text_guessed", "pages_without_text", "replaced_bytes"}
    found = of_readers | set(re.findall(r'Finding\(\s*"(\w+)"', code))
    assert all(has_message(f"finding.{name}") for name in found)
