"""Fine-tune a table on questions and what answers them, as `youda train` does for a deployment, here for what ships.

Usage: python training/tune_embedder.py DATA_DIR --table DIR --out DIR [--fold K/N] [--steps N] [--seed N]

`--table` holds the table of `train_embedder.py`. With `--fold`, the questions that `make_beir.py --fold K/N` tests on
are never seen, nor their keywords and answers; figures in documents come from such tables only. One core, two minutes.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from contrastive import Recipe
from lay_queries import with_lay_wording
from pairs import read_training_data
from passages import Pair
from question_pairs import city_question_pairs, legal_question_pairs
from train_embedder import VERSION

from knowledge.ranking.table_tuning import TuningPair, TuningRecipe, tune_table

STEPS = 100


def as_tuning_pairs(pairs: Sequence[Pair]) -> list[TuningPair]:
    """Return pairs cut from running text as the tuning takes them."""
    return [TuningPair(pair.query, pair.passage, group=pair.group, source=pair.source) for pair in pairs]


def main() -> None:
    """Read the pairs, tune, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fold", metavar="K/N")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=TuningRecipe().seed)
    args = parser.parse_args()

    rng = random.Random(args.seed)
    asked = [*legal_question_pairs(args.data, args.fold, rng), *city_question_pairs(args.data, args.fold, rng)]
    text = read_training_data(args.data, random.Random(args.seed))
    recipe = Recipe(seed=args.seed)
    base = with_lay_wording(
        text.base, random.Random(args.seed), share=recipe.lay_share, keyword_share=recipe.keyword_share
    )
    print(f"{len(asked)} pairs of questions, {len(base) + len(text.questions)} of running text", flush=True)
    report = tune_table(
        args.table,
        asked,
        args.out,
        base=as_tuning_pairs([*base, *text.questions]),
        recipe=TuningRecipe(steps=args.steps, seed=args.seed),
        version=VERSION,
        on_step=lambda step, loss: print(f"step {step + 1}: loss {loss:.3f}", flush=True) if step % 20 == 19 else None,
    )
    print(f"loss {report.first_loss:.3f} -> {report.last_loss:.3f}; {report.config}")


if __name__ == "__main__":
    main()
