"""What units look like depends on their own text alone, so that it may be read once and kept."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.quoting.features import Asked, Region, feature_names, features_of
from assistant.quoting.looks import SHAPE, looks_of

TEXTS = ("申请条件\n（一）申请人應當：\n依法注册，连续纳税。", "贴息比例为50%，最高不超过20万元。")


def region(text: str) -> Region:
    return Region(text, looks_of(text), 0, 0, 1.0, "", 0, ((0, len(text), 1.0),))


def test_looks_of_two_texts_are_those_of_each() -> None:
    asked = Asked.of("贴息最高多少？", {"贴息": 2.0})
    own = [name in SHAPE or name.startswith("states:") for name in feature_names()]
    together = features_of(asked, [region(text) for text in TEXTS])[:, own]
    alone = np.concatenate([features_of(asked, [region(text)])[:, own] for text in TEXTS])
    assert (together == alone).all()


def test_looks_say_what_a_unit_is_and_where_it_stands_in_its_sentence() -> None:
    looks = looks_of(TEXTS[0])
    column = dict(zip(SHAPE, looks.shape.T.tolist(), strict=True))
    assert looks.texts == ("申请条件", "（一）申请人应当：", "依法注册，", "连续纳税。")
    assert column["is_heading"] == [1, 0, 0, 0]
    assert column["after_heading"] == [0, 1, 0, 0]
    assert column["after_lead_in"] == [0, 0, 1, 0]
    assert column["starts_line"] == [1, 1, 1, 0]
    assert column["place"] == [0, 0, 0, 1]
    assert column["left_in_sentence"] == [0, 0, 1, 0]


def test_kept_looks_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        looks_of(TEXTS[1]).shape[0, 0] = 9


def test_an_empty_text_has_no_units() -> None:
    looks = looks_of("")
    assert looks.units == ()
    assert looks.shape.shape == (0, len(SHAPE))
