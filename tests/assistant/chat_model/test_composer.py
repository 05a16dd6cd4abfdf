"""An obedient chat model is let out sentence by sentence; whatever its server does, there is an answer in time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from api.runtime import Runtime
from assistant.chat_model.prompting import prompt_version
from assistant.service import Assistant
from assistant.types import AskRequest, Outcome, Rung
from tests.assistant.chat_model.conftest import HASTY
from tests.support.chat_answers import QUESTION, Asked, assert_supported, first_sentence, joined, mark, sentence
from tests.support.chat_server import (
    Behaviour,
    ChatServer,
    Request,
    breaks_after,
    clauses_of,
    drips_bytes,
    fails_with,
    hangs_up,
    keeps_pinging,
    question_of,
    says,
    sends,
    stalls_after,
    waits,
)

_MARK = re.compile(r"\[(\d+)\]")


# -- an obedient model -------------------------------------------------------------------------------------------------


def test_an_obedient_model_answers_with_the_true_values_in_bold(asked: Callable[..., Asked], sample: Runtime) -> None:
    asked_now = asked(says(joined(sentence(1), sentence(2))))
    answer = asked_now.reply.answer
    assert (answer.outcome, answer.rung, answer.model) == (Outcome.ANSWERED, Rung.CHAT_MODEL, "m")
    assert "**150万元**[1]。" in answer.text
    assert [citation.marker for citation in answer.citations] == [1, 2]
    assert asked_now.heard.text == answer.text
    assert len(asked_now.heard.pieces) == 2
    assert_supported(answer.text, asked_now.reply, sample.database)


def test_a_server_without_streams_answers_too(asked: Callable[..., Asked]) -> None:
    asked_now = asked(says(joined(sentence(1), sentence(2))), streaming=False)
    assert asked_now.reply.answer.rung is Rung.CHAT_MODEL
    assert asked_now.heard.text == asked_now.text


def test_the_model_sees_neither_values_nor_personal_data(asked: Callable[..., Asked], server: ChatServer) -> None:
    asked(says(sentence(1)), question=f"{QUESTION}，有150万元吗，我的手机13912345678")
    prompt = server.requests[0]["messages"][-1]["content"]
    assert "150万" not in prompt
    assert "12345678" not in prompt
    assert "⟦金额" in question_of(server.requests[0])
    assert clauses_of(server.requests[0])


def test_the_trace_says_what_was_done(asked: Callable[..., Asked]) -> None:
    asked_now = asked(
        says(joined("首次认定为国家级制造业单项冠军企业的，给予一次性奖励999万元[1]。", sentence(1), sentence(2)))
    )
    notes = asked_now.notes
    assert (notes["model"], notes["prompt"], notes["ended"], notes["released"]) == ("m", prompt_version(), "ok", 2)
    assert asked_now.reasons == ["unsupported"]
    assert "999万元" in notes["dropped"][0]["about"]
    assert notes["milliseconds"] >= notes["first_words_after"] >= 0
    assert notes["prompt_characters"] > 0
    assert notes["clauses"]


def test_markers_count_in_the_order_of_use_and_lists_stay_lists(asked: Callable[..., Asked]) -> None:
    written = joined(sentence(2), "\n- ", sentence(1), "\n- ", sentence(3))
    answer = asked(says(written)).reply.answer
    lines = answer.text.split("\n")
    assert [_MARK.findall(line) for line in lines] == [["1"], [], ["2"], ["3"]]
    assert [line.startswith("- ") for line in lines] == [False, False, True, True]


def test_marks_behind_the_full_stop_are_put_before_it(asked: Callable[..., Asked]) -> None:
    def written(request: Request) -> str:
        behind = mark(request, 1).translate({ord("["): "【", ord("]"): "】"})
        return f"**{first_sentence(request, 1)}**。{behind}"

    assert asked(says(written)).text.endswith("**150万元**[1]。")


def test_what_a_model_thinks_aloud_is_not_shown(asked: Callable[..., Asked]) -> None:
    asked_now = asked(says(joined("<think>", sentence(2), "999</think>\n", sentence(1))))
    assert asked_now.reply.answer.rung is Rung.CHAT_MODEL
    assert len(asked_now.heard.pieces) == 1


# -- faults of the server --------------------------------------------------------------------------------------------

SILENT = {
    "nothing at all": says(""),
    "first words too late": waits(3.0, says(sentence(1))),
    "hanging": waits(20.0, says("")),
    "pings only": keeps_pinging(6.0),
    "bytes only": drips_bytes(6.0),
    "hangs up": hangs_up,
    "429": fails_with(429),
    "500": fails_with(500),
    "401": fails_with(401),
    "a page": sends("<html>请登录</html>", kind="text/html"),
    "broken JSON": sends('data: {"choices": [\n\n'),
    "half a sentence": says("单项冠军给予一次性奖励", finish=None),
}


@pytest.mark.parametrize("fault", SILENT.values(), ids=list(SILENT))
def test_when_nothing_was_released_the_clauses_are_quoted_instead(
    asked: Callable[..., Asked], assistant_with: Callable[..., Assistant], fault: Behaviour
) -> None:
    asked_now = asked(fault, **HASTY)
    quoted = assistant_with(None).ask(AskRequest(text=QUESTION)).answer
    answer = asked_now.reply.answer
    assert answer.rung is Rung.EXTRACTIVE
    assert (answer.text, answer.citations) == (quoted.text, quoted.citations)
    assert asked_now.heard.pieces == []
    assert asked_now.notes["ended"] != "ok"
    assert asked_now.seconds < 10


BROKEN = {
    "cut off": says(joined(sentence(1), "另外"), finish=None),
    "stalls": stalls_after(joined(sentence(1), "另外"), 6.0),
    "garbage": breaks_after(joined(sentence(1), "另外"), "data: {{{\n\n"),
    "endless": says(joined(sentence(1), "长" * 50_000), size=2_000),
    "drips": says(
        joined(sentence(1), "慢" * 1_500), size=1, pause=0.02
    ),  # so long that no stall of the machine ends it
    "too long for the server": says(joined(sentence(1), "另外"), finish="length"),
}


@pytest.mark.parametrize("fault", BROKEN.values(), ids=list(BROKEN))
def test_what_was_released_stays_and_the_clauses_follow(
    asked: Callable[..., Asked], sample: Runtime, fault: Behaviour
) -> None:
    asked_now = asked(fault, **HASTY | {"total_seconds": 3.0})
    answer = asked_now.reply.answer
    assert asked_now.heard.text.startswith("首次认定为国家级制造业单项冠军企业的")
    assert answer.text.startswith(f"{asked_now.heard.text}\n\n## 有关原文\n")
    assert (answer.outcome, answer.rung) == (Outcome.ANSWERED, Rung.CHAT_MODEL)
    assert "另外" not in answer.text
    assert_supported(answer.text, asked_now.reply, sample.database)
    assert asked_now.seconds < 10


def test_when_the_client_leaves_the_model_is_stopped_and_the_answer_made_whole(
    asked: Callable[..., Asked], server: ChatServer
) -> None:
    asked_now = asked(says(joined(sentence(1), sentence(2), "慢" * 300), size=8, pause=0.05), leaves_after=1)
    assert asked_now.notes["ended"] == "client_left"
    assert asked_now.text.startswith(asked_now.heard.text)
    assert server.left.wait(5)
