import { useSyncExternalStore } from "react";

/** How long a bulk step can be taken back. */
export const UNDO_MS = 10_000;

/** What became of a bulk step: a sentence, and what was left alone, with the server's words. */
export interface Outcome {
  title: string;
  failed: { key: string; title: string; sentence: string; to: string }[];
  /** The cached lists that show it. */
  changed: readonly string[];
}

/** A bulk step that is about to be taken; nothing has been sent before `at`. */
export interface Waiting {
  sentence: string;
  send: () => Promise<Outcome>;
  at: number;
}

interface State {
  waiting: Waiting | null;
  outcome: Outcome | null;
}

let state: State = { waiting: null, outcome: null };
let timer: number | undefined;
const listeners = new Set<() => void>();

function keep(change: Partial<State>): void {
  state = { ...state, ...change };
  listeners.forEach((listener) => listener());
}

/** Wait ten seconds, then take the step; one that still waits is taken at once. */
export async function soon(step: Omit<Waiting, "at">): Promise<void> {
  if (state.waiting !== null) await send();
  keep({ waiting: { ...step, at: Date.now() + UNDO_MS }, outcome: null });
  timer = window.setTimeout(() => void send(), UNDO_MS);
}

/** Take the waiting step back; nothing of it was sent. */
export function undo(): void {
  window.clearTimeout(timer);
  keep({ waiting: null });
}

/** Forget what became of the last step. */
export const dismiss = () => keep({ outcome: null });

async function send(): Promise<void> {
  const step = state.waiting;
  if (step === null) return;
  undo();
  keep({ outcome: await step.send() });
}

// Closing the window would lose what waits, so the browser asks first.
window.addEventListener("beforeunload", (event) => {
  if (state.waiting !== null) event.preventDefault();
});

/** The step that waits and what became of the last one. */
export function useUndoable(): State {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => state,
  );
}
