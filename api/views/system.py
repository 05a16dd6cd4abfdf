"""Settings in force, as an administrator reads them."""

from __future__ import annotations

import json

from pydantic import BaseModel, SecretStr

from api.schemas.system import SettingGroupOut, SettingOut
from core.settings import Settings

_HIDDEN = ("url", "targets")
"""Names of settings whose values may carry a password inside an address."""


def setting_groups(settings: Settings) -> list[SettingGroupOut]:
    """Return every setting by group, in the order of `core.settings.Settings`."""
    return [_group(name, getattr(settings, name)) for name in type(settings).model_fields]


def _group(name: str, group: BaseModel) -> SettingGroupOut:
    return SettingGroupOut(name=name, settings=[_setting(group, field) for field in type(group).model_fields])


def _setting(group: BaseModel, name: str) -> SettingOut:
    field, value = type(group).model_fields[name], getattr(group, name)
    default = field.get_default(call_default_factory=True, validated_data={})
    is_secret = isinstance(value, SecretStr) or (name.endswith(_HIDDEN) and bool(value))
    return SettingOut(
        variable=f"YOUDA_{name.upper()}",
        value="" if is_secret else _text(value),
        is_default=value == default,
        is_secret=is_secret,
        description=field.description or "",
    )


def _text(value: object) -> str:
    return (
        json.dumps(value, ensure_ascii=False) if isinstance(value, bool | list) else "" if value is None else str(value)
    )
