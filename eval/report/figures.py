"""Which plots a run has, and the figures in their captions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from eval.metrics import percentile
from eval.report import plots
from eval.saved import OWN, SavedQuestion, SavedRun
from eval.selective import (
    JudgedConfidence,
    area_under_risk_coverage,
    expected_calibration_error,
    refusal_curve,
    reliability,
    risk_coverage,
)


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with the values of its caption, whose words stand in the catalogue under `eval.report.plot.<name>`."""

    name: str
    svg: str
    values: dict[str, str] = field(default_factory=dict)


def judged_confidences(rows: Sequence[SavedQuestion]) -> list[JudgedConfidence]:
    """Return the questions that were answered with a confidence."""
    return [
        JudgedConfidence(row.confidence, row.is_right)
        for row in rows
        if row.confidence is not None and row.is_right is not None
    ]


def plots_of(run: SavedRun) -> Iterator[Plot]:
    """Yield the plots that this run has figures for."""
    own = run.systems[OWN]
    if run.kind == "retrieval":
        defined = {
            name: [row.rank for row in rows if row.scores.get("hit@1") is not None]
            for name, rows in run.systems.items()
        }
        yield Plot("hit_curve", plots.hit_curve(defined))
    judged = judged_confidences(own)
    if judged:
        area, error = area_under_risk_coverage(judged), expected_calibration_error(judged)
        coverage = len(judged) / len(own)
        yield Plot(
            "risk", plots.risk_curve({OWN: risk_coverage(judged)}),
            {"aurc": f"{area:.3f}", "coverage": f"{coverage:.1%}"},
        )  # fmt: skip
        yield Plot("reliability", plots.reliability_plot({OWN: reliability(judged)}), {"ece": f"{error:.3f}"})
    refusals = refusal_curve(
        [row.confidence or 0.0 for row in own if row.is_answerable],
        [row.confidence or 0.0 for row in own if not row.is_answerable],
    )
    if refusals:
        at_ten = max((p.answered for p in refusals if p.false_answers <= 0.1), default=0.0)
        at_five = max((p.answered for p in refusals if p.false_answers <= 0.05), default=0.0)
        yield Plot(
            "refusal", plots.refusal_plot({OWN: refusals}), {"at_ten": f"{at_ten:.1%}", "at_five": f"{at_five:.1%}"}
        )
    times = {name: [row.milliseconds for row in rows] for name, rows in run.systems.items()}
    yield Plot(
        "latency", plots.latency_plot(times),
        {"p50": f"{percentile(times[OWN], 0.5):.1f}", "p95": f"{percentile(times[OWN], 0.95):.1f}"},
    )  # fmt: skip
