"""What a region bounds beside the petition itself: lists, alerts, orders and flags."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import NotFoundError
from petitions.alerts.board import AlertQuery, alert_board
from petitions.build import build_sweep
from petitions.supervision.service import SupervisionService
from petitions.supervision.types import IssueOrder, OrderReason, Verdict


@pytest.fixture
def late(office) -> str:
    """A petition of 990102 that turned red, with an order to its department."""
    number = office.processing(region_code="990102")
    office.clock.advance_to(office.clock.now() + timedelta(days=30))
    build_sweep(office.database, office.service).run()
    command = IssueOrder(OrderReason.ALERT, "请三日内答复", office.clock.now() + timedelta(days=3), office.lock(number))
    with office.database.unit_of_work() as session:
        SupervisionService(office.service.steps).issue(session, number, command, office.supervisor)
    return number


@pytest.mark.parametrize(("region", "is_seen"), [("990101", False), ("990102", True), ("990000", True), (None, True)])
def test_lists_alerts_orders_and_flags_keep_to_the_region(office, late: str, region: str | None, is_seen: bool) -> None:
    viewer = replace(office.supervisor, region_code=region, supervision_level=3)
    service, steps = SupervisionService(office.service.steps), office.service.steps
    with office.database.reading() as session:
        board = alert_board(session, steps, AlertQuery(), viewer)
        orders = service.orders(session, viewer)
        flags = service.flags(session, viewer)
    assert office.desk(viewer).total == int(is_seen)
    assert (bool(board.total), board.counts["red"]) == (is_seen, int(is_seen))
    assert (orders.total, len(orders.orders), len(flags)) == (int(is_seen),) * 3


def test_orders_and_flags_of_another_region_are_not_there(office, late: str) -> None:
    elsewhere = replace(office.supervisor, region_code="990101", supervision_level=3)
    service = SupervisionService(office.service.steps)
    with office.database.reading() as session:
        (order,) = service.orders(session, office.supervisor).orders
        (flag,) = service.flags(session, office.supervisor)
    for step in (
        lambda session: service.close(session, order.id, "完", elsewhere),
        lambda session: service.decide(session, flag.id, Verdict.DISMISSED, "无", elsewhere),
    ):
        with pytest.raises(NotFoundError) as refused, office.database.unit_of_work() as session:
            step(session)
        assert refused.value.is_hidden
