"""Numbers for operators: how far the index lags, how many petitions stand where."""

from __future__ import annotations

from sqlalchemy import func, select

from api.metrics import Metrics
from api.runtime import Runtime
from petitions.tables import PetitionTable
from petitions.types import State


def refresh_gauges(runtime: Runtime, metrics: Metrics) -> None:
    """Count anew what is a state of the database rather than an event of this process."""
    metrics.index_lag.set(runtime.indexer.lag())
    with runtime.database.reading() as session:
        rows = session.execute(select(PetitionTable.state, func.count()).group_by(PetitionTable.state)).all()
    counted = {str(state): int(number) for state, number in rows}
    for state in State:
        metrics.petitions.labels(state.value).set(counted.get(state.value, 0))
