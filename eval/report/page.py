"""Saved runs as one page of HTML: nothing outside it is loaded, nothing in it runs, and it prints."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any

from lxml import html
from lxml.builder import ElementMaker

from core.clock import SHANGHAI
from core.messages import has_message, message
from eval.comparison import ComparedRuns, NamedSystem, compare_systems
from eval.report import plots
from eval.report.figures import Plot, plots_of
from eval.report.worst import worst_questions
from eval.saved import OWN, Measure, SavedQuestion, SavedRun

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
E = ElementMaker(makeelement=html.html_parser.makeelement)
Element = Any  # lxml has no types


def report_page(runs: Sequence[NamedSystem]) -> str:
    """Return the page of one run or of several; with several, each is compared with the first of its kind."""
    style = resources.files("eval.report").joinpath("report.css").read_text("utf-8")
    title = message("eval.report.title")
    page = E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(title),
            E.style(style),
        ),
        E.body(E.h1(title), *_comparisons(runs), *(part for run in runs for part in _run(run))),
        lang="zh-CN",
    )
    return str(html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")) + "\n"


def metric_name(name: str) -> str:
    """Return the words for a metric; retrieval metrics have none but their names."""
    return message(f"cli.measure.{name}") if has_message(f"cli.measure.{name}") else name


def _run(named: NamedSystem) -> Iterable[Element]:
    run = named.run
    yield E.h2(_clean(message("eval.report.run", dataset=run.dataset, name=named.name)))
    when = run.created_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    yield _about(message("eval.report.about", when=when, commit=run.commit or "–", questions=len(run.systems[OWN])))
    facts = (f"{_fact_name(name)} {value:,g}" for name, value in run.facts.items())
    yield _about(message("eval.report.comma").join(facts))
    yield _measures(run)
    yield E.div({"class": "plots"}, *(_figure(plot) for plot in plots_of(run)))
    yield from _worst(run)
    written = json.dumps(run.configuration, ensure_ascii=False, indent=2)
    yield E.details(E.summary(message("eval.report.configuration")), E.pre(_clean(written)))


def _measures(run: SavedRun) -> Element:
    """A row for each system, each mean with the bounds of its interval, the undefined questions named below."""
    found = {name: run.measures(name) for name in run.systems}
    head = E.tr(E.th(message("cli.column.system")), *(E.th({"class": "n"}, metric_name(name)) for name in run.metrics))
    rows = [
        E.tr(E.td(_system_name(name)), *(_measure(measures[metric], is_own=name == OWN) for metric in run.metrics))
        for name, measures in found.items()
    ]
    undefined = [
        message("eval.report.undefined", metric=metric_name(name), count=measure.undefined)
        for name, measure in found[OWN].items()
        if measure.undefined
    ]
    notes = [_about(message("eval.report.interval")), *([_about(" ".join(undefined))] if undefined else [])]
    return E.div(E.h3(message("eval.report.measures")), _card(E.table(E.thead(head), E.tbody(*rows))), *notes)


def _measure(measure: Measure, *, is_own: bool) -> Element:
    interval = measure.interval
    if interval is None:
        return E.td({"class": "n"}, "–")
    bounds = f"{interval.low:.3f}–{interval.high:.3f}"
    return E.td({"class": "n own" if is_own else "n"}, f"{interval.mean:.3f}", E.small(bounds))


def _figure(plot: Plot) -> Element:
    caption = message(f"eval.report.plot.{plot.name}", **plot.values)
    image = E.img(src=plots.as_image(plot.svg), alt=caption)
    return E.figure({"class": "card"}, image, E.figcaption(caption))


def _worst(run: SavedRun) -> Iterable[Element]:
    rows = worst_questions(run.kind, run.systems[OWN])
    yield E.h3(message("eval.report.worst", count=len(rows)))
    if not rows:
        yield _about(message("eval.report.none_wrong"))
        return
    yield E.ol({"class": "worst"}, *(E.li({"class": "card"}, *_question(run, row)) for row in rows))


def _question(run: SavedRun, row: SavedQuestion) -> Iterable[Element]:
    yield E.h4(_clean(row.question))
    pairs: list[tuple[str, Sequence[str]]] = [("expected", row.expected or [message("eval.report.no_answer")])]
    if run.kind == "retrieval":
        pairs.append(("rank", [str(row.rank or message("eval.report.not_found"))]))
        pairs.append(("found", row.found[:3]))
    else:
        pairs.append(("outcome", [_outcome(row)]))
        pairs.append(("answer", row.found[:1]))
        pairs.append(("cited", row.found[1:]))
    parts = []
    for name, texts in pairs:
        parts += [E.dt(message(f"eval.report.{name}")), E.dd(*_texts(texts))]
    yield E.dl(*parts)


def _texts(texts: Sequence[str]) -> Iterable[Element | str]:
    if len(texts) == 1:
        return [_clean(texts[0])]
    return [E.ol(*(E.li(_clean(text)) for text in texts))] if texts else ["–"]


def _outcome(row: SavedQuestion) -> str:
    confidence = "–" if row.confidence is None else f"{row.confidence:.2f}"
    likeness = row.scores.get("rouge_l")
    shown = message("eval.report.verdict", outcome=message(f"eval.report.outcome.{row.outcome}"), confidence=confidence)
    return shown if likeness is None else f"{shown} ROUGE-L {likeness:.2f}"


def _comparisons(runs: Sequence[NamedSystem]) -> Iterable[Element]:
    """Compare every later run with the first of its kind that shares questions with it."""
    for number, later in enumerate(runs):
        first = next((run for run in runs[:number] if _comparable(run, later)), None)
        if first is not None:
            yield _comparison(compare_systems(first, later))


def _comparable(a: NamedSystem, b: NamedSystem) -> bool:
    return a.run.kind == b.run.kind and bool({row.id for row in a.rows} & {row.id for row in b.rows})


def _comparison(found: ComparedRuns) -> Element:
    columns = ("metric", "mean_a", "mean_b", "difference", "randomisation_p", "sign_p", "better", "worse", "same")
    head = E.tr(*(E.th({"class": "n"} if n else {}, message(f"eval.compare.{c}")) for n, c in enumerate(columns)))
    rows = []
    for name, test in found.metrics.items():
        bounds = f"{test.difference.low:+.3f} … {test.difference.high:+.3f}"
        cells = [f"{test.mean_a:.3f}", f"{test.mean_b:.3f}"]
        difference = E.td(
            {"class": "n own" if test.is_certain else "n"}, f"{test.difference.mean:+.3f}", E.small(bounds)
        )
        last = [f"{test.randomisation_p:.4f}", f"{test.sign_p:.4f}", str(test.better), str(test.worse), str(test.same)]
        rows.append(
            E.tr(
                E.td(metric_name(name)),
                *(E.td({"class": "n"}, cell) for cell in cells),
                difference,
                *(E.td({"class": "n"}, cell) for cell in last),
            )
        )
    title = message("eval.compare.title", a=found.name_a, b=found.name_b, count=found.shared)
    table = _card(E.table(E.thead(head), E.tbody(*rows)))
    return E.div(E.h3(_clean(title)), table, _about(message("eval.compare.note")))


def _card(content: Element) -> Element:
    return E.div({"class": "card wide"}, content)


def _about(text: str) -> Element:
    return E.p({"class": "about"}, _clean(text))


def _system_name(name: str) -> str:
    key = "cli.system.hybrid" if name == OWN else f"cli.system.{name}"
    return message(key) if has_message(key) else name


def _fact_name(name: str) -> str:
    return message(f"eval.report.fact.{name}") if has_message(f"eval.report.fact.{name}") else name


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
