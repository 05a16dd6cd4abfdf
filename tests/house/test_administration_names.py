"""Administration shows names, not codes: every setting, rule and notice has its words in the console's catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.settings import Settings
from petitions.catalogue.reading import rule_names
from petitions.notices.templates import PLACEHOLDERS, audiences, events


def _settings() -> list[str]:
    groups = Settings.model_fields
    names = [name.upper() for group in groups.values() for name in group.annotation.model_fields]  # type: ignore[union-attr]
    return [f"setting_group.{group}" for group in groups] + [f"setting.{name}" for name in names]


def _notices() -> list[str]:
    told = {audience.value for event in events() for audience in audiences(event)}
    return [
        *(f"template_event.{event}" for event in events()),
        *(f"template_audience.{audience}" for audience in told),
        *(f"placeholder.{name}" for name in PLACEHOLDERS),
    ]


@pytest.fixture(scope="module")
def names(repository: Path) -> dict[str, str]:
    catalogue = repository / "web" / "console" / "src" / "locales" / "administration.json"
    found: dict[str, str] = json.loads(catalogue.read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    "codes", [_settings(), _notices(), [f"rule.{name}" for name in rule_names()]], ids=["settings", "notices", "rules"]
)
def test_every_code_of_administration_has_a_name_and_no_name_is_left_over(
    names: dict[str, str], codes: list[str]
) -> None:
    groups = {code.split(".")[0] for code in codes}
    assert {name for name in names if name.split(".")[0] in groups} == set(codes)
