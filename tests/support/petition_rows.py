"""A year of made-up petitions as rows, inserted in bulk: for measuring what reads many of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from core.database import Database
from enterprises.tables import EnterpriseRow
from petitions.tables import PetitionEventTable, PetitionTable, RatingTable, ReplyTable, TicketTable

DEPARTMENTS = tuple(f"DEP-{n:02d}" for n in range(12))
_TABLES = (EnterpriseRow, PetitionTable, PetitionEventTable, TicketTable, ReplyTable, RatingTable)
_BATCH = 2_000
_ENTERPRISES = 20_000


def insert_year(database: Database, year: int, count: int, *, seed: int = 1) -> None:
    """Insert `count` petitions spread over a year, most of them answered and rated, with all their rows."""
    rows = _rows(random.Random(seed), year, count)
    while batch := list(islice(rows, _BATCH)):
        with database.unit_of_work() as session:
            for table in _TABLES:
                found = [values for kind, values in batch if kind is table]
                if found:
                    session.execute(insert(table), found)


def _rows(chance: random.Random, year: int, count: int) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    begin = datetime(year, 1, 1, tzinfo=UTC)
    for number in range(_ENTERPRISES):
        yield EnterpriseRow, _enterprise(chance, number, begin)
    for number in range(count):
        submitted = begin + timedelta(minutes=chance.randrange(365 * 24 * 60))
        yield from _petition(chance, f"{year}-{number}", f"SQ{submitted:%Y%m%d}{number:06d}", submitted)


def _enterprise(chance: random.Random, number: int, at: datetime) -> dict[str, Any]:
    return {
        "credit_code": f"E{number:017d}", "name": f"企业{number}", "name_folded": f"企业{number}",
        "industry": f"C{chance.randrange(13, 44)}", "region": f"9901{chance.randrange(1, 20):02d}",
        "region_name": "区", "size": chance.choice(("large", "medium", "small", "micro", "to_verify")), "evidence": {},
        "created_at": at, "updated_at": at, "lock": 0, "employees": None, "revenue": None, "total_assets": None,
    }  # fmt: skip


def _petition(
    chance: random.Random, key: str, number: str, submitted: datetime
) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    accepted, lead = submitted + timedelta(hours=2), chance.choice(DEPARTMENTS)
    due = accepted + timedelta(days=chance.choice((1, 3, 7)))
    answered = accepted + timedelta(hours=chance.expovariate(1 / 60)) if chance.random() < 0.95 else None
    rated = answered + timedelta(days=1) if answered and chance.random() < 0.6 else None
    yield PetitionTable, {
        "id": key, "number": number, "state": "closed" if rated else "answered" if answered else "processing",
        "title": "标题", "content": "内容" * 50, "identity": "named", "urgency": "normal", "cycle": 1, "lock": 1,
        "nature": chance.choice(("consultation", "help", "complaint", "suggestion")),
        "channel": chance.choice(("widget", "visit", "hotline_12345", "window")),
        "category_code": f"{chance.randrange(1, 14):02d}-{chance.randrange(1, 6)}", "lead_department_code": lead,
        "credit_code": f"E{chance.randrange(_ENTERPRISES):017d}", "enterprise_name": "某企业",
        "submitted_at": submitted, "accept_by": due, "accepted_at": accepted, "started_at": accepted, "due_at": due,
        "orange_after": due + timedelta(days=3), "red_after": due + timedelta(days=5), "stopped_at": answered,
        "answered_at": answered, "closed_at": rated,
    }  # fmt: skip
    signed = accepted + timedelta(hours=chance.choice((2, 6)))
    happened = [("submitted", submitted), ("accepted", accepted), ("dispatched", accepted), ("signed", signed)]
    happened += [(code, at) for code, at in (("answered", answered), ("rated", rated), ("closed", rated)) if at]
    for code, at in happened:
        yield PetitionEventTable, {
            "petition_id": key, "rule": "T", "code": code, "at": at, "actor_id": "u", "actor_name": "u",
            "from_state": "draft", "to_state": "draft", "department_code": lead, "params": {},
        }  # fmt: skip
    yield TicketTable, {
        "id": f"t{key}", "petition_id": key, "department_code": lead, "role": "lead", "cycle": 1, "sign_by": due,
        "dispatched_at": accepted, "dispatched_by": "u", "signed_at": signed,
    }  # fmt: skip
    if answered:
        yield ReplyTable, {
            "id": f"r{key}", "petition_id": key, "cycle": 1, "text": "答复", "resolution": "resolved", "basis": [],
            "author_id": "u", "answered_at": answered,
        }  # fmt: skip
    if rated:
        yield RatingTable, {
            "id": f"s{key}", "petition_id": key, "cycle": 1, "stars": chance.randrange(1, 6), "rated_at": rated,
        }  # fmt: skip
