/** What the page knows. Every part reads signals; only the functions of this folder write them. */
import { computed, signal, type Signal } from "@preact/signals";
import { t } from "../../shared/text";
import type { Answer, Citation, Prefill, Site, Talk } from "../../shared/types";
import { keep, recall } from "./storage";

export type TurnState = "waiting" | "streaming" | "reconnecting" | "done" | "stopped" | "failed";

export interface TurnView {
  state: TurnState;
  step: string;
  text: string;
  answer: Answer | null;
  error: string | null;
}

export interface Turn {
  key: string;
  question: string;
  /** Words of an uploaded notice that touch the question; of this page only, never a basis. */
  quotes: string[];
  view: Signal<TurnView>;
}

/** A document to show: with the citations of one answer to walk through, or a single clause from a link. */
export interface DocumentTarget {
  documentId: string;
  version: number | null;
  clauseId: string | null;
  citations: Citation[];
  marker: number | null;
}

export type Panel =
  | { kind: "document"; target: DocumentTarget }
  | { kind: "petition"; prefill: Prefill | null }
  | { kind: "history" }
  | { kind: "windows" }
  | { kind: "privacy" }
  | { kind: "access" };

export type View = "chat" | "progress" | "document";

const query = new URLSearchParams(window.location.search);

export const embedded = query.get("embed") === "1";
export const siteId = query.get("site");

export const site = signal<Site | null>(null);
export const turns = signal<Turn[]>([]);
/** The request for a person, once there was one; everything about it is in talk.ts, which is loaded later. */
export const talk = signal<Talk | null>(null);
export const conversationId = signal<string | null>(handedOver() ?? recall("conversation"));
export const draft = signal(askedFor() ?? recall("draft") ?? "");
export const panel = signal<Panel | null>(null);
export const view = signal<View>("chat");
export const announcement = signal("");
export const toast = signal("");
export const notice = signal("");
export const entry = signal<"policy" | "guide">("policy");

export const isTalking = computed(() => talk.value?.state === "waiting" || talk.value?.state === "held");
export const isWithAgent = computed(() => talk.value?.state === "held");
export const hotline = computed(() => site.value?.hotline ?? "12345");
export const today = computed(() => site.value?.today ?? new Date().toISOString().slice(0, 10));
export const busyTurn = computed(
  () => turns.value.find((turn) => ["waiting", "streaming", "reconnecting"].includes(turn.view.value.state)) ?? null,
);

/** Keep what is being written, so that a reload or a closed widget loses nothing. */
export function setDraft(text: string): void {
  draft.value = text;
  keep("draft", text);
}

/** Make a turn that waits for its answer, or one that already has it. */
export function makeTurn(question: string, answer: Answer | null = null, quotes: string[] = []): Turn {
  const state: TurnState = answer ? "done" : "waiting";
  const key = answer?.message_id ?? `turn-${Date.now()}-${turns.peek().length}`;
  return { key, question, quotes, view: signal({ state, step: "", text: answer?.text ?? "", answer, error: null }) };
}

/** The conversation that a widget hands over to the full page in the fragment, taken out of the address at once. */
function handedOver(): string | null {
  const found = /^#c=([\w-]{16,64})$/.exec(window.location.hash);
  if (found) window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return found?.[1] ?? null;
}

/** The question that a plain link brings, kept as a draft and taken out of the address: a reload must not undo edits. */
function askedFor(): string | null {
  const question = query.get("q");
  if (question === null) return null;
  keep("draft", question);
  const url = new URL(window.location.href);
  url.searchParams.delete("q");
  window.history.replaceState(null, "", url);
  return question;
}

let toastTimer = 0;

/** Show one line above the composer for six seconds. */
export function say(text: string): void {
  toast.value = text;
  window.clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => (toast.value = ""), 6_000);
}

/** Copy text and say so; the old way stands in where the clipboard is not allowed. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    say(copyBySelection(text) ? done : t("copied.failed"));
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
