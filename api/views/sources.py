"""An answer as one plain text with its sources below, for clients that show nothing else."""

from __future__ import annotations

from assistant.types import Answer, Citation
from core.messages import message


def text_with_sources(answer: Answer, public_url: str | None) -> str:
    """Return the answer's text and a numbered list of what it cites; links are absolute where the address is known."""
    if not answer.citations:
        return answer.text
    lines = [_line(citation, (public_url or "").rstrip("/")) for citation in answer.citations]
    return f"{answer.text}\n\n{message('api.sources')}\n" + "\n".join(lines)


def _line(citation: Citation, host: str) -> str:
    number = message("api.source_number", number=citation.document_number) if citation.document_number else ""
    return message(
        "api.source",
        marker=citation.marker,
        title=citation.title,
        number=number,
        clause=citation.clause_label,
        url=f"{host}{citation.url}",
    )
