"""What the fitting scripts share: the ranking that an answer would rest on, and where its documents came from."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from assistant.steps.keep_in_force import KeepInForce
from assistant.steps.rerank_passages import RerankPassages
from assistant.steps.retrieve_passages import RetrievePassages
from assistant.types import Draft, Question
from core.database import Database
from knowledge.search import HybridSearch
from knowledge.tables import VersionRow
from knowledge.types import SearchHit

TODAY = date(2026, 11, 20)


def ranking(search: HybridSearch, text: str) -> list[SearchHit]:
    """Return the hits that RequireEvidence would judge."""
    draft = Draft(question=Question(text, TODAY, datetime(2026, 11, 20, 2, 20, tzinfo=UTC)), text=text)
    for step in (RetrievePassages(search), KeepInForce(), RerankPassages(search)):
        result = step.run(draft)
        assert isinstance(result, Draft)
        draft = result
    return list(draft.hits)


def files_of(database: Database) -> dict[str, str]:
    """Return the name without ending of the file that each entry came from."""
    with database.reading() as session:
        rows = session.execute(select(VersionRow.entry_id, VersionRow.source))
        return {entry_id: str(source["file_name"]).rsplit(".", 1)[0] for entry_id, source in rows}
