/** Talking with a person: ask for one, hear from the server every few seconds, write, let the agent go. */
import "./laterTexts";
import { batch, signal } from "@preact/signals";
import { t } from "../../shared/text";
import type { Answer, Said, Talk } from "../../shared/types";
import { getJson, ProblemError, send, sendJson } from "./api";
import { ask } from "./ask";
import { tellHost } from "./embed";
import { openPetition } from "./panels";
import { announcement, conversationId, isTalking, notice, say, setDraft, talk, turns, type Turn } from "./state";
import { randomId } from "./storage";

const EVERY_MS = 2_500;
const AFTER_FAILURE_MS = 5_000;

/** What was said between the enterprise and agents, oldest first. */
export const said = signal<Said[]>([]);

let following: string | null = null;
let timer = 0;

/** Ask for a person. Where none would come, say so and open the petition form instead. */
export async function askForPerson(): Promise<void> {
  const id = conversationId.peek();
  if (!id || isTalking.peek()) return;
  try {
    take(id, await sendJson<Talk>("POST", `${addressOf(id)}/person`, {}));
    follow(id);
  } catch (error) {
    say(messageOf(error));
    if (error instanceof ProblemError && error.status === 409) openPetition(null);
  }
}

/** Go on where the conversation was left: what was said, and whether an agent is still there. */
export async function resumeTalk(): Promise<void> {
  const id = conversationId.peek();
  if (!id) return;
  said.value = [];
  following = null;
  await hear(id);
  if (isTalking.peek()) follow(id);
}

/** Do what an answer leads to by itself: wait for a person who was asked for, or show that one is there already. */
export function followAnswer(turn: Turn, answer: Answer): void {
  if (answer.reason !== "with_agent") return void askForPerson();
  turns.value = turns.peek().filter((each) => each !== turn); // it went to the agent, and comes back among what was said
  void resumeTalk();
}

/** Write to the agent; where none is there any more, the assistant is asked instead. Nothing typed is lost. */
export async function sayToAgent(text: string): Promise<void> {
  const id = conversationId.peek();
  if (!id) return;
  setDraft("");
  notice.value = "";
  try {
    add([await sendJson<Said>("POST", `${addressOf(id)}/talk`, { text, key: randomId() })]);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 409) {
      await hear(id);
      return ask(text);
    }
    setDraft(text);
    notice.value = messageOf(error);
  }
}

/** Wait no longer, or end the talk. */
export async function letPersonGo(): Promise<void> {
  const id = conversationId.peek();
  if (!id) return;
  try {
    take(id, (await (await send(`${addressOf(id)}/person`, { method: "DELETE" })).json()) as Talk);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 409) await hear(id);
    else say(messageOf(error));
  }
}

function follow(id: string): void {
  if (following === id) return;
  following = id;
  const next = (pause: number) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void turn(), pause);
  };
  const turn = async () => {
    if (following !== id || conversationId.peek() !== id) return;
    const isHeard = await hear(id);
    if (isTalking.peek()) next(isHeard ? EVERY_MS : AFTER_FAILURE_MS);
    else following = null;
  };
  next(EVERY_MS);
}

/** Fetch what is new; false when the server was not reached. */
async function hear(id: string): Promise<boolean> {
  try {
    const after = said.peek()[said.peek().length - 1]?.number ?? 0;
    take(id, await getJson<Talk>(`${addressOf(id)}/talk?after=${after}`));
    return true;
  } catch (error) {
    const isGone = error instanceof ProblemError && error.status === 404;
    if (isGone && conversationId.peek() === id) talk.value = null;
    return false;
  }
}

function take(id: string, found: Talk): void {
  if (conversationId.peek() !== id) return;
  const before = talk.peek();
  batch(() => {
    talk.value = found.state ? found : null;
    add(found.said);
    if (found.text && found.state !== before?.state) announcement.value = found.text;
  });
}

function add(found: Said[]): void {
  const known = new Set(said.peek().map((each) => each.number));
  const fresh = found.filter((each) => !known.has(each.number));
  if (fresh.length === 0) return;
  said.value = [...said.peek(), ...fresh].sort((a, b) => a.number - b.number);
  const heard = fresh.filter((each) => each.author === "agent");
  const last = heard[heard.length - 1];
  if (!last) return;
  announcement.value = t("talk.heard", { agent: last.agent ?? "", text: last.text });
  tellHost({ type: "unread", count: heard.length });
}

function addressOf(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}`;
}

function messageOf(error: unknown): string {
  return error instanceof ProblemError ? error.message : t("problem.other");
}
