"""True sentences with the clauses they stand in: of the sample base, and of the development sets where present."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from ingest.service import read_file

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_SHORTEST, _LONGEST, _WINDOW = 12, 160, 5


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence and the clause that states it."""

    source: str
    sentence: str
    clause: str


@cache
def sample_claims() -> tuple[Claim, ...]:
    """Return the sentences of the documents of the sample base, each with its article."""
    folder = Path(str(resources.files("ingest") / "sample" / "documents"))
    found: list[Claim] = []
    for path in sorted(folder.iterdir()):
        if path.suffix in (".md", ".txt", ".html", ".docx"):
            found += [
                claim for draft in read_file(path.name, path.read_bytes()) for claim in _claims_of("sample", draft.body)
            ]
    return tuple(found)


def shared_claims(name: str, *, limit: int, seed: int = 0) -> list[Claim]:
    """Return up to `limit` sentences of a development set: laws, ncppolicies, gz-policies or policy-originals."""
    texts = list(_shared_texts(name))
    random.Random(seed).shuffle(texts)
    found: list[Claim] = []
    for text in texts:
        found += _claims_of(name, text)
        if len(found) >= limit:
            break
    random.Random(seed).shuffle(found)
    return found[:limit]


def _shared_texts(name: str) -> Iterator[str]:
    if name == "laws":
        with gzip.open(SHARED / "lecoqa" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
    elif name == "ncppolicies":
        yield from (json.loads(line)["text"] for line in (SHARED / name / "docs.jsonl").read_text("utf-8").splitlines())
    elif name == "gz-policies":
        rows = (SHARED / name / "docs.jsonl").read_text("utf-8").splitlines()
        yield from (json.loads(line)["original_text"] for line in rows)
    else:
        yield from (path.read_text("utf-8") for path in sorted((SHARED / name / "txt").glob("*.txt")))


def _claims_of(source: str, text: str) -> Iterator[Claim]:
    """Cut a text into sentences; the clause of one is the few sentences around it."""
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
    for start in range(0, len(sentences), _WINDOW):
        window = sentences[start : start + _WINDOW]
        clause = "\n".join(window)
        for sentence in window:
            if _SHORTEST <= len(sentence) <= _LONGEST and sentence[-1] in "。；":
                yield Claim(source, sentence, clause)
