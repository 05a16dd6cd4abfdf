"""The key figures of DOMAIN §5, each worked out by hand on a few petitions."""

from __future__ import annotations

import pytest

from reports.lists import read_list
from tests.reports.conftest import Desk, at, figure

MONTH = ("month", "2026-11")


def listed(desk: Desk, key: str) -> list[str]:
    found = read_list(desk.compile(*MONTH).members, key)
    return found[1] if found else []


def test_the_service_reports_of_the_seed_are_reproduced(desk: Desk) -> None:
    """S2: 5.4 days on average, every demand closed."""
    for day, days in ((2, 3), (3, 5), (4, 6), (5, 7), (6, 6)):
        accepted = at(f"2026-11-{day:02d} 10:00")
        answered = accepted.replace(day=day + days)
        desk.petition(f"2026-11-{day:02d} 10:00", answered_at=answered, closed_at=answered, rating=5)
    compiled = desk.compile(*MONTH)
    assert figure(compiled, "average_days").value == 5.4
    assert figure(compiled, "closed_rate").value == 1.0
    assert figure(compiled, "median_days").value == 6.0


def test_without_a_denominator_a_share_is_nothing_and_not_zero(desk: Desk) -> None:
    compiled = desk.compile(*MONTH)
    for key in ("on_time_rate", "closed_rate", "satisfied_rate", "connect_rate", "reopened_rate", "gap_rate",
                "machine_solved_rate", "freshness_rate", "dispatch_accuracy", "average_days"):  # fmt: skip
        assert figure(compiled, key).value is None, key
    assert figure(compiled, "accepted").value == 0


def test_refused_and_withdrawn_do_not_count_and_merged_ones_count_for_volume_only(desk: Desk) -> None:
    answered = at("2026-11-04 10:00")
    kept = desk.petition("2026-11-03 10:00", answered_at=answered, closed_at=answered)
    desk.petition("2026-11-03 10:00", state="withdrawn", stopped_at=answered)
    desk.petition(None, state="refused", submitted_at=at("2026-11-03 10:00"), stopped_at=answered)
    merged = desk.petition(None, state="merged", submitted_at=at("2026-11-03 10:00"), stopped_at=answered)
    compiled = desk.compile(*MONTH)
    found = {key: figure(compiled, key).value for key in ("submitted", "accepted", "refused", "withdrawn", "merged")}
    assert found == {"submitted": 4, "accepted": 2, "refused": 1, "withdrawn": 1, "merged": 1}
    assert (figure(compiled, "closed_rate").value, figure(compiled, "closed_rate").denominator) == (1.0, 1)
    assert listed(desk, "accepted") == [kept, merged]


def test_on_time_is_judged_among_what_fell_due_and_was_not_paused(desk: Desk) -> None:
    early = desk.petition("2026-11-03 10:00", answered_at=at("2026-11-05 10:00"))
    exactly = desk.petition("2026-11-03 10:00", answered_at=at("2026-11-06 10:00"))
    late = desk.petition("2026-11-03 10:00", answered_at=at("2026-11-06 10:01"))
    unanswered = desk.petition("2026-11-10 10:00")
    desk.petition("2026-11-10 10:00", state="awaiting", events=[("material_requested", "2026-11-11 10:00", "HR", None)])
    resumed = desk.petition(
        "2026-11-10 10:00",
        events=[
            ("material_requested", "2026-11-11 10:00", "HR", None),
            ("material_supplied", "2026-11-12 10:00", "HR", None),
        ],
    )
    desk.petition("2026-11-29 10:00", answered_at=at("2026-11-30 10:00"))  # falls due in December
    found = figure(desk.compile(*MONTH), "on_time_rate")
    assert (found.numerator, found.denominator, found.value) == (2, 5, pytest.approx(0.4))
    assert listed(desk, "on_time_rate") == [early, exactly]
    assert listed(desk, "on_time_rate.base") == [early, exactly, late, unanswered, resumed]


def test_a_period_counts_its_first_instant_and_not_the_one_after_its_last(desk: Desk) -> None:
    first = desk.petition("2026-11-01 00:00")
    last = desk.petition("2026-11-30 23:59:59")
    desk.petition("2026-10-31 23:59:59")
    desk.petition("2026-12-01 00:00")
    assert listed(desk, "accepted") == [first, last]


def test_satisfaction_counts_every_rating_from_four_stars_and_basic_satisfaction_from_three(desk: Desk) -> None:
    for stars in (5, 4, 3, 2, 1):
        desk.petition("2026-11-03 10:00", answered_at=at("2026-11-05 10:00"), rating=stars)
    compiled = desk.compile(*MONTH)
    assert figure(compiled, "satisfied_rate").value == pytest.approx(2 / 5)
    assert figure(compiled, "basically_satisfied_rate").value == pytest.approx(3 / 5)
    assert figure(compiled, "revisit_rate").value == 1.0


