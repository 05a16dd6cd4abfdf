/** Asking: one question at a time, streamed, resumed after a broken connection, stopped or retried on demand. */
import { batch } from "@preact/signals";
import { t } from "../../shared/text";
import type { Answer, ChatEvent } from "../../shared/types";
import { ProblemError, send } from "./api";
import { rememberConversation } from "./conversation";
import { tellHost } from "./embed";
import { announcement, busyTurn, conversationId, draft, isWithAgent, makeTurn, notice as warning, setDraft, turns, type Turn, type TurnView } from "./state";
import { script } from "./prefs";
import { notice, quotesFor } from "./notice";
import { begin, end } from "./running";
import { readEvents } from "./sse";
import { tellTabs } from "./tabs";
import { leftUnderWay, noteEnd, noteUnderWay } from "./underway";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
const MAX_RECONNECTS = 12; // some 70 seconds: a server that is restarted is back by then
const MAX_LOSSES = 2; // an answer that ends the server each time is not asked for ever
const AWAY = [0, 502, 503, 504]; // not reached, or its proxy says that it is not there

/** Ask a question as a new turn. While another is being answered, or without a network, the words stay put. */
export async function ask(question: string): Promise<void> {
  const text = question.trim();
  if (!text) return;
  if (busyTurn.value) {
    if (!draft.value) setDraft(text);
    return;
  }
  if (navigator.onLine === false) {
    setDraft(text);
    warning.value = t("composer.offline");
    return;
  }
  if (isWithAgent.value) return (await import("./talk")).sayToAgent(text);
  const turn = makeTurn(text, null, quotesFor(text, notice.value?.found?.text ?? ""));
  batch(() => {
    warning.value = "";
    setDraft("");
    turns.value = [...turns.value, turn];
  });
  await answerTurn(turn);
}

/** Go on with the question that was under way when the page was left, unless the conversation has its answer. */
export async function resumeAsking(): Promise<void> {
  const left = leftUnderWay();
  if (!left || busyTurn.peek()) return;
  const { question, firstId } = left;
  const isAnswered = turns
    .peek()
    .some((turn, index, all) =>
      firstId ? firstId.startsWith(`${turn.key}.`) : index === all.length - 1 && turn.question === question,
    );
  if (isAnswered) return noteEnd();
  const turn = makeTurn(question);
  turns.value = [...turns.peek(), turn];
  await answerTurn(turn, firstId);
}

/** Send the question of a failed or stopped turn once more, in its place. */
export async function retry(turn: Turn): Promise<void> {
  if (busyTurn.value) return;
  change(turn, { state: "waiting", step: "", text: "", answer: null, error: null });
  await answerTurn(turn);
}

async function answerTurn(turn: Turn, firstId: string | null = null): Promise<void> {
  const controller = begin();
  announcement.value = t("status.answering");
  noteUnderWay(turn.question, firstId);
  try {
    await streamWithResume(turn, controller.signal, firstId);
  } catch (error) {
    if (controller.signal.aborted) markStopped(turn);
    else fail(turn, error);
  } finally {
    end(controller);
    noteEnd();
  }
}

async function streamWithResume(turn: Turn, signal: AbortSignal, firstId: string | null): Promise<void> {
  let lastId = firstId;
  let losses = 0;
  for (let attempt = 0; attempt <= MAX_RECONNECTS; attempt++) {
    try {
      const ended = await stream(turn, lastId, signal, (id, isWord) => {
        if (!lastId) noteUnderWay(turn.question, id.replace(/\d+$/, "0"));
        lastId = id;
        if (isWord) attempt = 0;
      });
      if (ended) return;
    } catch (error) {
      const status = error instanceof ProblemError ? error.status : 0;
      // The server ended before the answer was stored: ask anew.
      const isLost = status === 404 && lastId !== null && losses++ < MAX_LOSSES;
      if (signal.aborted || !(isLost || AWAY.includes(status))) throw error;
      if (isLost) {
        lastId = null;
        change(turn, { text: "" });
      }
    }
    change(turn, { state: "reconnecting" });
    announcement.value = t("status.reconnecting");
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS), signal);
  }
  throw new ProblemError(0, t("problem.network"));
}

/** Read one connection to its end; true when the answer came, false when the connection broke off before it. */
async function stream(
  turn: Turn,
  lastId: string | null,
  signal: AbortSignal,
  seen: (id: string, isWord: boolean) => void,
): Promise<boolean> {
  const headers: Record<string, string> = { "Content-Type": "application/json", Accept: "text/event-stream" };
  if (lastId) headers["Last-Event-ID"] = lastId;
  const asked = { question: turn.question, conversation_id: conversationId.value, script: script.value };
  const body = JSON.stringify({ ...asked, reaches_people: true });
  const response = await send("/api/chat", { method: "POST", headers, body, signal });
  if (!response.body) throw new ProblemError(0, t("problem.network"));
  for await (const event of readEvents(response.body)) {
    const payload = JSON.parse(event.data) as ChatEvent;
    if (payload.event === "error") throw new ProblemError(500, payload.message);
    take(turn, payload);
    if (payload.event === "answer") return true;
    if (event.id) seen(event.id, payload.event === "token");
  }
  return false;
}

function take(turn: Turn, event: ChatEvent): void {
  if (event.event === "step") change(turn, { step: event.label });
  else if (event.event === "token") change(turn, { state: "streaming", text: turn.view.peek().text + event.text });
  else if (event.event === "answer") finish(turn, event.answer);
}

function finish(turn: Turn, answer: Answer): void {
  const count = answer.citations.length;
  batch(() => {
    change(turn, { state: "done", text: answer.text, answer });
    rememberConversation(answer.conversation_id, turns.peek()[0]?.question ?? turn.question);
    announcement.value = count ? t("status.done", { count }) : t("status.doneNoBasis");
    tellHost({ type: "unread", count: 1 });
    tellTabs(answer.conversation_id);
  });
  const wantsPerson = answer.reason === "with_agent" || answer.next_actions.some((next) => next.params?.["at_once"]);
  if (wantsPerson) void import("./talk").then(({ followAnswer }) => followAnswer(turn, answer));
}

function markStopped(turn: Turn): void {
  change(turn, { state: "stopped" });
  announcement.value = t("status.stopped");
}

function fail(turn: Turn, error: unknown): void {
  const known = error instanceof ProblemError ? error : null;
  const usual = known?.traceId ? t("status.failedTrace", { trace: known.traceId }) : t("status.failed");
  const isOurs = known !== null && known.status >= 400 && known.status < 500;
  change(turn, { state: "failed", error: isOurs ? known.message : usual });
  announcement.value = "";
}

function change(turn: Turn, part: Partial<TurnView>): void {
  turn.view.value = { ...turn.view.peek(), ...part };
}

/** Wait, but not longer than until the network is back. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = window.setTimeout(resolve, milliseconds);
    window.addEventListener("online", () => resolve(), { once: true });
    signal.addEventListener("abort", () => {
      window.clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    });
  });
}
