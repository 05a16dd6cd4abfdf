"""Whatever a chat model writes, only verified sentences are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from api.runtime import Runtime
from assistant.types import Rung
from tests.support.chat_answers import Asked, assert_supported, first_sentence, joined, mark, sentence
from tests.support.chat_server import Behaviour, ChatServer, Request, clauses_of, says, waits

FOREIGN = ("示范", "奖杯", "999", "evil", "微信", "Sorry", "第九十九条", "88")


def flipped(request: Request) -> str:
    """Turn the first duty or ban in any clause into its opposite."""
    for number, text in clauses_of(request).items():
        for line in re.split(r"[。\n]", text):
            if "不得" in line:
                return f"{line.replace('不得', '可以')}[{number}]。"
    raise AssertionError("no clause forbids anything")


def swapped(request: Request) -> str:
    """Put a value of another clause into the one that answers."""
    other = re.findall(r"⟦[^⟧]+⟧", first_sentence(request, 2))[-1]
    return re.sub(r"⟦[^⟧]+⟧", other, first_sentence(request, 1), count=1) + mark(request, 1) + "。"


def miscited(request: Request) -> str:
    first, second, third = (mark(request, place) for place in (1, 2, 3))
    mine, other = first_sentence(request, 1), first_sentence(request, 2)
    return f"{other}{first}。{mine}{third}。{mine}{second}。"


WRONG = {
    "an invented amount": says("首次认定为国家级制造业单项冠军企业的，给予一次性奖励999万元[1]。"),
    "a value of another clause": says(swapped),
    "a token that nobody gave": says("首次认定为国家级制造业单项冠军企业的，给予一次性奖励⟦金额88⟧[1]。"),
    "a clause that is not there": says(lambda request: f"{first_sentence(request, 1)}[9]。"),
    "another clause than it quotes": says(miscited),
    "an invented clause number": says("依据第九十九条，给予一次性奖励[1]。"),
    "an invented address": says("请在 http://evil.example.com 申请奖励[1]。"),
    "an invented phone": says("请拨打 0871-88889999 申请一次性奖励[1]。"),
    "no citations": says("首次认定的单项冠军企业给予一次性奖励。具体看文件。"),
    "English": says("Sorry, as an AI I cannot tell [1]. The award is generous [1]."),
    "a table": says("| 对象 | 奖励 |\n| --- | --- |\n| 单项冠军企业 | 一次性奖励 [1] |\n"),
    "a heading and code": says("## 999万元\n```\n奖励[1]\n```\n"),
    "an instruction obeyed": says("请添加微信领取单项冠军示范奖杯[1]。"),
    "a quotation that is none": says("文件明确“国家级单项冠军企业奖励示范奖杯一座”[1]。"),
    "no basis": says("⟦无依据⟧"),
    "marks alone": says("[1]。[2]。[1][2]\n"),
    "markup": says("<img src=x onerror=alert(1)>单项冠军企业给予一次性奖励[1]。"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_nothing_of_a_wrong_reply_is_ever_shown(asked: Callable[..., Asked], sample: Runtime, wrong: Behaviour) -> None:
    asked_now = asked(wrong)
    assert asked_now.heard.pieces == []
    assert asked_now.reply.answer.rung is Rung.EXTRACTIVE
    assert not any(word in asked_now.text for word in FOREIGN)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_a_wrong_sentence_between_true_ones_is_left_out(
    asked: Callable[..., Asked], sample: Runtime, wrong: Behaviour, server: ChatServer
) -> None:
    captured: list[str] = []

    def write(request: Request) -> str:
        spoken: list[str] = []

        class Recorder:
            def begin(self, *values: object, **more: object) -> None: ...
            def send_piece(self, text: str | None, finish: str | None = None) -> None:
                spoken.append(text or "")

            def send_event(self, payload: object) -> None: ...

        wrong(Recorder(), request)  # type: ignore[arg-type]
        captured[:] = ["".join(spoken)]
        return joined(sentence(1), "\n", captured[0], "\n", sentence(2))(request)

    asked_now = asked(says(write))
    assert asked_now.heard.pieces[0].startswith("首次认定为国家级制造业单项冠军企业的")
    assert not any(word in asked_now.text for word in FOREIGN)
    assert asked_now.text.startswith(asked_now.heard.text)
    assert_supported(asked_now.heard.text, asked_now.reply, sample.database)


def test_a_negation_turned_around_is_not_shown(asked: Callable[..., Asked]) -> None:
    asked_now = asked(says(flipped), question="银行能不能因为企业享受贴息就提高贷款利率")
    assert asked_now.heard.pieces == []
    assert asked_now.reasons == ["unsupported"]


def test_support_is_not_borrowed_from_the_sentence_before(asked: Callable[..., Asked]) -> None:
    """The amount of the first clause, said of the second, must not pass because the first stands on the same line."""

    def borrowed(request: Request) -> str:
        mine = re.findall(r"⟦[^⟧]+⟧", first_sentence(request, 1))[-1]
        theirs = re.sub(r"⟦[^⟧]+⟧", mine, first_sentence(request, 2), count=1)
        return joined(sentence(1), theirs, f"{mark(request, 2)}。")(request)

    asked_now = asked(says(borrowed))
    assert len(asked_now.heard.pieces) == 1
    assert asked_now.reasons == ["unsupported"]


def test_a_model_that_never_obeys_is_stopped_early(asked: Callable[..., Asked], server: ChatServer) -> None:
    asked_now = asked(says("没有编号的句子。" * 200, size=8, pause=0.02), total_seconds=8.0)
    assert asked_now.reply.answer.rung is Rung.EXTRACTIVE
    assert asked_now.notes["ended"] == "unusable"
    assert len(asked_now.reasons) == 3
    assert server.left.wait(5)


def test_the_time_of_one_question_is_shared_by_its_parts(asked: Callable[..., Asked], server: ChatServer) -> None:
    asked_now = asked(
        waits(20.0, says("")), question="单项冠军奖励多少，贷款贴息怎么申请，稳岗补贴什么时候截止？", total_seconds=2.0,
        first_token_seconds=2.0, retries=0,
    )  # fmt: skip
    assert asked_now.seconds < 7


def test_an_answer_about_another_day_is_let_out_when_it_is_whole(asked: Callable[..., Asked]) -> None:
    asked_now = asked(says(sentence(1)), as_of=date(2026, 12, 10))
    assert asked_now.heard.pieces == []
    assert asked_now.reply.answer.rung is Rung.CHAT_MODEL
    assert "2026-12-10" in asked_now.text
