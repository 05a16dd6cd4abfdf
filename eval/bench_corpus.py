"""Made-up policies for measuring speed: as long and as alike as real ones, the same on every machine."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from knowledge.types import Clause, ClauseKind, Description, EntryDraft, EntryKind, PassageDraft

_YEAR = 2025


@dataclass(frozen=True, slots=True)
class MadeUpPolicy:
    """One policy: its title, its number, who issued it, and its articles in order."""

    title: str
    number: str
    issuer: str
    articles: tuple[str, ...]

    def as_draft(self) -> EntryDraft:
        """Return the entry, one passage per article."""
        body, clauses = "", []
        for place, text in enumerate(self.articles, start=1):
            start, body = len(body), f"{body}{text}\n"
            end = len(body) - 1
            number = _article(place)
            clauses.append(Clause(f"t{place}", None, ClauseKind.ARTICLE, number, "", number, start, end, end))
        return EntryDraft(
            kind=EntryKind.POLICY_DOCUMENT,
            title=self.title,
            body=body,
            clauses=tuple(clauses),
            passages=tuple(PassageDraft(clause.id, clause.start, clause.end) for clause in clauses),
            description=Description(
                document_number=self.number,
                issuing_bodies=(self.issuer,),
                issued_on=date(_YEAR, 1, 1),
                effective_from=date(_YEAR, 1, 1),
            ),
        )

    def as_file(self) -> str:
        """Return the same policy as the text of an official document."""
        articles = "\n".join(self.articles)
        return str(_words()["file"]).format(
            number=self.number, issuer=self.issuer, title=self.title, day=6, articles=articles
        )


def policies(passages: int, *, seed: int = 1) -> Iterator[MadeUpPolicy]:
    """Yield policies that together have at least `passages` articles; the same for the same seed."""
    words, chance = _words(), random.Random(seed)  # repeatable, not secret
    done = number = 0
    while done < passages:
        number += 1
        policy = _policy(words, chance, number)
        done += len(policy.articles)
        yield policy


def questions(count: int, *, seed: int = 1) -> list[str]:
    """Return questions about what `policies` speak of."""
    words, chance = _words(), random.Random(seed + 1)
    return [chance.choice(words["questions"]).format(**_subject(words, chance)) for _ in range(count)]


def news(code: str) -> tuple[EntryDraft, str]:
    """Return an entry that nothing else resembles, and the question that only it answers."""
    words = _words()
    subject = {"place": words["places"][0], "industry": words["industries"][0], "amount": 6, "code": code}
    body = words["news"].format(**subject)
    clause = Clause("t1", None, ClauseKind.ARTICLE, _article(1), "", _article(1), 0, len(body), len(body))
    draft = EntryDraft(
        kind=EntryKind.POLICY_DOCUMENT,
        title=words["news_title"].format(**subject),
        body=body,
        clauses=(clause,),
        passages=(PassageDraft("t1", 0, len(body)),),
        description=Description(effective_from=date(_YEAR, 1, 1)),
    )
    return draft, words["news_question"].format(**subject)


def _policy(words: dict[str, Any], chance: random.Random, number: int) -> MadeUpPolicy:
    subject = _subject(words, chance)
    articles = []
    for place, (heading, text) in enumerate(words["clauses"], start=1):
        values = subject | {
            "years": chance.randint(1, 5), "days": chance.randint(3, 20), "days2": chance.randint(5, 30),
            "amount": chance.randint(1, 60) * 5, "percent": chance.randint(1, 12) * 5, "month": chance.randint(1, 12),
        }  # fmt: skip
        articles.append(f"{_article(place)} {text.format(**values)}" if heading else text.format(**values))
    return MadeUpPolicy(
        title=words["title"].format(**subject),
        number=words["document_number"].format(place=subject["place"], year=_YEAR, number=number),
        issuer=f"{subject['place']}{subject['body']}",
        articles=tuple(articles),
    )


def _subject(words: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    singular = {"place": "places", "body": "bodies", "industry": "industries", "matter": "matters",
                "instrument": "instruments"}  # fmt: skip
    return {name: chance.choice(words[plural]) for name, plural in singular.items()}


def _article(place: int) -> str:
    return str(_words()["article"]).format(number=_words()["numerals"][place - 1])


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    text = (resources.files("eval") / "lexicons" / "bench_corpus.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
