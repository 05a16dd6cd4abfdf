"""Learning labels from few rows: what helps, what is said about it, and what cannot be learned from."""

from __future__ import annotations

import pytest

from core.errors import InvalidInputError
from petitions.classifying.classifier import MessageClassifier
from petitions.classifying.features import MessageFeatures, words
from petitions.classifying.types import LabelledMessage, Message, WeaklyLabelledMessage

ROADS = ("公交车晚点严重", "路口红绿灯坏了", "出租车拒载", "公交站台太远")
SCHOOLS = ("小学招生划片不公", "幼儿园收费太高", "老师违规补课", "初中学位不足")


def rows(texts: tuple[str, ...], label: str) -> list[LabelledMessage]:
    return [LabelledMessage(Message(text, f"{text}，请有关部门处理。"), label) for text in texts]


LABELLED = [*rows(ROADS, "roads"), *rows(SCHOOLS, "schools")]


@pytest.fixture(scope="module")
def classifier() -> MessageClassifier:
    return MessageClassifier(LABELLED)


def test_a_new_message_gets_the_label_of_those_that_share_its_words(classifier: MessageClassifier) -> None:
    found = classifier.classify(Message("公交车总是晚点", ""))
    assert [scored.label for scored in found] == ["roads", "schools"]
    assert found[0].score > 0.6
    assert sum(scored.score for scored in found) == pytest.approx(1)


def test_the_words_that_spoke_for_a_label_are_named(classifier: MessageClassifier) -> None:
    message = Message("", "孩子的小学招生老师说学位不足")
    best, other = classifier.classify(message)
    assert best.label == "schools"
    assert {"小学", "招生"} & set(best.terms)
    assert not set(best.terms) & set(other.terms)


def test_a_weakly_labelled_message_teaches_words_that_no_confirmed_one_has() -> None:
    asked = Message("轻轨换乘", "轻轨换乘不便")
    votes = [WeaklyLabelledMessage(Message(f"轻轨{n}", f"轻轨换乘公交第{n}次"), ("roads", "roads")) for n in range(6)]
    before, after = (MessageClassifier(LABELLED, weak).probabilities([asked])[0, 0] for weak in ((), votes))
    assert after > before + 0.1


def test_votes_against_what_the_words_clearly_say_are_not_believed() -> None:
    many = [
        LabelledMessage(Message(f"{r.message.title}{n}", r.message.text), r.label) for r in LABELLED for n in range(5)
    ]
    wrong = WeaklyLabelledMessage(Message("小学招生划片不公", "小学招生划片不公，老师违规补课"), ("roads", "schools"))
    found = MessageClassifier(many, [wrong]).classify(wrong.message)
    assert found[0].label == "schools"


def test_votes_for_labels_nobody_confirmed_say_nothing() -> None:
    stranger = WeaklyLabelledMessage(Message("公交车晚点", "公交车晚点"), ("harbours", "harbours"))
    assert MessageClassifier(LABELLED, [stranger]).labels == ("roads", "schools")


def test_one_label_alone_cannot_be_learned() -> None:
    with pytest.raises(InvalidInputError, match="at least two labels"):
        MessageClassifier(rows(ROADS, "roads"))


def test_messages_without_titles_can_be_learned_from() -> None:
    untitled = [LabelledMessage(Message("", row.message.text), row.label) for row in LABELLED]
    assert MessageClassifier(untitled).classify(Message("", "公交车晚点"))[0].label == "roads"


def test_a_message_without_a_single_known_word_still_gets_scores(classifier: MessageClassifier) -> None:
    scores = classifier.probabilities([Message("", "%%%"), Message("", "")])
    assert scores.shape == (2, 2)
    assert scores.sum(axis=1) == pytest.approx([1, 1])


def test_the_letters_that_mask_a_place_are_no_words() -> None:
    assert not {"a", "k8", "k", "8"} & set(words("A市K8县的路灯"))


def test_each_column_has_the_word_it_counts() -> None:
    features = MessageFeatures([Message("路灯", "路灯不亮")])
    assert len(features.names()) == features.rows([Message("路灯", "")]).shape[1]
    assert features.rows([Message("路灯", "")]).sum() == pytest.approx(1)
