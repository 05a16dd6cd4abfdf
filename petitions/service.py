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
from petitions.actions.desk import Desk
from petitions.actions.dispatching import DispatcherActions
from petitions.actions.handling import HandlerActions
from petitions.actions.petitioner import PetitionerActions
from petitions.catalogue.types import Catalogue
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
        self.withdraw = petitioner.withdraw
        self.rate = petitioner.rate

        desk = Desk(steps)
        self.desk_list = desk.desk_list
        self.detail = desk.detail
        self.reveal = desk.reveal
        self.suggest_departments = desk.suggest_departments

        dispatcher = DispatcherActions(steps)
        self.accept = dispatcher.accept
        self.refuse = dispatcher.refuse
        self.dispatch = dispatcher.dispatch

        handler = HandlerActions(steps)
        self.sign = handler.sign
        self.reply = handler.reply

    @property
    def taxonomy(self) -> Taxonomy:
        """The categories in force."""
        return self.steps.taxonomy

    def use(self, catalogue: Catalogue) -> None:
        """Follow another taxonomy, other rules and another dispatch catalogue from the next step on."""
        self.steps.taxonomy, self.steps.rules, self.steps.routes = catalogue.taxonomy, catalogue.rules, catalogue.routes
