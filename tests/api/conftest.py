"""One real runtime for the HTTP tests of a module: SQLite, embedded indexes, shipped model; nothing replaced."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.accounts.permissions import load_permissions
from api.accounts.repository import AccountRepository
from api.accounts.service import AccountService
from api.accounts.types import AccountDraft
from api.app import create_app
from api.runtime import Runtime
from core.actors import OPERATOR, SYSTEM, Role
from core.clock import Clock, SystemClock
from core.departments import Department, DepartmentRepository
from core.logging import configure_logging
from core.settings import load_settings
from knowledge.drafts import DraftFrame, faq_draft
from knowledge.types import (
    Authority,
    Clause,
    ClauseKind,
    Description,
    EntryDraft,
    EntryKind,
    EntryVersion,
    FaqDetails,
    PassageDraft,
    Source,
)
from tests.support.serving import serving

PASSWORD = "correct-horse-9"
QUESTION = "企业研发费用补助最高多少"
TITLE = "云岭高新区企业研发费用补助办法"
ARTICLES = (
    "第一条 本办法适用于在云岭高新区注册的企业。",
    "第二条 企业研发费用补助按实际支出的百分之十给予，最高五十万元。",
)
NEIGHBOURS = {
    "云岭高新区人才住房补贴办法": (
        "第一条 符合条件的引进人才可以申请住房补贴。",
        "第二条 博士每月补贴三千元，硕士每月补贴一千五百元，期限三年。",
    ),
    "云岭高新区贷款贴息实施细则": (
        "第一条 中小微企业首次贷款可以申请贴息。",
        "第二条 贴息比例为实际支付利息的百分之四十，最高三十万元。",
    ),
    "云岭高新区高新技术企业奖励办法": (
        "第一条 本办法适用于首次认定的高新技术企业。",
        "第二条 首次认定的高新技术企业奖励二十万元。",
    ),
    "云岭高新区稳岗补贴通知": (
        "第一条 不裁员少裁员的企业可以申请稳岗返还。",
        "第二条 返还比例为上年度缴纳失业保险费的百分之六十。",
    ),
    "云岭高新区工业用地供应办法": (
        "第一条 工业用地以招标拍卖挂牌方式供应。",
        "第二条 工业用地出让年限不超过五十年。",
    ),
}
"""Other policies, so that the one asked about has to be found among several."""
ORIGINAL = "云岭高新区企业研发费用补助办法 原件".encode()


@dataclass(frozen=True, slots=True)
class Staff:
    """A logged-in member of staff; writes carry the CSRF token."""

    client: TestClient
    csrf: str
    account_id: str

    def get(self, url: str, **values: object) -> httpx.Response:
        return self.client.get(url, **values)  # type: ignore[arg-type]

    def send(self, method: str, url: str, **values: object) -> httpx.Response:
        return self.client.request(method, url, headers={"X-CSRF-Token": self.csrf}, **values)  # type: ignore[arg-type]

    def post(self, url: str, json: object = None) -> httpx.Response:
        return self.send("POST", url, json=json)


@pytest.fixture(scope="module")
def module_clock() -> Clock:
    """The clock of the module's server; a module that is about a time of day brings one of its own."""
    return SystemClock()


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory, module_clock: Clock) -> Iterator[Runtime]:
    configure_logging(level="error")
    settings = load_settings(data_dir=tmp_path_factory.mktemp("data"))
    runtime = Runtime(settings, module_clock)
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    runtime.accounts = AccountService(AccountRepository(), runtime.clock, load_permissions(), cheap)
    with runtime:
        with runtime.database.unit_of_work() as session:
            for code, name in (("HR", "人力资源局"), ("SCI", "科技创新局")):
                DepartmentRepository().upsert(session, Department(code=code, name=name))
        yield runtime


