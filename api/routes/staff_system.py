"""What an administrator sees of the system itself, and the one thing to do about its index."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.runtime import Runtime
from api.schemas.system import IndexHealthOut, SystemOut
from api.views.system import setting_groups
from core import audit, outbox
from knowledge.index.indexer import REBUILD_TOPIC
from knowledge.repository import EntryFilter
from knowledge.types import EntryStatus

router = APIRouter(prefix="/api/staff/system", tags=["staff system"])

Administrator = Annotated[StaffCall, Depends(require("config.edit"))]


@router.get("", response_model=SystemOut, operation_id="readSystem", responses=problems(401, 403))
def read_system(runtime: RuntimeDep, _call: Administrator) -> SystemOut:
    """Version, the state of the search index, and every setting in force; secrets are not shown."""
    return SystemOut(version=version("youda"), index=_health(runtime), settings=setting_groups(runtime.settings))


@router.post("/rebuild-index", response_model=IndexHealthOut, operation_id="rebuildIndex", responses=problems(401, 403))
def rebuild_index(runtime: RuntimeDep, call: Administrator) -> IndexHealthOut:
    """Have the index built anew beside the one in use; answers go on meanwhile."""
    now = runtime.clock.now()
    with runtime.database.unit_of_work() as session:
        outbox.put(session, REBUILD_TOPIC, {}, at=now)
        audit.record(
            session, call.actor, "index.rebuild", object_type="index", object_id="knowledge",
            at=now, ip=call.origin.ip, request_id=call.origin.request_id,
        )  # fmt: skip
    runtime.indexer.wake()
    return _health(runtime)


def _health(runtime: Runtime) -> IndexHealthOut:
    behind = runtime.indexer.lag() if runtime.ready else 0
    with runtime.database.reading() as session:
        published, _ = runtime.knowledge.list_entries(session, EntryFilter(status=EntryStatus.PUBLISHED, limit=1))
    return IndexHealthOut(
        ready=runtime.ready, behind=behind, published=published, embedder=runtime.settings.knowledge.embedder
    )
