"""What the units of a text look like, whatever is asked: read once for a text, for it never changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.quoting.marks import MARKS, question_types
from assistant.quoting.units import Unit, units_of
from core.text import to_simplified

_REMEMBERED = 2_048
"""Texts that are kept with their looks, some 40 MB. The same clauses are read for question after question, and looking
at them was a tenth of an answer."""

_FLAGS = ("is_item", "is_lead_in", "is_heading", "ends_sentence")
SHAPE = (
    "log_length",
    "log_sentence_length",
    "place",
    "left_in_sentence",
    "line_units",
    "starts_line",
    *_FLAGS,
    "after_lead_in",
    "after_heading",
    *MARKS,
)
"""Columns of `Looks.shape`."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The units of a text in order, each with its words in Simplified script.

    `shape` has a row for each unit and a column for each name in `SHAPE`; `states` a column for each type of question,
    1 where the unit states what it asks for. Both are float32 and read-only.
    """

    units: tuple[Unit, ...]
    texts: tuple[str, ...]
    shape: npt.NDArray[np.float32]
    states: npt.NDArray[np.float32]


@lru_cache(maxsize=_REMEMBERED)
def looks_of(text: str) -> Looks:
    """Return the units of `text` and what they look like."""
    units = tuple(units_of(text))
    texts = tuple(to_simplified(text[unit.start : unit.end]) for unit in units)
    kinds = question_types()
    found = [[bool(kind.unit.search(each)) for kind in kinds] for each in texts]
    states = np.array(found, dtype=np.float32).reshape(len(units), len(kinds))
    shape = _shape(units, texts)
    shape.flags.writeable = states.flags.writeable = False
    return Looks(units, texts, shape, states)


def _shape(units: tuple[Unit, ...], texts: tuple[str, ...]) -> npt.NDArray[np.float32]:
    lengths = np.array([len(text) for text in texts], dtype=np.float32)
    place = np.array([unit.place for unit in units], dtype=np.float32)
    sentence = np.unique([unit.sentence for unit in units], return_inverse=True)[1]
    line = np.unique([unit.line for unit in units], return_inverse=True)[1]
    flags = {name: np.array([getattr(unit, name) for unit in units], dtype=np.float32) for name in _FLAGS}
    columns = [
        np.log1p(lengths),
        np.log1p(np.bincount(sentence, weights=lengths))[sentence],
        place,
        np.bincount(sentence)[sentence] - 1 - place,
        np.bincount(line)[line],
        np.append(1.0, line[1:] != line[:-1])[: len(units)],
        *flags.values(),
        np.append(0.0, flags["is_lead_in"])[:-1],
        np.append(0.0, flags["is_heading"])[:-1],
        *(np.array([bool(pattern.search(text)) for text in texts]) for pattern in MARKS.values()),
    ]
    return np.column_stack([column.astype(np.float32) for column in columns])
