"""Golden questions: keeping them, trying a version on them before it is published, letting a regression pass."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Query, UploadFile
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.accounts.errors import MissingPermissionError
from api.accounts.permissions import Scope
from api.curating import may_read
from api.dependencies import AroundDep, ReadyRuntimeDep, RuntimeDep, StaffCall, problems, require, require_any
from api.golden import try_version
from api.reading import no_such_document
from api.routes.documents import EntryId, VersionNumber
from api.routes.staff_knowledge import Reader
from api.routes.staff_review import Approver
from api.runtime import Runtime
from api.schemas.golden import (
    GoldenChangeIn,
    GoldenCheckOut,
    GoldenFromAnswerIn,
    GoldenImportOut,
    GoldenImportRow,
    GoldenQuestionIn,
    GoldenQuestionList,
    GoldenQuestionOut,
    GoldenResultEvent,
    GoldenRunEvent,
    GoldenRunOut,
    OverrideIn,
)
from api.spreadsheets import SheetFormat, read_first_sheet, table_response
from api.streaming import Tell, stream_of
from api.views.golden import check_out, draft_of, question_out, result_out, run_out
from assistant.answer_log import AnswerLog
from core.errors import InvalidInputError
from core.messages import message
from eval.golden.exchange import header, read_rows, to_rows
from eval.golden.repository import GoldenFilter
from knowledge.repository import VersionKey

router = APIRouter(prefix="/api/staff", tags=["staff golden questions"])

_KEEPS = ("kb.edit", "kb.approve")
_may_keep = require_any(*_KEEPS)
Keeper = Annotated[StaffCall, Depends(_may_keep)]
Transcripts = Annotated[StaffCall, Depends(require("chat.read_transcripts"))]
QuestionId = Annotated[str, Path(min_length=1, max_length=40)]
_STREAM = {"text/event-stream": {"schema": {"$ref": "#/components/schemas/GoldenEvent"}}}


@router.get(
    "/golden",
    response_model=GoldenQuestionList,
    operation_id="listGolden",
    responses=problems(401, 403),
    dependencies=[Depends(_may_keep)],
)
def list_golden(
    runtime: RuntimeDep,
    active: bool | None = None,
    entry_id: Annotated[str | None, Query(max_length=64)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> GoldenQuestionList:
    """Golden questions, the latest change first."""
    wanted = GoldenFilter(active=active, entry_id=entry_id, text=q.strip(), offset=offset, limit=limit)
    with runtime.database.reading() as session:
        total, rows = runtime.golden.page(session, wanted)
        asked, resting = (runtime.golden.page(session, GoldenFilter(active=one, limit=1))[0] for one in (True, False))
    return GoldenQuestionList(total=total, active=asked, resting=resting, rows=[question_out(row) for row in rows])


@router.post(
    "/golden", response_model=GoldenQuestionOut, status_code=201, operation_id="addGolden", responses=problems(401, 403)
)
def add_golden(body: GoldenQuestionIn, runtime: RuntimeDep, call: Keeper) -> GoldenQuestionOut:
    """Keep a question; the same one again takes over what is expected now."""
    _must_keep(call)
    with runtime.database.unit_of_work() as session:
        return question_out(runtime.golden.add(session, draft_of(body), call.actor))


@router.put(
    "/golden/{question_id}",
    response_model=GoldenQuestionOut,
    operation_id="changeGolden",
    responses=problems(401, 403, 404, 409),
)
def change_golden(
    question_id: QuestionId, body: GoldenChangeIn, runtime: RuntimeDep, call: Keeper
) -> GoldenQuestionOut:
    """Write a question anew, take it into use, or retire it."""
    _must_keep(call)
    with runtime.database.unit_of_work() as session:
        changed = runtime.golden.change(
            session, question_id, draft_of(body), call.actor, lock=body.lock, is_active=body.is_active
        )
        return question_out(changed)


@router.post(
    "/golden/from-answer",
    response_model=GoldenQuestionOut,
    status_code=201,
    operation_id="addGoldenFromAnswer",
    responses=problems(401, 403, 404),
)
def add_from_answer(body: GoldenFromAnswerIn, runtime: RuntimeDep, call: Transcripts) -> GoldenQuestionOut:
    """Make a golden question of a real answer; from who neither edits nor reviews knowledge it is a proposal."""
    if not call.scopes & {Scope.ALL, Scope.MASKED}:
        raise no_such_document(is_hidden=True)
    matrix, roles = runtime.accounts.permissions, call.identity.account.roles
    keeps = any(Scope.ALL in matrix.scopes(roles, code) for code in _KEEPS)
    with runtime.database.unit_of_work() as session:
        stored = AnswerLog(session).stored(body.message_id)
        if stored.is_erased:
            raise InvalidInputError(message("golden.erased"))
        draft = runtime.golden.draft_of(stored.reply)
        return question_out(runtime.golden.add(session, draft, call.actor, is_active=keeps))


@router.get(
    "/golden/export",
    response_class=Response,
    operation_id="exportGolden",
    responses={200: {"description": "The questions as a table.", "content": {}}, **problems(401, 403)},
    dependencies=[Depends(_may_keep)],
)
def export_golden(runtime: RuntimeDep, format: SheetFormat = "csv") -> Response:
    """The questions that are asked, as a table that an import takes back."""
    with runtime.database.reading() as session:
        rows = [header(), *to_rows(runtime.golden.active(session))]
    return table_response(rows, title=message("golden.file_name"), format=format)


@router.post(
    "/golden/import", response_model=GoldenImportOut, operation_id="importGolden", responses=problems(401, 403, 413)
)
def import_golden(runtime: RuntimeDep, call: Keeper, file: Annotated[UploadFile, File()]) -> GoldenImportOut:
    """Keep the questions of a CSV or XLSX; rows that cannot be used come back with the reason."""
    _must_keep(call)
    read = read_rows(read_first_sheet(file.filename or "golden.csv", file.file.read()))
    with runtime.database.unit_of_work() as session:
        rows = runtime.golden.import_rows(session, read, call.actor)
    return GoldenImportOut(
        kept=sum(row.problem is None for row in rows),
        rows=[GoldenImportRow(line=row.line, question=row.question, problem=row.problem) for row in rows],
    )


@router.post(
    "/golden/check",
    response_model=list[GoldenCheckOut],
    operation_id="checkGolden",
    responses=problems(401, 403, 503),
    dependencies=[Depends(_may_keep)],
)
def check_golden(runtime: ReadyRuntimeDep) -> list[GoldenCheckOut]:
    """Ask every golden question of the base as it stands."""
    with runtime.database.reading() as session:
        questions = runtime.golden.active(session)
    return [check_out(question, answer) for question, answer in runtime.golden_runner.check(questions)]


@router.get(
    "/knowledge/{entry_id}/versions/{version}/golden",
    response_model=GoldenRunOut,
    operation_id="readGoldenRun",
    responses=problems(401, 403, 404),
)
def read_run(entry_id: EntryId, version: VersionNumber, runtime: RuntimeDep, call: Reader) -> GoldenRunOut:
    """The latest run of a version, and whether it still holds."""
    with runtime.database.reading() as session:
        _must_read(runtime, session, call, entry_id, version)
        run = runtime.golden.newest_run(session, entry_id, version)
        return run_out(run, holds=runtime.golden.holds(session, run), reader=call.actor.id)


@router.post(
    "/knowledge/{entry_id}/versions/{version}/golden",
    response_model=GoldenRunOut,
    operation_id="tryGolden",
    responses={
        200: {"description": "The run, as its events.", "content": _STREAM},
        **problems(401, 403, 404, 409, 503),
    },
)
def try_golden(
    entry_id: EntryId, version: VersionNumber, runtime: ReadyRuntimeDep, around: AroundDep, call: Keeper
) -> Response:
    """Ask every golden question without and with this version published; nobody else sees it. A stream of events."""
    with runtime.database.reading() as session:
        _must_read(runtime, session, call, entry_id, version)

    def work(tell: Tell) -> GoldenRunEvent:
        run = try_version(
            runtime,
            VersionKey(entry_id, version),
            call.actor,
            lambda result, total: tell(GoldenResultEvent(total=total, result=result_out(result))),
        )
        with runtime.database.reading() as session:
            return GoldenRunEvent(run=run_out(run, holds=runtime.golden.holds(session, run), reader=call.actor.id))

    return stream_of(work, around.answering)


@router.post(
    "/knowledge/{entry_id}/versions/{version}/golden/override",
    response_model=GoldenRunOut,
    operation_id="overrideGolden",
    responses=problems(401, 403, 404, 409),
)
def override(
    entry_id: EntryId, version: VersionNumber, body: OverrideIn, runtime: RuntimeDep, call: Approver
) -> GoldenRunOut:
    """Let a version pass that breaks golden questions, by name and with a reason; another reviewer must publish it."""
    with runtime.database.unit_of_work() as session:
        run = runtime.golden.override(session, entry_id, version, call.actor, body.reason)
        return run_out(run, holds=True, reader=call.actor.id)


def _must_keep(call: StaffCall) -> None:
    """Refuse who may edit some entries only: golden questions are about all of them."""
    if Scope.ALL not in call.scopes:
        raise MissingPermissionError("kb.edit")


def _must_read(runtime: Runtime, session: Session, call: StaffCall, entry_id: str, version: int) -> None:
    entry = runtime.knowledge.get_version(session, entry_id, version)
    if Scope.ALL not in call.scopes and not may_read(call, entry):
        raise no_such_document(is_hidden=True)
