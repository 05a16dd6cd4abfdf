"""Rules about files: small, without traces of one machine, named in the words of the glossary."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

LONGEST = 400
SOURCES = {".py", ".ts", ".tsx", ".css"}
GENERATED = {
    "web/shared/api.d.ts": "made from the OpenAPI description",
}
TEXT = {
    ".py",
    ".md",
    ".json",
    ".toml",
    ".yml",
    ".yaml",
    ".ts",
    ".tsx",
    ".css",
    ".html",
    ".sh",
    ".txt",
    ".cfg",
    ".ini",
    "",
}
_MACHINE_PATH = re.compile(r"(?<![\w.:/$}~-])/(?:root|home|work|Users)/[\w.]+")
_WINDOWS_PATH = re.compile(r"\b[A-Z]:\\\\?Users\\")
_VAGUE = re.compile(r"(?:^|_)(?:utils?|helpers?|manager|misc|common)(?:_|$)")
_VAGUE_CLASS = re.compile(r"(?:Manager|Helper|Utils?|Info)$")
FORBIDDEN_NAMES = {
    "doc_no": "document_number",
    "docno": "document_number",
    "wenhao": "document_number",
    "gongdan": "ticket",
    "suqiu": "petition",
    "zhengce": "policy",
    "return_back": "send_back",
    "complaint_order": "petition",
    "valid_from": "effective_from",
    "valid_to": "effective_to",
}


def test_no_source_file_is_longer_than_the_limit(repository: Path, tracked: list[Path]) -> None:
    lengths = {
        path: len((repository / path).read_text("utf-8").splitlines())
        for path in tracked
        if path.suffix in SOURCES and not any(path.is_relative_to(Path(name)) for name in GENERATED)
    }
    assert {str(path): length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_tracked_file_names_a_path_of_one_machine(repository: Path, tracked: list[Path]) -> None:
    found = {}
    for path in tracked:
        if path.suffix in TEXT and path.name != "package-lock.json":
            text = (repository / path).read_text("utf-8", errors="ignore")
            matches = [m[0] for m in (*_MACHINE_PATH.finditer(text), *_WINDOWS_PATH.finditer(text))]
            if matches:
                found[str(path)] = matches
    assert found == {}


def test_modules_and_classes_say_what_they_are(modules: dict[Path, ast.Module]) -> None:
    vague = [str(path) for path in modules if _VAGUE.search(path.stem)]
    for path, tree in modules.items():
        names = (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
        vague += [f"{path}: {name}" for name in names if _VAGUE_CLASS.search(name)]
    assert vague == []


@pytest.mark.parametrize(("name", "instead"), FORBIDDEN_NAMES.items())
def test_names_are_those_of_the_glossary(modules: dict[Path, ast.Module], name: str, instead: str) -> None:
    used = [f"{path}: write {instead}" for path, tree in modules.items() if name in _identifiers(tree)]
    assert used == []


def test_eval_is_never_imported_as_a_whole(modules: dict[Path, ast.Module]) -> None:
    """`import eval` would hide the builtin; import names from its modules."""
    found = [
        str(path)
        for path, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and any(alias.name == "eval" for alias in node.names)
    ]
    assert found == []


def test_every_module_and_public_class_says_what_it_gives(modules: dict[Path, ast.Module]) -> None:
    silent = [str(path) for path, tree in modules.items() if tree.body and ast.get_docstring(tree) is None]
    assert silent == []


def _identifiers(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.keyword(arg=str(name)):
                found.add(name)
    return found
