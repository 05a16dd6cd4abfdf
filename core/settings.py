"""All settings, read from the environment (prefix `YOUDA_`). Only entry points read them; the rest gets values.

Every field has a default that works offline on a laptop, and a line in docs/settings.md (a test compares the two).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError

from core.errors import InvalidInputError
from core.messages import message

_FIELD = re.compile(r'field "(\w+)"')


class _Group(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="YOUDA_", extra="ignore")


class StorageSettings(_Group):
    """Where things are kept."""

    data_dir: Path = Field(Path("data"), description="Folder of database, files, indexes and keys.")
    database_url: str | None = Field(None, description="SQLAlchemy URL; default: SQLite in the data folder.")
    files_url: str | None = Field(
        None, description="Folder or fsspec URL of original files; default: in the data folder."
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Secret that encrypts personal data and signs ids; default: secret.key (0600) in the data folder.",
    )

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'youda.db'}"

    @property
    def resolved_files_url(self) -> str:
        return self.files_url or str(self.data_dir.absolute() / "files")

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def models_dir(self) -> Path:
        return self.data_dir / "models"


class ServerSettings(_Group):
    """How the server listens and whom it trusts."""

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    allow_plain_http: bool = Field(False, description="Allow plain HTTP on an address that is not loopback.")
    trusted_proxies: list[str] = Field([], description="Addresses whose X-Forwarded-For header is believed.")
    public_url: str | None = Field(None, description="Address under which enterprises reach the server.")
    openai_api_keys: list[SecretStr] = Field([], description="Keys accepted by /v1; needed off loopback.")
    frame_ancestors: list[str] = Field(
        [],
        description="Origins that may embed the chat page under any site id, beside its own.",
    )
    chat_per_minute: int = Field(60, ge=1, description="Questions a visitor may ask in a minute.")
    lookup_tries: int = Field(10, ge=1, description="Petition look-ups a visitor may try in ten minutes.")
    login_per_minute: int = Field(10, ge=1, description="Staff logins tried from one address in a minute.")
    intake_per_minute: int = Field(120, ge=1, description="Petitions one key of another system may hand in a minute.")
    upload_max_mb: int = Field(20, ge=1, description="Largest upload in megabytes.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level of log lines.")


class ZoneSettings(_Group):
    """Whom this deployment serves."""

    zone_name: str | None = Field(None, description="Name of the zone or city, shown on every page.")
    hotline: str = Field("12345", description="Telephone number offered when a page cannot help.")
    region: str | None = Field(
        None, description="Division code; only its documents and those without one are answered from."
    )
    work_start_hour: int = Field(9, ge=0, le=23, description="First working hour of the day, Asia/Shanghai.")
    # Not 24: midnight is the next day, and what is due "on" a day would be due after it.
    work_end_hour: int = Field(
        17,
        ge=1,
        le=23,
        validate_default=True,
        description="End of the working day, after its first hour: cut-off and close of business.",
    )
    retention_years: int = Field(
        2, ge=1, description="Years after its end until contact data and files of a petition are deleted."
    )

    @field_validator("work_end_hour")
    @classmethod
    def _ends_after_it_begins(cls, end: int, info: ValidationInfo) -> int:
        start = info.data.get("work_start_hour")
        if start is not None and end <= start:
            raise PydanticCustomError(
                "hours",
                "the working day begins at {start}, set by YOUDA_WORK_START_HOUR, and ends later",
                {"start": start},
            )
        return end

    @property
    def display_name(self) -> str:
        return self.zone_name or message("site.default_zone")


class TakeoverSettings(_Group):
    """How people take conversations over from the assistant."""

    person_wait_seconds: int = Field(
        180, ge=10, le=3_600, description="Longest wait for a person; then the petition form is offered."
    )
    agent_presence_seconds: int = Field(
        90, ge=30, le=3_600, description="An agent counts as on duty this long after the console was last heard of."
    )
    agent_away_seconds: int = Field(
        300, ge=60, le=86_400, description="Then what an agent holds and left behind goes back to the assistant."
    )


class KnowledgeSettings(_Group):
    """How knowledge is indexed and searched."""

    embedder: str = Field(
        "static",
        description="`static` (shipped table), the folder of a table, of a sentence-transformers model or of an ONNX "
        "export (`st:` or `onnx:` in front decides), or the http(s) URL of an OpenAI-protocol embeddings endpoint.",
    )
    embedder_model: str | None = Field(None, description="Model name that an embeddings endpoint is asked for.")
    embedder_key: SecretStr | None = Field(None, description="Key of the embeddings endpoint, if it wants one.")
    embedder_dimension: int | None = Field(
        None, ge=1, le=65_536, description="Numbers per vector of the endpoint; default: asked once at start."
    )
    embedder_timeout_seconds: float = Field(20.0, gt=0, le=600, description="Longest wait for the endpoint.")
    embedder_retries: int = Field(2, ge=0, le=10, description="Tries of the endpoint after a failure while indexing.")
    embedder_batch: int = Field(32, ge=1, le=2048, description="Texts given at once to a model other than the shipped.")
    question_prefix: str = Field("", description="What the embedding model wants in front of questions (`query: `).")
    passage_prefix: str = Field("", description="What the embedding model wants in front of passages (`passage: `).")
    reranker: str = Field(
        "none",
        description="Cross-encoder that re-orders the best hits: `none`, or a folder (`st:` or `onnx:` as above).",
    )
    rerank_top: int = Field(20, ge=1, le=200, description="Hits that the cross-encoder re-orders.")
    vectors: Literal["chroma"] = Field("chroma", description="Vector index engine.")
    chroma_url: str | None = Field(None, description="Address of a Chroma server; default: embedded.")
    candidates: int = Field(60, ge=10, le=1000, description="Passages taken from each index before ranking.")


class AssistantSettings(_Group):
    """How questions are answered."""

    question_max_chars: int = Field(2000, ge=50, description="Longest question, in characters.")
    max_citations: int = Field(4, ge=1, le=10, description="Most clauses quoted in one answer.")
    evidence_threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Least confidence to answer, 0..1; default: the calibrated one shipped with the model.",
    )
    answer_script: Literal["simplified", "question"] = Field(
        "simplified",
        description="Script of an answer's own words unless the asker wants another; `question`: that of the question.",
    )


class ChatModelSettings(_Group):
    """A chat model of the deployer's own, optional (docs/chat-model.md). Without a URL, answers quote clauses only."""

    chat_model_url: str | None = Field(
        None, description="Base URL of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1; default: none."
    )
    chat_model_name: str | None = Field(None, description="Name under which that server offers the model.")
    chat_model_key: SecretStr | None = Field(None, description="Key of that server, if it wants one.")
    chat_model_temperature: float = Field(0.0, ge=0, le=2, description="Sampling temperature.")
    chat_model_streaming: bool = Field(True, description="Ask for a stream; off for servers that cannot.")
    chat_model_extra: dict[str, Any] = Field(
        {}, description='More fields of each request, as JSON, such as `{"enable_thinking": false}`.'
    )
    chat_model_clauses: int = Field(6, ge=1, le=20, description="Most clauses shown to the model.")
    chat_model_first_token_seconds: float = Field(5.0, gt=0, le=60, description="Longest wait for its first words.")
    chat_model_between_tokens_seconds: float = Field(3.0, gt=0, le=60, description="Longest pause between its words.")
    chat_model_total_seconds: float = Field(
        8.0, gt=0, le=120, description="Longest time for one question, retries included; then clauses are quoted."
    )
    chat_model_retries: int = Field(2, ge=0, le=5, description="Tries after a broken connection, 429 or 5xx.")
    chat_model_output_chars: int = Field(1500, ge=100, le=20_000, description="Most characters read of one reply.")
    chat_model_at_once: int = Field(8, ge=1, le=32, description="Questions put to it at the same time.")
    chat_model_breaker_failures: int = Field(
        5, ge=1, description="Failures in a row after which it is left alone for a while."
    )
    chat_model_breaker_pause_seconds: float = Field(30.0, gt=0, description="How long it is left alone.")


