"""The bench: its made-up base, its server process, and the rows of a small run."""

from __future__ import annotations

from itertools import islice

import pytest

from core.messages import has_message
from core.settings import Settings
from eval.bench import run_bench
from eval.bench_corpus import news, policies, questions
from ingest.service import read_file


def test_the_made_up_base_is_the_same_every_time_and_large_enough() -> None:
    found = list(policies(95))
    assert found == list(policies(95))
    assert 95 <= sum(len(policy.articles) for policy in found) < 110
    assert questions(5) == questions(5)


def test_a_draft_quotes_its_articles_verbatim() -> None:
    [policy] = islice(policies(1), 1)
    draft = policy.as_draft()
    assert tuple(draft.body[p.start : p.end] for p in draft.passages) == policy.articles


def test_the_file_of_a_policy_reads_as_the_policy() -> None:
    [policy] = islice(policies(1), 1)
    [draft] = read_file("a.txt", policy.as_file().encode())
    assert draft.description.document_number == policy.number
    assert len([clause for clause in draft.clauses if clause.number]) >= len(policy.articles)


def test_news_differ_by_their_code() -> None:
    first, second = news("QX1"), news("QX2")
    assert first[0].body != second[0].body
    assert "QX1" in first[1]


@pytest.mark.server
@pytest.mark.timeout(1200)
def test_a_small_run_measures_every_row_and_names_it_in_the_catalogue() -> None:
    report = run_bench(200, Settings(), asked=20)
    rows = {row.name: row for row in report.rows}
    assert all(has_message(f"bench.{name}") for name in rows)
    assert report.questions == 20
    assert rows["errors"].value == 0
    assert {"search_p95", "answer_http_p95", "answers_16_clients", "ready_seconds", "publish_delay"} <= set(rows)
    assert rows["search_p50"].baseline is not None or "bench.no_langchain" in report.notes
