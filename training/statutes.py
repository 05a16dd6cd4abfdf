"""Articles and training pairs from the statute collection (`laws/laws_*.jsonl.gz`)."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from passages import Pair, clause_pairs

_NUMERAL = "[零〇一二三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"^第({_NUMERAL})条(之{_NUMERAL})?[\s　]*(.*)$")
_HEADING = re.compile(rf"^#+\s*(?:第{_NUMERAL}[编章节]|{_NUMERAL}、)?\s*(.*)$")
_VERSION = re.compile(r"\(\d{4}-\d{2}-\d{2}\)$")
_CITATION = re.compile(rf"(?:(本法|本条例|本办法|本规定)|《([^《》]{{2,40}})》)第({_NUMERAL})条(之{_NUMERAL})?")
_EMPTY_HEADING = re.compile("(?:总则|附则|罚则|一般规定|法律责任|其他规定)?")
_NOT_STATUTE = re.compile("其他")
_NAME_OF_STATE = re.compile("^中华人民共和国")


@dataclass(frozen=True, slots=True)
class Article:
    """One article (条) of a statute."""

    law: str
    heading: str
    number: str
    text: str


def short_name(law: str) -> str:
    """Return the name of a law as other texts cite it: without the name of the state."""
    return _NAME_OF_STATE.sub("", law)


def read_articles(path: Path) -> dict[str, list[Article]]:
    """Return the articles of the latest version of each statute, keyed by file name without its date."""
    latest: dict[str, dict[str, str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            key = _VERSION.sub("", row["file"])
            if _NOT_STATUTE.fullmatch(row["category"]) or row["title"] == "_index":
                continue
            if key not in latest or row["date"] >= latest[key]["date"]:
                latest[key] = row
    return {key: list(_articles(row["title"], row["text"])) for key, row in latest.items()}


def _articles(title: str, text: str) -> Iterator[Article]:
    heading, number, lines = "", "", list[str]()
    for line in [*text.splitlines(), "#"]:
        line = line.strip()
        article, section = _ARTICLE.match(line), line.startswith("#")
        if (article or section) and lines:
            yield Article(title, heading, number, "".join(lines))
            lines = []
        if article:
            number = article[1] + (article[2] or "")
            lines = [article[3]]
        elif section:
            match = _HEADING.match(line)
            heading = re.sub(r"\s", "", match[1]) if match else ""
        elif lines:
            lines.append(line)


def statute_pairs(laws: dict[str, list[Article]], rng: random.Random) -> Iterator[Pair]:
    """Yield heading → article, sentence → rest, clause → rest and citing provision → cited article."""
    cited = {(short_name(a.law), a.number): a for articles in laws.values() for a in articles}
    for key, articles in laws.items():
        for article in articles:
            name = short_name(article.law)
            head = f"{name} {article.heading}" if rng.random() < 0.5 else ""
            yield from clause_pairs(article.text, head=head, group=key, rng=rng)
            if not _EMPTY_HEADING.fullmatch(article.heading):
                yield Pair(f"{name} {article.heading}", article.text, key, article.text)
            yield from _citation_pairs(article, cited)


def _citation_pairs(article: Article, cited: dict[tuple[str, str], Article]) -> Iterator[Pair]:
    for sentence in re.split(r"[。；]", article.text):
        for match in _CITATION.finditer(sentence):
            law = short_name(match[2] or article.law)
            target = cited.get((law, match[3] + (match[4] or "")))
            rest = _CITATION.sub("", sentence)
            if target and target.text != article.text and len(rest) >= 15:
                yield Pair(rest, f"{law} {target.text}", law, target.text)


def find_cited(text: str, laws: dict[str, list[Article]]) -> list[Article]:
    """Return the articles that `text` names with law and number, in order of mention."""
    known = {(short_name(a.law), a.number): a for articles in laws.values() for a in articles}
    keys = [(short_name(m[2]), m[3] + (m[4] or "")) for m in _CITATION.finditer(text) if m[2]]
    return [known[key] for key in dict.fromkeys(keys) if key in known]
