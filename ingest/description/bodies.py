"""Names of public bodies: who issues a document, and who it is addressed to."""

from __future__ import annotations

import re

from ingest.clauses.numbering import read_opening
from ingest.lexicons import words

_RECIPIENT = re.compile(r"政府|部门|单位|机构|[局委厅办院企]|中心|公司|街道|镇|区|银行|组织|各")
_ANNOUNCES = re.compile(r"如下|下列|以下|通知|公告")
_SEPARATOR = re.compile(r"[，,；;](?![^（(]*[）)])")
_LISTED = re.compile(r"、(?![^（(]*[）)])")
_SHORTEST_BODY = 3


def is_organisation(text: str) -> bool:
    """Say whether a line reads like the name of one or more public bodies."""
    parts = re.split(r"[\s、]+", re.sub(r"[（(][^（）()]*[）)]", "", text.strip()))
    return (
        bool(parts)
        and len(text) <= 60
        and all(
            len(part) >= _SHORTEST_BODY
            and part.endswith(words("organisation_endings"))
            and not re.search(r"[，。；：《》\d]", part)
            for part in parts
        )
    )


def names_in(text: str) -> list[str]:
    """Separate joint issuers; letters set apart by blanks to fill a line are one name."""
    parts = [part for part in re.split(r"[\s、]+", text.strip()) if part]
    return parts if all(len(part) >= _SHORTEST_BODY for part in parts) else ["".join(parts)]


def is_recipients(text: str) -> bool:
    """Say whether a line addresses a document (主送机关): bodies, and a colon at the end."""
    return (
        text.endswith(("：", ":"))
        and len(text) <= 300
        and "。" not in text
        and read_opening(text) is None
        and _RECIPIENT.search(text) is not None
        and not _ANNOUNCES.search(text)
    )


def recipients_in(text: str) -> list[str]:
    """Return the bodies a document is addressed to; 各旗、县、区人民政府 is one name."""
    found: list[str] = []
    for part in _SEPARATOR.split(text.rstrip("：: ")):
        pending = ""
        for piece in _LISTED.split(part):
            pending += ("、" if pending else "") + piece.strip()
            if len(piece.strip()) >= _SHORTEST_BODY:
                found.append(pending)
                pending = ""
        if pending:
            found.append(pending)
    return [name for name in found if name]