class NoticeSettings(_Group):
    """Where notices go besides the inbox; nowhere by default."""

    notice_targets: dict[str, list[SecretStr]] = Field(
        {},
        description="Apprise addresses by recipient, as JSON: `role:DSP`, `supervisor:1` to `3`, `department:CODE`, "
        "`department` for all, `petitioner`, `asker` (`{phone}` in an address stands for the contact's number).",
    )
    notice_timeout_seconds: float = Field(10.0, gt=0, le=120, description="Longest wait for a target.")
    notice_tries: int = Field(8, ge=1, le=20, description="Tries per notice and target, ever further apart.")


class IngestSettings(_Group):
    """Limits of reading files."""

    parse_timeout_seconds: int = Field(120, ge=1, description="Longest time one file may take to parse.")
    parse_memory_mb: int = Field(
        3072,
        ge=256,
        description="Most address space of one parser process; recognising a page takes 1.9 GB, half of it memory.",
    )
    parse_output_mb: int = Field(256, ge=1, description="Most that a parser may hand back for one file, in megabytes.")
    parser_processes: int = Field(2, ge=1, le=16, description="Files parsed at the same time, each in its own process.")
    parser_niceness: int = Field(10, ge=0, le=19, description="How far parsers stand back from answers (Unix nice).")
    ocr: bool = Field(True, description="Recognise pictures and scanned pages when the `ocr` extra is installed.")
    ocr_timeout_seconds: int = Field(
        1800, ge=1, description="Longest time recognising the pages of one file may take; the rest is reported."
    )
    ocr_threads: int = Field(1, ge=1, description="Threads of each parser that recognises a page.")
    max_file_mb: int = Field(200, ge=1, description="Largest file read, in megabytes.")
    libreoffice: str | None = Field(
        None, description="LibreOffice program that reads DOC, WPS and XLS; default: found by PATH; `off`: none."
    )


