"""The chat model over HTTP: verified sentences while it still writes, on both endpoints, whatever it does."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import openai
import pytest
import uvicorn

from api.app import create_app
from api.runtime import Runtime
from core.actors import OPERATOR
from core.logging import configure_logging
from core.settings import ChatModelSettings, load_settings
from tests.api.conftest import NEIGHBOURS, QUESTION, policy_draft
from tests.support.chat_server import (
    Behaviour,
    ChatServer,
    Handler,
    Request,
    breaks_after,
    chat_server,
    clauses_of,
    fails_with,
    hangs_up,
    keeps_pinging,
    says,
    stalls_after,
)

TRUE = "企业研发费用补助按实际支出的**百分之十**给予，最高**五十万元**[1]。"
LIES = ("999", "evil", "微信", "Sorry", "金山")


@dataclass(frozen=True)
class Place:
    """A server of ours with a chat model behind it."""

    address: str
    runtime: Runtime
    model: ChatServer

    def events(self, question: str = QUESTION, **headers: str) -> list[dict[str, str]]:
        with self.stream(question, **headers) as reply:
            return list(events_of(reply))

    def stream(self, question: str = QUESTION, **headers: str):  # type: ignore[no-untyped-def]
        headers = {"Accept": "text/event-stream"} | {name.replace("_", "-"): text for name, text in headers.items()}
        return httpx.stream(
            "POST", f"{self.address}/api/chat", json={"question": question}, headers=headers, timeout=30
        )

    def ask(self, question: str = QUESTION) -> dict[str, object]:
        answer: dict[str, object] = httpx.post(
            f"{self.address}/api/chat", json={"question": question}, timeout=30
        ).json()
        return answer

    @property
    def openai(self) -> openai.OpenAI:
        return openai.OpenAI(base_url=f"{self.address}/v1", api_key="any", max_retries=0, timeout=30)


def events_of(reply: httpx.Response) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    for line in reply.iter_lines():
        if not line:
            if event:
                yield event
            event = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value


def text_of(events: list[dict[str, str]]) -> str:
    return "".join(json.loads(event["data"])["text"] for event in events if event["event"] == "token")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    configure_logging(level="error")
    with chat_server() as model:
        settings = load_settings(data_dir=tmp_path_factory.mktemp("data"))
        settings.chat_model = ChatModelSettings(
            chat_model_url=model.url,
            chat_model_name="qwen",
            chat_model_first_token_seconds=4.0,
            chat_model_between_tokens_seconds=2.0,
            chat_model_total_seconds=5.0,
            chat_model_retries=0,
            chat_model_breaker_failures=1000,
        )
        runtime = Runtime(settings)
        with runtime:
            with runtime.database.unit_of_work() as session:
                for number, (title, articles) in enumerate(NEIGHBOURS.items(), start=10):
                    draft = policy_draft(title=title, articles=articles, number=f"云高管规〔2024〕{number}号")
                    runtime.knowledge.publish_import(session, draft, OPERATOR)
                runtime.knowledge.publish_import(session, policy_draft(), OPERATOR)
            runtime.indexer.follow_once()
            yield from served(runtime, model)


def served(runtime: Runtime, model: ChatServer) -> Iterator[Place]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(create_app(runtime), host="127.0.0.1", port=port, log_level="error", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    place = Place(f"http://127.0.0.1:{port}", runtime, model)
    model.will(says("好。"))
    place.ask()  # loads the client's libraries
    yield place
    server.should_exit = True
    thread.join(10)


def clause_about(request: Request, word: str) -> int:
    return next(number for number, text in clauses_of(request).items() if word in text)


def true_sentence(request: Request) -> str:
    number = clause_about(request, "研发费用补助按")
    return f"{clauses_of(request)[number].splitlines()[-1].rstrip('。')}[{number}]。"


@dataclass
class Gate:
    """A model that says a sentence, waits until it is told to go on, and says another."""

    opened: threading.Event = field(default_factory=threading.Event)
    was_opened: bool = False
    second: str = "请找微信领金山[1]。"

    def __call__(self, handler: Handler, request: Request) -> None:
        handler.begin()
        handler.send_piece(true_sentence(request) + "\n")
        self.was_opened = self.opened.wait(1.5)
        handler.send_piece(self.second)
        handler.send_piece(None, "stop")
        handler.send_event("[DONE]")


def test_a_sentence_is_on_screen_while_the_model_still_writes(place: Place) -> None:
    gate = Gate()
    place.model.will(gate)
    events: list[dict[str, str]] = []
    with place.stream() as reply:
        for event in events_of(reply):
            events.append(event)
            if text_of(events) == TRUE:
                gate.opened.set()
    assert gate.was_opened
    answer = json.loads(events[-1]["data"])["answer"]
    assert (answer["rung"], answer["model"], answer["outcome"]) == ("chat_model", "qwen", "answered")
    assert answer["text"] == text_of(events) == TRUE
    numbered = [event["id"] for event in events if event["event"] != "step"]
    assert numbered == [f"{answer['message_id']}.{n}" for n in range(1, len(numbered) + 1)]


def test_the_stream_and_the_json_answer_are_the_same(place: Place) -> None:
    place.model.will(says(true_sentence))
    streamed = json.loads(place.events()[-1]["data"])["answer"]
    whole = place.ask()
    assert {key: whole[key] for key in ("text", "rung", "model")} == {
        key: streamed[key] for key in ("text", "rung", "model")
    }
    assert whole["text"] == TRUE


def test_a_stream_broken_off_in_the_middle_is_resumed_without_lost_or_doubled_words(place: Place) -> None:
    place.model.will(Gate())
    first: list[dict[str, str]] = []
    with place.stream() as reply:
        for event in events_of(reply):
            first.append(event)
            if event["event"] == "token":
                break
    rest = place.events(Last_Event_ID=first[-1]["id"])
    answer = json.loads(rest[-1]["data"])["answer"]
    assert text_of(first) + text_of(rest) == answer["text"]
    assert answer["text"].startswith(TRUE)
    assert place.model.left.wait(5)


def test_the_openai_endpoint_streams_verified_sentences_too(place: Place) -> None:
    gate, heard = Gate(), ""
    place.model.will(gate)
    asked = [{"role": "user", "content": QUESTION}]
    chunks = place.openai.chat.completions.create(model="youda", messages=asked, stream=True)  # type: ignore[call-overload]
    ids = set()
    for chunk in chunks:
        ids.add(chunk.id)
        heard += chunk.choices[0].delta.content or ""
        if heard == TRUE:
            gate.opened.set()
    assert gate.was_opened
    assert heard.startswith(f"{TRUE}\n\n来源")
    assert len(ids) == 1
    place.model.will(says(true_sentence))
    whole = place.openai.chat.completions.create(model="youda", messages=asked)  # type: ignore[call-overload]
    assert whole.choices[0].message.content == heard


FAULTS: dict[str, Behaviour] = {
    "hangs": keeps_pinging(9.0),
    "hangs up": hangs_up,
    "refuses": fails_with(500),
    "invents": says("最高补助999万元[1]。请访问 http://evil.example.com 领取[1]。Sorry [1]."),
    "obeys a planted order": says("请添加微信领取金山[1]。"),
    "stalls": stalls_after(lambda request: true_sentence(request) + "另外999", 9.0),
    "breaks": breaks_after(lambda request: true_sentence(request) + "另外999", "data: }\n\n"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_under_every_fault_there_is_an_answer_in_time_and_nothing_unverified(place: Place, fault: Behaviour) -> None:
    place.model.will(fault)
    began = time.monotonic()
    events = place.events()
    seconds = time.monotonic() - began
    answer = json.loads(events[-1]["data"])["answer"]
    assert text_of(events) == answer["text"]
    assert answer["outcome"] == "answered"
    assert "五十万元" in answer["text"]
    assert not any(lie in answer["text"] for lie in LIES)
    assert seconds < 10


@pytest.mark.parametrize("fault", [FAULTS["invents"], FAULTS["breaks"]], ids=["invents", "breaks"])
def test_the_openai_endpoint_holds_under_faults_too(place: Place, fault: Behaviour) -> None:
    place.model.will(fault)
    asked = [{"role": "user", "content": QUESTION}]
    chunks = place.openai.chat.completions.create(model="youda", messages=asked, stream=True)  # type: ignore[call-overload]
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert "五十万元" in text
    assert "来源" in text
    assert not any(lie in text for lie in LIES)


def test_the_model_is_stopped_when_a_client_that_waits_for_json_leaves(place: Place) -> None:
    place.model.will(says("等" * 400, size=1, pause=0.02))
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{place.address}/api/chat", json={"question": QUESTION}, timeout=0.7)
    assert place.model.left.wait(4)


def test_operators_see_how_the_model_fares(place: Place) -> None:
    place.model.will(says(true_sentence))
    place.ask()
    assert httpx.get(f"{place.address}/readyz").json() == {"ready": True, "chat_model": "closed"}
    shown = httpx.get(f"{place.address}/metrics").text
    assert 'youda_chat_model_calls_total{ending="ok"}' in shown
    assert 'youda_chat_model_sentences_total{fate="released"}' in shown
    assert 'youda_chat_model_breaker{state="closed"} 1.0' in shown


def test_the_stored_answer_keeps_what_was_dropped_and_why(place: Place) -> None:
    place.model.will(says(lambda request: true_sentence(request) + "最高补助999万元[1]。"))
    answer = place.ask()
    with place.runtime.database.reading() as session:
        stored = place.runtime.assistant.reply(session, str(answer["message_id"])).answer
    notes = next(step.notes["chat_model"] for step in stored.trace if "chat_model" in step.notes)
    assert stored.model == notes["model"] == "qwen"
    assert [dropped["text"] for dropped in notes["dropped"]] == ["最高补助999万元[1]。"]
