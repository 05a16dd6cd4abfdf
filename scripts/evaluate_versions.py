"""Print the figures of docs/evaluation.md about old and new texts of one law, as JSON.

Usage: python scripts/evaluate_versions.py LAWS_DIR [PAIRS]. LAWS_DIR holds laws_*.jsonl.gz; PAIRS is 50 unless told.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from core.logging import configure_logging
from core.settings import load_settings
from eval.versions import read_pairs, run_versions


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    configure_logging(level="error")
    pairs = read_pairs(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50)
    report = run_versions(pairs, load_settings())
    print(json.dumps(report.to_json(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