@pytest.fixture(scope="module")
def policy(runtime: Runtime) -> EntryVersion:
    """A policy in force, with its original file, among others."""
    with runtime.database.unit_of_work() as session:
        for number, (title, articles) in enumerate(NEIGHBOURS.items(), start=10):
            draft = policy_draft(title=title, articles=articles, number=f"云高管规〔2024〕{number}号")
            runtime.knowledge.publish_import(session, draft, OPERATOR)
        entry = runtime.knowledge.publish_import(session, policy_draft(runtime.files.put(ORIGINAL)), OPERATOR)
    runtime.indexer.follow_once()
    return entry


@pytest.fixture(scope="module")
def faq(runtime: Runtime) -> EntryVersion:
    """A published FAQ without a legal basis."""
    details = FaqDetails(
        standard_question="企服中心几点上班", answer="工作日九点到十七点。", no_basis_reason="内部安排"
    )
    frame = DraftFrame(description=Description(department_code="SCI"))
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.publish_import(session, faq_draft(details, frame), OPERATOR)
    runtime.indexer.follow_once()
    return entry


@pytest.fixture(scope="module")
def address(runtime: Runtime) -> Iterator[str]:
    """A real server on a free port of this machine."""
    with serving(create_app(runtime)) as url:
        yield url


@pytest.fixture
def make_app(runtime: Runtime) -> Callable[[], FastAPI]:
    """Return a function that makes an application with the settings of that moment."""
    return lambda: create_app(runtime)


@pytest.fixture
def app(make_app: Callable[[], FastAPI]) -> FastAPI:
    return make_app()


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def log_in(app: FastAPI, runtime: Runtime) -> Callable[..., Staff]:
    """Return a function that makes an account with these roles and logs it in."""

    def make(*roles: Role, department: str | None = None, region: str | None = None) -> Staff:
        name = f"{'-'.join(roles).lower()}-{secrets.token_hex(4)}"
        draft = AccountDraft(
            user_name=name,
            display_name=f"测试{name}",
            roles=frozenset(roles),
            department_code=department,
            region_code=region,
            must_change_password=False,
        )
        with runtime.database.unit_of_work() as session:
            account = runtime.accounts.create(session, draft, PASSWORD, SYSTEM)
        client = TestClient(app, client=(f"203.0.113.{secrets.randbelow(250)}", 1))
        reply = client.post("/api/staff/login", json={"user_name": name, "password": PASSWORD})
        assert reply.status_code == 200, reply.text
        return Staff(client, reply.json()["csrf_token"], account.id)

    return make


def policy_draft(
    sha256: str | None = None,
    *,
    title: str = TITLE,
    articles: tuple[str, str] = ARTICLES,
    number: str | None = None,
) -> EntryDraft:
    """Return a policy in force; every title has a document number of its own."""
    number = number or f"云高管规〔2025〕{3 if title == TITLE else 100 + crc32(title.encode()) % 9_000}号"
    body, cut = "\n".join(articles), len(articles[0])
    clauses = (
        Clause("t1", None, ClauseKind.ARTICLE, "1", "", "第一条", 0, cut, cut),
        Clause("t2", None, ClauseKind.ARTICLE, "2", "", "第二条", cut + 1, len(body), len(body)),
    )
    name = "研发补助 办法.docx"
    return EntryDraft(
        kind=EntryKind.POLICY_DOCUMENT,
        title=title,
        body=body,
        clauses=clauses,
        passages=tuple(PassageDraft(c.id, c.start, c.end, title) for c in clauses),
        description=Description(
            document_number=number,
            issuing_bodies=("云岭高新区管委会",),
            authority=Authority.NORMATIVE_DOCUMENT,
            issued_on=date(2025, 1, 10),
            effective_from=date(2025, 2, 1),
            department_code="SCI",
        ),
        source=Source(file_name=name, sha256=sha256, media_type="application/msword") if sha256 else Source(),
    )


def petition_form(**changes: object) -> dict[str, object]:
    form: dict[str, object] = {
        "title": "研发补助何时到账",
        "content": "我公司三月提交了研发费用补助申请，至今没有到账，请核实进度。",
        "contact_name": "王小明",
        "contact_phone": "13900001234",
        "enterprise_name": "云岭测试有限公司",
        "nature": "help",
        "category_code": "03",
        "consent": True,
    }
    return form | changes
