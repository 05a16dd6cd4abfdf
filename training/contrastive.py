"""Contrastive training of the table."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from passages import Pair
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

FloatTable = npt.NDArray[np.float32]
TokenIds = Mapping[str, npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the weights, besides the data."""

    seed: int = 13
    dimension: int = 256
    steps: int = 900
    batch: int = 512
    block: int = 8  # pairs of one law side by side: hard negatives for each other
    question_share: float = 0.15  # of each batch
    lay_share: float = 0.3  # of the base queries reworded
    keyword_share: float = 0.25  # of the base passages given a keyword question as well
    temperature: float = 0.05
    learning_rate: float = 4e-3
    row_length: float = 0.8
    idf_scale: float = 0.25


class WeightedStaticEmbedding(StaticEmbedding):
    """A `StaticEmbedding` whose tokens have a positive weight each; `bake` gives the equivalent plain table."""

    def __init__(self, tokenizer: Tokenizer, directions: FloatTable, weights: FloatTable) -> None:
        super().__init__(tokenizer, embedding_weights=directions)
        before_softplus = np.log(np.expm1(np.maximum(weights, 1e-3)))
        self.embedding.sparse = True
        self.weights = torch.nn.Embedding.from_pretrained(
            torch.from_numpy(before_softplus.astype(np.float32)[:, None]), freeze=False, sparse=True
        )

    def forward(self, features: dict[str, torch.Tensor], **_: object) -> dict[str, torch.Tensor]:
        """Add the weighted sum of token vectors; its direction is that of the mean."""
        ids = features["input_ids"]
        features["sentence_embedding"] = torch.nn.functional.embedding_bag(
            ids,
            self.embedding.weight,
            features["offsets"],
            mode="sum",
            sparse=True,
            per_sample_weights=torch.nn.functional.softplus(self.weights(ids)).squeeze(1),
        )
        return features

    def bake(self) -> FloatTable:
        """Return weight × vector per token."""
        weights = torch.nn.functional.softplus(self.weights.weight.detach())
        return (weights * self.embedding.weight.detach()).numpy()


def train(
    model: WeightedStaticEmbedding, base: list[Pair], questions: list[Pair], token_ids: TokenIds, recipe: Recipe
) -> FloatTable:
    """Train in place by InfoNCE in both directions and return the baked table."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    optimizer = torch.optim.SparseAdam(list(model.parameters()), lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / max(recipe.steps, 1))
    from_questions = round(recipe.batch * recipe.question_share)
    blocks = _endless_blocks(base, recipe.block, rng)
    singles = _endless_blocks(questions, 1, rng)
    losses: list[float] = []
    for step in range(recipe.steps):
        batch = [pair for _ in range((recipe.batch - from_questions) // recipe.block) for pair in next(blocks)]
        batch += [pair for _ in range(from_questions) for pair in next(singles)]
        loss = _loss(model, batch, token_ids, recipe.temperature)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % 100 == 99:
            print(f"step {step + 1}: loss {np.mean(losses[-100:]):.3f}", flush=True)
    return model.bake()


def _endless_blocks(pairs: Sequence[Pair], size: int, rng: random.Random) -> Iterator[list[Pair]]:
    """Yield blocks of up to `size` pairs of one group, in an order drawn anew for each pass over the pairs."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair.group, []).append(pair)
    while True:
        blocks = []
        for members in groups.values():
            rng.shuffle(members)
            blocks += [members[start : start + size] for start in range(0, len(members), size)]
        rng.shuffle(blocks)
        yield from blocks


def _loss(model: WeightedStaticEmbedding, batch: list[Pair], token_ids: TokenIds, temperature: float) -> torch.Tensor:
    batch = [pair for pair in batch if len(token_ids[pair.query]) and len(token_ids[pair.passage])]
    queries = _embed(model, [token_ids[pair.query] for pair in batch])
    passages = _embed(model, [token_ids[pair.passage] for pair in batch])
    similarity = queries @ passages.T / temperature
    similarity = similarity.masked_fill(_not_negatives(batch), -1e9)
    target = torch.arange(len(batch))
    cross_entropy = torch.nn.functional.cross_entropy
    return (cross_entropy(similarity, target) + cross_entropy(similarity.T, target)) / 2


def _embed(model: WeightedStaticEmbedding, ids: list[npt.NDArray[np.int64]]) -> torch.Tensor:
    offsets = np.cumsum([0, *(len(tokens) for tokens in ids[:-1])])
    features = {"input_ids": torch.from_numpy(np.concatenate(ids)), "offsets": torch.from_numpy(offsets)}
    return torch.nn.functional.normalize(model(features)["sentence_embedding"], dim=1)


def _not_negatives(batch: list[Pair]) -> torch.Tensor:
    """Return True where row i must not push passage j away: same source or same question, but not the pair itself."""
    masks = []
    for texts in ([pair.source for pair in batch], [pair.query for pair in batch]):
        numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        labels = torch.tensor([numbers[text] for text in texts])
        masks.append(labels[:, None] == labels[None, :])
    return (masks[0] | masks[1]) & ~torch.eye(len(batch), dtype=torch.bool)