def test_what_happened_is_measured_against_dispatches(desk: Desk) -> None:
    events = [
        ("returned", "2026-11-04 10:00", "FIN", None),
        ("transferred", "2026-11-05 10:00", "HR", None),
        ("transferred", "2026-11-06 10:00", "HR", {"why": "duties_changed"}),  # nobody dispatched it wrongly
        ("extension_granted", "2026-11-06 11:00", "HR", None),
        ("reopened", "2026-11-09 10:00", "HR", None),
        ("followed_up", "2026-11-10 10:00", None, {"is_reached": False}),
        ("followed_up", "2026-11-11 10:00", None, {"is_reached": True}),
        ("reopened", "2026-12-01 10:00", "HR", None),  # next month's
    ]
    desk.petition("2026-11-03 10:00", events=events)
    for _ in range(3):
        desk.petition("2026-11-03 10:00")
    compiled = desk.compile(*MONTH)
    shares = {key: figure(compiled, f"{key}_rate").value for key in ("returned", "transferred", "extended", "reopened")}
    assert shares == {"returned": 0.25, "transferred": 0.5, "extended": 0.25, "reopened": 0.25}
    assert figure(compiled, "dispatch_accuracy").value == 0.5
    assert figure(compiled, "connect_rate").value == 0.5


def test_signing_direct_answers_and_resolutions_have_their_own_shares(desk: Desk) -> None:
    answered = at("2026-11-04 10:00")
    desk.petition("2026-11-03 10:00", answered_at=answered, resolution="resolved")
    desk.petition("2026-11-03 10:00", answered_at=answered, resolution="partly_resolved", signed=False)
    desk.petition("2026-11-03 10:00", answered_at=answered, resolution="explained")
    direct = [("answered_direct", "2026-11-03 11:00", None, None)]
    desk.petition("2026-11-03 10:00", answered_at=answered, lead_department_code=None, events=direct)
    compiled = desk.compile(*MONTH)
    keys = ("solved_rate", "partly_solved_rate", "direct_answer_rate", "response_rate")
    assert [figure(compiled, key).value for key in keys] == [0.5, 0.25, 0.25, pytest.approx(2 / 3)]


def test_alerts_are_petitions_whose_clock_ran_past_the_limit(desk: Desk) -> None:
    """Due on the third day, orange three and red five days later."""
    desk.petition("2026-11-03 10:00", answered_at=at("2026-11-06 10:00"))
    yellow = desk.petition("2026-11-03 10:00", answered_at=at("2026-11-07 10:00"))
    red = desk.petition("2026-11-03 10:00")
    desk.petition("2026-11-29 10:00")  # falls due in December
    compiled = desk.compile(*MONTH)
    assert [figure(compiled, level).value for level in ("yellow", "orange", "red")] == [2, 1, 1]
    assert (listed(desk, "yellow"), listed(desk, "red")) == ([yellow, red], [red])
    assert (figure(compiled, "overdue_red").value, figure(compiled, "overdue_yellow").value) == (1, 0)


def test_a_figure_is_compared_with_the_period_before_and_a_year_before(desk: Desk) -> None:
    for accepted in ("2026-11-03", "2026-11-04", "2026-11-05", "2026-10-05", "2026-10-06", "2025-11-05"):
        desk.petition(f"{accepted} 10:00")
    found = figure(desk.compile(*MONTH), "accepted")
    assert (found.value, found.previous, found.year_before) == (3, 2, 1)


def test_working_days_leave_out_rest_days(desk: Desk) -> None:
    desk.petition("2026-11-06 10:00", answered_at=at("2026-11-09 10:00"))  # Friday to Monday
    compiled = desk.compile(*MONTH)
    assert (figure(compiled, "average_days").value, figure(compiled, "average_working_days").value) == (3.0, 1.0)


def test_an_alert_that_was_raised_stays_although_the_deadline_moved_or_a_new_cycle_began(desk: Desk) -> None:
    """One petition went yellow in October and was extended since; another went red before it was reopened."""
    extended = desk.petition("2026-10-20 10:00", due_at=at("2026-12-20 17:00"), orange_after=None, red_after=None)
    reopened = desk.petition(
        "2026-11-01 10:00", cycle=2, due_at=at("2026-12-10 17:00"), orange_after=None, red_after=None
    )
    desk.alert(extended, "yellow", "2026-10-23 17:00")
    for level, day in (("yellow", 4), ("orange", 7), ("red", 9)):
        desk.alert(reopened, level, f"2026-11-{day:02d} 17:00")
    compiled = desk.compile(*MONTH)
    assert [figure(compiled, level).value for level in ("yellow", "orange", "red")] == [1, 1, 1]
    assert figure(compiled, "yellow").previous == 1


def test_an_alert_counts_once_whether_it_was_raised_yet_or_not(desk: Desk) -> None:
    raised, waiting = desk.petition("2026-11-03 10:00"), desk.petition("2026-11-03 10:00")
    desk.alert(raised, "yellow", "2026-11-06 10:00")
    assert listed(desk, "yellow") == [raised, waiting]
    assert figure(desk.compile(*MONTH), "yellow").value == 2
