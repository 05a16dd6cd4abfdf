"""Golden questions as a table: the columns of an export, which an import takes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import InvalidInputError
from core.messages import message
from eval.golden.types import Expectation, GoldenDraft, GoldenOrigin, GoldenQuestion

COLUMNS = ("question", "expects", "document", "clause", "region", "as_of", "note")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a table: the golden question, or the sentence that says why it is none."""

    line: int
    question: str
    draft: GoldenDraft | None
    problem: str | None = None


def header() -> list[str]:
    """Return the names of the columns for people."""
    return [message(f"golden.column.{name}") for name in COLUMNS]


def to_rows(questions: Iterable[GoldenQuestion]) -> Iterator[list[str]]:
    """Yield one row for each question; a document is written by its id, which nothing else has."""
    for question in questions:
        yield [
            question.question,
            message(f"golden.expects.{question.expects.value}"),
            question.entry_id or "",
            question.clause_label,
            question.region_code or "",
            str(question.as_of or ""),
            question.note,
        ]


def read_rows(rows: Sequence[Sequence[str]]) -> list[ReadRow]:
    """Return the golden questions of a table with a header. Raises InvalidInputError without a column of questions."""
    names = [cell.strip() for cell in rows[0]] if rows else []
    known = {label: name for name, label in zip(COLUMNS, header(), strict=True)} | {name: name for name in COLUMNS}
    places = {known[name]: place for place, name in enumerate(names) if name in known}
    if "question" not in places:
        raise InvalidInputError(
            message("golden.no_question_column", columns=message("golden.list_separator").join(header()))
        )
    found = []
    for line, cells in enumerate(rows[1:], start=2):
        values = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
        if any(values.values()):
            found.append(_row(line, values))
    return found


def _row(line: int, values: dict[str, str]) -> ReadRow:
    question = values.get("question", "")
    expects = _expectation(values.get("expects", ""), values.get("document", ""))
    if expects is None:
        return ReadRow(line, question, None, message("golden.unknown_expectation", text=values["expects"]))
    try:
        as_of = date.fromisoformat(values["as_of"]) if values.get("as_of") else None
    except ValueError:
        return ReadRow(line, question, None, message("golden.bad_day", text=values["as_of"]))
    draft = GoldenDraft(
        question=question,
        expects=expects,
        document=values.get("document", "") if expects is Expectation.BASIS else "",
        clause=values.get("clause", "") if expects is Expectation.BASIS else "",
        region_code=values.get("region") or None,
        as_of=as_of,
        note=values.get("note", ""),
        origin=GoldenOrigin.IMPORT,
    )
    return ReadRow(line, question, draft)


def _expectation(written: str, document: str) -> Expectation | None:
    """Return what a row expects; where it does not say, a document means that it must be cited."""
    if not written:
        return Expectation.BASIS if document else Expectation.REFUSAL
    words = {message(f"golden.expects.{kind.value}"): kind for kind in Expectation}
    words |= {kind.value: kind for kind in Expectation}
    return words.get(written)
