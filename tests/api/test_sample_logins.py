"""The logins of the sample base, whatever chance brings."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from api.runtime import Runtime
from api.sample import _make_account
from core.actors import Role
from core.departments import Department, DepartmentRepository
from core.settings import load_settings

UNLUCKY, LUCKY = "xx-dsP-9aQ7wR2z", "k3Jm9aQ7wR2zLp4v"


def test_a_password_that_contains_its_user_name_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = Runtime(load_settings(data_dir=tmp_path))
    runtime.prepare()
    drawn = iter([UNLUCKY, LUCKY])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _size=None: next(drawn))
    try:
        with runtime.database.unit_of_work() as session:
            DepartmentRepository().upsert(session, Department("CEN", "企业服务中心"))
            login = _make_account(runtime, session, Role.DISPATCHER, "CEN")
    finally:
        runtime.database.dispose()
    assert (login.user_name, login.password) == ("dsp", LUCKY)
