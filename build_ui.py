"""Builds the web pages into api/static: when a wheel or an editable install is made, or by `python build_ui.py`.

The pages are built only when something in web/ changed since the last time; a stamp beside them remembers what they
were built from. Set YOUDA_SKIP_UI=1 to leave them alone (tests of the server need none).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import (  # type: ignore[import-not-found, unused-ignore]
        BuildHookInterface,
    )
except ImportError:  # run as a script, where the build backend need not be installed

    class BuildHookInterface:  # type: ignore[no-redef]
        """Stands in for the build backend's base class."""


ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
STATIC = ROOT / "api" / "static"
STAMP_NAME = "ui.sha256"
INSTALLED_NAME = ".installed.sha256"
IGNORED = {"node_modules", ".vite"}
PAGES = ("chat/index.html", "console/index.html", "loader/embed.js")


class BuildUiError(Exception):
    """The pages could not be built; the message says what to do."""


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc, unused-ignore]
    """Lets hatchling make the pages before it packs a wheel or links an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages if they are missing or stale, or stop the build with a readable message."""
        ensure_ui()


def ensure_ui(web: Path = WEB, static: Path = STATIC) -> bool:
    """Build the pages unless they are current; say whether anything was built. Raises BuildUiError."""
    if os.environ.get("YOUDA_SKIP_UI") == "1":
        return False
    if not web.is_dir():
        if (static / STAMP_NAME).is_file():
            return False  # a source archive carries the built pages
        raise BuildUiError(f"Neither {web} nor built pages in {static} exist; check out the whole repository.")
    if is_current(web, static):
        return False
    build(web)
    (static / STAMP_NAME).write_text(hash_of(web) + "\n", encoding="ascii")
    return True


def is_current(web: Path = WEB, static: Path = STATIC) -> bool:
    """Say whether the built pages are there and come from what web/ holds now."""
    stamp = static / STAMP_NAME
    has_pages = stamp.is_file() and all((static / page).is_file() for page in PAGES)
    return has_pages and stamp.read_text(encoding="ascii").strip() == hash_of(web)


def hash_of(web: Path) -> str:
    """Give the SHA-256 of the names and bytes of all sources under `web`, in a fixed order."""
    digest = hashlib.sha256()
    for path in sorted(web.rglob("*")):
        name = path.relative_to(web)
        if path.is_file() and not IGNORED.intersection(name.parts):
            digest.update(f"{name.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def build(web: Path) -> None:
    """Install exactly what the lock file names, unless it is installed, and build the bundles. Raises BuildUiError."""
    npm = shutil.which("npm")
    if npm is None:
        raise BuildUiError(
            "The web pages need Node.js 20.19 or newer with npm to be built, and npm was not found. "
            "Install it, or set YOUDA_SKIP_UI=1 to install the server without pages."
        )
    locked = hashlib.sha256((web / "package-lock.json").read_bytes()).hexdigest()
    installed = web / "node_modules" / INSTALLED_NAME  # `npm ci` begins by removing it with everything else
    if not installed.is_file() or installed.read_text(encoding="ascii") != locked:
        _run(npm, web, "ci")
        installed.write_text(locked, encoding="ascii")
    _run(npm, web, "run", "build")


def _run(npm: str, web: Path, *arguments: str) -> None:
    result = subprocess.run([npm, *arguments], cwd=web, check=False)
    if result.returncode != 0:
        raise BuildUiError(f"`npm {' '.join(arguments)}` in {web} failed with exit code {result.returncode}.")


def main() -> int:
    """Build from the command line; `--check` only says whether the pages are current."""
    if "--check" in sys.argv[1:]:
        state = is_current()
        say("The web pages are current." if state else "The web pages are missing or stale; run python build_ui.py.")
        return 0 if state else 1
    try:
        say("Built the web pages." if ensure_ui() else "The web pages need no build.")
    except BuildUiError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
