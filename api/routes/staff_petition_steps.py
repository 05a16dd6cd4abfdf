"""Every step that staff take on a petition (DOMAIN §3.4): one route for each row of `STEPS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, TypeAdapter

from api.dependencies import RuntimeDep, StaffCall, problems, require_any
from api.schemas.petition_steps import (
    AssistDoneIn,
    AssistIn,
    ClusterIn,
    ConsultIn,
    DirectAnswerIn,
    ExtensionIn,
    MaterialIn,
    MergeIn,
    MoveRequestIn,
    ReasonIn,
    ReclassifyIn,
    RevisitIn,
    RulingIn,
    SupplyIn,
)
from api.schemas.petitions import AcceptIn, DispatchIn, PetitionDetail, RefuseIn, ReplyIn, SignIn, TransferIn
from api.views.petitions import detail_out
from petitions.commands import STAFF_COMMANDS

router = APIRouter(prefix="/api/staff/petitions", tags=["staff petitions"])

Number = Annotated[str, Path(min_length=1, max_length=40)]


@dataclass(frozen=True, slots=True)
class StaffStep:
    """A method of `PetitionService`: what it takes, who may come this far, and how clients call it."""

    name: str
    body: type[BaseModel]
    permissions: tuple[str, ...]
    operation_id: str
    summary: str

    @property
    def path(self) -> str:
        return f"/{{number}}/{self.name.replace('_', '-')}"


_DISPATCH, _SUPERVISE = ("petition.dispatch",), ("petition.supervise",)
_BOTH = ("petition.dispatch", "petition.supervise")

STEPS = (
    StaffStep("accept", AcceptIn, ("petition.accept",), "acceptPetition", "Accept and start the clock."),
    StaffStep("refuse", RefuseIn, ("petition.refuse",), "refusePetition", "Do not accept."),
    StaffStep("merge", MergeIn, ("petition.merge",), "mergePetition", "Merge into another one."),
    StaffStep("link_cluster", ClusterIn, ("petition.merge",), "linkCluster", "Link as one issue."),
    StaffStep("reclassify", ReclassifyIn, ("petition.classify",), "reclassifyPetition", "Correct the classification."),
    StaffStep("dispatch", DispatchIn, _DISPATCH, "dispatchPetition", "Dispatch."),
    StaffStep("answer_directly", DirectAnswerIn, ("petition.revisit",), "answerDirectly", "Answer at once."),
    StaffStep("sign", SignIn, ("petition.sign",), "signPetition", "Sign for the own department."),
    StaffStep("request_return", MoveRequestIn, ("petition.send_back",), "requestReturn", "Ask to send back."),
    StaffStep("rule_on_return", RulingIn, _DISPATCH, "ruleOnReturn", "Rule on a return."),
    StaffStep("request_transfer", MoveRequestIn, ("petition.send_back",), "requestTransfer", "Ask for a transfer."),
    StaffStep("transfer", TransferIn, _DISPATCH, "transferPetition", "Transfer to another department."),
    StaffStep("deny_transfer", ReasonIn, _DISPATCH, "denyTransfer", "Deny a transfer that was asked for."),
    StaffStep("add_assist", AssistIn, ("petition.dispatch", "petition.handle"), "addAssist", "Have others assist."),
    StaffStep("finish_assist", AssistDoneIn, ("petition.handle",), "finishAssist", "Hand in what assisting found."),
    StaffStep("consult", ConsultIn, _BOTH, "consult", "Record a consultation."),
    StaffStep("request_material", MaterialIn, ("petition.ask_material",), "requestMaterial", "Ask for material."),
    StaffStep("rule_on_material", RulingIn, _DISPATCH, "ruleOnMaterial", "Rule on a second request for material."),
    StaffStep("supply", SupplyIn, _DISPATCH, "supplyMaterial", "Note material that came by another way."),
    StaffStep("resume", ReasonIn, _DISPATCH, "resumePetition", "Go on without the material, past its limit."),
    StaffStep(
        "close_unsupplied", ReasonIn, _DISPATCH, "closeUnsupplied", "Close without the material, past its limit."
    ),
    StaffStep("request_extension", ExtensionIn, ("petition.extend",), "requestExtension", "Ask for more time."),
    StaffStep("rule_on_extension", RulingIn, _BOTH, "ruleOnExtension", "Rule on an extension."),
    StaffStep("reply", ReplyIn, ("petition.reply",), "replyToPetition", "Reply, with the basis or why there is none."),
    StaffStep("reject_reply", ReasonIn, _DISPATCH, "rejectReply", "Send an answer back."),
    StaffStep("follow_up", RevisitIn, ("petition.revisit",), "followUp", "Record a revisit."),
    StaffStep(
        "close_as_explained", ReasonIn, _SUPERVISE, "closeAsExplained", "Close as explained, after a consultation."
    ),
    StaffStep("rule_on_withdrawal", RulingIn, _SUPERVISE, "ruleOnWithdrawal", "Rule on a withdrawal that is held."),
    StaffStep("reopen", ReasonIn, _SUPERVISE, "reopenPetition", "Reopen because of new facts."),
)


def _route(step: StaffStep) -> Callable[..., PetitionDetail]:
    command_of: TypeAdapter[Any] = TypeAdapter(STAFF_COMMANDS[step.name])

    def take(number: str, body: BaseModel, runtime: Any, call: StaffCall) -> PetitionDetail:
        command = command_of.validate_python(body.model_dump())
        with runtime.database.unit_of_work() as session:
            method = getattr(runtime.petitions, step.name)
            return detail_out(method(session, number, command, call.actor, call.origin))

    take.__doc__ = step.summary
    take.__annotations__ |= {
        "number": Number,
        "body": step.body,
        "runtime": RuntimeDep,
        "call": Annotated[StaffCall, Depends(require_any(*step.permissions))],
        "return": PetitionDetail,
    }
    return take


for _step in STEPS:
    router.add_api_route(
        _step.path,
        _route(_step),
        methods=["POST"],
        response_model=PetitionDetail,
        operation_id=_step.operation_id,
        responses=problems(401, 403, 404, 409),
    )
