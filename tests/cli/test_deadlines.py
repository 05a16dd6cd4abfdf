"""`youda petitions due`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Youda


def test_the_json_has_exactly_the_fields_of_the_contract_in_shanghai_time(youda: Youda) -> None:
    found = youda("petitions", "due", "2026-11-20T10:20", "--days", 3, "--json").json
    assert list(found) == ["start_day", "due_at", "orange_after", "red_after", "provisional", "why"]
    assert (found["start_day"], found["due_at"]) == ("2026-11-20", "2026-11-25T17:00:00+08:00")
    assert found["provisional"] is False


def test_a_time_with_an_offset_is_read_as_that_instant(youda: Youda) -> None:
    naive = youda("petitions", "due", "2026-11-20T10:20", "--days", 3, "--json").json
    assert youda("petitions", "due", "2026-11-20T02:20+00:00", "--days", 3, "--json").json == naive


def test_a_year_that_is_not_announced_is_provisional(youda: Youda) -> None:
    assert youda("petitions", "due", "2031-03-03T10:00", "--days", 1, "--json").json["provisional"] is True


def test_people_read_the_same_times_in_chinese(youda: Youda) -> None:
    found = youda("petitions", "due", "2026-11-20T10:20", "--days", 3)
    assert "11月25日（周三）17:00" in found.out


def test_the_working_hours_of_the_deployment_count(youda: Youda, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUDA_WORK_END_HOUR", "18")
    found = youda("petitions", "due", "2026-11-20T17:30", "--days", 1, "--json").json
    assert found["due_at"] == "2026-11-23T18:00:00+08:00"
