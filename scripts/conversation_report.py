"""Write the scripted conversations, as the sample base answers them, into one HTML page that a person can read.

    python scripts/conversation_report.py OUT.html [--data DIR]

The page holds no script and asks for nothing from elsewhere. `--data` keeps the loaded sample base between runs.
"""

from __future__ import annotations

import argparse
import html
import re
import tempfile
from pathlib import Path

from api.runtime import Runtime
from assistant.types import Action, AskRequest, Reply
from tests.support.conversations import ScriptedConversation, ScriptedTurn, scripted_conversations
from tests.support.sample import open_sample

_STYLE = """
body { font: 16px/1.7 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem; color: #1d2129; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .3rem; border-top: 1px solid #d9dce3; padding-top: 1.2rem; }
.about { color: #5c6370; margin: 0 0 1rem; }
.ask { background: #e8f0fe; border-radius: .6rem; padding: .5rem .9rem; margin: 1rem 0 .5rem 20%; }
.answer { border-left: 3px solid #c9cdd4; padding: .1rem 1rem; }
.answer h3 { font-size: 1rem; margin: .8rem 0 .2rem; }
.meta, .cites, details { font-size: .85rem; color: #5c6370; }
.miss { color: #b42318; font-weight: 600; }
.good { color: #087443; }
.choice { display: inline-block; border: 1px solid #3367d6; color: #3367d6; border-radius: .4rem; }
.choice { padding: .1rem .7rem; margin: .2rem .4rem .2rem 0; }
li { margin: .1rem 0; }
sup { color: #3367d6; }
"""
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MARK = re.compile(r"\[(\d{1,2})\]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_sample(given.data or Path(folder)) as runtime:
        parts = [(each, _hold(runtime, each)) for each in scripted_conversations()]
    missed = sum(
        bool(turn.misses(reply)) for each, replies in parts for turn, reply in zip(each.turns, replies, strict=True)
    )
    turns = sum(len(replies) for _, replies in parts)
    body = "".join(_conversation(each, replies) for each, replies in parts)
    summary = f"{len(parts)} conversations, {turns} turns, {missed} not as expected"
    page = f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>Conversations</title><style>{_STYLE}</style>"
    given.out.write_text(f"{page}<h1>Scripted conversations</h1><p class=about>{summary}</p>{body}</html>", "utf-8")
    print(f"{summary}; written to {given.out}")


def _hold(runtime: Runtime, conversation: ScriptedConversation) -> list[Reply]:
    replies: list[Reply] = []
    for turn in conversation.turns:
        conversation_id = replies[-1].conversation_id if replies else None
        reply = runtime.assistant.ask(AskRequest(text=turn.ask, conversation_id=conversation_id, as_of=turn.as_of))
        with runtime.database.unit_of_work() as session:
            runtime.assistant.record(session, reply)
        replies.append(reply)
    return replies


def _conversation(conversation: ScriptedConversation, replies: list[Reply]) -> str:
    turns = "".join(_turn(turn, reply) for turn, reply in zip(conversation.turns, replies, strict=True))
    about = html.escape(conversation.about)
    return f"<h2>{conversation.kind} · {conversation.id}</h2><p class=about>{about}</p>{turns}"


def _turn(turn: ScriptedTurn, reply: Reply) -> str:
    answer, misses = reply.answer, turn.misses(reply)
    verdict = "".join(f"<div class=miss>✗ {html.escape(miss)}</div>" for miss in misses) or "<span class=good>✓</span>"
    state = f"{answer.outcome.value} · {answer.reason} · {answer.rung.value} · {answer.confidence:.2f}"
    read = f" · {html.escape(reply.rewritten)}" if reply.rewritten != turn.ask else ""
    choices = "".join(
        f"<span class=choice>{html.escape(action.label)}</span>"
        for action in answer.next_actions
        if action.action is Action.CHOOSE
    )
    return (
        f"<div class=ask>{html.escape(turn.ask)}</div><div class=answer>{_rendered(answer.text)}</div>{choices}"
        f"{_sources(reply)}<div class=meta>{state}{read} {verdict}</div>{_steps(reply)}"
    )


def _sources(reply: Reply) -> str:
    cited = "".join(
        f"<li>[{c.marker}] {html.escape(' '.join(filter(None, (c.title, c.document_number, c.clause_label))))} · "
        f"{c.status} {c.effective_from or ''}–{c.effective_to or ''}</li>"
        for c in reply.answer.citations
    )
    near = "".join(f"<li>~ {html.escape(entry.title)}</li>" for entry in reply.answer.related)
    return f"<ul class=cites>{cited}{near}</ul>"


def _steps(reply: Reply) -> str:
    rows = "".join(
        f"<li>{trace.step} {trace.milliseconds} ms {html.escape(str(trace.notes))[:300]}</li>"
        for trace in reply.answer.trace
    )
    return f"<details><summary>steps</summary><ul>{rows}</ul></details>"


def _rendered(text: str) -> str:
    """Return the answer grammar (see `assistant.types.Answer`) as HTML."""
    return "".join(_block(block.splitlines()) for block in text.split("\n\n") if block.strip())


def _block(lines: list[str]) -> str:
    if lines[0].startswith("## "):
        rest = _block(lines[1:]) if lines[1:] else ""
        return f"<h3>{_inline(lines[0][3:])}</h3>{rest}"
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{_inline(line[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _inline(text: str) -> str:
    return _MARK.sub(r"<sup>\1</sup>", _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False)))


if __name__ == "__main__":
    main()
