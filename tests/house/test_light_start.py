"""What starting the server must not load: libraries for training cost seconds and a hundred megabytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TRAINING = ("sklearn", "pandas", "torch", "matplotlib", "scipy.stats", "sentence_transformers", "langchain_openai")


def test_nothing_that_only_training_needs_is_loaded_by_serving() -> None:
    program = f"import sys, cli.main, api.app, api.runtime; print([n for n in {TRAINING!r} if n in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_what_learns_while_serving_is_loaded_from_one_place(repository: Path, tracked: list[Path]) -> None:
    serving = [path for path in tracked if path.suffix == ".py" and path.parts[0] in ("api", "petitions", "reports")]
    assert [str(path) for path in serving if "sklearn" in (repository / path).read_text("utf-8")] == []
