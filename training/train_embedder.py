"""Train the table that `tune_embedder.py` fine-tunes into the one that ships with the product.

Usage: python training/train_embedder.py DATA_DIR --out DIR [--seed N] [--steps N] [--lsa-only]

Needs the `st` extra and the data sets of `pairs.py`; no GPU, no network. Two cores take a few minutes. Start: latent
semantic analysis. Then contrastive training of a sentence-transformers `StaticEmbedding` (`contrastive.py`).
"""

from __future__ import annotations

import argparse
import hashlib
import random
from pathlib import Path

import numpy as np
import numpy.typing as npt
from contrastive import Recipe, WeightedStaticEmbedding, train
from lay_queries import with_lay_wording
from lsa import choose_vocabulary, inverse_document_frequency, lsa_directions
from pairs import read_training_data
from passages import MAX_CHARS

from knowledge.index.static_model import segment
from knowledge.index.static_table import build_tokenizer, write_table

NAME, VERSION = "youda-static-zh", "2"
VOCABULARY_SIZE, MIN_COUNT = 50_000, 3
RECIPE_FILES = (
    "train_embedder.py",
    "contrastive.py",
    "lsa.py",
    "pairs.py",
    "passages.py",
    "statutes.py",
    "lay_queries.py",
    "lay_terms.tsv",
    "question_forms.txt",
)


def recipe_hash(recipe: Recipe) -> str:
    """Return a hash over the training code and its settings, so that a table can be matched with its recipe."""
    digest = hashlib.sha256(repr(recipe).encode())
    for name in RECIPE_FILES:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:16]


def main() -> None:
    """Read, start from LSA, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--lsa-only", action="store_true", help="write the starting table, for comparison")
    args = parser.parse_args()
    recipe = Recipe(seed=args.seed, steps=0 if args.lsa_only else args.steps)

    training = read_training_data(args.data, random.Random(recipe.seed))
    base = with_lay_wording(
        training.base, random.Random(recipe.seed), share=recipe.lay_share, keyword_share=recipe.keyword_share
    )
    pairs = [*base, *training.questions]
    texts = dict.fromkeys([*training.texts, *(text for pair in pairs for text in (pair.query, pair.passage))])
    segmented = {text: segment(text[:MAX_CHARS]) for text in texts}
    print(f"{len(base)} base and {len(training.questions)} question pairs, {len(texts)} texts", flush=True)

    asked = [pair.query for pair in pairs if pair.query not in pair.source]
    counted = list(dict.fromkeys([*training.texts, *asked]))
    vocabulary = choose_vocabulary(
        [segmented[text].split() for text in counted], size=VOCABULARY_SIZE, min_count=MIN_COUNT
    )
    tokenizer = build_tokenizer(vocabulary)
    token_ids: dict[str, npt.NDArray[np.int64]] = {}
    for text in texts:
        ids = np.array(tokenizer.encode(segmented[text]).ids, dtype=np.int64)
        token_ids[text] = ids[ids > 0]
    idf = inverse_document_frequency([token_ids[text] for text in counted], len(vocabulary))
    corpus = [token_ids[text] for text in training.texts if len(token_ids[text])]
    directions = lsa_directions(corpus, idf, dimension=recipe.dimension, seed=recipe.seed)
    model = WeightedStaticEmbedding(tokenizer, recipe.row_length * directions, recipe.idf_scale * idf)
    table = train(model, base, training.questions, token_ids, recipe)
    write_table(args.out, tokenizer, table, name=NAME, version=VERSION, recipe=recipe_hash(recipe))


if __name__ == "__main__":
    main()
