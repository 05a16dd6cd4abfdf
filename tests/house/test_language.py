"""Chinese text stands in the catalogue, prompts, lexicons and the patterns of parsers; nowhere else in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_HAN = re.compile(r"[\u3400-\u9fff]")
_PATTERN_CALLS = {"compile", "match", "search", "fullmatch", "sub", "split", "findall", "finditer", "escape"}
_CLAUSE_WORDS = "reads or writes the numbering words of clauses (DOMAIN §2.4, §2.5), which are the law's own"
_HEADER_WORDS = "compares with the fixed words of official documents and their portals (DOMAIN §2.6)"
_NUMERALS = "the digits and units of Chinese numerals"
_BLANKS = "compares with the words that forms use for yes, no or nothing"
ALLOWED = {
    "assistant/days.py": "pieces of patterns",
    "assistant/facts/numerals.py": _NUMERALS,
    "assistant/facts/quantities.py": _NUMERALS,
    "assistant/facts/reading.py": "pieces of patterns",
    "assistant/facts/support.py": "the measure word by which the items of a list are counted",
    "assistant/facts/values.py": _NUMERALS,
    "assistant/follow_up.py": "particles and marks at the ends of what was said",
    "assistant/matters.py": "particles and marks at the ends of a title",
    "assistant/regions.py": "pieces of patterns",
    "assistant/slots.py": "the sizes of enterprises by their first character",
    "assistant/table_rows.py": _NUMERALS,
    "core/text.py": _NUMERALS,
    "eval/conflicts.py": "titles and wordings of the documents that are made to be measured",
    "ingest/cleaning/shape.py": "ranges of characters, put into patterns",
    "ingest/clauses/place.py": _NUMERALS,
    "ingest/description/carried.py": _HEADER_WORDS,
    "ingest/description/head.py": _HEADER_WORDS,
    "ingest/description/issuing.py": _HEADER_WORDS,
    "ingest/description/kinds.py": _HEADER_WORDS,
    "ingest/description/numbers.py": _HEADER_WORDS,
    "ingest/description/regions.py": _HEADER_WORDS,
    "ingest/description/dates.py": "pieces of patterns",
    "ingest/description/describe.py": _HEADER_WORDS,
    "ingest/records/faq_rows.py": _BLANKS,
    "ingest/description/header.py": _HEADER_WORDS,
    "ingest/clauses/labels.py": _CLAUSE_WORDS,
    "ingest/clauses/locator.py": _CLAUSE_WORDS,
    "ingest/description/notices.py": _HEADER_WORDS,
    "ingest/clauses/numbering.py": _CLAUSE_WORDS,
    "ingest/readers/detect.py": "the commonest characters, by which an encoding is recognised",
    "ingest/readers/markdown.py": _HEADER_WORDS,
    "ingest/readers/printed.py": "ranges of characters, put into patterns",
    "ingest/readers/web_facts.py": _HEADER_WORDS,
    "ingest/readers/cell_formats.py": "the words that spreadsheet formats stand for: 上午, 星期, 是",
    "ingest/readers/word_marks.py": _NUMERALS,
    "ingest/readers/word_styles.py": "the names that Word gives its styles",
    "ingest/readers/word_numbering.py": _CLAUSE_WORDS,
    "ingest/description/relations.py": _HEADER_WORDS,
    "ingest/records/service_items.py": _BLANKS,
    "ingest/description/validity.py": _HEADER_WORDS,
    "knowledge/conflicts/amounts.py": "units of amounts, and what stands for a date while clauses are compared",
    "knowledge/naming.py": _CLAUSE_WORDS,
}


def test_no_chinese_text_stands_in_code(modules: dict[Path, ast.Module]) -> None:
    found = [
        f"{path}:{node.lineno} {node.value[:40]!r}"
        for path, tree in modules.items()
        if str(path) not in ALLOWED
        for node in _chinese_literals(tree)
    ]
    assert found == []


def test_every_exception_is_still_needed(modules: dict[Path, ast.Module]) -> None:
    with_chinese = {str(path) for path, tree in modules.items() if any(_chinese_literals(tree))}
    assert set(ALLOWED) - with_chinese == set()


def _chinese_literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield string constants with Han characters that are neither docstrings nor in a call of `re`."""
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))  # a docstring, of a module, class, function or attribute
        elif isinstance(node, ast.Call) and _is_pattern(node.func):
            left_out |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and _HAN.search(node.value) and id(node) not in left_out:
            yield node


def _is_pattern(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in _PATTERN_CALLS
    )
