"""Text formats: web pages of a portal or a newspaper, Markdown, plain text."""

from __future__ import annotations

import html
import string
from pathlib import Path

from scripts.sample_sources.blocks import CENTRED, INDENT, RIGHT, SOURCES, Block, Source

_FIELDS = ("title", "number", "sign", "date", "source", "published")
_OUTSIDE = frozenset({"title", "attachment", "source"})


def write_html(source: Source, path: Path) -> None:
    """Write a page of a site: the document inside navigation, share buttons and recommendations.

    `@template NAME` picks the site; `@attachment FILE | TITLE` adds a file to the list below the text.
    """
    parts = [_element(block) for block in source.blocks if block.kind not in _OUTSIDE]
    template = string.Template((SOURCES / source.settings.get("template", "portal.html")).read_text(encoding="utf-8"))
    values = {kind: html.escape(source.text_of(kind) or source.settings.get(kind, "")) for kind in _FIELDS}
    links = [text.split(" | ") for text in source.texts_of("attachment")]
    attachments = "\n".join(
        f'<li><a href="/attachment/{html.escape(file)}">{html.escape(title)}</a></li>' for file, title in links
    )
    page = template.substitute(values, body="\n".join(parts), name=path.stem, attachments=attachments)
    path.write_text(page, encoding="utf-8")


def _element(block: Block) -> str:
    if block.kind == "table":
        rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows)
        return '<table border="1">\n' + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"
    if block.kind == "html":
        return block.text
    label, rest = block.label_and_rest
    text = (f"<strong>{label}</strong>" if label else "") + html.escape(rest)
    if block.kind == "section":
        return f'<p style="text-indent:2em"><strong>{text}</strong></p>' if "、" in rest[:4] else f"<h2>{text}</h2>"
    if block.kind in CENTRED:
        return f'<p style="text-align:center"><strong>{text}</strong></p>'
    if block.kind in RIGHT:
        return f'<p style="text-align:right">{text}</p>'
    return f"<p>{text}</p>" if block.kind == "to" else f'<p style="text-indent:2em">{text}</p>'


def write_markdown(source: Source, path: Path) -> None:
    """Write headings, bold article numbers and pipe tables."""
    parts = []
    for block in source.blocks:
        label, rest = block.label_and_rest
        prefix = {"title": "# ", "chapter": "## ", "section": "## "}.get(block.kind, f"**{label}**" if label else "")
        parts.append(prefix + rest)
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def write_text(source: Source, path: Path) -> None:
    """Write plain text; `@encoding` names the charset, `@wrap` a hard line length as old systems leave it."""
    width = int(source.settings.get("wrap", "0"))
    lines: list[str] = []
    for block in source.blocks:
        line = block.text if block.kind in CENTRED | RIGHT | {"to"} else INDENT + block.text
        lines += [line[i : i + width] for i in range(0, len(line), width)] if width else [line]
        lines += [""] if block.kind in {"number", "title"} else []
    content = "\r\n".join(lines) + "\r\n"
    path.write_bytes(content.encode(source.settings.get("encoding", "utf-8")))
