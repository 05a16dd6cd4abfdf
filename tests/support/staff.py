"""A member of staff over HTTP, logged in as the console would be."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import httpx


class StaffMember:
    """Reads and writes as one account; what is refused fails the test with the server's words."""

    def __init__(self, base: str, login: tuple[str, str]) -> None:
        self._http = httpx.Client(base_url=base, timeout=30)
        reply = self._http.post("/api/staff/login", json={"user_name": login[0], "password": login[1]})
        assert reply.status_code == 200, reply.text
        self._csrf = {"X-CSRF-Token": reply.json()["csrf_token"]}

    def __enter__(self) -> StaffMember:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, path: str, **params: Any) -> Any:
        reply = self._http.get(path, params=params)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def post(self, path: str, **body: Any) -> Any:
        return self._write("POST", path, json=body)

    def put(self, path: str, **body: Any) -> Any:
        return self._write("PUT", path, json=body)

    def patch(self, path: str, **body: Any) -> Any:
        return self._write("PATCH", path, json=body)

    def upload(self, path: str, name: str, content: bytes) -> Any:
        return self._write("POST", path, files={"files": (name, content)})

    def _write(self, method: str, path: str, **body: Any) -> Any:
        reply = self._http.request(method, path, headers=self._csrf, **body)
        assert reply.is_success, reply.text
        return reply.json() if reply.content else None

    def take(self, number: str, step: str, **body: Any) -> Any:
        """Take a step of a petition as it stands now."""
        url = f"/api/staff/petitions/{number}"
        return self.post(f"{url}/{step}", **body, lock=self.get(url)["lock"])

    def review(self, entry_id: str, step: str) -> Any:
        """Take a step of review of an entry's first version."""
        url = f"/api/staff/knowledge/{entry_id}/versions/1"
        return self.post(f"{url}/{step}", lock=self.get(url)["lock"])

    def close(self) -> None:
        self._http.close()
