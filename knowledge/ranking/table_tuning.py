"""Fit an embedding table to pairs of a question and a passage that answers it, in numpy, on one core.

A text is a bag of tokens: its vector is the sum of weight × row over its distinct tokens, scaled to length 1. Rows are
shared, weights are not: a token has one for questions and one for passages. What is minimised is InfoNCE in both
directions over the batch, with passages that look right but are not (hard negatives) among the choices. Only rows of
tokens in the batch move (sparse Adam). The same code trains the shipped table and adapts it to a deployment.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.errors import InvalidInputError
from knowledge.index.static_model import segment
from knowledge.index.static_table import Floats, ModelConfig, StaticTable, read_table, write_table
from knowledge.ranking.bag_encoder import BagEncoder, TokenIds

OnStep = Callable[[int, float], None]


@dataclass(frozen=True, slots=True)
class TuningPair:
    """A question, a passage that answers it (as it is indexed: title in front), and passages that do not.

    Pairs of one `group` (a law, a document) are put side by side, as hard negatives for each other. A pair never
    pushes away a text of the same `source` (the passage it was cut from; default: the passage), nor any passage that
    another pair names for the same question.
    """

    question: str
    passage: str
    negatives: tuple[str, ...] = ()
    group: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TuningRecipe:
    """Everything that decides the table, besides the table to start from and the pairs.

    `batch` pairs a step, `base_share` of them from running text (keeps what the table knew), in blocks of `block` from
    one group. `max_chars` of a text are read.
    """

    steps: int = 200
    seed: int = 13
    batch: int = 384
    base_share: float = 0.5
    block: int = 8
    learning_rate: float = 2e-3
    temperature: float = 0.05
    max_chars: int = 300
    separate_weights: bool = True


@dataclass(frozen=True, slots=True)
class TuningReport:
    """The table written, from how many pairs, and the mean loss of the first and last tenth of the steps."""

    config: ModelConfig
    pairs: int
    base_pairs: int
    first_loss: float
    last_loss: float


def tune_table(
    source: Path,
    pairs: Sequence[TuningPair],
    target: Path,
    *,
    base: Sequence[TuningPair] = (),
    recipe: TuningRecipe = TuningRecipe(),
    version: str | None = None,
    on_step: OnStep | None = None,
) -> TuningReport:
    """Read the table in `source`, fit it to `pairs`, write it to `target` (loadable by `StaticEmbedder(target)`).

    `base`: pairs from running text of the same knowledge base, which keep what the table knew. The result depends on
    the table, the pairs in their order and the recipe alone. `version` is the table's own unless given.
    `on_step(step, loss)` is called after every step and may raise to stop; nothing is written then. Raises
    InvalidInputError when no pair says anything, EmbedderFilesError for an unreadable table.
    """
    table = read_table(source)
    encoder = BagEncoder.from_table(table)
    losses = fit_encoder(encoder, TokenReader(table, recipe.max_chars), pairs, base, recipe, on_step)
    told = recipe_hash(table.config.checksum, pairs, base, recipe)
    config = write_encoder(encoder, table, target, told, version or table.config.version)
    tenth = max(1, len(losses) // 10)
    first, last = float(np.mean(losses[:tenth])), float(np.mean(losses[-tenth:]))
    return TuningReport(config, len(pairs), len(base), first, last)


class TokenReader(dict[str, npt.NDArray[np.int64]]):
    """The row numbers of the known tokens of a text, cut into tokens when it is first asked for.

    Of a large base only what is drawn is ever read.
    """

    def __init__(self, table: StaticTable, max_chars: int) -> None:
        super().__init__()
        self._tokenizer, self._max_chars = table.tokenizer, max_chars

    def __missing__(self, text: str) -> npt.NDArray[np.int64]:
        ids = np.array(self._tokenizer.encode(segment(text[: self._max_chars])).ids, dtype=np.int64)
        self[text] = ids[ids > 0]
        return self[text]


def fit_encoder(
    encoder: BagEncoder,
    tokens: TokenIds,
    pairs: Sequence[TuningPair],
    base: Sequence[TuningPair],
    recipe: TuningRecipe,
    on_step: OnStep | None = None,
) -> list[float]:
    """Train `encoder` in place; return the loss of each step. Raises InvalidInputError when no pair says anything."""
    rng = random.Random(recipe.seed)
    singles = _drawn(pairs, 1, tokens, rng)
    blocks = _drawn(base, recipe.block, tokens, rng)
    if singles is None and blocks is None:
        raise InvalidInputError("There is no question with a passage to learn from. Confirm some answers first.")
    from_base = round(recipe.batch * recipe.base_share) if singles else recipe.batch
    wanted = _passages_by_question([*pairs, *base])
    losses: list[float] = []
    for step in range(recipe.steps):
        batch: list[TuningPair] = []
        while blocks is not None and len(batch) < from_base:
            batch += next(blocks)
        while singles is not None and len(batch) < recipe.batch:
            batch += next(singles)
        rate = recipe.learning_rate * (1 - step / recipe.steps)
        losses.append(_step(encoder, batch, tokens, wanted, recipe, rate))
        if on_step is not None:
            on_step(step, losses[-1])
    return losses


def write_encoder(encoder: BagEncoder, table: StaticTable, target: Path, recipe: str, version: str) -> ModelConfig:
    """Write what `encoder` has become in place of the rows of `table`; `recipe` is a hash that tells how."""
    rows, factors = encoder.baked()
    name = table.config.name
    return write_table(
        target, table.tokenizer, rows, question_factors=factors, name=name, version=version, recipe=recipe
    )


def recipe_hash(start: str, pairs: Sequence[TuningPair], base: Sequence[TuningPair], recipe: TuningRecipe) -> str:
    """Return a hash over everything that decides the table."""
    digest = hashlib.sha256(f"{start} {recipe}".encode())
    for pair in (*pairs, *base):
        digest.update(repr(pair).encode())
    return digest.hexdigest()[:16]


def endless_blocks(pairs: Sequence[TuningPair], size: int, rng: random.Random) -> Iterator[list[TuningPair]]:
    """Yield blocks of up to `size` pairs of one group, in an order drawn anew for each pass over the pairs."""
    groups: dict[str, list[TuningPair]] = {}
    for pair in pairs:
        groups.setdefault(pair.group, []).append(pair)
    while True:
        blocks = []
        for members in groups.values():
            rng.shuffle(members)
            blocks += [members[start : start + size] for start in range(0, len(members), size)]
        rng.shuffle(blocks)
        yield from blocks


def _drawn(
    pairs: Sequence[TuningPair], size: int, tokens: TokenIds, rng: random.Random
) -> Iterator[list[TuningPair]] | None:
    """Return blocks without pairs that have no known token on one side; None when every pair is such."""

    def says_something(pair: TuningPair) -> bool:
        return len(tokens[pair.question]) > 0 and len(tokens[pair.passage]) > 0

    if not any(map(says_something, pairs)):
        return None
    return ([*filter(says_something, block)] for block in endless_blocks(pairs, size, rng))


def _passages_by_question(pairs: Sequence[TuningPair]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for pair in pairs:
        wanted.setdefault(pair.question, set()).add(pair.passage)
    return wanted


def _step(
    encoder: BagEncoder,
    batch: Sequence[TuningPair],
    tokens: TokenIds,
    wanted: Mapping[str, set[str]],
    recipe: TuningRecipe,
    rate: float,
) -> float:
    """Take one step of InfoNCE over `batch`; return the mean loss of a pair."""
    negatives = [text for text in dict.fromkeys(n for pair in batch for n in pair.negatives) if len(tokens[text])]
    passages = [*(pair.passage for pair in batch), *negatives]
    asked = encoder.encode([tokens[pair.question] for pair in batch], of_questions=True)
    read = encoder.encode([tokens[text] for text in passages], of_questions=False)
    similar = asked.vectors @ read.vectors.T / recipe.temperature
    similar[_excused(batch, passages, wanted)] = -1e9
    loss, slope = _contrast(similar, len(batch))
    slope /= recipe.temperature
    asked_slope, read_slope = slope @ read.vectors, slope.T @ asked.vectors
    encoder.move([(asked, asked_slope), (read, read_slope)], rate, separate_weights=recipe.separate_weights)
    return loss


def _contrast(similar: Floats, size: int) -> tuple[float, Floats]:
    """Return InfoNCE over rows (all passages) and columns (those of pairs), averaged, and its slope."""
    places = np.arange(size)
    along, across = _softmax(similar), _softmax(similar[:, :size].T).T
    loss = -(np.log(along[places, places] + 1e-30) + np.log(across[places, places] + 1e-30)).mean() / 2
    slope = along
    slope[:, :size] += across
    slope[places, places] -= 2
    return float(loss), (slope / (2 * size)).astype(np.float32)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _excused(
    batch: Sequence[TuningPair], passages: Sequence[str], wanted: Mapping[str, set[str]]
) -> npt.NDArray[np.bool_]:
    """Return True where question i must not be pushed away from passage j, except for the pair itself."""
    sources = [pair.source or pair.passage for pair in batch] + list(passages[len(batch) :])
    columns: dict[str, list[int]] = {}
    for column, (text, source) in enumerate(zip(passages, sources, strict=True)):
        for key in {text, source}:
            columns.setdefault(key, []).append(column)
    mask = np.zeros((len(batch), len(passages)), dtype=np.bool_)
    for row, pair in enumerate(batch):
        for key in {sources[row], *wanted[pair.question]}:
            mask[row, columns.get(key, [])] = True
    mask[np.arange(len(batch)), np.arange(len(batch))] = False
    return mask
