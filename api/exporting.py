"""One answer as a Word file, as an enterprise files it: what was asked, what holds, and the clauses it rests on."""

from __future__ import annotations

import io
import re

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from assistant.types import Answer, Citation, Reply
from core.clock import SHANGHAI
from core.messages import message

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_FONT = "Noto Sans CJK SC"


def answer_as_word(reply: Reply, answer: Answer, public_url: str) -> bytes:
    """Return the file; `answer` is the reply's own, or the same in other characters."""
    document = Document()
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    document.core_properties.title = message("api.export.title")
    document.core_properties.author = message("api.site.name")
    document.add_heading(reply.question.text, level=1)
    _add_text(document, answer.text)
    if answer.citations:
        document.add_heading(message("api.export.basis"), level=2)
        for citation in answer.citations:
            _add_citation(document, citation, public_url)
    moment = reply.answered_at.astimezone(SHANGHAI)
    made = message("api.export.made", at=f"{moment:%Y-%m-%d %H:%M}", day=reply.checked_on.isoformat())
    document.add_paragraph(made, style="Intense Quote")
    document.add_paragraph(message("answer.disclaimer"))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_text(document: WordDocument, text: str) -> None:
    """Write the answer grammar of docs/answers.md as headings, list items and paragraphs."""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if line.startswith("## "):
            document.add_heading(line[3:], level=2)
            continue
        is_item = line.startswith("- ")
        paragraph = document.add_paragraph(style="List Bullet" if is_item else None)
        for place, piece in enumerate(_BOLD.split(line[2:] if is_item else line)):
            paragraph.add_run(piece).bold = place % 2 == 1


def _add_citation(document: WordDocument, citation: Citation, public_url: str) -> None:
    number = message("api.source_number", number=citation.document_number) if citation.document_number else ""
    source = message(
        "api.source",
        marker=citation.marker,
        title=citation.title.strip("《》"),
        number=number,
        clause=citation.clause_label,
        url=f"{public_url}{citation.url}" if public_url else "",
    )
    document.add_paragraph(source.strip())
    document.add_paragraph(citation.quote, style="Quote")
