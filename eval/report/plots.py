"""The plots of a report, as SVG. Labels are English letters and figures only: they must look alike on every machine."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from eval.selective import RefusalPoint, ReliabilityBin, RiskPoint

_INK, _INK2, _RULE = "#17202c", "#3f4956", "#dfe4ea"
_COLOURS = ("#0b4fa8", "#b04a00", "#565f6c", "#135200")
_STYLES = ("-", "--", ":", "-.")
_MARKS = ("o", "D", "s", "^")
_SIZE_INCHES = (5.2, 3.4)
_DEEPEST = 20


def hit_curve(ranks: Mapping[str, Sequence[int | None]]) -> str:
    """Draw for every system the share of questions with a relevant document among the first k, k from 1 to 20."""
    figure, axes = _axes("k", "hit@k")
    depths = range(1, _DEEPEST + 1)
    for number, (name, found) in enumerate(ranks.items()):
        shares = [sum(rank is not None and rank <= k for rank in found) / max(1, len(found)) for k in depths]
        axes.plot(depths, shares, label=name, markevery=(0, 4), **_line(number))
    axes.set_xticks([1, 5, 10, 15, 20])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    return _svg(figure, axes)


def risk_curve(points: Mapping[str, Sequence[RiskPoint]]) -> str:
    """Draw the share of wrong answers over the share of questions answered."""
    figure, axes = _axes("coverage (share of questions answered)", "risk (share of those wrong)")
    for number, (name, found) in enumerate(points.items()):
        axes.plot([p.coverage for p in found], [p.risk for p in found], label=name, **_line(number, mark=False))
    return _svg(figure, _as_shares(axes))


def refusal_plot(points: Mapping[str, Sequence[RefusalPoint]]) -> str:
    """Draw the share of answerable questions answered over that of unanswerable ones answered."""
    figure, axes = _axes("false answers (share of unanswerable)", "answered (share of answerable)")
    for number, (name, found) in enumerate(points.items()):
        axes.step(
            [0.0, *(p.false_answers for p in found)], [0.0, *(p.answered for p in found)],
            where="post", label=name, **_line(number, mark=False),
        )  # fmt: skip
    return _svg(figure, _as_shares(axes))


def reliability_plot(bins: Mapping[str, Sequence[ReliabilityBin]]) -> str:
    """Draw the share of right answers over confidence; on the diagonal a confidence means what it says."""
    figure, axes = _axes("confidence", "right (share)")
    axes.plot([0, 1], [0, 1], color=_RULE, linewidth=1.5, zorder=1)
    largest = max((found.count for row in bins.values() for found in row), default=1)
    for number, (name, found) in enumerate(bins.items()):
        line = _line(number, mark=False)
        axes.plot([b.confidence for b in found], [b.right for b in found], label=name, **line)
        sizes = [12 + 90 * b.count / largest for b in found]
        axes.scatter([b.confidence for b in found], [b.right for b in found], s=sizes, color=line["color"], zorder=3)
    return _svg(figure, _as_shares(axes))


def latency_plot(milliseconds: Mapping[str, Sequence[float]]) -> str:
    """Draw how many questions took how long, on a logarithmic scale of milliseconds."""
    figure, axes = _axes("milliseconds", "questions")
    values = [max(value, 0.01) for row in milliseconds.values() for value in row]
    low, high = min(values), max(max(values), min(values) * 1.01)
    edges = [low * (high / low) ** (step / 40) for step in range(41)]
    axes.set_xscale("log")
    for number, (name, row) in enumerate(milliseconds.items()):
        axes.hist(
            [max(v, 0.01) for v in row], bins=edges, histtype="step", label=name, **_line(number, mark=False)
        )  # fmt: skip
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:g}")
    return _svg(figure, axes)


def as_image(svg: str) -> str:
    """Return an SVG as an address that a page can show without loading anything."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _axes(across: str, up: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=_SIZE_INCHES, layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.set_xlabel(across, color=_INK2)
    axes.set_ylabel(up, color=_INK2)
    axes.tick_params(colors=_INK2, labelsize=9)
    axes.grid(color=_RULE, linewidth=0.8)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color("#868d99")
    return figure, axes


def _as_shares(axes: Axes) -> Axes:
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.01)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    return axes


def _line(number: int, *, mark: bool = True) -> dict[str, Any]:
    """Return the look of the nth system; it is told apart by line and mark too, not by colour alone."""
    place = number % len(_COLOURS)
    look: dict[str, Any] = {"color": _COLOURS[place], "linestyle": _STYLES[place], "linewidth": 1.8}
    return look | {"marker": _MARKS[place], "markersize": 4.5} if mark else look


def _svg(figure: Figure, axes: Axes) -> str:
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False, fontsize=9, labelcolor=_INK)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()
