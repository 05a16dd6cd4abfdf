import { send } from "./http";
import type { ConflictList, ConflictOut, DecideIn, EndingList } from "./types";

export interface ConflictQuery {
  open?: string;
  kind?: string;
  offset?: number;
  limit?: number;
}

/** One page of the work list of conflicts, with both sides. */
export const listConflicts = (query: ConflictQuery) => send<ConflictList>("GET", "/api/staff/conflicts", { query: { ...query } });

/** Say what holds between two documents, with the reason. */
export const decideConflict = (id: number, body: DecideIn) =>
  send<ConflictOut>("POST", `/api/staff/conflicts/${id}/decide`, { body });

/** What reviewers are asked to end and have not ruled on yet, each with the conflict that is the reason. */
export const listEndings = (query: { limit: number }) => send<EndingList>("GET", "/api/staff/endings", { query });

/** Grant what was asked, or decline it with a reason. */
export const ruleOnEnding = (id: number, body: { is_granted: boolean; reason: string; lock: number }) =>
  send<ConflictOut>("POST", `/api/staff/conflicts/${id}/rule-on-ending`, { body });
