/** The conversation: resumed after a reload, listed on this device, started anew. Its words stay on the server. */
import { signal } from "@preact/signals";
import type { Conversation } from "../../shared/types";
import { getJson, ProblemError, send, sendJson } from "./api";
import { script } from "./prefs";
import { stop } from "./running";
import { tellHost } from "./embed";
import { conversationId, makeTurn, setDraft, talk, turns } from "./state";
import { AWAITING, forgetAll, keep, recall } from "./storage";

export interface PastConversation {
  id: string;
  title: string;
  at: string;
}

const MAX_KEPT = 30;

/** How the visitor rated the conversation that is shown; null while not rated. */
export const stars = signal<number | null>(null);

export const history = signal<PastConversation[]>(readHistory());

/** Keep the id of the running conversation, here and with the host page of a widget; an empty one forgets it. */
function hold(id: string): void {
  conversationId.value = id || null;
  keep("conversation", id);
  tellHost({ type: "session", session: id });
}

/** Keep the running conversation and list it on this device. */
export function rememberConversation(id: string, title: string): void {
  hold(id);
  const at = history.value.find((past) => past.id === id)?.at ?? new Date().toISOString();
  history.value = [{ id, title, at }, ...history.value.filter((past) => past.id !== id)].slice(0, MAX_KEPT);
  keep("history", JSON.stringify(history.value));
}

/** Show the conversation that was left. */
export async function resumeConversation(): Promise<void> {
  if (conversationId.value) await loadConversation(conversationId.value);
}

/** Replace what is shown with a conversation from the server; one that is gone is forgotten. */
export async function loadConversation(id: string): Promise<void> {
  const before = turns.peek();
  try {
    const found = await getJson<Conversation>(`${addressOf(id)}?script=${script.value}`);
    if (turns.peek() !== before) return; // the reader went on asking meanwhile
    const answered = found.messages.filter((message) => message.answer !== null);
    turns.value = answered.map((message) => makeTurn(message.question, message.answer));
    stars.value = found.stars ?? null;
    hold(id);
    talk.value = null;
    if (found.hand_over) void import("./talk").then(({ resumeTalk }) => resumeTalk());
  } catch (error) {
    const isGone = error instanceof ProblemError && error.status >= 400 && error.status < 500;
    if (isGone) forget(id);
  }
}

/** Say how content one was with the conversation as a whole, 1 to 5. */
export async function rateConversation(given: number, comment: string): Promise<void> {
  if (!conversationId.value) return;
  await sendJson("PUT", `${addressOf(conversationId.value)}/rating`, { stars: given, comment });
  stars.value = given;
}

/** Begin with an empty page; the old conversation stays in the list. */
export function startAnew(): void {
  stop();
  turns.value = [];
  talk.value = null;
  stars.value = null;
  hold("");
}

/** Delete the conversations begun here on the server, and everything this page kept on the device.
 *
 * Gives back how many conversations stay because a petition rests on them. Throws when the server was not reached;
 * the device then still remembers what is left to delete.
 */
export async function clearEverything(): Promise<number> {
  const ids = new Set([...history.value.map((past) => past.id), ...(conversationId.value ? [conversationId.value] : [])]);
  let kept = 0;
  for (const id of ids) {
    try {
      await send(addressOf(id), { method: "DELETE" });
    } catch (error) {
      const status = error instanceof ProblemError ? error.status : 0;
      if (status === 409) kept++;
      else if (status !== 404) throw error;
    }
    history.value = history.value.filter((past) => past.id !== id);
    keep("history", JSON.stringify(history.value));
  }
  if (recall(AWAITING)) await send("/api/chat/answer-requests", { method: "DELETE" });
  startAnew();
  setDraft("");
  forgetAll();
  return kept;
}

function forget(id: string): void {
  history.value = history.value.filter((past) => past.id !== id);
  keep("history", JSON.stringify(history.value));
  if (conversationId.value === id) startAnew();
  else if (!conversationId.value) hold("");
}

function addressOf(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}`;
}

function readHistory(): PastConversation[] {
  try {
    const kept: unknown = JSON.parse(recall("history") ?? "[]");
    return Array.isArray(kept) ? (kept as PastConversation[]) : [];
  } catch {
    return [];
  }
}
