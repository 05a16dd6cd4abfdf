"""The desk of a running sample server over HTTP: takes a petition as far as a test needs it."""

from __future__ import annotations

from typing import Any

from tests.support.staff import StaffMember

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
        self._step("DEP", number, "request-material", items=list(items))

    def reply(self, number: str, text: str) -> None:
        self._step(
            "DEP", number, "reply", text=text, resolution="explained", no_basis_reason="本事项尚无文件规定",
            override_reason="测试答复",
        )  # fmt: skip

    def read(self, number: str) -> dict[str, Any]:
        """Return the petition as the dispatcher sees it."""
        with self._logged_in("DSP") as staff:
            return dict(staff.get(f"/api/staff/petitions/{number}"))

    def _step(self, role: str, number: str, name: str, **fields: Any) -> None:
        with self._logged_in(role) as staff:
            staff.take(number, name, **fields)

    def _logged_in(self, role: str) -> StaffMember:
        return StaffMember(self._base, self._passwords[role])
