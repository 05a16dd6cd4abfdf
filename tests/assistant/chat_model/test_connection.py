"""The limits around a chat model hold whatever its server does."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import pytest

from assistant.chat_model.breaker import BreakerState
from assistant.chat_model.build import build_chat_model
from assistant.chat_model.errors import ChatModelError, MissingExtraError, MissingModelNameError
from assistant.chat_model.model import ChatModel
from assistant.chat_model.types import Trouble
from core.settings import ChatModelSettings
from tests.assistant.chat_model.conftest import HASTY
from tests.support.chat_server import (
    Behaviour,
    ChatServer,
    breaks_after,
    drips_bytes,
    fails_with,
    hangs_up,
    keeps_pinging,
    says,
    sends,
    stalls_after,
    waits,
)

ASKED = [("system", "规则"), ("user", "问题")]
MakeModel = Callable[..., ChatModel]


def read(model: ChatModel) -> tuple[str, Trouble | None]:
    """Return what a model said, and what ended it."""
    heard = ""
    try:
        for piece in model.stream(ASKED):
            heard += piece
    except ChatModelError as error:
        return heard, error.trouble
    return heard, None


@pytest.mark.parametrize("streaming", [True, False])
def test_a_whole_reply_comes_through(server: ChatServer, make_model: MakeModel, streaming: bool) -> None:
    server.will(says("可以申请[1]。期限不限[2]。"))
    assert read(make_model(streaming=streaming)) == ("可以申请[1]。期限不限[2]。", None)
    assert server.requests[0].get("stream", False) is streaming


def test_the_request_carries_what_was_set_and_nothing_of_the_environment(
    server: ChatServer, make_model: MakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    server.will(says("好。"))
    read(make_model(extra={"enable_thinking": False}, output_chars=700, temperature=0.0))
    request = server.requests[0]
    assert request["path"] == "/v1/chat/completions"
    assert request["key"] == "Bearer sk-secret"
    assert (request["model"], request["temperature"], request["max_tokens"]) == ("m", 0.0, 700)
    assert request["enable_thinking"] is False
    assert [message["role"] for message in request["messages"]] == ["system", "user"]


def test_a_key_of_the_environment_is_never_sent_to_a_server_without_one(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    server.will(says("好。"))
    model = build_chat_model(ChatModelSettings(chat_model_url=server.url, chat_model_name="m"))
    assert model is not None
    read(model)
    model.close()
    assert "somebody" not in server.requests[0]["key"]


FAULTS: list[tuple[str, Behaviour, Trouble, str]] = [
    ("first words too late", waits(1.5, says("晚了。")), Trouble.FIRST_TOKEN, ""),
    ("only comments and empty pieces", keeps_pinging(1.5), Trouble.FIRST_TOKEN, ""),
    ("one byte at a time", drips_bytes(1.5), Trouble.FIRST_TOKEN, ""),
    ("a pause in the middle", stalls_after("前半句", 1.0), Trouble.STALLED, "前半句"),
    ("cut off without an end", says("前半句", finish=None), Trouble.BROKEN, "前半句"),
    ("too long for the server", says("前半句", finish="length"), Trouble.CUT_OFF, "前半句"),
    ("filtered", says("前半句", finish="content_filter"), Trouble.FILTERED, "前半句"),
    ("broken JSON", breaks_after("前半句", 'data: {"id": \n\n'), Trouble.BROKEN, "前半句"),
    ("no JSON object", breaks_after("前半句", "data: [1, 2]\n\ndata: [DONE]\n\n"), Trouble.BROKEN, "前半句"),
    ("a page", sends("<html>登录</html>", kind="text/html"), Trouble.BROKEN, ""),
    ("an empty reply", sends(""), Trouble.BROKEN, ""),
    ("nothing but the end", sends("data: [DONE]\n\n"), Trouble.BROKEN, ""),
    ("a wrong key", fails_with(401), Trouble.REFUSED, ""),
    ("an unknown model", fails_with(404), Trouble.REFUSED, ""),
]


@pytest.mark.parametrize(("behaviour", "trouble", "heard"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_every_fault_ends_in_trouble_of_its_kind(
    server: ChatServer, make_model: MakeModel, behaviour: Behaviour, trouble: Trouble, heard: str
) -> None:
    server.will(behaviour)
    began = time.monotonic()
    assert read(make_model(**HASTY)) == (heard, trouble)
    assert time.monotonic() - began < 10
    assert len(server.requests) == 1


def test_endless_output_is_cut_at_the_limit(server: ChatServer, make_model: MakeModel) -> None:
    server.will(says("长" * 100_000, size=5_000))
    heard, trouble = read(make_model(output_chars=300))
    assert trouble is Trouble.CUT_OFF
    assert len(heard) <= 300


def test_a_drip_of_words_is_ended_by_the_total_limit(server: ChatServer, make_model: MakeModel) -> None:
    server.will(says("慢" * 100, size=1, pause=0.1))
    heard, trouble = read(make_model(**HASTY | {"total_seconds": 1.0}))
    assert trouble is Trouble.TOTAL
    assert 0 < len(heard) < 60


@pytest.mark.parametrize("fault", [fails_with(429), fails_with(500), fails_with(503), hangs_up])
def test_what_may_pass_is_tried_again(server: ChatServer, make_model: MakeModel, fault: Behaviour) -> None:
    server.will(fault, says("好。"))
    assert read(make_model(total_seconds=5.0)) == ("好。", None)
    assert len(server.requests) == 2


def test_tries_end_with_the_number_set(server: ChatServer, make_model: MakeModel) -> None:
    server.will(fails_with(503))
    assert read(make_model(retries=1, total_seconds=5.0)) == ("", Trouble.OVERLOADED)
    assert len(server.requests) == 2


def test_tries_end_with_the_time(server: ChatServer, make_model: MakeModel) -> None:
    server.will(fails_with(429, retry_after="60"))
    assert read(make_model(retries=5, total_seconds=0.8)) == ("", Trouble.TOTAL)


def test_nothing_is_tried_again_once_words_were_heard(server: ChatServer, make_model: MakeModel) -> None:
    server.will(says("前半句", finish=None), says("另一句。"))
    assert read(make_model()) == ("前半句", Trouble.BROKEN)
    assert len(server.requests) == 1


def test_nobody_listens_at_the_address(make_model: MakeModel, server: ChatServer) -> None:
    settings = ChatModelSettings(chat_model_url="http://127.0.0.1:9/v1", chat_model_name="m", chat_model_retries=0)
    model = build_chat_model(settings)
    assert model is not None
    assert read(model) == ("", Trouble.UNREACHABLE)
    model.close()


def test_the_request_is_broken_off_when_the_client_leaves(server: ChatServer, make_model: MakeModel) -> None:
    server.will(says("说" * 400, size=1, pause=0.02))
    has_left = threading.Event()
    stream = make_model(total_seconds=9.0).stream(ASKED, has_left.is_set)
    assert next(stream)
    has_left.set()
    with pytest.raises(ChatModelError) as left:
        list(stream)
    assert left.value.trouble is Trouble.LEFT
    assert server.left.wait(5)


def test_closing_the_stream_breaks_the_request_off(server: ChatServer, make_model: MakeModel) -> None:
    server.will(says("说" * 400, size=1, pause=0.02))
    model = make_model(total_seconds=9.0)
    stream = model.stream(ASKED)
    next(stream)
    stream.close()
    assert server.left.wait(5)
    assert model.calls() == {"stopped": 1}


def test_failures_in_a_row_open_the_breaker_and_one_try_closes_it(server: ChatServer, make_model: MakeModel) -> None:
    model = make_model(breaker_failures=2, breaker_pause_seconds=0.3, retries=0)
    server.will(fails_with(500))
    assert [read(model)[1] for _ in range(3)] == [Trouble.OVERLOADED, Trouble.OVERLOADED, Trouble.OPEN]
    assert len(server.requests) == 2
    assert model.state is BreakerState.OPEN
    time.sleep(0.35)
    assert model.state is BreakerState.HALF_OPEN
    server.will(says("好。"))
    assert read(model) == ("好。", None)
    assert model.state is BreakerState.CLOSED
    assert model.calls() == {"overloaded": 2, "breaker_open": 1, "ok": 1}


def test_more_questions_than_places_do_not_wait_for_long(server: ChatServer, make_model: MakeModel) -> None:
    server.will(stalls_after("占", 5.0))
    model = make_model(at_once=1, between_tokens_seconds=5.0, total_seconds=5.0)
    first = model.stream(ASKED)
    assert next(first)
    assert read(model) == ("", Trouble.BUSY)
    first.close()
    server.will(says("好。"))
    assert read(model) == ("好。", None)


def test_without_an_address_there_is_no_model_and_nothing_is_imported() -> None:
    assert build_chat_model(ChatModelSettings()) is None


def test_an_address_without_a_name_is_refused_with_the_cure() -> None:
    with pytest.raises(MissingModelNameError, match="YOUDA_CHAT_MODEL_NAME"):
        build_chat_model(ChatModelSettings(chat_model_url="http://127.0.0.1:9/v1"))


def test_an_address_without_the_extra_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    monkeypatch.setattr("assistant.chat_model.build.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"youda\[llm\]"):
        build_chat_model(ChatModelSettings(chat_model_url="http://127.0.0.1:9/v1", chat_model_name="m"))


def test_the_key_stands_in_no_error_and_no_representation(server: ChatServer, make_model: MakeModel) -> None:
    server.will(fails_with(401))
    with pytest.raises(ChatModelError) as refused:
        list(make_model().stream(ASKED))
    assert "sk-secret" not in str(refused.value)
    assert "sk-secret" not in repr(ChatModelSettings(chat_model_key="sk-secret"))  # type: ignore[arg-type]
