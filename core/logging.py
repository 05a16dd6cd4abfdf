"""Structured logs: one JSON object a line on stderr, ids and counts only, never the text of a question."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def configure_logging(*, level: str = "info", human: bool = False) -> None:
    """Send logs to stderr as JSON lines, or as readable lines when `human`."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False) if human else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if human else [structlog.processors.format_exc_info]),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    for noisy in ("jieba", "rjieba", "chromadb", "pdfminer", "trafilatura", "httpx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def get_logger(name: str) -> Any:
    """Return a logger whose lines carry `module`."""
    return structlog.get_logger(module=name)
