"""Measure verification: shares of mutated answers blocked and of true ones blocked, by kind, and time a sentence.

Usage: evaluate_verification.py [--claims N] [--show N] [--seed N]

Mutations and paraphrases are the rules of `tests/support/`; sentences are taken from the sample base and, where
present, from the development sets beside this checkout.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.facts import findings_of
from tests.support.claims import SHARED, Claim, sample_claims, shared_claims
from tests.support.mutations import mutants
from tests.support.paraphrases import paraphrases

SETS = ("laws", "ncppolicies", "gz-policies", "policy-originals")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=400, help="sentences per development set")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong verdicts of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="show only this kind")
    arguments = parser.parse_args()
    claims = [*sample_claims()]
    if SHARED.is_dir():
        claims += [claim for name in SETS for claim in shared_claims(name, limit=arguments.claims, seed=arguments.seed)]
    times: list[float] = []
    print(f"{len(claims)} sentences")
    report("mutation", "blocked", verdicts(mutated(claims, arguments.seed), times), arguments, wanted=True)
    report("true, said as", "blocked", verdicts(truths(claims), times), arguments, wanted=False)
    times.sort()
    print(f"time a sentence: median {statistics.median(times):.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms")


def mutated(claims: Iterable[Claim], seed: int) -> Iterator[tuple[str, str, Claim]]:
    for claim in claims:
        for kind, sentence in mutants(claim.sentence, seed=seed):
            if sentence.strip("。；") not in claim.clause:  # another line of the clause may say just that
                yield kind, sentence, claim


def truths(claims: Iterable[Claim]) -> Iterator[tuple[str, str, Claim]]:
    for claim in claims:
        for kind, sentence in paraphrases(claim.sentence):
            yield kind, sentence, claim


Verdict = tuple[str, bool, str, Claim, list[str]]


def verdicts(said: Iterable[tuple[str, str, Claim]], times: list[float]) -> Iterator[Verdict]:
    for kind, sentence, claim in said:
        started = time.perf_counter()
        found = findings_of(sentence, claim.clause)
        times.append((time.perf_counter() - started) * 1000)
        yield kind, bool(found), sentence, claim, [f"{f.kind}:{f.text}:{f.why}:{f.clause_says}" for f in found]


def report(title: str, verb: str, found: Iterable[Verdict], arguments: argparse.Namespace, *, wanted: bool) -> None:
    seen: Counter[str] = Counter()
    blocked: Counter[str] = Counter()
    wrong: dict[str, list[Verdict]] = {}
    for verdict in found:
        kind, is_blocked = verdict[:2]
        seen[kind] += 1
        blocked[kind] += is_blocked
        if is_blocked is not wanted:
            wrong.setdefault(kind, []).append(verdict)
    print(f"\n| {title} | answers | {verb} |\n| --- | --- | --- |")
    for kind in seen:
        print(f"| {kind} | {seen[kind]:,} | {blocked[kind] / seen[kind]:.1%} |")
    print(f"| **all** | {seen.total():,} | **{blocked.total() / max(1, seen.total()):.2%}** |")
    for kind, verdicts_ in wrong.items():
        if arguments.only and kind != arguments.only:
            continue
        for _, _, sentence, claim, why in random.Random(1).sample(verdicts_, min(arguments.show, len(verdicts_))):
            print(f"\n[{kind}] {claim.source} {why}\n  said:   {sentence}\n  stated: {claim.sentence}")


if __name__ == "__main__":
    main()
