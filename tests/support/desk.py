"""The desk of a running sample server over HTTP: takes a petition as far as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

LEAD = "financial-services"


class Desk:
    """Takes steps as whichever role they need; the petition's lock is read before each."""

    def __init__(self, base: str, passwords: dict[str, tuple[str, str]]) -> None:
        self._base, self._passwords = base, passwords

    def accept(self, number: str) -> None:
        self._step("DSP", number, "accept", category_code="01", nature="consultation")

    def dispatch(self, number: str) -> None:
        """Accept it and give it to the department of the sample's handler, who signs."""
        self.accept(number)
        self._step("DSP", number, "dispatch", lead_department_code=LEAD)
        self.sign(number)

    def sign(self, number: str) -> None:
        self._step("DEP", number, "sign")

    def ask_material(self, number: str, *items: str) -> None:
        self._step("DEP", number, "request_material", items=list(items))

    def reply(self, number: str, text: str) -> None:
        self._step(
            "DEP", number, "reply", text=text, resolution="explained", no_basis_reason="本事项尚无文件规定",
            override_reason="测试答复",
        )  # fmt: skip

    def read(self, number: str) -> dict[str, Any]:
        """Return the petition as the dispatcher sees it."""
        with self._logged_in("DSP") as (staff, _):
            return dict(staff.get(f"/api/staff/petitions/{number}").raise_for_status().json())

    def _step(self, role: str, number: str, name: str, **fields: Any) -> None:
        path = f"/api/staff/petitions/{number}"
        with self._logged_in(role) as (staff, token):
            lock = staff.get(path).raise_for_status().json()["lock"]
            done = staff.post(
                f"{path}/{name.replace('_', '-')}", json=fields | {"lock": lock}, headers={"X-CSRF-Token": token}
            )
        assert done.status_code == 200, done.text

    @contextmanager
    def _logged_in(self, role: str) -> Iterator[tuple[httpx.Client, str]]:
        user, password = self._passwords[role]
        with httpx.Client(base_url=self._base, timeout=30) as staff:
            me = staff.post("/api/staff/login", json={"user_name": user, "password": password}).raise_for_status()
            yield staff, me.json()["csrf_token"]
