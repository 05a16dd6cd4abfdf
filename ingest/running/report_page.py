"""A run report as one page of HTML: nothing outside it is loaded, nothing in it runs, and it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import resources
from typing import Any

from lxml import html
from lxml.builder import ElementMaker

from core.clock import SHANGHAI
from core.messages import has_message, message
from ingest.running.summary import RunSummary, remark, summarise
from ingest.types import FileReport, Outcome, RunReport

_FILES_SHOWN = 5_000
_ORDER = {Outcome.FAILED: 0, Outcome.MISSING: 1, Outcome.SKIPPED: 2, Outcome.READ: 3, Outcome.UNCHANGED: 4}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
E = ElementMaker(makeelement=html.html_parser.makeelement)
Element = Any  # lxml has no types


def report_page(report: RunReport) -> str:
    """Return the page of a report; every text in it is escaped."""
    summary = summarise(report)
    style = resources.files("ingest.running").joinpath("report.css").read_text("utf-8")
    page = E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(message("ingest.report.title")),
            E.style(style),
        ),
        E.body(
            E.h1(message("ingest.report.title")),
            *(_about(text) for text in _facts(report, summary)),
            _tiles(report, summary),
            *_sections(report, summary),
        ),
        lang="zh-CN",
    )
    return str(html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")) + "\n"


def _facts(report: RunReport, summary: RunSummary) -> Iterable[str]:
    yield message(
        f"ingest.report.{report.status.value}", started=_when(report.started_at), finished=_when(report.finished_at)
    )
    yield message(
        "ingest.report.speed", seconds=f"{summary.seconds:,.1f}", rate=f"{summary.passages_per_second:,.1f}",
        each=f"{summary.seconds_per_file:.3f}",
    )  # fmt: skip
    yield message("ingest.report.from", run=report.run_id, roots=message("ingest.report.comma").join(report.roots))


def _tiles(report: RunReport, summary: RunSummary) -> Element:
    counts = [("files", len(report.files) - report.count(Outcome.MISSING), False)]
    counts += [
        (f"outcome.{name}", count, count > 0 and name in ("failed", "missing"))
        for name, count in summary.outcomes.items()
    ]
    for name in ("entries", "blocks", "clauses", "tables", "passages"):
        counts.append((name, getattr(summary, name), False))
    return E.div(
        {"class": "tiles"},
        *(
            E.div({"class": "tile bad" if is_bad else "tile"}, E.b(f"{count:,}"), E.span(_count_name(name)))
            for name, count, is_bad in counts
        ),
    )


def _count_name(name: str) -> str:
    return message(f"ingest.{name}") if name.startswith("outcome.") else message(f"ingest.report.count.{name}")


def _sections(report: RunReport, summary: RunSummary) -> Iterable[Element]:
    yield E.div(
        {"class": "pair"},
        _section("fields", _fields(summary)),
        _section("edits", _edits(summary)),
        _section("losses", _losses(summary)),
        _section("slowest", _slowest(summary)),
    )
    yield _section("file_list", _files(report.files))


def _section(name: str, content: Element) -> Element:
    return E.section(E.h2(message(f"ingest.report.{name}")), content)


def _fields(summary: RunSummary) -> Element:
    names = list(dict.fromkeys((*summary.fields_found, *summary.fields_missing)))
    rows = [
        (_words(f"ingest.field.{name}", name), summary.fields_found.get(name, 0), summary.fields_missing.get(name, 0))
        for name in names
    ]
    return _table(("column.field", "column.found", "column.missing"), rows)


def _edits(summary: RunSummary) -> Element:
    rows = [(_words(f"ingest.rule.{rule}", rule), count) for rule, count in summary.edits.items()]
    return _table(("column.rule", "column.count"), rows)


def _losses(summary: RunSummary) -> Element:
    rows = [(_words(f"ingest.loss.{code}", code, count=count),) for code, count in summary.losses.items()]
    return _table(("column.loss",), rows)


def _slowest(summary: RunSummary) -> Element:
    return _table(("column.file", "column.seconds"), [(name, f"{spent:.2f}") for name, spent in summary.slowest])


def _files(files: Sequence[FileReport]) -> Element:
    ordered = sorted(files, key=lambda file: _ORDER[file.outcome])
    columns = ("file", "outcome", "entries", "clauses", "passages", "findings", "seconds", "remark")
    rows = [
        E.tr(
            {"class": file.outcome.value},
            E.td({"class": "name"}, _clean(file.file_name)),
            E.td({"class": "outcome"}, message(f"ingest.outcome.{file.outcome.value}")),
            *(
                E.td({"class": "n"}, str(count))
                for count in (file.entry_count, file.clause_count, file.passage_count, len(file.findings))
            ),
            E.td({"class": "n"}, f"{file.seconds:.2f}"),
            E.td(_clean(_said(file))),
        )
        for file in ordered[:_FILES_SHOWN]
    ]
    numbers = {"entries", "clauses", "passages", "findings", "seconds"}
    head = (
        E.th({"class": "n"} if name in numbers else {}, message(f"ingest.report.column.{name}")) for name in columns
    )
    table = E.table(E.thead(E.tr(*head)), E.tbody(*rows))
    left = len(ordered) - _FILES_SHOWN
    return E.div(table, _about(message("ingest.report.more", count=left))) if left > 0 else table


def _said(file: FileReport) -> str:
    """Return the remark, or else what was lost of a file that was read."""
    losses = (_words(f"ingest.loss.{loss.code}", loss.code, count=loss.count) for loss in file.losses)
    return remark(file) or "".join(dict.fromkeys(losses)) or message("ingest.report.comma").join(file.titles[:1])


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Element:
    if not rows:
        return E.p({"class": "none"}, message("ingest.report.none"))
    head = (E.th({"class": "n"} if place else {}, message(f"ingest.report.{key}")) for place, key in enumerate(columns))
    return E.table(
        E.thead(E.tr(*head)),
        E.tbody(
            *(
                E.tr(*(E.td({"class": "n"} if place else {}, _clean(str(cell))) for place, cell in enumerate(row)))
                for row in rows
            )
        ),
    )


def _about(text: str) -> Element:
    return E.p({"class": "about"}, _clean(text))


def _words(key: str, code: str, **values: object) -> str:
    """Return the words for a code; one that has none yet is shown as it is."""
    return message(key, **values) if has_message(key) else code


def _when(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if moment else message("ingest.report.unknown")


def _clean(text: str) -> str:
    """Return a text without what XML cannot hold or what turns the reading direction around: names may have both."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
