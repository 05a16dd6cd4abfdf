"""What the rules about the repository look at: the files that git tracks, and those it would."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent.parent
PACKAGES = ("core", "knowledge", "ingest", "assistant", "petitions", "enterprises", "reports", "eval", "api", "cli")


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every file of the project, relative to the repository; outside a checkout, those of its folders."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("the rules about the repository need a git checkout")
    return sorted(path for path in map(Path, listing.stdout.split("\n")) if (REPOSITORY / path).is_file())


@pytest.fixture(scope="session")
def modules(tracked: list[Path]) -> dict[Path, ast.Module]:
    """The parsed Python files of the product."""
    paths = [path for path in tracked if path.suffix == ".py" and path.parts[0] in PACKAGES]
    return {path: ast.parse((REPOSITORY / path).read_text("utf-8")) for path in paths}
