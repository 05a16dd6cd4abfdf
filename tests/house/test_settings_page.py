"""docs/settings.md says what core.settings does, and nothing names a variable that does not exist."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

_VARIABLE = re.compile(r"\bYOUDA_[A-Z][A-Z0-9_]*[A-Z0-9]\b")


@pytest.fixture(scope="module")
def page(repository: Path) -> ModuleType:
    path = repository / "scripts" / "write_settings_page.py"
    spec = importlib.util.spec_from_file_location("write_settings_page", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_script_writes(page: ModuleType) -> None:
    assert page.PAGE.read_text("utf-8") == page.settings_page(), "run `make docs`"


def test_every_setting_says_what_it_is_for(page: ModuleType) -> None:
    rows = [line for line in page.settings_page().splitlines() if line.startswith("| `YOUDA_")]
    assert len(rows) == len(list(page.variables()))
    assert all(row.split(" | ")[2].strip(" |") for row in rows)


def test_no_text_or_code_names_a_setting_that_does_not_exist(
    page: ModuleType, repository: Path, tracked: list[Path]
) -> None:
    known, unknown = set(page.variables()), {}
    for path in tracked:
        if path.suffix in (".py", ".md", ".json", ".toml", ".yml") or path.name == "Makefile":
            if path.parts[0] in ("tests", "web", "training", "build_ui.py"):
                continue
            names = set(_VARIABLE.findall((repository / path).read_text("utf-8"))) - known
            if names:
                unknown[str(path)] = sorted(names)
    assert unknown == {}
