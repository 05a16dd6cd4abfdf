"""What people do with petitions: one name per thing a user can do, each one transaction's work.

This file is the table of contents; who does what stands in `petitions/actions/`. The session is the caller's unit of
work. A staff step checks, in this order, whether the caller may see the petition (404), whether the role may take the
step (403), whether somebody else changed it first (409) and whether its state allows the step (409); then the
petition, its event, the audit record and the outbox row are written together.
"""

from __future__ import annotations

from core.clock import Clock
from core.departments import DepartmentRepository
from core.vault import Vault
from petitions.actions.classifying import Classifying
from petitions.actions.desk import Desk
from petitions.actions.dispatching import Dispatching
from petitions.actions.extending import Extending
from petitions.actions.handling import Handling
from petitions.actions.joint import Joint
from petitions.actions.material import Material
from petitions.actions.petitioner import PetitionerActions
from petitions.actions.recounting import Recounting
from petitions.actions.revisiting import Revisiting
from petitions.catalogue.types import Catalogue
from petitions.citing import PublishedClauses
from petitions.intake import Intake
from petitions.journal import Journal
from petitions.repository import PetitionRepository
from petitions.steps import Steps
from petitions.taxonomy import Taxonomy
from petitions.types import DEFAULT_RULES, WorkRules


class PetitionService:
    """Filing, look-up and handling of petitions."""

    def __init__(
        self,
        vault: Vault,
        clock: Clock,
        taxonomy: Taxonomy,
        departments: DepartmentRepository,
        rules: WorkRules = DEFAULT_RULES,
    ) -> None:
        repository = PetitionRepository()
        intake, journal = Intake(repository, vault), Journal(repository)
        self.steps = steps = Steps(repository, departments, intake, journal, taxonomy, clock, rules)

        petitioner = PetitionerActions(steps)
        self.categories = petitioner.categories
        self.expectation = petitioner.expectation
        self.file = petitioner.file
        self.receipt = petitioner.receipt
        self.lookup = petitioner.lookup
        self.credit_code_of = petitioner.credit_code_of
        self.remind = petitioner.remind
        self.withdraw = petitioner.withdraw
        self.rate = petitioner.rate
        self.reopen_as_petitioner = petitioner.reopen_as_petitioner

        desk = Desk(steps)
        self.desk_list = desk.desk_list
        self.due_days = desk.due_days
        self.detail = desk.detail
        self.reveal = desk.reveal
        self.suggest_departments = desk.suggest_departments

        dispatching = Dispatching(steps)
        self.accept = dispatching.accept
        self.refuse = dispatching.refuse
        self.dispatch = dispatching.dispatch
        self.request_return = dispatching.request_return
        self.rule_on_return = dispatching.rule_on_return
        self.request_transfer = dispatching.request_transfer
        self.transfer = dispatching.transfer
        self.deny_transfer = dispatching.deny_transfer

        classifying = Classifying(steps)
        self.reclassify = classifying.reclassify
        self.merge = classifying.merge
        self.link_cluster = classifying.link_cluster

        handling = Handling(steps, PublishedClauses())
        self.sign = handling.sign
        self.reply = handling.reply
        self.check_reply = handling.check_reply
        self.answer_directly = handling.answer_directly
        self.reject_reply = handling.reject_reply

        joint = Joint(steps)
        self.add_assist = joint.add_assist
        self.finish_assist = joint.finish_assist
        self.consult = joint.consult

        material = Material(steps)
        self.request_material = material.request_material
        self.rule_on_material = material.rule_on_material
        self.supply = material.supply
        self.supply_as_petitioner = material.supply_as_petitioner
        self.resume = material.resume
        self.close_unsupplied = material.close_unsupplied

        extending = Extending(steps)
        self.request_extension = extending.request_extension
        self.rule_on_extension = extending.rule_on_extension

        self.recount = Recounting(steps).recount

        revisiting = Revisiting(steps)
        self.follow_up = revisiting.follow_up
        self.close_as_explained = revisiting.close_as_explained
        self.reopen = revisiting.reopen
        self.rule_on_withdrawal = revisiting.rule_on_withdrawal

    @property
    def taxonomy(self) -> Taxonomy:
        """The categories in force."""
        return self.steps.taxonomy

    def use(self, catalogue: Catalogue) -> None:
        """Follow another taxonomy, other rules and another dispatch catalogue from the next step on."""
        self.steps.taxonomy, self.steps.rules, self.steps.routes = catalogue.taxonomy, catalogue.rules, catalogue.routes
