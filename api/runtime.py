"""Everything one process runs with: built from settings here and nowhere else."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import TracebackType

from api.accounts.build import build_accounts
from api.drafting import draft_due_reports
from api.holdings import held_elsewhere
from api.imports import ImportQueue
from api.keys.service import ApiKeys
from api.repeating import Repeating
from api.widget.service import WidgetSites
from api.working_time import ZoneWorkingTime
from assistant.answer_requests import AnswerRequests
from assistant.build import build_assistant, build_replayer, build_takeover, build_trier
from assistant.chat_model.build import build_chat_model
from assistant.repository import unanswered_questions
from core.clock import Clock, SystemClock
from core.database import Database
from core.errors import AppError, StorageError
from core.files import FileStore
from core.locks import OwnerLock
from core.logging import get_logger
from core.schema import upgrade
from core.settings import Settings
from core.vault import Vault, load_or_create_key
from enterprises.build import build_enterprises
from eval.golden.build import build_golden, build_golden_runner
from ingest.build import build_faq_import, build_file_reader, build_ingest
from ingest.running.held import HeldVersions
from ingest.sources.service import SourceService
from knowledge.build import build_embedder, build_indexer, build_knowledge, build_model_loader, build_search
from knowledge.comments import CommentService
from knowledge.conflicts.service import ConflictService, ConflictWatch
from knowledge.learning.live import LiveModel
from knowledge.learning.registry import ModelRegistry
from knowledge.learning.service import LearningService
from knowledge.relating import RelationService
from knowledge.reviewing import ReviewDates
from petitions.build import (
    build_attachments,
    build_catalogue,
    build_deliverer,
    build_import,
    build_petitions,
    build_retention,
    build_reuse,
    build_suggester,
    build_sweep,
)
from petitions.invitations.service import PURPOSE, InvitationService
from petitions.notices.service import NoticeService
from petitions.notices.targets import Targets
from petitions.notices.writer import NoticeWriter
from petitions.repository import PetitionRepository
from petitions.reuse.writer import ReuseWriter
from petitions.service import PetitionService
from petitions.suggesting import recipe
from petitions.supervision.service import SupervisionService
from petitions.types import WorkRules
from reports.build import (
    build_appeals,
    build_gap_checker,
    build_gaps,
    build_issue_watch,
    build_issues,
    build_questionnaires,
    build_reports,
    hot_rule_from,
    rules_from,
)

_DAILY_CHECK_SECONDS = 30
_CATALOGUE_SECONDS = 30
_LEARN_SECONDS = 300
_SWEEP_SECONDS = 30
_HAND_OVERS_SECONDS = 3
_DRAFTING_SECONDS = 600
_NOTICES_SECONDS = 1
_REUSE_SECONDS = 1
_GAPS_SECONDS = 60
_NUMBERS_KEPT_DAYS = 30
_GAP_CHECK_SECONDS = 5
_CONFLICTS_SECONDS = 15
_DELIVERIES_SECONDS = 5
_log = get_logger("runtime")


class Runtime:
    """The services of one data folder.

    Making it creates the folder and its key. `prepare` brings the schema up to date; `start` also takes the owner
    lock, opens the indexes and runs the background work. A process that only writes database and outbox beside a
    running server calls `prepare` alone.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None, *, index_dir: Path | None = None) -> None:
        """`index_dir` is where the indexes lie when not in the data folder."""
        self.settings = settings
        self.clock = clock or SystemClock()
        storage = settings.storage
        _make_folder(settings)
        secret = storage.secret_key.get_secret_value() if storage.secret_key else None
        self.vault = Vault(secret or load_or_create_key(storage.data_dir / "secret.key"))
        self.database = Database(storage.resolved_database_url)
        self.files = FileStore(storage.resolved_files_url)
        self.lock = OwnerLock(storage.data_dir / "owner.lock")
        self.knowledge = build_knowledge(self.clock)
        self.review_dates = ReviewDates(self.clock)
        self.comments = CommentService(self.clock)
        self.conflicts = ConflictService(self.clock, self.knowledge)
        self.relations = RelationService(self.clock)
        self.models = ModelRegistry(storage.models_dir)
        loader = build_model_loader(settings.knowledge, self.models)
        chosen, own_embedder = loader.chosen(), partial(build_embedder, settings.knowledge)
        self.indexer = build_indexer(
            settings.knowledge,
            self.database,
            index_dir or storage.index_dir,
            embedder=chosen.model.embedder or own_embedder(),
        )
        self.search = build_search(settings.knowledge, self.database, self.indexer)
        self.learning = LearningService(self.clock)
        self.live_model = LiveModel(
            self.database,
            loader,
            self.learning,
            self.indexer,
            self.search,
            started_with=chosen,
            own_embedder=own_embedder,
        )
        self.chat_model = build_chat_model(settings.chat_model)
        self.working_time = ZoneWorkingTime(settings.zone, PetitionRepository().calendar)
        self.takeover = build_takeover(settings.takeover, self.clock, self.working_time)
        self.assistant = build_assistant(
            settings.assistant,
            settings.zone,
            self.database,
            self.search,
            self.clock,
            self.chat_model,
            takeover=self.takeover,
        )
        self.replayer = build_replayer(settings.assistant, settings.zone, self.database, self.search, self.clock)
        self.trier = build_trier(settings.assistant, settings.zone, self.database, self.search, self.clock)
        self.conflict_watch = ConflictWatch(self.database, self.indexer, self.clock)
        self.golden = build_golden(self.clock, self.knowledge)
        self.golden_runner = build_golden_runner(
            settings.assistant, settings.zone, self.database, self.search, self.indexer, self.knowledge, self.clock
        )
        self.answer_requests = AnswerRequests(self.vault, self.clock)
        self.petitions = self.petitions_on(self.clock)
        self.enterprises = build_enterprises(self.clock)
        report_rules = rules_from(settings.reports)
        self.reports = build_reports(self.clock, lambda code: self.petitions.taxonomy.name(code), report_rules)
        self.questionnaires = build_questionnaires(self.clock, report_rules)
        self.appeals = build_appeals(self.clock)
        self.issues = build_issues(self.clock)
        self.issue_watch = build_issue_watch(
            self.database, self.clock, hot_rule_from(settings.reports), most_voices=settings.reports.hot_most_voices
        )
        self.drafting = Repeating(
            "reports", partial(draft_due_reports, self.database, self.reports), seconds=_DRAFTING_SECONDS
        )
        self.sweep = build_sweep(self.database, self.petitions)
        self.catalogue = build_catalogue(self.petitions, self.clock, self._work_rules(), holders=[held_elsewhere])
        self.suggester = build_suggester(self.petitions)
        self.category_models = ModelRegistry(storage.models_dir / recipe.FOLDER)
        self.attachments = build_attachments(self.petitions, self.files)
        self.retention = build_retention(
            self.database, self.petitions, self.attachments, years=settings.zone.retention_years
        )
        self.petition_import = build_import(self.database, self.petitions, self.clock)
        steps, public_url = self.petitions.steps, settings.server.public_url or ""
        self.invitations = InvitationService(steps, self.vault.signing_key(PURPOSE), public_url)
        self.supervision = SupervisionService(steps)
        self.notices = NoticeService(steps, self.invitations)
        about = settings.notices
        targets = Targets(
            {name: [address.get_secret_value() for address in found] for name, found in about.notice_targets.items()}
        )
        self.notice_writer = NoticeWriter(self.database, self.clock, self.invitations, targets)
        self.deliverer = build_deliverer(
            self.database,
            self.petitions,
            self.invitations,
            targets,
            self.answer_requests.phone,
            timeout_seconds=about.notice_timeout_seconds,
            tries=about.notice_tries,
        )
        self.reuse = build_reuse(
            self.petitions,
            self.knowledge,
            self.learning,
            unanswered_questions,
            settings.loop,
            region_code=settings.zone.region,
        )
        self.reuse_writer = ReuseWriter(self.database, self.reuse)
        self.gaps = build_gaps(
            settings.loop, self.clock, self.knowledge, lambda: self.indexer.embedder, self.suggester.department_for
        )
        unaided = self.assistant
        if self.chat_model is not None:
            unaided = build_assistant(settings.assistant, settings.zone, self.database, self.search, self.clock)
        self.gap_checker = build_gap_checker(
            settings.loop, self.database, self.clock, unaided, self.answer_requests, self.indexer
        )
        hot_seconds = settings.reports.hot_look_minutes * 60
        self._repeating = [
            Repeating("hot issues", self.issue_watch.run_when_new, seconds=hot_seconds),
            Repeating("catalogue", self.use_catalogue, seconds=_CATALOGUE_SECONDS),
            Repeating("hand-overs", self._sweep_hand_overs, seconds=_HAND_OVERS_SECONDS),
            Repeating("sweep", self.sweep.run, seconds=_SWEEP_SECONDS),
            Repeating("categories", self._learn_categories, seconds=_LEARN_SECONDS),
            Repeating("conflicts", self.conflict_watch.look, seconds=_CONFLICTS_SECONDS),
            Repeating("notices", self.notice_writer.follow, seconds=_NOTICES_SECONDS),
            Repeating("reuse", self.reuse_writer.follow, seconds=_REUSE_SECONDS),
            Repeating("gaps", self._gather_gaps, seconds=_GAPS_SECONDS),
            Repeating("gap checks", self.gap_checker.run, seconds=_GAP_CHECK_SECONDS),
        ]
        if about.notice_targets:
            self._repeating.append(Repeating("deliveries", self.deliverer.deliver, seconds=_DELIVERIES_SECONDS))
        self.accounts = build_accounts(self.clock)
        self.api_keys = ApiKeys(self.clock)
        self.widget_sites = WidgetSites(self.clock)
        calendar_of = PetitionRepository().calendar
        self.sources = SourceService(self.clock, calendar_of, closes_hour=settings.zone.work_end_hour)
        self.ingest = build_ingest(
            settings.ingest, self.database, self.knowledge, self.files, self.clock, folder=storage.data_dir
        )
        self.faq_import = build_faq_import(settings.ingest, self.database, self.knowledge, self.files, self.clock)
        self.held = HeldVersions(self.database, self.knowledge)
        self.visitor_files = build_file_reader(settings.ingest, max_mb=settings.server.upload_max_mb)
        self.imports = ImportQueue(
            self.ingest, storage.data_dir / "incoming", most_megabytes=settings.server.upload_max_mb
        )
        self.ready = False
        self._stopping = threading.Event()
        self._daily: threading.Thread | None = None

    def petitions_on(self, clock: Clock) -> PetitionService:
        """Return the petition service on a clock of its own, as simulations and the sample base need it."""
        return build_petitions(self.vault, clock, rules=self._work_rules())

    def use_catalogue(self) -> None:
        """Have petitions follow what the administrator decided, here or in another process."""
        with self.database.reading() as session:
            self.petitions.use(self.catalogue.in_force(session))

    def _work_rules(self) -> WorkRules:
        zone = self.settings.zone
        return WorkRules(opens_hour=zone.work_start_hour, closes_hour=zone.work_end_hour)

    def prepare(self) -> None:
        """Bring the schema up to date, keeping a copy of the database first. Raises NewerSchemaError."""
        upgrade(self.database, backup_folder=self.settings.storage.data_dir / "backups")
        self.use_catalogue()

    def start(self, *, label: str = "youda") -> None:
        """Own the indexes, open them, and keep them level; does nothing when it is running already.

        Raises FolderOwnedError when another process has them.
        """
        if self.ready:
            return
        self.lock.acquire(label)
        try:
            self.prepare()
            self._settle()
            self._apply_catalogue()
            self.imports.start()
            self.indexer.open()
            self.live_model.open()
        except BaseException:
            self.lock.release()
            raise
        self.live_model.start()
        self.indexer.start()
        if self.chat_model is not None:
            self.chat_model.warm_up()
        self._stopping.clear()
        self._daily = threading.Thread(target=self._run_daily, name="daily", daemon=True)
        self._daily.start()
        for repeating in self._repeating:
            repeating.start()
        self.drafting.start()
        self.ready = True

    def stop(self) -> None:
        """End background work, close the indexes and give the lock back. May be called twice."""
        self.ready = False
        self._stopping.set()
        self.drafting.stop()
        for repeating in self._repeating:
            repeating.stop()
        self.imports.close()
        self.faq_import.close()
        self.visitor_files.close()
        if self._daily is not None:
            self._daily.join()
            self._daily = None
        self.live_model.stop()
        self.indexer.stop()
        if self.chat_model is not None:
            self.chat_model.close()
        self.database.dispose()
        self.lock.release()

    def __enter__(self) -> Runtime:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _sweep_hand_overs(self) -> None:
        """End waiting that nobody ended in time, and give back what an agent left behind."""
        with self.database.reading() as session:
            is_due = self.takeover.is_sweep_due(session)
        if is_due:
            with self.database.unit_of_work() as session:
                self.takeover.sweep(session)

    def _learn_categories(self) -> None:
        """Learn the categories of petitions anew when enough more were confirmed."""
        self.suggester.model.use(recipe.chosen(self.category_models)[1])
        with self.database.reading() as session:
            self.suggester.learn_when_stale(session)

    def _gather_gaps(self) -> None:
        """Gather what found no good answer."""
        with self.database.reading() as session:
            is_due = self.gaps.prepare(session)
        if is_due:
            with self.database.unit_of_work() as session:
                self.gaps.refresh(session)

    def _settle(self) -> None:
        """Move what ended yesterday out of the live index: expired, or taken over by its successor.

        Numbers of askers who were told a while ago have served their purpose, and go.
        """
        told_before = self.clock.now() - timedelta(days=_NUMBERS_KEPT_DAYS)
        with self.database.unit_of_work() as session:
            settled = self.knowledge.settle_due(session)
            self.answer_requests.forget_told(session, before=told_before)
        if settled:
            _log.info("versions_settled", count=settled)
        erased = self.retention.run()
        if erased:
            _log.info("personal_data_erased", petitions=erased)

    def _apply_catalogue(self) -> None:
        """Put in force what was decided for today; what cannot be any more stays as it was, and is logged."""
        try:
            with self.database.unit_of_work() as session:
                self.catalogue.apply_due(session)
        except AppError as error:
            _log.error("catalogue_not_applied", code=error.code, detail=error.message)
        self.use_catalogue()

    def _run_daily(self) -> None:
        day = self.clock.today()
        while not self._stopping.wait(_DAILY_CHECK_SECONDS):
            if self.clock.today() == day:
                continue
            try:
                self._settle()
                self._apply_catalogue()
                day = self.clock.today()
            except AppError as error:
                _log.error("daily_work_failed", code=error.code, detail=error.message)


def _make_folder(settings: Settings) -> None:
    folder = settings.storage.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".write-test"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StorageError(
            f"The data folder '{folder}' cannot be written ({error.strerror}). Choose another with --data or "
            "YOUDA_DATA_DIR, or change its permissions."
        ) from error
