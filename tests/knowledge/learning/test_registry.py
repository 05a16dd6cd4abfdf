"""Model versions: whole or not there, checked before use, and never lost by going back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.learning.errors import DamagedModelError, ModelInUseError, ModelNotFoundError, TrainingRunsError
from knowledge.learning.registry import SHIPPED, ModelRegistry, ModelVersion
from tests.support.models import manifest


@pytest.fixture
def registry(tmp_path: Path) -> ModelRegistry:
    return ModelRegistry(tmp_path / "models")


def keep(registry: ModelRegistry, content: str = "weights") -> ModelVersion:
    with registry.training() as folder:
        (folder / "signals").mkdir()
        (folder / "signals" / "memory.json").write_text(content, "utf-8")
        return registry.keep(folder, manifest(parts=("signals",), parent=registry.current_number()))


def test_without_a_folder_the_shipped_model_is_current(registry: ModelRegistry) -> None:
    assert registry.current_number() == SHIPPED
    assert registry.versions() == []


def test_a_kept_version_is_whole_and_not_in_use_until_it_is_chosen(registry: ModelRegistry) -> None:
    version = keep(registry)
    assert version.number == 1
    assert registry.current_number() == SHIPPED
    registry.use(1)
    current = registry.open(registry.current_number())
    assert current.manifest == version.manifest
    assert current.part("signals") == version.folder / "signals"
    assert current.part("ranker") is None


def test_going_back_to_an_older_version_and_to_the_shipped_one_works(registry: ModelRegistry) -> None:
    first, second = keep(registry, "first"), keep(registry, "second")
    for number in (second.number, first.number, SHIPPED, second.number):
        registry.use(number)
        assert registry.current_number() == number


def test_a_number_is_never_given_twice_while_a_version_points_at_it(registry: ModelRegistry) -> None:
    keep(registry)
    second = keep(registry)
    registry.use(second.number)
    registry.remove(1)
    assert keep(registry).number == 3


def test_a_damaged_version_is_refused_and_says_what_to_do(registry: ModelRegistry) -> None:
    version = keep(registry)
    registry.use(version.number)
    (version.folder / "signals" / "memory.json").write_text("tampered", "utf-8")
    with pytest.raises(DamagedModelError, match=r"checksum.*youda models use"):
        registry.open(1)
    (version.folder / "signals" / "memory.json").unlink()
    with pytest.raises(DamagedModelError, match="missing"):
        registry.use(version.number)
    assert registry.current_number() == version.number


@pytest.mark.parametrize("content", ["", "{", "[]", '{"number": 1}', "null"])
def test_a_manifest_that_cannot_be_read_is_listed_as_damaged(registry: ModelRegistry, content: str) -> None:
    version = keep(registry)
    (version.folder / "manifest.json").write_text(content, "utf-8")
    [listed] = registry.versions()
    assert listed.damage
    with pytest.raises(DamagedModelError):
        registry.open(version.number)


def test_a_version_of_a_later_format_is_refused(registry: ModelRegistry) -> None:
    version = keep(registry)
    path = version.folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"format": 99}), "utf-8")
    with pytest.raises(DamagedModelError, match="format 99"):
        registry.open(version.number)


def test_what_is_in_use_cannot_be_removed(registry: ModelRegistry) -> None:
    version = keep(registry)
    registry.use(version.number)
    with pytest.raises(ModelInUseError):
        registry.remove(version.number)
    registry.use(SHIPPED)
    registry.remove(version.number)
    assert registry.versions() == []
    with pytest.raises(ModelNotFoundError):
        registry.remove(version.number)


def test_only_one_training_runs_at_a_time(registry: ModelRegistry) -> None:
    with registry.training(), pytest.raises(TrainingRunsError), registry.training():
        pass


def test_a_training_that_fails_or_was_killed_leaves_nothing_behind(registry: ModelRegistry, tmp_path: Path) -> None:
    def train() -> None:
        with registry.training() as folder:
            (folder / "half.npy").write_bytes(b"x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        train()
    (tmp_path / "models" / "training.part").mkdir()  # a killed process cannot clean up
    (tmp_path / "models" / "training.part" / "half.npy").write_bytes(b"x")
    assert registry.versions() == []
    with registry.training() as folder:
        assert list(folder.iterdir()) == []
