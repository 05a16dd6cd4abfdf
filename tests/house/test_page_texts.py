"""The texts of the enterprise's pages: present when they are drawn, the same in both scripts, none left over."""

from __future__ import annotations

import json
import re
from pathlib import Path

import assistant.steps
from core.messages import has_message
from scripts.convert_page_texts import LOCALES, converted

CHAT = LOCALES.parents[1] / "chat" / "src"
_IMPORT = re.compile(r'^(?:import|export)\b(?!\s+type\b)[^;]*?"(\.[^"]+)"', re.MULTILINE)
_KEY = re.compile(r'["`]([a-zA-Z0-9_]+(?:\.[a-zA-Z0-9_]+)*)["`]|[(`]`?([a-z][a-zA-Z.]*\.)\$\{')


def test_the_traditional_catalogue_is_what_the_simplified_one_converts_to() -> None:
    file = LOCALES / "zh-Hant.json"
    assert file.read_text(encoding="utf-8") == converted(), "run python scripts/convert_page_texts.py"


def test_what_the_first_view_says_is_loaded_with_it() -> None:
    first, later = _keys("zh-CN.json"), _keys("zh-CN.later.json")
    assert not first & later
    named, prefixes = _named(_first_view())
    early = {key for key in later if key in named or any(key.startswith(prefix) for prefix in prefixes)}
    assert early == set(), "these belong into zh-CN.json"


def test_every_text_is_used() -> None:
    sources = {path for path in CHAT.parents[1].rglob("*.ts*") if "node_modules" not in path.parts}
    named, prefixes = _named(sources)
    keys = _keys("zh-CN.json") | _keys("zh-CN.later.json")
    assert {key for key in keys if key not in named and not any(key.startswith(each) for each in prefixes)} == set()


def test_no_text_of_the_console_stands_in_two_of_its_catalogues() -> None:
    files = (LOCALES.parents[1] / "console" / "src" / "locales").glob("*.json")
    keys = [key for file in files for key in json.loads(file.read_text(encoding="utf-8"))]
    assert {key for key in keys if keys.count(key) > 1} == set(), "the later one would hide the other"


def test_every_step_of_an_answer_has_a_name_in_the_console_and_in_the_chat() -> None:
    steps = {f"step.{path.stem}" for path in Path(assistant.steps.__path__[0]).glob("[a-z]*.py")}
    console = json.loads(
        (LOCALES.parents[1] / "console" / "src" / "locales" / "zh-CN.json").read_text(encoding="utf-8")
    )
    assert steps - set(console) == set()
    assert {step for step in steps if not has_message(step)} == set()


def _keys(name: str) -> set[str]:
    return set(json.loads((LOCALES / name).read_text(encoding="utf-8")))


def _named(sources: set[Path]) -> tuple[set[str], set[str]]:
    found = [match.groups() for path in sources for match in _KEY.finditer(path.read_text(encoding="utf-8"))]
    return {key for key, _ in found if key}, {prefix for _, prefix in found if prefix}


def _first_view() -> set[Path]:
    """The modules that main.tsx imports, by whatever way, before anything is fetched on demand."""
    seen: set[Path] = set()
    waiting = [CHAT / "main.tsx"]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            targets = [(path.parent / found).resolve() for found in _IMPORT.findall(path.read_text(encoding="utf-8"))]
            waiting += [
                Path(f"{target}{ending}")
                for target in targets
                for ending in (".ts", ".tsx")
                if Path(f"{target}{ending}").is_file()
            ]
    return seen
