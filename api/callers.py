"""Who is at the other end: the client's address, whether the connection is encrypted, the visitor's id."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Sequence

from fastapi import Request
from itsdangerous import BadSignature, TimestampSigner

_UNKNOWN = "unknown"
VISITOR_COOKIE = "youda_visitor"
VISITOR_DAYS = 30


class ProxyTrust:
    """Knows which peers may say whom they speak for (X-Forwarded-For, X-Forwarded-Proto)."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._networks = [ipaddress.ip_network(address, strict=False) for address in addresses]

    def trusts(self, address: str) -> bool:
        """Say whether `address` is one of the configured proxies; anything that is no address is not."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._networks)

    def client_address(self, request: Request) -> str:
        """Return the caller's address: the last one in X-Forwarded-For that is no proxy of ours."""
        peer = request.client.host if request.client else _UNKNOWN
        if not self.trusts(peer):
            return peer
        for hop in reversed(request.headers.get("x-forwarded-for", "").split(",")):
            if hop.strip() and not self.trusts(hop.strip()):
                return hop.strip()[:64]
        return peer

    def is_secure(self, request: Request) -> bool:
        """Say whether the browser spoke TLS, to us or to a proxy of ours."""
        peer = request.client.host if request.client else _UNKNOWN
        if self.trusts(peer) and "x-forwarded-proto" in request.headers:
            return request.headers["x-forwarded-proto"].split(",")[0].strip() == "https"
        return request.url.scheme == "https"

    def is_local(self, request: Request) -> bool:
        """Say whether the caller runs on this machine itself: a loopback peer that forwards for nobody."""
        if {"x-forwarded-for", "forwarded", "x-real-ip"} & set(request.headers.keys()):
            return False
        try:
            return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
        except ValueError:
            return False


class VisitorIds:
    """Opaque, expiring, signed ids of visitors; they open nothing, they only tell visitors apart."""

    def __init__(self, key: str) -> None:
        self._signer = TimestampSigner(key, salt="visitor")

    def issue(self) -> str:
        """Return a new signed id."""
        return self._signer.sign(secrets.token_urlsafe(16)).decode()

    def read(self, cookie: str | None) -> str | None:
        """Return the id in a cookie, or None when it is missing, forged or older than 30 days."""
        if not cookie:
            return None
        try:
            return self._signer.unsign(cookie, max_age=VISITOR_DAYS * 86_400).decode()
        except BadSignature:
            return None
