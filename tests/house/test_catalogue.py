"""The message catalogue: every key used exists, every key is used, placeholders are filled by name."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from core.messages import UnknownMessageError, catalogue, has_message, message

_KEY = re.compile(r"^[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)+$")


def test_every_key_given_to_message_exists(modules: dict[Path, ast.Module]) -> None:
    missing = [
        f"{path}:{call.lineno} {call.args[0].value}"
        for path, call in _calls(modules)
        if call.args and isinstance(call.args[0], ast.Constant) and not has_message(str(call.args[0].value))
    ]
    assert missing == []


def test_every_key_made_from_parts_has_at_least_one_text(modules: dict[Path, ast.Module]) -> None:
    missing = []
    for path, call in _calls(modules):
        if call.args and isinstance(call.args[0], ast.JoinedStr):
            pattern = _pattern_of(call.args[0])
            if not any(pattern.match(key) for key in catalogue()):
                missing.append(f"{path}:{call.lineno} {pattern.pattern}")
    assert missing == []


def test_every_placeholder_of_a_text_is_given_where_it_is_used(modules: dict[Path, ast.Module]) -> None:
    wrong = []
    for path, call in _calls(modules):
        if not (call.args and isinstance(call.args[0], ast.Constant)) or any(k.arg is None for k in call.keywords):
            continue
        key = str(call.args[0].value)
        given = {keyword.arg for keyword in call.keywords}
        if has_message(key) and _placeholders(catalogue()[key]) - given:
            wrong.append(f"{path}:{call.lineno} {key} needs {_placeholders(catalogue()[key])}, has {given}")
    assert wrong == []


def test_every_key_of_the_catalogue_is_used(
    repository: Path, modules: dict[Path, ast.Module], tracked: list[Path]
) -> None:
    literals, patterns = set(), set()
    for tree in modules.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            elif isinstance(node, ast.JoinedStr) and re.match(r"[a-z_]+\\\.", _pattern_of(node).pattern):
                patterns.add(_pattern_of(node))
    data = [
        p
        for p in tracked
        if p.suffix == ".json" and p.parts[0] in ("petitions", "assistant", "api") and "static" not in p.parts
    ]
    elsewhere = "".join((repository / path).read_text("utf-8") for path in data)
    unused = [
        key
        for key in catalogue()
        if key not in literals and not any(p.match(key) for p in patterns) and f'"{key}"' not in elsewhere
    ]
    assert unused == []


def test_keys_are_flat_and_texts_are_whole(repository: Path) -> None:
    for file in sorted((repository / "core" / "locales" / "zh-CN").glob("*.json")):
        for key, text in json.loads(file.read_text("utf-8")).items():
            assert _KEY.match(key), f"{file.name}: {key}"
            assert isinstance(text, str), f"{file.name}: {key}"
            assert text.strip(), f"{file.name}: {key} is empty"
            assert all(name.isidentifier() for name in _placeholders(text)), f"{file.name}: {key}"


def test_no_file_has_a_key_twice(repository: Path) -> None:
    for file in (repository / "core" / "locales" / "zh-CN").glob("*.json"):
        pairs = json.loads(file.read_text("utf-8"), object_pairs_hook=list)
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), file.name


def test_a_missing_key_or_value_is_a_defect_that_says_which() -> None:
    with pytest.raises(UnknownMessageError, match=r"no\.such\.key"):
        message("no.such.key")
    key = next(key for key, text in catalogue().items() if _placeholders(text))
    with pytest.raises(UnknownMessageError, match=re.escape(key)):
        message(key)


def _calls(modules: dict[Path, ast.Module]) -> Iterator[tuple[Path, ast.Call]]:
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                yield path, node


def _pattern_of(node: ast.JoinedStr) -> re.Pattern[str]:
    parts = (re.escape(v.value) if isinstance(v, ast.Constant) else ".+" for v in node.values)
    return re.compile("".join(parts) + "$")


def _placeholders(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}
