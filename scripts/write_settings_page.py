"""Write docs/settings.md from core.settings, so that the page and the program cannot disagree.

python scripts/write_settings_page.py          write the page
python scripts/write_settings_page.py --check  say whether it is up to date
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

REPOSITORY = Path(__file__).parent.parent
PAGE = REPOSITORY / "docs" / "settings.md"
_HEAD = """# Settings

Written by `scripts/write_settings_page.py`; change `core/settings.py`, then run `make docs`.

Every setting is an environment variable. Each has a default that works offline on a laptop, so none is needed to
start; lists are written as JSON (`YOUDA_TRUSTED_PROXIES='["10.0.0.1"]'`). A value that cannot be used stops the start
with a sentence that names the variable.
"""


def settings_page() -> str:
    """Return the page: one table per group, in the order of `core.settings.Settings`."""
    from core.settings import Settings

    groups = (_group(name, field) for name, field in Settings.model_fields.items())
    return _HEAD + "".join(f"\n{group}" for group in groups)


def variables() -> Iterator[str]:
    """Yield the name of every environment variable the product reads."""
    from core.settings import Settings

    for field in Settings.model_fields.values():
        yield from (_variable(name) for name in _class_of(field).model_fields)


def _group(name: str, field: FieldInfo) -> str:
    group = _class_of(field)
    rows = "".join(_row(key, value) for key, value in group.model_fields.items())
    heading = f"## {name.replace('_', ' ').capitalize()}\n\n{(group.__doc__ or '').strip()}\n\n"
    return f"{heading}| variable | default | meaning |\n| --- | --- | --- |\n{rows}"


def _row(name: str, field: FieldInfo) -> str:
    described = f"{field.description or ''}{_limits(field)}"
    return f"| `{_variable(name)}` | {_default(field)} | {_cell(described)} |\n"


def _variable(name: str) -> str:
    return f"YOUDA_{name.upper()}"


def _class_of(field: FieldInfo) -> type[BaseSettings]:
    if field.annotation is None:
        raise AssertionError("every group of settings has a class")
    return field.annotation


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or isinstance(value, SecretStr):
        return "—"
    if isinstance(value, bool | list):
        return f"`{json.dumps(value)}`"
    return f"`{value}`"


def _limits(field: FieldInfo) -> str:
    """Return what may be chosen: the words of a Literal, or the least and the greatest number."""
    if get_origin(field.annotation) is Literal:
        return f" One of {', '.join(f'`{word}`' for word in get_args(field.annotation))}."
    bounds: dict[str, Any] = {}
    for constraint in field.metadata:
        bounds |= {sign: getattr(constraint, sign) for sign in ("ge", "gt", "le", "lt") if hasattr(constraint, sign)}
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    said = ", ".join(f"{words[sign]} {value}" for sign, value in bounds.items())
    return f" ({said})" if said else ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page is not up to date")
    arguments = parser.parse_args()
    page = settings_page()
    if arguments.check:
        if PAGE.exists() and PAGE.read_text("utf-8") == page:
            return 0
        print("docs/settings.md is not up to date. Run `make docs`.", file=sys.stderr)
        return 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY))
    sys.exit(main())
