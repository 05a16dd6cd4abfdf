"""Puts the petitions domain together; the only module here that names concrete parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from core.clock import Clock
from core.database import Database
from core.departments import DepartmentRepository
from core.files import FileStore
from core.settings import LoopSettings
from core.vault import Vault
from knowledge.learning.registry import ModelRegistry
from knowledge.learning.service import LearningService
from knowledge.service import KnowledgeService
from petitions.alerts.sweep import Sweep
from petitions.attachments.service import AttachmentService
from petitions.catalogue.service import CatalogueService
from petitions.catalogue.types import Holder
from petitions.closing import Closing
from petitions.exchange.service import PetitionImport
from petitions.invitations.service import InvitationService
from petitions.notices.delivery import Deliverer
from petitions.notices.senders import AppriseSender
from petitions.notices.targets import Targets
from petitions.recipients import Recipient
from petitions.retention import Retention
from petitions.reuse.service import Questions, ReplyReuse
from petitions.reuse.types import ReuseRule
from petitions.service import PetitionService
from petitions.suggesting.model import LiveCategoryModel
from petitions.suggesting.service import Suggester
from petitions.suggesting.training import CategoryTrainer
from petitions.taxonomy import load_taxonomy
from petitions.types import DEFAULT_RULES, Nature, WorkRules


def build_petitions(
    vault: Vault, clock: Clock, *, rules: WorkRules = DEFAULT_RULES, taxonomy_path: Path | None = None
) -> PetitionService:
    """Return the service with the shipped taxonomy, or the one of a deployment; reads one small file."""
    return PetitionService(vault, clock, load_taxonomy(taxonomy_path), DepartmentRepository(), rules)


def build_sweep(database: Database, petitions: PetitionService) -> Sweep:
    """Return the sweep of all deadlines of these petitions."""
    return Sweep(database, Closing(petitions.steps))


def build_import(database: Database, petitions: PetitionService, clock: Clock) -> PetitionImport:
    """Return the import of other systems' tables into these petitions."""
    return PetitionImport(database, petitions, clock)


def build_attachments(petitions: PetitionService, files: FileStore) -> AttachmentService:
    """Return the service for the files of these petitions."""
    return AttachmentService(petitions.steps, files)


def build_retention(
    database: Database, petitions: PetitionService, attachments: AttachmentService, *, years: int
) -> Retention:
    """Return what deletes contact data and files of petitions that ended so many years ago."""
    return Retention(database, petitions.steps, attachments, years=years)


def build_catalogue(
    petitions: PetitionService, clock: Clock, rules: WorkRules, *, holders: Sequence[Holder] = ()
) -> CatalogueService:
    """Return the service for what is decided about petitions; `rules` are those of the settings, to decide upon.

    Another calendar has the due times of these petitions counted anew.
    """
    return CatalogueService(clock, load_taxonomy(), rules, holders, on_calendar=petitions.recount)


def build_deliverer(
    database: Database,
    petitions: PetitionService,
    invitations: InvitationService,
    targets: Targets,
    asker_phone: Callable[[Session, str], str | None],
    *,
    timeout_seconds: float,
    tries: int,
) -> Deliverer:
    """Return what carries notices to their targets through Apprise; `asker_phone` knows who waits for an answer."""

    def phone(session: Session, recipient: Recipient, petition_id: str | None) -> str | None:
        if petition_id is None:
            return asker_phone(session, recipient.code)
        steps = petitions.steps
        contact = steps.intake.contact(session, steps.repository.by_id(session, petition_id))
        return contact.phone if contact and contact.phone else None

    sender = AppriseSender(timeout_seconds=timeout_seconds)
    return Deliverer(database, petitions.steps.clock, targets, sender, phone, invitations.link, tries=tries)


def build_category_trainer(
    database: Database, petitions: PetitionService, registry: ModelRegistry, clock: Clock
) -> CategoryTrainer:
    """Return what learns categories better from what these petitions were confirmed and corrected to be."""
    return CategoryTrainer(database, registry, petitions.taxonomy, clock)


def build_suggester(petitions: PetitionService) -> Suggester:
    """Return what suggests category, department and like cases; it has learned nothing yet."""
    return Suggester(petitions.steps, LiveCategoryModel())


def build_reuse(
    petitions: PetitionService,
    knowledge: KnowledgeService,
    learning: LearningService,
    questions: Questions,
    settings: LoopSettings,
    *,
    region_code: str | None,
) -> ReplyReuse:
    """Return what drafts knowledge from the replies to these petitions."""
    rule = ReuseRule(
        natures=frozenset(map(Nature, settings.reuse_natures)),
        least_stars=settings.reuse_least_stars,
        takes_unrated=settings.reuse_unrated,
    )
    return ReplyReuse(petitions.steps, knowledge, learning, questions, rule, region_code)
