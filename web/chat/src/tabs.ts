/** Two tabs on one conversation show the same: each tells the others of a finished exchange, and they fetch it. */
import { effect } from "@preact/signals";
import type { Conversation } from "../../shared/types";
import { getJson } from "./api";
import { busyTurn, conversationId, makeTurn, turns } from "./state";

const channel = openChannel();
let isBehind = false;

/** Tell the other tabs of this browser that a conversation has grown. */
export function tellTabs(conversation: string): void {
  channel?.postMessage(conversation);
}

/** Listen to the other tabs; what they tell while an answer is on its way waits for its end. */
export function followTabs(): void {
  channel?.addEventListener("message", (event: MessageEvent<unknown>) => {
    isBehind = isBehind || event.data === conversationId.peek();
    if (!busyTurn.peek()) catchUp();
  });
  effect(() => {
    if (!busyTurn.value) catchUp();
  });
}

function catchUp(): void {
  const id = conversationId.peek();
  if (!isBehind || !id) return;
  isBehind = false;
  getJson<Conversation>(`/api/conversations/${encodeURIComponent(id)}`)
    .then((found) => {
      if (id !== conversationId.peek()) return;
      const shown = new Set(turns.peek().map((turn) => turn.view.peek().answer?.message_id));
      const missing = found.messages.filter(({ answer }) => answer && !shown.has(answer.message_id));
      if (missing.length) turns.value = [...turns.peek(), ...missing.map((each) => makeTurn(each.question, each.answer))];
    })
    .catch(() => undefined); // the next exchange, or a reload, brings it
}

function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel("youda");
  } catch {
    return null; // an old browser, or a frame whose storage is blocked
  }
}
