"""What carries a notice out of the house: Apprise, which knows e-mail, WeCom, DingTalk, SMS gates and webhooks."""

from __future__ import annotations

import threading
from typing import Protocol

from core.errors import UpstreamError

_MOST_HANGING = 16


class Sender(Protocol):
    """Carries one text to one address."""

    def send(self, address: str, text: str) -> None:
        """Send, or raise UpstreamError; never wait longer than a moment that the sender was made with."""


class AppriseSender:
    """Sends through Apprise, in a thread of its own that is left behind when the other end hangs."""

    def __init__(self, *, timeout_seconds: float) -> None:
        self._timeout_seconds = timeout_seconds
        self._hanging: list[threading.Thread] = []

    def send(self, address: str, text: str) -> None:
        self._hanging = [thread for thread in self._hanging if thread.is_alive()]
        if len(self._hanging) >= _MOST_HANGING:
            raise UpstreamError(f"{_MOST_HANGING} earlier notices still hang; this one is tried again later.")
        failed: list[str] = ["it did not answer in time"]
        thread = threading.Thread(target=_notify, args=(address, text, failed), name="notice", daemon=True)
        thread.start()
        thread.join(self._timeout_seconds)
        if thread.is_alive():
            self._hanging.append(thread)
        if failed:
            raise UpstreamError(f"The target took no notice: {failed[0]}.")


def is_address(address: str) -> bool:
    """Say whether Apprise knows what to do with an address."""
    from apprise import Apprise  # takes a second to load: only deployments with targets pay it

    return bool(Apprise.instantiate(address) is not None)


def _notify(address: str, text: str, failed: list[str]) -> None:
    from apprise import Apprise

    notifier = Apprise()
    try:
        sent = notifier.add(address) and notifier.notify(body=text)
    except Exception as error:  # whatever a plug-in raises is a failure of this one try
        failed[:] = [type(error).__name__]
        return
    failed[:] = [] if sent else ["it refused"]
