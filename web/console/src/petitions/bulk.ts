import { useSyncExternalStore } from "react";

import { takeStep } from "../api/petitions";
import { ProblemError } from "../api/http";
import type { PetitionRow } from "../api/types";

/** How long a bulk dispatch can be taken back. */
export const UNDO_MS = 10_000;

/** Petitions that are about to be dispatched to one department; nothing has been sent before `at`. */
export interface Waiting {
  rows: readonly Pick<PetitionRow, "number" | "title" | "lock">[];
  department: { code: string; name: string };
  at: number;
}

/** What became of a bulk dispatch: how many left, and which did not, with the server's sentence. */
export interface Outcome {
  done: number;
  department: string;
  failed: { number: string; title: string; sentence: string }[];
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

/** Wait ten seconds, then dispatch one after the other; a batch that still waits leaves at once. */
export async function dispatchSoon(rows: Waiting["rows"], department: Waiting["department"]): Promise<void> {
  if (state.waiting !== null) await send();
  keep({ waiting: { rows, department, at: Date.now() + UNDO_MS }, outcome: null });
  timer = window.setTimeout(() => void send(), UNDO_MS);
}

/** Take the waiting batch back; nothing of it was sent. */
export function undo(): void {
  window.clearTimeout(timer);
  keep({ waiting: null });
}

/** Forget what became of the last batch. */
export const dismiss = () => keep({ outcome: null });

async function send(): Promise<void> {
  const batch = state.waiting;
  if (batch === null) return;
  undo();
  const failed: Outcome["failed"] = [];
  for (const { number, title, lock } of batch.rows) {
    const body = { lead_department_code: batch.department.code, assist_department_codes: [], note: "", lock };
    try {
      await takeStep(number, "dispatch", body);
    } catch (error) {
      const sentence = error instanceof ProblemError ? error.problem.detail : String(error);
      failed.push({ number, title, sentence });
    }
  }
  keep({ outcome: { done: batch.rows.length - failed.length, department: batch.department.name, failed } });
}

// Closing the window would lose what waits, so the browser asks first.
window.addEventListener("beforeunload", (event) => {
  if (state.waiting !== null) event.preventDefault();
});

/** The batch that waits and what became of the last one. */
export function useBulk(): State {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => state,
  );
}
