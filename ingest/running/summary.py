"""The sums of a run report: what was read, found, changed and lost, and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median

from core.messages import has_message, message
from ingest.types import FileReport, Outcome, RunReport

_SLOWEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run comes to. Counts by code are ordered, largest first; times are in seconds."""

    outcomes: dict[str, int]
    entries: int
    blocks: int
    clauses: int
    tables: int
    passages: int
    fields_found: dict[str, int]  # files in which a described field was found, by field
    fields_missing: dict[str, int]  # files of which a field should be known and is not
    findings: dict[str, int]
    edits: dict[str, int]  # by cleaning rule
    losses: dict[str, int]
    reasons: dict[str, int]
    seconds: float
    seconds_per_file: float  # median over files that were read
    passages_per_second: float
    slowest: tuple[tuple[str, float], ...]


def summarise(report: RunReport) -> RunSummary:
    """Return the sums of a report."""
    files = report.files
    read = [file for file in files if file.outcome is Outcome.READ]
    passages = sum(file.passage_count for file in read)
    slowest = sorted(files, key=lambda file: -file.seconds)[:_SLOWEST]
    return RunSummary(
        outcomes={outcome.value: report.count(outcome) for outcome in Outcome},
        entries=sum(file.entry_count for file in read),
        blocks=sum(file.block_count for file in read),
        clauses=sum(file.clause_count for file in read),
        tables=sum(file.table_count for file in read),
        passages=passages,
        fields_found=_counted(read, lambda file: Counter(file.fields_found)),
        fields_missing=_counted(read, lambda file: Counter(file.fields_missing)),
        findings=_counted(read, lambda file: Counter(file.findings)),
        edits=_counted(read, lambda file: Counter(file.edits)),
        losses=_counted(read, _losses_of),
        reasons=_counted(files, lambda file: Counter([file.reason] if file.reason else [])),
        seconds=report.seconds,
        seconds_per_file=round(median(file.seconds for file in read), 3) if read else 0.0,
        passages_per_second=round(passages / report.seconds, 1) if report.seconds else 0.0,
        slowest=tuple((file.file_name, file.seconds) for file in slowest if file.seconds),
    )


def report_json(report: RunReport) -> dict[str, object]:
    """Return the whole report as one JSON object: sums, then every file in the order it was met."""
    summary = summarise(report)
    return {
        "run_id": report.run_id,
        "status": report.status.value,
        "started_at": report.started_at,
        "finished_at": report.finished_at,
        "roots": list(report.roots),
        **summary.outcomes,
        **{name: value for name, value in asdict(summary).items() if name != "outcomes"},
        "files": [
            {**asdict(file), "outcome": file.outcome.value, "remark": remark(file)} for file in report.files
        ],
    }  # fmt: skip


def remark(file: FileReport) -> str | None:
    """Return the sentence that says why a file ended as it did, None when there is nothing to say."""
    if file.reason is None:
        return None
    key = f"ingest.reason.{file.reason}"
    return message(key, **file.params) if has_message(key) else file.reason


def _losses_of(file: FileReport) -> Counter[str]:
    found: Counter[str] = Counter()
    for loss in file.losses:
        found[loss.code] += loss.count
    return found


def _counted(files: Iterable[FileReport], of: Callable[[FileReport], Counter[str]]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for file in files:
        counted.update(of(file))
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
