"""A scan and the text recognised in it elsewhere: NAME.pdf and NAME.pdf.txt, a form feed between two pages of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from ingest.errors import UnreadableFileError
from ingest.types import ParsedFile
from knowledge.types import Finding

Parse = Callable[[str, bytes], ParsedFile]


def parse_or_recognised(
    parse: Parse, name: str, content: bytes, recognised: Callable[[], bytes] | None = None
) -> ParsedFile:
    """Return what `parse` reads of a file, or for a scan it cannot read, of the recognised text, marked as such.

    `recognised` gives the bytes of that text when it is needed. Raises UnreadableFileError as `parse` does.
    """
    try:
        return parse(name, content)
    except UnreadableFileError as error:
        if error.reason not in ("scanned", "garbled_text") or recognised is None:
            raise
    parsed = parse(f"{name}.txt", recognised())
    sha256 = hashlib.sha256(content).hexdigest()
    drafts = tuple(
        replace(
            draft,
            source=replace(draft.source, file_name=name, sha256=sha256, media_type="application/pdf"),
            findings=(*draft.findings, Finding("recognised_text")),
        )
        for draft in parsed.drafts
    )
    return replace(parsed, drafts=drafts)
