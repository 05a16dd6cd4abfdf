"""Print the retrieval figures of docs/evaluation.md, each beside its baselines (`make eval`).

Usage: python scripts/evaluate.py [SHARED_DIR]. SHARED_DIR holds data/ and tools/make_beir.py; default ../shared.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETS = ("gz-policies", "ncppolicies", "taipei-faq", "lecoqa")


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    if not (shared / "tools" / "make_beir.py").is_file():
        sys.exit(f"No evaluation data in '{shared}'. Name the folder that holds data/ and tools/make_beir.py.")
    with tempfile.TemporaryDirectory() as folder:
        for name in SETS:
            out = Path(folder) / name
            subprocess.run([sys.executable, str(shared / "tools" / "make_beir.py"), name, str(out)], check=True)
            subprocess.run(
                [sys.executable, "-m", "cli.main", "eval", "retrieval", "--dataset", str(out)], check=True, cwd=ROOT
            )


if __name__ == "__main__":
    main()
