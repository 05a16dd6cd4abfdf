import type { AlertCode, StateCode } from "../api/types";
import { dayOf } from "./dates";

export type Sla =
  | { kind: "none" }
  | { kind: "remaining"; days: number }
  | { kind: "today" }
  | { kind: "overdue"; level: Exclude<AlertCode, "none">; days: number }
  | { kind: "paused" }
  | { kind: "on_time" }
  | { kind: "late"; days: number };

interface Timed {
  state: StateCode;
  due_at: string | null;
  alert: AlertCode;
  overdue_working_days: number;
  remaining_working_days: number | null;
}

const ANSWERED: readonly StateCode[] = ["answered", "closed"];
const CLOCKLESS: readonly StateCode[] = ["draft", "submitted", "refused", "withdrawn", "merged"];

/**
 * What a petition's deadline tag says at `now`: overdue before paused, and a reply ends the count. Past its due time a
 * petition is yellow at once, also before the server's next sweep has said so.
 */
export function slaOf(petition: Timed, now: string): Sla {
  const { state, due_at: due, overdue_working_days: overdue } = petition;
  if (due === null || CLOCKLESS.includes(state)) return { kind: "none" };
  if (ANSWERED.includes(state)) return overdue > 0 ? { kind: "late", days: overdue } : { kind: "on_time" };
  if (petition.alert !== "none") return { kind: "overdue", level: petition.alert, days: overdue };
  if (state === "awaiting") return { kind: "paused" };
  if (Date.parse(now) > Date.parse(due)) return { kind: "overdue", level: "yellow", days: Math.max(1, overdue) };
  if (dayOf(due) === dayOf(now)) return { kind: "today" };
  return { kind: "remaining", days: petition.remaining_working_days ?? 0 };
}
