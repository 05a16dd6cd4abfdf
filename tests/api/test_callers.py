from __future__ import annotations

import pytest
from fastapi import Request

from api.callers import ProxyTrust, VisitorIds


def request(peer: str, **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request(
        {"type": "http", "client": (peer, 1), "headers": raw, "scheme": "http", "path": "/", "query_string": b""}
    )


def test_a_stranger_cannot_pretend_to_be_another_address() -> None:
    assert ProxyTrust([]).client_address(request("203.0.113.9", x_forwarded_for="10.0.0.1")) == "203.0.113.9"


def test_a_configured_proxy_is_believed_about_the_last_hop_only() -> None:
    trust = ProxyTrust(["10.0.0.0/8"])
    assert trust.client_address(request("10.0.0.5", x_forwarded_for="1.1.1.1, 203.0.113.9, 10.0.0.4")) == "203.0.113.9"


def test_a_proxy_that_forwards_nothing_stands_for_itself() -> None:
    assert ProxyTrust(["10.0.0.5"]).client_address(request("10.0.0.5")) == "10.0.0.5"


@pytest.mark.parametrize(("peer", "secure"), [("10.0.0.5", True), ("203.0.113.9", False)])
def test_only_a_configured_proxy_can_say_that_the_browser_used_tls(peer: str, secure: bool) -> None:
    assert ProxyTrust(["10.0.0.5"]).is_secure(request(peer, x_forwarded_proto="https")) is secure


def test_a_forwarded_request_is_never_local() -> None:
    trust = ProxyTrust([])
    assert trust.is_local(request("127.0.0.1"))
    assert not trust.is_local(request("127.0.0.1", x_forwarded_for="203.0.113.9"))
    assert not trust.is_local(request("203.0.113.9"))


def test_a_visitor_id_is_read_back_and_a_forged_one_is_not() -> None:
    ids = VisitorIds("key")
    cookie = ids.issue()
    assert ids.read(cookie) is not None
    assert ids.read(("A" if cookie[0] != "A" else "B") + cookie[1:]) is None
    assert VisitorIds("other").read(cookie) is None
    assert ids.read(None) is None
