"""Learning categories from what dispatchers confirmed and corrected: judged on held-out petitions, kept when better."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.learning.registry import SHIPPED, ModelRegistry
from petitions.build import build_category_trainer, build_suggester
from petitions.suggesting.recipe import Recipe, chosen
from petitions.suggesting.repository import confirmed_petitions
from petitions.suggesting.training import CategoryTrainer

PLACES = ("东区", "西区", "南区", "北区", "一期", "二期")
# Words that the cues take for other matters than those dispatchers sort them under here.
MATTERS = {"09-3": "塔吊验收补贴退回", "11-1": "塔吊占道贷款车辆"}


@pytest.fixture
def registry(tmp_path: Path) -> ModelRegistry:
    return ModelRegistry(tmp_path / "models" / "categories")


@pytest.fixture
def trainer(office, registry: ModelRegistry) -> CategoryTrainer:
    return build_category_trainer(office.database, office.service, registry, office.clock)


def confirm(office, count: int) -> None:
    for place in range(count):
        code, words = list(MATTERS.items())[place % len(MATTERS)]
        where = PLACES[place // 2 % len(PLACES)]
        number = office.file(
            title=f"{where}{words}", content=f"{where}{words}第{place}次，请核实。", credit_code=""
        ).number
        office.accept(number, category_code=code)


def test_with_few_petitions_nothing_is_judged_or_kept(office, trainer, registry) -> None:
    confirm(office, 10)
    report = trainer.train()
    assert (report.is_too_few, report.number, registry.current_number()) == (True, None, SHIPPED)


def test_a_recipe_that_does_better_on_held_out_petitions_is_kept_and_used(office, trainer, registry) -> None:
    confirm(office, 44)
    report = trainer.train()
    assert report.held_out >= 5
    assert report.cues["hit@1"] < report.after["hit@1"]
    assert report.after["hit@1"] + report.after["hit@3"] > report.before["hit@1"] + report.before["hit@3"]
    assert (report.is_better, report.number, registry.current_number()) == (True, 1, 1)
    number, recipe = chosen(registry)
    assert (number, recipe) == (1, Recipe(**report.recipe))
    manifest = registry.open(1).manifest
    assert manifest is not None
    assert manifest.trained_from["petitions"] == report.learned

    suggester = build_suggester(office.service)
    suggester.model.use(recipe)
    with office.database.reading() as session:
        suggester.learn_when_stale(session)
        number = office.file(title="塔吊验收补贴退回", content="塔吊验收补贴退回，请核实。", category_code=None).number
    with office.database.reading() as session:
        assert suggester.suggest(session, number, office.dispatcher).categories[0].code == "09-3"

    again = trainer.train()
    assert (again.is_better, registry.current_number()) == (False, 1)
    assert again.before == report.after


def test_a_dry_run_judges_and_keeps_nothing(office, trainer, registry) -> None:
    confirm(office, 44)
    report = trainer.train(dry_run=True)
    assert (report.is_better, report.number, registry.versions()) == (True, None, [])


def test_a_damaged_version_leaves_the_shipped_recipe(office, trainer, registry, tmp_path: Path) -> None:
    confirm(office, 44)
    trainer.train()
    (tmp_path / "models" / "categories" / "0001" / "categories" / "recipe.json").write_text("{}")
    assert chosen(registry) == (SHIPPED, Recipe())


def test_what_a_dispatcher_corrected_counts_as_corrected(office) -> None:
    number = office.accepted()
    office.do("reclassify", number, reason="误分", category_code="04-2")
    office.accepted()
    with office.database.reading() as session:
        rows = {row.number: row for row in confirmed_petitions(session)}
    assert (rows[number].label, rows[number].is_corrected) == ("04-2", True)
    assert [row.labelled(3.0).weight for row in rows.values() if row.number != number] == [1.0]
    assert rows[number].labelled(3.0).weight == 3.0
