"""Notices on their way out: off by default, once per target, back-off, hanging ends, nothing secret at rest."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select

from core import outbox
from core.errors import InvalidInputError, UpstreamError
from petitions.build import build_deliverer
from petitions.invitations.service import InvitationService
from petitions.notices.delivery import Deliverer
from petitions.notices.senders import AppriseSender
from petitions.notices.tables import NoticeDeliveryTable
from petitions.notices.targets import NO_TARGETS, Targets
from petitions.notices.writer import ASKER_TOPIC, NoticeWriter

ASKERS = {"arq_1": "13800005678"}
"""Who left a number on a question without an answer."""


class Endpoint:
    """A webhook on this machine: keeps what it got, answers with `status`."""

    def __init__(self) -> None:
        self.status, self.got = 200, []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                endpoint.got.append((self.path, json.loads(body)["message"]))
                self.send_response(endpoint.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.server.shutdown()
    endpoint.server.server_close()


@pytest.fixture
def hanging() -> Iterator[str]:
    """The address of an end that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"json://127.0.0.1:{server.getsockname()[1]}"


def outgoing(office, targets: Targets, *, timeout_seconds: float = 5, tries: int = 3) -> Deliverer:
    """Write the notices of everything so far and return what carries them."""
    invitations = InvitationService(office.service.steps, "a key")
    NoticeWriter(office.database, office.clock, invitations, targets).follow()
    return build_deliverer(
        office.database,
        office.service,
        invitations,
        targets,
        lambda _session, request_id: ASKERS.get(request_id),
        timeout_seconds=timeout_seconds,
        tries=tries,
    )


def deliveries(office) -> list[tuple[str, int, bool, bool]]:
    with office.database.reading() as session:
        rows = session.scalars(select(NoticeDeliveryTable).order_by(NoticeDeliveryTable.id))
        return [(row.target, row.tries, row.sent_at is not None, row.next_try_at is not None) for row in rows]


def test_without_targets_nothing_leaves_the_house(office) -> None:
    office.answered()
    assert outgoing(office, NO_TARGETS).deliver() == 0
    assert deliveries(office) == []


def test_each_target_gets_each_notice_once(office, endpoint) -> None:
    number = office.dispatched()
    targets = Targets({"department:human-resources": [endpoint.address], "petitioner": [endpoint.address + "/{phone}"]})
    assert outgoing(office, targets).deliver() == 3
    assert outgoing(office, targets).deliver() == 0
    assert sorted(endpoint.got) == sorted(
        [
            ("/", f"诉求 {number} 已派发给人力资源局，请及时签收，11月25日（周三）17:00 前答复。"),
            ("/13800001234", f"已收到您的诉求，编号 {number}。凭编号和手机尾号可查进度。"),
            ("/13800001234", f"诉求 {number} 已受理，11月25日（周三）17:00 前答复您。"),
        ]
    )
    with office.database.engine.connect() as connection:
        stored = str(connection.exec_driver_sql("SELECT * FROM notice_deliveries").all())
    assert "127.0.0.1" not in stored
    assert "13800001234" not in stored


def test_who_asked_in_vain_hears_once_that_there_is_an_answer(office, endpoint) -> None:
    targets = Targets({"asker": [endpoint.address + "/{phone}"]})
    for request_id in ("arq_1", "arq_1", "arq_gone"):
        with office.database.unit_of_work() as session:
            payload = {"gap_id": "gap_1", "request_id": request_id, "text": "夜班交通补贴"}
            outbox.put(session, ASKER_TOPIC, payload, at=office.clock.now())
        outgoing(office, targets).deliver()
    assert endpoint.got == [("/13800005678", "您问过的问题现在有答复了：夜班交通补贴。请打开对话页面再问一次查看。")]


def test_what_fails_is_tried_again_ever_later_and_given_up_at_last(office, endpoint) -> None:
    office.dispatched()
    endpoint.status = 500
    deliverer = outgoing(office, Targets({"department": [endpoint.address]}), tries=3)
    assert deliverer.deliver() == 0
    assert deliverer.deliver() == 0, "tried again at once"
    assert len(endpoint.got) == 1
    office.clock.advance_to(office.clock.now() + timedelta(minutes=1))
    deliverer.deliver()
    office.clock.advance_to(office.clock.now() + timedelta(minutes=1))
    deliverer.deliver()
    assert len(endpoint.got) == 2, "the second wait is longer than the first"
    office.clock.advance_to(office.clock.now() + timedelta(minutes=1))
    deliverer.deliver()
    assert deliveries(office) == [("department#0", 3, False, False)]


def test_what_failed_once_arrives_when_the_end_is_well_again(office, endpoint) -> None:
    office.dispatched()
    endpoint.status = 500
    deliverer = outgoing(office, Targets({"department": [endpoint.address]}))
    deliverer.deliver()
    endpoint.status = 200
    office.clock.advance_to(office.clock.now() + timedelta(minutes=2))
    assert deliverer.deliver() == 1
    assert deliveries(office) == [("department#0", 2, True, False)]


def test_an_end_that_hangs_costs_its_time_limit_and_keeps_no_other_waiting(office, endpoint, hanging) -> None:
    for _ in range(3):
        office.dispatched()
    targets = Targets({"department": [hanging], "petitioner": [endpoint.address]})
    deliverer = outgoing(office, targets, timeout_seconds=0.5)
    begun = time.monotonic()
    assert deliverer.deliver() == 6
    assert time.monotonic() - begun < 10
    assert len(endpoint.got) == 6
    assert {(tries, sent) for target, tries, sent, _ in deliveries(office) if target == "department#0"} == {(1, False)}


def test_hanging_sends_do_not_pile_up_without_end(hanging) -> None:
    sender = AppriseSender(timeout_seconds=0.01)
    reasons = []
    for _ in range(20):
        with pytest.raises(UpstreamError) as caught:
            sender.send(hanging, "x")
        reasons.append(caught.value.message)
    assert "still hang" in reasons[-1]


@pytest.mark.parametrize(
    ("targets", "word"),
    [({"nobody": ["json://host"]}, "no recipient"), ({"petitioner": ["not an address"]}, "Address 1 of 'petitioner'")],
)
def test_a_wrong_setting_is_named_without_its_secret(targets: dict[str, list[str]], word: str) -> None:
    with pytest.raises(InvalidInputError, match=word) as caught:
        Targets(targets)
    assert "not an address" not in caught.value.message


def test_a_target_that_the_settings_lost_is_given_up(office, endpoint) -> None:
    office.dispatched()
    outgoing(office, Targets({"department": [endpoint.address]}))
    assert outgoing(office, NO_TARGETS).deliver() == 0
    assert deliveries(office) == [("department#0", 1, False, False)]
