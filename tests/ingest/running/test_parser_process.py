"""What a file does to its parser stays in that process, and is named."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from core.messages import has_message
from ingest.errors import UnreadableFileError
from ingest.running.pool import ParserPool
from ingest.running.worker import ParserProcess
from ingest.types import ReadLimits
from tests.support.misbehaving import misbehaving_process

LIMITS = ReadLimits(timeout_seconds=20, memory_bytes=1200 * 1024**2, max_output_bytes=20 * 1024**2)
GOOD = "青川市办法\n第一条 甲。\n第二条 乙。\n".encode()


@pytest.fixture(scope="module")
def process() -> Iterator[ParserProcess]:
    with misbehaving_process(LIMITS) as process:
        yield process


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("crash.txt", "parser_crashed"),
        ("exit.txt", "parser_crashed"),
        ("hungry.txt", "too_much_memory"),
        ("flood.txt", "too_much_output"),
        ("deep.txt", "too_deep"),
        ("fault.txt", "parser_failed"),
    ],
)
def test_a_parser_that_misbehaves_is_named_and_the_next_file_is_read(
    process: ParserProcess, name: str, reason: str
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        process.parse(name, b"misbehave")
    assert caught.value.reason == reason
    assert has_message(f"ingest.reason.{reason}")
    assert process.parse("good.txt", GOOD).drafts


def test_a_parser_that_hangs_is_ended_after_its_time() -> None:
    with misbehaving_process(ReadLimits(timeout_seconds=0.5)) as process:
        with pytest.raises(UnreadableFileError) as caught:
            process.parse("hang.txt", b"misbehave")
        assert caught.value.reason == "too_slow"
        assert process._process is None


def test_a_process_is_replaced_after_so_many_files() -> None:
    with misbehaving_process(LIMITS, files_at_most=1) as process:
        process.parse("a.txt", GOOD)
        assert process._process is None
        assert process.parse("b.txt", GOOD).drafts


def test_parsers_stand_back(process: ParserProcess) -> None:
    process.parse("a.txt", GOOD)
    assert os.getpriority(os.PRIO_PROCESS, process._process.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)


def test_a_parser_ends_itself_when_nobody_listens_any_more(process: ParserProcess) -> None:
    process.parse("a.txt", GOOD)
    child = process._process
    process._pipe.close()  # type: ignore[union-attr]
    child.join(10)
    assert child.exitcode == 0


def test_a_pool_parses_as_many_files_at_once_as_it_has_processes() -> None:
    pool = ParserPool(misbehaving_process(ReadLimits(timeout_seconds=2)) for _ in range(2))
    reasons: list[str] = []

    def hang() -> None:
        with pytest.raises(UnreadableFileError) as caught:
            pool.parse("hang.txt", b"misbehave")
        reasons.append(caught.value.reason)

    try:
        for number in range(2):  # both are started: what is measured is the waiting
            pool._all[number].parse("a.txt", GOOD)
        threads = [threading.Thread(target=hang) for _ in range(2)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - begun < 3.9
    finally:
        pool.close()
    assert reasons == ["too_slow", "too_slow"]


def test_hunger_for_memory_while_reading_is_refused(documents: Any) -> None:
    huge = ("第一条 甲乙丙丁。\n" * 600_000).encode()
    limits = ReadLimits(memory_bytes=420 * 1024**2)
    with ParserProcess(limits) as parser, pytest.raises(UnreadableFileError) as caught:
        parser.parse("a.txt", huge)
    assert caught.value.reason in ("too_much_memory", "parser_crashed")
