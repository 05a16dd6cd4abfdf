"""Sentences of real clauses: made false by a rule they are blocked, said in another form they pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from assistant.facts import unsupported_facts
from tests.support.claims import SHARED, Claim, sample_claims, shared_claims
from tests.support.mutations import MUTATIONS, mutants
from tests.support.paraphrases import paraphrases

LEAST_BLOCKED, MOST_BLOCKED = 0.99, 0.02
SETS = ("laws", "ncppolicies", "gz-policies", "policy-originals")
KINDS_OF_THE_SAMPLE = set(MUTATIONS) - {"url"}


def false_answers(claims: Iterable[Claim]) -> list[tuple[str, str, str]]:
    """Return (kind, sentence, clause) of what no line of the clause happens to say."""
    return [
        (kind, sentence, claim.clause)
        for claim in claims
        for kind, sentence in mutants(claim.sentence)
        if sentence.strip("。；") not in claim.clause
    ]


def true_answers(claims: Iterable[Claim]) -> list[tuple[str, str, str]]:
    return [(name, said, claim.clause) for claim in claims for name, said in paraphrases(claim.sentence)]


def shared(name: str) -> list[Claim]:
    if not SHARED.is_dir():
        pytest.skip("the development sets are not beside this checkout")
    return shared_claims(name, limit=150, seed=1)


def blocked(answers: list[tuple[str, str, str]]) -> tuple[float, Counter[str]]:
    """Return the share blocked, and how many passed by kind."""
    passed = Counter(kind for kind, sentence, clause in answers if not unsupported_facts(sentence, clause))
    return 1 - passed.total() / len(answers), passed


def test_mutated_sentences_of_the_sample_base_are_blocked() -> None:
    answers = false_answers(sample_claims())
    share, passed = blocked(answers)
    assert len(answers) >= 300
    assert {kind for kind, _, _ in answers} >= KINDS_OF_THE_SAMPLE
    assert share >= LEAST_BLOCKED, passed


def test_true_sentences_of_the_sample_base_pass_in_other_forms() -> None:
    answers = true_answers(sample_claims())
    share, passed = blocked(answers)
    assert len(answers) >= 300
    assert share <= MOST_BLOCKED, passed


@pytest.mark.parametrize("name", SETS)
def test_mutated_sentences_of_public_documents_are_blocked(name: str) -> None:
    share, passed = blocked(false_answers(shared(name)))
    assert share >= LEAST_BLOCKED, passed


@pytest.mark.parametrize("name", SETS)
def test_true_sentences_of_public_documents_pass_in_other_forms(name: str) -> None:
    share, passed = blocked(true_answers(shared(name)))
    assert share <= MOST_BLOCKED, passed
