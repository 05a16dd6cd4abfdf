"""What a process and its children take of the machine."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType


def children_of(pid: int) -> set[int]:
    """Return the process and everything it started, as far as it is alive."""
    found, waiting = set(), [pid]
    while waiting:
        current = waiting.pop()
        found.add(current)
        for tasks in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                waiting += [int(child) for child in tasks.read_text().split() if int(child) not in found]
            except OSError:
                continue
    return found


def megabytes_of(pids: set[int]) -> float:
    """Return what processes hold together, shared pages divided among who shares them."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


class PeakMemory:
    """Watches a process and its children; `megabytes` is the most they held together."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0.0
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.25):
            self.megabytes = max(self.megabytes, megabytes_of(children_of(self._pid)))