class ReportSettings(_Group):
    """What reports count, hide and assess; every default is an assumption to confirm."""

    report_group_min: int = Field(
        3, ge=2, le=100, description="Public reports hide groups of fewer enterprises than this."
    )
    ranking_min_petitions: int = Field(10, ge=1, description="Departments with fewer petitions get no rank.")
    knowledge_review_days: int = Field(180, ge=1, description="Days after which a published entry is to be reviewed.")
    complaints_propose: int = Field(
        5, ge=1, description="Complaints of one department in a questionnaire that propose a supervision order."
    )
    hot_voices: int = Field(
        5, ge=2, le=1_000, description="Petitions and questions about one thing in seven days that make a hot issue."
    )
    hot_senders: int = Field(3, ge=1, le=1_000, description="Enterprises they must come from, at least.")
    hot_times_usual: float = Field(
        2.0, ge=1, le=100, description="How many times the weekly mean of the four weeks before they must be."
    )
    hot_seasons: dict[str, tuple[int, int]] = Field(
        default_factory=dict,
        description='Matters of a season, with their first and last month, as JSON: {"word": [3, 6]}.',
    )
    hot_season_voices: int = Field(3, ge=1, le=1_000, description="Voices that make a matter of its season hot.")
    hot_most_voices: int = Field(
        3_000, ge=100, le=6_000, description="Petitions, and questions, of five weeks that are compared; the newest."
    )
    hot_look_minutes: int = Field(
        60, ge=1, le=1_440, description="Minutes between two looks for hot issues while the server runs."
    )
    assessment_on_time: float = Field(30, ge=0, le=100, description="Points of a department for answers on time.")
    assessment_satisfied: float = Field(30, ge=0, le=100, description="Points for ratings of four stars or more.")
    assessment_solved: float = Field(20, ge=0, le=100, description="Points for petitions that were solved.")
    assessment_conduct: float = Field(10, ge=0, le=100, description="Points for signing in time and proper returns.")
    assessment_knowledge: float = Field(10, ge=0, le=100, description="Points for entries reviewed in time.")
    assessment_yellow: float = Field(1, ge=0, le=100, description="Points taken off for each yellow alert.")
    assessment_orange: float = Field(2, ge=0, le=100, description="Points taken off for each orange alert.")
    assessment_red: float = Field(5, ge=0, le=100, description="Points taken off for each red alert.")


class LoopSettings(_Group):
    """What is learned from petitions and from questions without an answer (docs/learning.md)."""

    reuse_natures: list[Literal["consultation", "help", "suggestion", "complaint", "report", "praise"]] = Field(
        ["consultation"], description="Natures of closed petitions whose reply is drafted as knowledge, as JSON."
    )
    reuse_least_stars: int = Field(4, ge=1, le=5, description="Least rating of a reply that is drafted as knowledge.")
    reuse_unrated: bool = Field(True, description="Draft knowledge from replies that nobody rated in time too.")
    gap_days: int = Field(180, ge=1, description="Days back from which questions without an answer are gathered.")
    gap_likeness: float = Field(
        0.6, gt=0, lt=1, description="Mean cosine of questions that are one gap; another embedder wants another."
    )
    gap_low_stars: int = Field(2, ge=0, le=5, description="A conversation rated at most so is badly rated.")
    gap_answered_share: float = Field(
        0.8, gt=0, le=1, description="Share of a gap's wordings that must be answered to resolve it."
    )


class Settings(_Group):
    """Everything that can be set, grouped by package."""

    storage: StorageSettings = Field(default_factory=lambda: StorageSettings())
    server: ServerSettings = Field(default_factory=lambda: ServerSettings())
    zone: ZoneSettings = Field(default_factory=lambda: ZoneSettings())
    takeover: TakeoverSettings = Field(default_factory=lambda: TakeoverSettings())
    knowledge: KnowledgeSettings = Field(default_factory=lambda: KnowledgeSettings())
    assistant: AssistantSettings = Field(default_factory=lambda: AssistantSettings())
    chat_model: ChatModelSettings = Field(default_factory=lambda: ChatModelSettings())
    notices: NoticeSettings = Field(default_factory=lambda: NoticeSettings())
    ingest: IngestSettings = Field(default_factory=lambda: IngestSettings())
    reports: ReportSettings = Field(default_factory=lambda: ReportSettings())
    loop: LoopSettings = Field(default_factory=lambda: LoopSettings())


def _unusable(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(f"The setting YOUDA_{field.upper()} has a value that cannot be used: {reason}.")


def load_settings(*, data_dir: Path | None = None) -> Settings:
    """Read the environment; `data_dir` (a command-line option) wins over YOUDA_DATA_DIR.

    Raises InvalidInputError naming the first variable whose value cannot be used.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise _unusable(str(first["loc"][-1]) if first["loc"] else "*", first["msg"]) from error
    except SettingsError as error:
        field = _FIELD.search(str(error))
        raise _unusable(field[1] if field else "*", 'write lists as JSON, such as ["a", "b"]') from error
    if data_dir is not None:
        settings.storage.data_dir = data_dir
    return settings
