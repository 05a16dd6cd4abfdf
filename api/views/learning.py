"""What was learned, as staff see it."""

from __future__ import annotations

from api.schemas.learning import ConfirmedPairList, ConfirmedPairOut, ModelList, ModelOut
from knowledge.learning.live import LiveModel
from knowledge.learning.registry import ModelRegistry, ModelVersion
from knowledge.learning.types import ListedPair, PairCounts


def pair_list(total: int, rows: list[ListedPair], counts: PairCounts) -> ConfirmedPairList:
    """Return one page of pairs with how many there are in all."""
    active = {origin.value: count for origin, count in counts.active.items()}
    return ConfirmedPairList(
        total=total, active=active, withdrawn=counts.withdrawn, rows=[pair_out(row) for row in rows]
    )


def pair_out(row: ListedPair) -> ConfirmedPairOut:
    """Return one pair; who confirmed it stays inside."""
    pair = row.pair
    return ConfirmedPairOut(
        id=pair.id,
        question=pair.question,
        entry_id=pair.target.entry_id,
        clause_id=pair.target.clause_id,
        title=row.title,
        clause_label=row.clause_label,
        origin=pair.origin.value,
        origin_id=pair.origin_id,
        confirmed_at=pair.confirmed_at,
        withdrawn_at=pair.withdrawn_at,
        counts=row.counts,
    )


def model_list(registry: ModelRegistry, live: LiveModel) -> ModelList:
    """Return all versions and which of them serves."""
    return ModelList(
        chosen=registry.current_number(),
        serving=live.serving,
        problem=live.problem,
        rows=[_model_out(version) for version in registry.versions()],
    )


def _model_out(version: ModelVersion) -> ModelOut:
    manifest = version.manifest
    return ModelOut(
        number=version.number,
        made_at=manifest.made_at if manifest else None,
        parent=manifest.parent if manifest else None,
        parts=list(manifest.parts) if manifest else [],
        trained_from=manifest.trained_from if manifest else {},
        figures=manifest.figures if manifest else {},
        damage=version.damage,
    )
